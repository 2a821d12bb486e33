"""Reading reviews: what was said of a record, and what was sent back and is not mended yet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.feed.models import FeedRow, Kind
from domain.forums.models import Forum
from domain.mailboxes.models import MailboxOpening
from domain.outreach.models import Outreach
from domain.people.models import Officer
from domain.posters.models import Poster
from domain.review.models import Review, ReviewKind
from domain.tips.models import Tip

_KEYS: dict[Kind, InstrumentedAttribute[UUID]] = {
    Kind.OUTREACH: Outreach.id,
    Kind.FORUM: Forum.id,
    Kind.TIP: Tip.id,
    Kind.POSTER: Poster.id,
    Kind.MAILBOX: MailboxOpening.id,
}
_AUTHORS: dict[Kind, InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]] = {
    Kind.OUTREACH: Outreach.author_id,
    Kind.FORUM: Forum.author_id,
    Kind.TIP: Tip.created_by,
    Kind.POSTER: Poster.issued_by,
    Kind.MAILBOX: MailboxOpening.author_id,
}


def of_record(db: Session, kind: Kind, record_id: UUID) -> Sequence[tuple[Review, Officer]]:
    """What was said of one record and by whom, oldest first.

    The caller has loaded the record for its viewer.
    """
    query = (
        select(Review, Officer)
        .join(Officer, Officer.id == Review.author_id)
        .where(Review.record_kind == kind, Review.record_id == record_id)
        .order_by(Review.at)
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def author_of(db: Session, kind: Kind, record_id: UUID) -> UUID | None:
    """Who can mend a record: whoever wrote it. None for a tip that a citizen sent."""
    return db.scalar(select(_AUTHORS[kind]).where(_KEYS[kind] == record_id))


def to_mend(db: Session, officer: Officer, *, most: int = 20) -> Sequence[tuple[Review, FeedRow]]:
    """What was sent back to this officer, the newest first, with the record as the feed shows it.

    A record that was withdrawn since, or is of a place the officer has left, is not asked for.
    """
    query = _open(officer.place_id).where(Review.for_officer_id == officer.id)
    rows = db.execute(query.order_by(Review.at.desc()).limit(most))
    return [(row[0], row[1]) for row in rows]


def not_mended(db: Session, viewer: Officer, *, most: int = 3) -> Sequence[tuple[Review, FeedRow]]:
    """What was sent back anywhere in the viewer's places, the one that waits longest first."""
    rows = db.execute(_open(viewer.place_id).order_by(Review.at).limit(most))
    return [(row[0], row[1]) for row in rows]


def count_not_mended(db: Session, viewer: Officer) -> int:
    """How many things were sent back in the viewer's places and are not mended."""
    waiting = _open(viewer.place_id).with_only_columns(func.count(Review.id))
    return db.scalar(waiting) or 0


def _open(place_id: UUID) -> Select[Review, FeedRow]:
    return (
        select(Review, FeedRow)
        .join(FeedRow, (FeedRow.record_id == Review.record_id) & (FeedRow.place_id == place_id))
        .where(Review.kind == ReviewKind.SENT_BACK, Review.mended_at.is_(None))
    )
