"""Writing very many happenings at once, for a demo or an import: same rows, fewer statements."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.feed import indexing
from domain.feed.indexing import Entry
from domain.feed.models import DailyCount, FeedRow, FeedTotal, Kind
from domain.feed.services import Happening, feed_rows, search_entry
from domain.places.queries import viewers_of

BATCH = 5_000


class Pile:
    """Gathers happenings of new records and writes them in batches; sums are written by `close`.

    For an empty feed only: nothing that stands there is replaced.
    """

    def __init__(self, db: Session, on: date) -> None:
        self._db, self._on = db, on
        self._paths: dict[UUID, list[UUID]] = {}
        self._rows: list[dict[str, Any]] = []
        self._entries: list[Entry] = []
        self._numbers: set[int] = set()
        self._counts: Counter[tuple[UUID, date, Kind, str]] = Counter()
        self._totals: Counter[tuple[UUID, Kind]] = Counter()

    def add(self, happening: Happening) -> None:
        """Take one happening; writes when a batch is full."""
        viewers = self._path(happening.place_id)
        self._rows += feed_rows(happening, viewers)
        for viewer in viewers:
            self._totals[viewer, happening.kind] += 1
            for measure, value in happening.counts.items():
                self._counts[viewer, happening.day, happening.kind, measure] += value
        if entry := search_entry(happening, viewers):
            self._find_by(entry)
        if len(self._rows) >= BATCH:
            self.flush()

    def _path(self, place_id: UUID) -> list[UUID]:
        if place_id not in self._paths:
            self._paths[place_id] = sorted(viewers_of(self._db, place_id, self._on))
        return self._paths[place_id]

    def _find_by(self, entry: Entry) -> None:
        number = entry.number
        while number in self._numbers:
            number += 1
        self._numbers.add(number)
        self._entries.append(replace(entry, number=number))

    def flush(self) -> None:
        """Write what was gathered, without the sums."""
        if self._rows:
            self._db.execute(insert(table_of(FeedRow)), self._rows)
        indexing.write(self._db, self._entries)
        self._rows, self._entries = [], []

    def close(self) -> None:
        """Write the rest and the sums."""
        self.flush()
        counts = [
            {"place_id": place, "day": day, "kind": kind, "measure": measure, "value": value}
            for (place, day, kind, measure), value in self._counts.items()
            if value
        ]
        totals = [
            {"place_id": place, "kind": kind, "total": total}
            for (place, kind), total in self._totals.items()
        ]
        for start in range(0, len(counts), BATCH):
            self._db.execute(insert(table_of(DailyCount)), counts[start : start + BATCH])
        if totals:
            self._db.execute(insert(FeedTotal), totals)
