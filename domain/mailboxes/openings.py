"""Writing openings of boxes: log, correct, and count the letters that became tips."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.errors import BadInput, NotFound
from domain.mailboxes import rules
from domain.mailboxes.choices import Choices
from domain.mailboxes.content import OpeningContent, opening_content
from domain.mailboxes.feed_entry import happening_of
from domain.mailboxes.models import Mailbox, MailboxOpening
from domain.media.models import Photo
from domain.people.models import Officer
from domain.records import queries as logged
from domain.records import rights
from domain.records import services as records


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting(records.Acting):
    """Who writes, and with which lists."""

    choices: Choices = field(repr=False)


def log(
    db: Session,
    *,
    acting: Acting,
    box: Mailbox,
    record_id: UUID,
    content: OpeningContent,
    photos: Sequence[Photo] = (),
    sent_photos: Sequence[str] = (),
) -> MailboxOpening:
    """Keep a new opening of a box. Raises `BadInput` with the first thing that is wrong.

    `photos` wait under the record's claim; `sent_photos` are the digests that came with the form.
    """
    rules.require_may_log(acting.by, box)
    _require_right(rules.problems_of_opening(content, box, today=local_day(acting.now)))
    first = records.as_sent(acting, record_id=record_id, content=content, sent_photos=sent_photos)
    opening = MailboxOpening(**first, mailbox=box, place_id=box.place_id)
    _write(opening, content)
    records.begin(db, opening, acting=acting, photos=photos)
    _show(db, opening, acting)
    return opening


def correct(
    db: Session,
    *,
    acting: Acting,
    opening: MailboxOpening,
    version: int,
    content: OpeningContent,
    add: Sequence[Photo] = (),
    remove: Collection[UUID] = (),
) -> MailboxOpening:
    """Change an opening and keep what it said. Raises `StaleVersion` unless `version` is its own.

    Saving what it says already changes nothing, whatever the version.
    """
    rights.require_may_correct(acting.by, opening)
    before, today = opening_content(opening), local_day(acting.now)
    _require_right(
        rules.problems_of_opening(
            content, opening.mailbox, today=today, entered=opening.letters_entered
        )
    )
    changed = records.change(
        db, opening, version=version, before=before, after=content, add=add, remove=remove
    )
    if changed:
        _write(opening, content)
        action = Action.RECORD_CORRECTED
        records.note(db, opening, acting=acting, action=action, changed=changed)
        _show(db, opening, acting)
    return opening


def letter_to_enter(db: Session, officer: Officer, opening_id: UUID) -> MailboxOpening | None:
    """The officer's own unit's opening with a letter that is no tip yet; else None."""
    try:
        opening = logged.get_visible(db, MailboxOpening, officer, opening_id)
    except NotFound:
        return None
    waits = opening.letters_entered < opening.letters
    return opening if waits and rights.may_correct(officer, opening) else None


def count_letter(db: Session, officer: Officer, opening_id: UUID) -> None:
    """One letter of an opening has become a tip in this transaction; which tip is kept nowhere.

    Neither history nor audit log tells it: their instants would lead from tip to opening. An
    opening that is not the unit's own, or whose letters are all entered, stays as it is.
    """
    db.execute(select(MailboxOpening.id).where(MailboxOpening.id == opening_id).with_for_update())
    opening = letter_to_enter(db, officer, opening_id)
    if opening is None:
        return
    db.refresh(opening, ["letters", "letters_entered"])
    if opening.letters_entered < opening.letters:
        opening.letters_entered += 1
        db.flush()


def _require_right(problems: Iterator[BadInput]) -> None:
    for problem in problems:
        raise problem


def _write(opening: MailboxOpening, content: OpeningContent) -> None:
    opening.held_on, opening.started_at = content.held_on, content.started_at
    opening.openers, opening.letters = list(content.openers), content.letters
    opening.notes = content.notes


def _show(db: Session, opening: MailboxOpening, acting: Acting) -> None:
    records.show(
        db,
        opening,
        acting=acting,
        happening=lambda commune, photos: happening_of(opening, commune=commune, photos=photos),
    )
