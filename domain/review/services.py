"""Writing reviews: acknowledge, comment, send back, mend."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.base import new_record_id
from domain.errors import BadInput, NotAllowed
from domain.feed import indexing
from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.people.models import Officer
from domain.people.rules import Permission, require
from domain.review.models import Review, ReviewKind
from domain.review.queries import author_of
from domain.sentence import Sentence
from domain.text import clean

LONGEST = 2000


class NobodyToMend(NotAllowed):
    """No officer wrote it: a citizen's tip, above all."""

    sentence = Sentence(
        "Mục này không do cán bộ ghi nên không gửi trả được. Ghi nhận xét thay vào."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """What a supervisor says of a record; the id is made with the form."""

    id: UUID
    kind: ReviewKind
    record_kind: Kind
    record_id: UUID
    text: str = ""


def give(db: Session, *, by: Officer, new: NewReview, now: datetime) -> None:
    """Acknowledge, comment on or send back a record that the supervisor can see.

    The same again under the same id changes nothing, and neither does acknowledging twice; other
    words under an old id are a review of their own. Raises `NotFound`, `NotAllowed`,
    `NobodyToMend`, or `BadInput` when nothing is said where words are due.
    """
    require(by, Permission.REVIEW_RECORDS)
    feed.get_row(db, by, new.record_kind, new.record_id)
    text = _words(new)
    earlier = db.get(Review, new.id)
    if _is_same(earlier, by, new, text) or _acknowledged_before(db, by, new):
        return
    review = Review(
        id=new.id if earlier is None else new_record_id(now),
        kind=new.kind,
        record_kind=new.record_kind,
        record_id=new.record_id,
        author_id=by.id,
        text=text,
        at=now,
        for_officer_id=_asked(db, new),
    )
    db.add(review)
    if text:
        indexing.add_comment(db, record_id=new.record_id, words=text)


def mend(db: Session, *, kind: Kind, record_id: UUID, now: datetime) -> None:
    """A record that was sent back has been mended: nobody is asked for it any more.

    The caller has loaded the record for whoever mends it.
    """
    open_ones = (
        Review.record_kind == kind,
        Review.record_id == record_id,
        Review.kind == ReviewKind.SENT_BACK,
        Review.mended_at.is_(None),
    )
    db.execute(update(Review).where(*open_ones).values(mended_at=now))


def say_mended(db: Session, *, by: Officer, kind: Kind, record_id: UUID, now: datetime) -> None:
    """The author says that what was asked for is done. Raises `NotFound` or `NotAllowed`."""
    feed.get_row(db, by, kind, record_id)
    if author_of(db, kind, record_id) != by.id:
        raise NotAllowed
    mend(db, kind=kind, record_id=record_id, now=now)


def _words(new: NewReview) -> str:
    text = clean(new.text)
    if new.kind is ReviewKind.ACKNOWLEDGED:
        return ""
    if not text:
        raise BadInput("text", "Ghi vài chữ rồi gửi.")
    if len(text) > LONGEST:
        raise BadInput("text", Sentence("Dài quá %(most)s chữ. Ghi gọn lại giúp.", most=LONGEST))
    return text


def _is_same(earlier: Review | None, by: Officer, new: NewReview, text: str) -> bool:
    return earlier is not None and (
        (earlier.author_id, earlier.record_id, earlier.kind, earlier.text)
        == (by.id, new.record_id, new.kind, text)
    )


def _acknowledged_before(db: Session, by: Officer, new: NewReview) -> bool:
    if new.kind is not ReviewKind.ACKNOWLEDGED:
        return False
    query = select(Review.id).where(
        Review.record_kind == new.record_kind,
        Review.record_id == new.record_id,
        Review.kind == ReviewKind.ACKNOWLEDGED,
        Review.author_id == by.id,
    )
    return db.scalars(query).first() is not None


def _asked(db: Session, new: NewReview) -> UUID | None:
    if new.kind is not ReviewKind.SENT_BACK:
        return None
    author = author_of(db, new.record_kind, new.record_id)
    if author is None:
        raise NobodyToMend
    return author
