"""Writing reviews: acknowledge, say something, send back, mend."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.base import new_record_id
from domain.errors import BadInput, NotAllowed
from domain.feed import indexing
from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.people.models import Officer
from domain.people.rules import Permission, may, require
from domain.records import rights
from domain.records.queries import get_visible
from domain.review import queries
from domain.review.fields import concerns, names
from domain.review.models import Review, ReviewKind
from domain.sentence import Sentence
from domain.text import clean
from domain.vault.keys import KeyRing

LONGEST = 2000
AT_ONCE = 200
"""Records that are acknowledged in one go, at most."""
_ACTS = {
    ReviewKind.ACKNOWLEDGED: Action.RECORD_ACKNOWLEDGED,
    ReviewKind.COMMENT: Action.RECORD_COMMENTED,
    ReviewKind.SENT_BACK: Action.RECORD_SENT_BACK,
}


class NobodyToMend(NotAllowed):
    """No officer wrote it: a citizen's tip, above all."""

    sentence = Sentence(
        "Mục này không do cán bộ ghi nên không gửi trả được. Ghi nhận xét thay vào."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """Who says it, when, and the keys that seal the audit log."""

    by: Officer
    who: Who
    now: datetime
    ring: KeyRing = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """What is said of a record; the id is made with the form."""

    id: UUID
    kind: ReviewKind
    record_kind: Kind
    record_id: UUID
    text: str = ""
    field: str = ""
    """The field that it is about, "" for all of the record."""


def give(db: Session, *, speaking: Speaking, new: NewReview) -> None:
    """Acknowledge, comment on or send back a record that the supervisor can see.

    The same again under the same id changes nothing, and neither does acknowledging twice; other
    words under an old id are a review of their own. Raises `NotFound`, `NotAllowed`,
    `NobodyToMend`, or `BadInput` when nothing is said where words are due.
    """
    require(speaking.by, Permission.REVIEW_RECORDS)
    if new.record_kind is Kind.TIP:
        require(speaking.by, Permission.READ_TIPS)
    feed.get_row(db, speaking.by, new.record_kind, new.record_id)
    if new.kind is ReviewKind.ACKNOWLEDGED:
        acknowledge(db, speaking=speaking, record_ids=[new.record_id])
    else:
        _say(db, speaking, new)


def answer(db: Session, *, speaking: Speaking, new: NewReview) -> None:
    """An officer who may correct the record says something in the talk about it.

    What waited there to be read counts as read. Raises `NotFound`, `NotAllowed`, `BadInput`.
    """
    require_may_answer(db, speaking.by, new.record_kind, new.record_id)
    if new.kind is not ReviewKind.COMMENT:
        raise NotAllowed
    _close_words(db, new.record_id, speaking, queries.LOGGED[new.record_kind].KIND)
    _say(db, speaking, new)


def may_answer(db: Session, officer: Officer, kind: Kind, record_id: UUID) -> bool:
    """Whether the officer may write in the talk about a record; the caller has loaded it."""
    model = queries.LOGGED.get(kind)
    record = db.get(model, record_id) if model else None
    return record is not None and rights.may_correct(officer, record)


def require_may_answer(db: Session, officer: Officer, kind: Kind, record_id: UUID) -> None:
    """Raise `NotFound` for what the officer cannot see, `NotAllowed` unless `may_answer`."""
    feed.get_row(db, officer, kind, record_id)
    model = queries.LOGGED.get(kind)
    if model is None:
        raise NotAllowed
    rights.require_may_correct(officer, get_visible(db, model, officer, record_id))


def acknowledge(db: Session, *, speaking: Speaking, record_ids: Sequence[UUID]) -> int:
    """Acknowledge records at once; returns how many were new to it.

    What the supervisor does not see, and tips for those without the right to them, are passed
    over; so is what they acknowledged before, unless it was mended since. Raises `NotAllowed`.
    """
    by = speaking.by
    require(by, Permission.REVIEW_RECORDS)
    wanted = list(dict.fromkeys(record_ids))[:AT_ONCE]
    rows = feed.rows_of(db, by.place_id, wanted)
    known = queries.acknowledged(db, [row.record_id for row in rows], by=by)
    reads_tips = may(by, Permission.READ_TIPS)
    fresh = [
        row
        for row in rows
        if row.record_id not in known and (reads_tips or row.kind is not Kind.TIP)
    ]
    for row in fresh:
        new = NewReview(
            id=new_record_id(speaking.now),
            kind=ReviewKind.ACKNOWLEDGED,
            record_kind=row.kind,
            record_id=row.record_id,
        )
        _keep(db, speaking, new, text="", for_officer=None)
    return len(fresh)


def mend(
    db: Session,
    *,
    kind: Kind,
    record_id: UUID,
    by: Officer,
    now: datetime,
    changed: Collection[str] | None = None,
) -> int:
    """A record that was sent back has been mended: nobody is asked for it any more.

    `changed`: the fields that a correction changed; a note on another field still waits. Returns
    how many notes were mended. The caller has loaded the record for whoever mends it.
    """
    query = select(Review).where(
        Review.record_kind == kind,
        Review.record_id == record_id,
        Review.kind == ReviewKind.SENT_BACK,
        Review.mended_at.is_(None),
    )
    mended = [
        review for review in db.scalars(query) if changed is None or concerns(review.field, changed)
    ]
    for review in mended:
        review.mended_at, review.mended_by = now, by.id
    return len(mended)


def say_mended(db: Session, *, by: Officer, kind: Kind, record_id: UUID, now: datetime) -> None:
    """Whoever is asked says that what was asked for is done: the author, or the chief where the
    author has left. Raises `NotFound` or `NotAllowed`."""
    feed.get_row(db, by, kind, record_id)
    is_author = queries.author_of(db, kind, record_id) == by.id
    if not is_author and not queries.waits_for(db, by, record_id):
        raise NotAllowed
    mend(db, kind=kind, record_id=record_id, by=by, now=now)


def say_read(db: Session, *, by: Officer, kind: Kind, record_id: UUID, now: datetime) -> None:
    """Whom words of the talk are for has read them. Raises `NotFound`."""
    feed.get_row(db, by, kind, record_id)
    for review in queries.waits_for(db, by, record_id):
        if review.kind is ReviewKind.COMMENT:
            review.mended_at, review.mended_by = now, by.id


def _close_words(db: Session, record_id: UUID, speaking: Speaking, kind: Kind) -> None:
    open_ones = (
        Review.record_kind == kind,
        Review.record_id == record_id,
        Review.kind == ReviewKind.COMMENT,
        Review.for_officer_id.is_not(None),
        Review.mended_at.is_(None),
        Review.author_id != speaking.by.id,
    )
    values = {"mended_at": speaking.now, "mended_by": speaking.by.id}
    db.execute(update(Review).where(*open_ones).values(**values))


def _say(db: Session, speaking: Speaking, new: NewReview) -> None:
    text = _words(new)
    if new.field and new.field not in names(db, new.record_kind, new.record_id):
        raise BadInput("field", "Chọn lại ô cần bổ sung.")
    earlier = db.get(Review, new.id)
    if _is_same(earlier, speaking.by, new, text):
        return
    kept = new if earlier is None else replace(new, id=new_record_id(speaking.now))
    _keep(db, speaking, kept, text=text, for_officer=_asked(db, speaking.by, new))
    indexing.add_comment(db, record_id=new.record_id, words=text)


def _keep(
    db: Session, speaking: Speaking, new: NewReview, *, text: str, for_officer: UUID | None
) -> None:
    db.add(
        Review(
            id=new.id,
            kind=new.kind,
            record_kind=new.record_kind,
            record_id=new.record_id,
            author_id=speaking.by.id,
            text=text,
            field=new.field,
            at=speaking.now,
            for_officer_id=for_officer,
        )
    )
    act = Act(
        action=_ACTS[new.kind],
        object_kind=new.record_kind.value,
        object_id=str(new.record_id),
    )
    audit.record(db, speaking.ring, at=speaking.now, who=speaking.who, act=act)


def _words(new: NewReview) -> str:
    text = clean(new.text)
    if not text:
        raise BadInput("text", "Ghi vài chữ rồi gửi.")
    if len(text) > LONGEST:
        raise BadInput("text", Sentence("Dài quá %(most)s chữ. Ghi gọn lại giúp.", most=LONGEST))
    return text


def _is_same(earlier: Review | None, by: Officer, new: NewReview, text: str) -> bool:
    return earlier is not None and (
        (earlier.author_id, earlier.record_id, earlier.kind, earlier.text, earlier.field)
        == (by.id, new.record_id, new.kind, text, new.field)
    )


def _asked(db: Session, by: Officer, new: NewReview) -> UUID | None:
    """For whom it waits: the author, unless that is who speaks. A comment on a tip waits for
    nobody: it stands where those who read the tip see it."""
    if new.record_kind is Kind.TIP and new.kind is ReviewKind.COMMENT:
        return None
    author = queries.author_of(db, new.record_kind, new.record_id)
    if author is None and new.kind is ReviewKind.SENT_BACK:
        raise NobodyToMend
    return None if author == by.id else author
