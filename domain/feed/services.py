"""Writing the feed: rows along the path, daily counts and search text, all in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ReadyRows, adding, ready
from domain.feed import indexing
from domain.feed.indexing import Entry
from domain.feed.models import DailyCount, FeedRow, FeedTotal, Kind
from domain.feed.search_terms import all_terms, entry_number, kind_tag, place_tag, scam_tag
from domain.places.queries import viewers_of

_ROWS, _COUNTS, _TOTALS = table_of(FeedRow), table_of(DailyCount), table_of(FeedTotal)
_SHOW = ReadyRows(_ROWS)
_COUNT = ReadyRows(_COUNTS, adding(_COUNTS, ["value"]))
_COUNT_EVER = ReadyRows(_TOTALS, adding(_TOTALS, ["total"]))
_OF_RECORD = _ROWS.c.record_id == bindparam("record_id")
_STANDING = ready(select(_ROWS.c.place_id, _ROWS.c.kind, _ROWS.c.summary).where(_OF_RECORD))
_TAKE_OUT = ready(delete(_ROWS).where(_OF_RECORD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a feed shows of a record, what it adds to the counts, and the words search finds.

    `happened_at` of a tip is the start of its half-day; `counts` always holds "records".
    """

    record_id: UUID
    kind: Kind
    place_id: UUID
    happened_at: datetime
    day: date
    summary: Mapping[str, Any]
    counts: Mapping[str, int] = field(default_factory=lambda: {"records": 1})
    words: str = ""


def put(db: Session, *, happening: Happening, on: date) -> None:
    """Show a record in the feeds of its path, replacing what stood there for it.

    `on` is the day whose tree of places is in use. Comments that were made stay searchable.
    """
    db.flush()  # What is shown is written before its rows.
    if _take_out(db, happening.record_id):
        _show(db, happening, sorted(viewers_of(db, happening.place_id, on)))
    else:
        add(db, happening=happening, on=on)


def add(db: Session, *, happening: Happening, on: date) -> None:
    """The same for a record that was made in this transaction: nothing stands there for it."""
    viewers = sorted(viewers_of(db, happening.place_id, on))
    _show(db, happening, viewers)
    _COUNT_EVER.run(db, [{"place_id": v, "kind": happening.kind, "total": 1} for v in viewers])


def _show(db: Session, happening: Happening, viewers: Sequence[UUID]) -> None:
    _SHOW.run(db, feed_rows(happening, viewers))
    _add_counts(db, viewers, happening.day, happening.kind, happening.counts, sign=1)
    if entry := search_entry(happening, viewers):
        indexing.replace(db, entry)


def remove(db: Session, *, record_id: UUID) -> None:
    """Take a withdrawn record out of feeds, counts and search."""
    _take_out(db, record_id)
    indexing.erase(db, record_id)


def forget(db: Session, *, record_id: UUID) -> None:
    """Take a record that is erased out of feeds and search; what it added to the counts stays."""
    _TAKE_OUT.run(db, {"record_id": record_id})
    indexing.erase(db, record_id)


def count_beside(
    db: Session,
    *,
    place_ids: Iterable[UUID],
    day: date,
    kind: Kind,
    counts: Mapping[str, int],
    sign: int = 1,
) -> None:
    """Add to the counts of places what no row of theirs stands for; `sign` -1 takes it back."""
    _add_counts(db, sorted(place_ids), day, kind, counts, sign=sign)


def feed_rows(happening: Happening, viewers: Iterable[UUID]) -> list[dict[str, Any]]:
    """The rows of a record, one per place of its path, with what `_take_out` needs later."""
    kept = dict(happening.summary)
    kept["counts"] = dict(happening.counts)
    kept["day"] = happening.day.isoformat()
    return [
        {
            "place_id": viewer,
            "happened_at": happening.happened_at,
            "record_id": happening.record_id,
            "kind": happening.kind,
            "summary": kept,
        }
        for viewer in viewers
    ]


def search_entry(happening: Happening, viewers: Iterable[UUID]) -> Entry | None:
    """What search compares of a record: whose it is, what it is, and its words. Tips: nothing."""
    if happening.kind is Kind.TIP:
        return None
    tags = [place_tag(viewer) for viewer in viewers]
    tags += [kind_tag(happening.kind), *map(scam_tag, happening.summary.get("scams", ()))]
    return Entry(
        number=entry_number(happening.happened_at, happening.record_id),
        record_id=happening.record_id,
        folded=" ".join([*tags, *all_terms(happening.words)]),
    )


def _take_out(db: Session, record_id: UUID) -> bool:
    rows = _STANDING.all(db, {"record_id": record_id})
    if not rows:
        return False
    _TAKE_OUT.run(db, {"record_id": record_id})
    _, kind, summary = rows[0]
    places = sorted(place_id for place_id, _, _ in rows)
    day = date.fromisoformat(summary["day"])
    _add_counts(db, places, day, kind, summary["counts"], sign=-1)
    return True


def _add_counts(
    db: Session,
    places: Iterable[UUID],
    day: date,
    kind: Kind,
    counts: Mapping[str, int],
    *,
    sign: int,
) -> None:
    rows = [
        {"place_id": place, "day": day, "kind": kind, "measure": measure, "value": sign * value}
        for place in places
        for measure, value in sorted(counts.items())
        if value
    ]
    _COUNT.run(db, rows)
