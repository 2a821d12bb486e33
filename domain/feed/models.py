"""Tables of the feed: rows by place, daily counts, and the text that search compares."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, enum_column


class Kind(StrEnum):
    """What can happen and stand in a feed; also the kind of any record elsewhere."""

    OUTREACH = "outreach"
    FORUM = "forum"
    TIP = "tip"
    POSTER = "poster"


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


class DailyCount(Base):
    """How much of a measure a place and its parts had on a day. Screens add these up."""

    __tablename__ = "daily_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), primary_key=True)
    measure: Mapped[str] = mapped_column(String(40), primary_key=True)
    """"records", or a count such as "people", "opinions", "via_poster", "scam:S25"."""
    value: Mapped[int]


class FeedTotal(Base):
    """How many things were ever recorded for a place and kind: never falls, so that a page
    can tell how many came since it was drawn."""

    __tablename__ = "feed_totals"

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), primary_key=True)
    total: Mapped[int]


class SearchEntry(Base):
    """The folded text of one record and its comments. Tips are never in here."""

    __tablename__ = "search_entries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record_id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    happened_at: Mapped[datetime]
    folded: Mapped[str] = mapped_column(Text)


class SearchPlace(Base):
    """Which places a searched record belongs to."""

    __tablename__ = "search_places"
    __table_args__ = ({"sqlite_with_rowid": False},)

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(primary_key=True)
