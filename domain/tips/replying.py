"""What the person writes on the receipt page: taps on questions, words, photos, each once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.tips import appearing, fingerprints, lifecycle, messages, news, steps
from domain.tips.messages import NewMessage, Said, Tap
from domain.tips.models import StepKind, Tip, TipState
from domain.vault.keys import KeyRing


def taps(ring: KeyRing, thread: Sequence[Said], chosen: Mapping[UUID, str]) -> list[NewMessage]:
    """A message for each open question that was answered by a tap.

    One fingerprint for all answers to a question: of two at once one is kept.
    """
    return [
        NewMessage(
            text=chosen[asked.id],
            fingerprint=fingerprints.of_message(ring, asked.id.bytes, "", []),
            from_police=False,
            tap=Tap(asked.id, asked.question.code),
        )
        for asked in messages.to_tap(thread)
        if asked.question and chosen.get(asked.id) in asked.question.choices
    ]


def answered_by_words(
    thread: Sequence[Said], about: UUID | None, said: Sequence[NewMessage]
) -> UUID | None:
    """The open question that words sent beside these taps answer: the one the page named beside
    the box, unless it was tapped in the same sending. None for words on their own."""
    tapped = {one.tap.message_id for one in said if one.tap}
    open_ = {one.id for one in messages.unanswered(thread)} - tapped
    return about if about in open_ else None


def write(
    db: Session,
    ring: KeyRing,
    *,
    tip: Tip,
    said: Sequence[NewMessage],
    now: datetime,
    on: date,
) -> set[UUID]:
    """Add what the person says; the ids of what was not there before. `on`: the day of the tree.

    A tip that waited for the person is being verified again once no question waits any more. Its
    version stays: whoever works on it is not stopped. Raises `EmptyMessage` and `MessageTooLong`.
    """
    new = {one.id for one in said if messages.add(db, ring, tip=tip, message=one, now=now)}
    if not new:
        return new
    if tip.state is TipState.WAITING:
        _answered(db, ring, tip, now=now, on=on)
    tell(db, tip, now=now, on=on)
    return new


def _answered(db: Session, ring: KeyRing, tip: Tip, *, now: datetime, on: date) -> None:
    """Words of an officer on what was asked are over; the state, once nothing waits any more."""
    tip.sealed_sentence = None
    is_asked = bool(messages.unanswered(messages.thread(db, ring, tip)))
    after = lifecycle.after_words(tip.state, is_asked=is_asked)
    if after is not tip.state:
        tip.state = after
        news.promise(db, tip, local_day(now), is_told=True)
        steps.add_of_person(db, ring, tip=tip, kind=StepKind.STATE, now=now)
        db.flush()
        if not tip.is_quarantined:
            appearing.show_in_feed(db, tip=tip, on=on)


def tell(db: Session, tip: Tip, *, now: datetime, on: date) -> None:
    """Let whoever has the tip know that the person was there, or the unit while nobody has."""
    if tip.is_quarantined:
        return
    kind = NoticeKind.WRITTEN
    if tip.taken_by_id is None:
        notices.tell_unit(db, unit_id=tip.unit_id, kind=kind, subject=tip.id, now=now, on=on)
    else:
        notices.tell(db, officer_ids=[tip.taken_by_id], kind=kind, subject=tip.id, now=now)
