"""Tables of the feed: rows by place, daily counts, and the text that search compares."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, enum_column


class Kind(StrEnum):
    """What can happen and stand in a feed; also the kind of any record elsewhere."""

    OUTREACH = "outreach"
    FORUM = "forum"
    TIP = "tip"
    POSTER = "poster"
    MAILBOX = "mailbox"
    """The opening of a box for letters."""


class FeedRow(Base):
    """One thing that happened, seen from one place of its path; it carries all a feed shows.

    A record has at most four rows (hamlet, commune, district, province, or the successor in the
    district's stead), so every level reads by equality on `place_id`. Clustered by its key.
    """

    __tablename__ = "feed_rows"
    __table_args__ = (
        Index("ix_feed_rows_record_id", "record_id"),
        {"sqlite_with_rowid": False},
    )

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    summary: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a row of the feed says, apart from the session."""

    kind: Kind
    record_id: UUID
    happened_at: datetime
    summary: dict[str, Any]


class DailyCount(Base):
    """How much of a measure a place and its parts had on a day. Screens add these up.

    The day stands last in the key: the days of one measure lie side by side.
    """

    __tablename__ = "daily_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), primary_key=True)
    measure: Mapped[str] = mapped_column(String(40), primary_key=True)
    """"records", or a count such as "people", "opinions", "via_poster", "scam:S25"."""
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    """Big, because money held back at a bank is counted in đồng."""


class FeedTotal(Base):
    """How many things were ever recorded for a place and kind: never falls, so that a page
    can tell how many came since it was drawn."""

    __tablename__ = "feed_totals"

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), primary_key=True)
    total: Mapped[int]


class SearchEntry(Base):
    """The words of one record and of the comments on it. Tips are never in here.

    `search_index` of SQLite and the index of that name on PostgreSQL are built over the two
    texts; both are made in `domain.feed.search_index`.
    """

    __tablename__ = "search_entries"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    """Grows with the time it happened: an engine that reads by number reads newest first."""
    record_id: Mapped[UUID] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(Text)
    """Tags of the places, the kind and the scam types, then the words of the record."""
    comments: Mapped[str] = mapped_column(Text, default="")
