"""Writes the demo's rows in batches, parents before children."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from domain.base import Base, table_of
from domain.feed.bulk import Pile
from domain.feed.services import Happening
from domain.forums.models import Forum, Opinion
from domain.media.models import Photo
from domain.outreach.models import Outreach, OutreachCount
from domain.tips.models import Tip, TipIdentifier, TipStep
from domain.tips.talk_models import TipContact, TipMessage

_ORDER: tuple[type[Base], ...] = (
    Outreach,
    OutreachCount,
    Forum,
    Opinion,
    Tip,
    TipIdentifier,
    TipContact,
    TipStep,
    TipMessage,
    Photo,
)
BATCH = 2_000


class Writer:
    """Gathers rows by table and writes them when enough have come."""

    def __init__(self, db: Session, on: date) -> None:
        self._db = db
        self._rows: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in _ORDER}
        self._pile = Pile(db, on)
        self._waiting = 0

    def add(self, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
        """Take rows of one table."""
        before = len(self._rows[model])
        self._rows[model] += rows
        self._waiting += len(self._rows[model]) - before

    def show(self, happening: Happening) -> None:
        """Take what the feed shows of a record."""
        self._pile.add(happening)

    def flush_when_full(self) -> None:
        """Write a full batch and commit it, so that a large demo needs little memory."""
        if self._waiting >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write everything gathered."""
        for model, rows in self._rows.items():
            if rows:
                self._db.execute(insert(table_of(model)), rows)
                rows.clear()
        self._pile.flush()
        self._db.commit()
        self._waiting = 0

    def close(self) -> None:
        """Write the rest and the sums of the feed."""
        self.flush()
        self._pile.close()
        self._db.commit()
