"""Finding records by their words, newest first, within one place.

Tips are never found here: nothing of theirs is in the index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from domain.clock import instant
from domain.feed import search_postgresql, search_sqlite
from domain.feed.models import Kind
from domain.feed.search_terms import first_number, kind_tag, place_tag, scam_tag
from domain.text import terms

Engine = Callable[..., list[tuple[int, UUID]]]
_ENGINES: dict[str, Engine] = {
    "sqlite": search_sqlite.newest,
    "postgresql": search_postgresql.newest,
}
_HIGHEST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What to look for: `text` as typed, and what else the records must be."""

    place_id: UUID
    text: str
    kind: Kind | None = None
    scam: str = ""
    since: date | None = None
    until: date | None = None


def find(
    db: Session, sought: Sought, *, below: int | None = None, limit: int
) -> list[tuple[int, UUID]]:
    """Number and record of the newest entries with every word, below a number when it is given.

    A text without a single letter or digit finds nothing.
    """
    words = terms(sought.text)
    if not words:
        return []
    tags = [place_tag(sought.place_id)]
    tags += [kind_tag(sought.kind)] if sought.kind else []
    tags += [scam_tag(sought.scam)] if sought.scam else []
    lowest = first_number(instant(sought.since, None)) if sought.since else 0
    highest = _HIGHEST
    if sought.until:
        highest = first_number(instant(sought.until + timedelta(days=1), None))
    if below is not None:
        highest = min(highest, below)
    engine = _ENGINES[db.get_bind().dialect.name]
    return engine(db, words=[*tags, *words], lowest=lowest, below=highest, limit=limit)
