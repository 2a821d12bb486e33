"""Reading reviews: what was said of a record, what waits for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from domain.engines import Ready, ready
from domain.feed.models import FeedRow, Kind, Told
from domain.forums.models import Forum
from domain.mailboxes.models import MailboxOpening
from domain.outreach.models import Outreach
from domain.people.models import Officer, Role
from domain.places.models import Level
from domain.posters.models import Poster
from domain.records.models import LoggedRecord
from domain.review.models import Review, ReviewKind
from domain.tips.models import Tip


@dataclass(frozen=True, slots=True)
class Word:
    """What a supervisor asked or said, apart from the session."""

    kind: ReviewKind
    at: datetime
    id: UUID
    text: str
    field: str


Waits = tuple[Word, Told]
Heard = Sequence[tuple[Review, FeedRow]]
"""Reviews, each with its record as the feed shows it."""
MOST_WAITING = 3
"""Notes that wait the longest, shown one by one; of the others it is told how many."""
LOGGED: dict[Kind, type[LoggedRecord]] = {
    Kind.OUTREACH: Outreach,
    Kind.FORUM: Forum,
    Kind.MAILBOX: MailboxOpening,
}
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


def waiting_for(db: Session, officer: Officer, *, since: datetime, most: int = 20) -> list[Waits]:
    """What was sent back to this officer, and words to them since that instant that they have
    neither read nor answered; what was sent back in front, the newest first.

    A record that was withdrawn since, or is of a place the officer has left, is not asked for.
    What waits for somebody who has left waits for the chief of the commune.
    """
    values = {
        "officer": officer.id,
        "place": officer.place_id,
        "organisation": officer.organisation,
        "since": since,
        "most": most,
    }
    rows = _OWN.all(db, values)
    if officer.role is Role.CHIEF:
        of_commune = officer.place.level is Level.COMMUNE
        rows += (_OF_GONE_IN_COMMUNE if of_commune else _OF_GONE_HERE).all(db, values)
        rows.sort(key=lambda row: row[:2], reverse=True)
    return [(Word(*row[:5]), Told(*row[5:])) for row in rows[:most]]


def waits_for(db: Session, officer: Officer, record_id: UUID) -> list[Review]:
    """What of one record waits for this officer, or for somebody whose chief they are."""
    whose = Review.for_officer_id == officer.id
    if officer.role is Role.CHIEF:
        whose = or_(whose, _orphaned(officer))
    query = _open(officer.place_id).where(Review.record_id == record_id, whose)
    return list(db.scalars(query.with_only_columns(Review)))


def _orphaned(chief: Officer) -> ColumnElement[bool]:
    """Whoever it is for is gone, or sits where the record is not seen."""
    if chief.place.level is Level.COMMUNE:
        return _gone_in_commune(chief.organisation)
    return _gone_here(chief.place_id)


def _gone_in_commune(organisation: Any) -> ColumnElement[bool]:
    asked, own_row = aliased(Officer), aliased(FeedRow)
    is_there = exists().where(
        asked.id == Review.for_officer_id,
        asked.is_active,
        own_row.record_id == Review.record_id,
        own_row.place_id == asked.place_id,
    )
    of_unit = exists().where(asked.id == Review.for_officer_id, asked.organisation == organisation)
    return and_(of_unit, ~is_there)


def _gone_here(place_id: Any) -> ColumnElement[bool]:
    asked = aliased(Officer)
    return exists().where(
        asked.id == Review.for_officer_id, asked.place_id == place_id, ~asked.is_active
    )


def not_mended(db: Session, viewer: Officer, *, most: int = MOST_WAITING) -> Heard:
    """What was sent back anywhere in the viewer's places, the one that waits longest first."""
    rows = db.execute(_sent_back(viewer).order_by(Review.at).limit(most))
    return [(row[0], row[1]) for row in rows]


def count_not_mended(db: Session, viewer: Officer) -> int:
    """How many things were sent back in the viewer's places and are not mended."""
    waiting = _sent_back(viewer).with_only_columns(func.count(Review.id))
    return db.scalar(waiting) or 0


def just_mended(db: Session, viewer: Officer, *, since: datetime, most: int = 5) -> Heard:
    """What the viewer sent back and was mended since, and they have said nothing of it yet; the
    newest first. What somebody sent back who has left is everybody's."""
    later = aliased(Review)
    spoken = exists().where(
        later.record_kind == Review.record_kind,
        later.record_id == Review.record_id,
        later.author_id == viewer.id,
        later.at >= Review.mended_at,
    )
    sender = aliased(Officer)
    mine = or_(
        Review.author_id == viewer.id,
        exists().where(sender.id == Review.author_id, ~sender.is_active),
    )
    query = _in(viewer.place_id).where(
        Review.kind == ReviewKind.SENT_BACK, Review.mended_at > since, mine, ~spoken
    )
    rows = db.execute(query.order_by(Review.mended_at.desc()).limit(most))
    return [(row[0], row[1]) for row in rows]


def new_answers(db: Session, viewer: Officer, *, since: datetime, most: int = 5) -> Heard:
    """Words of others, since that instant, on records of which the viewer has spoken, and after
    which they have said nothing yet; the newest of each record, newest first."""
    mine, later = aliased(Review), aliased(Review)
    last_word = (
        select(mine.record_kind, mine.record_id, func.max(mine.at).label("at"))
        .where(mine.author_id == viewer.id)
        .group_by(mine.record_kind, mine.record_id)
        .subquery()
    )
    newer = exists().where(
        later.record_kind == Review.record_kind,
        later.record_id == Review.record_id,
        later.kind == ReviewKind.COMMENT,
        later.at > Review.at,
    )
    query = (
        _in(viewer.place_id)
        .join(
            last_word,
            (last_word.c.record_kind == Review.record_kind)
            & (last_word.c.record_id == Review.record_id)
            & (last_word.c.at < Review.at),
        )
        .where(
            Review.kind == ReviewKind.COMMENT,
            Review.author_id != viewer.id,
            Review.at > since,
            ~newer,
        )
    )
    rows = db.execute(query.order_by(Review.at.desc()).limit(most))
    return [(row[0], row[1]) for row in rows]


def acknowledged(
    db: Session, record_ids: Collection[UUID], *, by: Officer | None = None
) -> set[UUID]:
    """Those of the records that somebody, or `by`, acknowledged as they are now: after a record
    that was sent back has been mended, it is new again."""
    if not record_ids:
        return set()
    mended = aliased(Review)
    stale = exists().where(
        mended.record_kind == Review.record_kind,
        mended.record_id == Review.record_id,
        mended.kind == ReviewKind.SENT_BACK,
        mended.mended_at > Review.at,
    )
    query = select(Review.record_id).where(
        Review.record_kind.in_(list(Kind)),  # The index begins with it.
        Review.record_id.in_(record_ids),
        Review.kind == ReviewKind.ACKNOWLEDGED,
        ~stale,
    )
    if by is not None:
        query = query.where(Review.author_id == by.id)
    return set(db.scalars(query))


def _in(place_id: Any) -> Select[Review, FeedRow]:
    return select(Review, FeedRow).join(
        FeedRow, (FeedRow.record_id == Review.record_id) & (FeedRow.place_id == place_id)
    )


def _open(place_id: Any) -> Select[Review, FeedRow]:
    """What is to be mended or read."""
    asks = or_(Review.kind == ReviewKind.SENT_BACK, Review.kind == ReviewKind.COMMENT)
    return _in(place_id).where(asks, Review.mended_at.is_(None))


def _sent_back(viewer: Officer) -> Select[Review, FeedRow]:
    return _in(viewer.place_id).where(
        Review.kind == ReviewKind.SENT_BACK, Review.mended_at.is_(None)
    )


def _waiting(whose: ColumnElement[bool]) -> Ready:
    asked = or_(Review.kind == ReviewKind.SENT_BACK, Review.at > bindparam("since"))
    columns = (Review.kind, Review.at, Review.id, Review.text, Review.field)
    told = (FeedRow.kind, FeedRow.record_id, FeedRow.happened_at, FeedRow.summary)
    return ready(
        _open(bindparam("place"))
        .with_only_columns(*columns, *told)
        .where(whose, asked)
        .order_by(Review.kind.desc(), Review.at.desc())
        .limit(bindparam("most"))
    )


_OWN = _waiting(Review.for_officer_id == bindparam("officer"))
_OF_GONE_IN_COMMUNE = _waiting(_gone_in_commune(bindparam("organisation")))
_OF_GONE_HERE = _waiting(_gone_here(bindparam("place")))
"""Put together once: the home screen asks every few seconds."""
