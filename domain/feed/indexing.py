"""Writing what search compares. On SQLite the full-text index is kept in step here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import Ready, connection_of, inserting, ready
from domain.feed.models import SearchEntry
from domain.feed.search_terms import all_terms

_ENTRIES = table_of(SearchEntry)
_OF_RECORD = _ENTRIES.c.record_id == bindparam("of_record")
_WRITE = inserting(_ENTRIES)
_STOOD = ready(
    select(_ENTRIES.c.number, _ENTRIES.c.folded, _ENTRIES.c.comments)
    .where(_OF_RECORD)
    .with_for_update()
)
_ERASE = ready(delete(_ENTRIES).where(_OF_RECORD))
_TAKEN = ready(select(_ENTRIES.c.number).where(_ENTRIES.c.number == bindparam("taken")))
_ADDING = text(
    "INSERT INTO search_index (rowid, folded, comments) VALUES (:number, :folded, :comments)"
)
_ADD = ready(_ADDING)
_TAKE_OUT = ready(
    text(
        "INSERT INTO search_index (search_index, rowid, folded, comments)"
        " VALUES ('delete', :number, :folded, :comments)"
    )
)
_MERGE = text("INSERT INTO search_index (search_index) VALUES ('optimize')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of `search_entries`."""

    number: int
    record_id: UUID
    folded: str
    comments: str = ""

    def values(self) -> dict[str, Any]:
        """By column."""
        return {
            "number": self.number,
            "record_id": self.record_id,
            "folded": self.folded,
            "comments": self.comments,
        }


def write(db: Session, entries: Sequence[Entry]) -> None:
    """Let very many be found. Their numbers are free; none of their records stands there yet."""
    if not entries:
        return
    values = [entry.values() for entry in entries]
    db.execute(insert(SearchEntry), values)
    if _is_sqlite(db):
        db.execute(_ADDING, values)


def replace(db: Session, entry: Entry) -> None:
    """Let a record be found by these words instead of its old ones, and by its comments still.

    Takes the next free number when another record of the same second has it.
    """
    comments = erase(db, entry.record_id)
    number = entry.number
    while _TAKEN.first(db, {"taken": number}) is not None:
        number += 1
    kept = Entry(number=number, record_id=entry.record_id, folded=entry.folded, comments=comments)
    _WRITE.run(db, kept.values())
    _tell_sqlite(db, _ADD, kept)


def erase(db: Session, record_id: UUID) -> str:
    """Let a record be found no more; returns the comments that were made on it."""
    stood = _entry_of(db, record_id)
    if stood is None:
        return ""
    _ERASE.run(db, {"of_record": record_id})
    _tell_sqlite(db, _TAKE_OUT, stood)
    return stood.comments


def forget_old_words(db: Session) -> None:
    """Leave no word in the index that no record holds any more.

    SQLite marks what is taken out and keeps it until it merges the parts of its index; merging
    them now takes a quarter of a second with 100,000 records. PostgreSQL's vacuum does the same by
    itself.
    """
    if _is_sqlite(db):
        db.execute(_MERGE)


def add_comment(db: Session, *, record_id: UUID, words: str) -> None:
    """Let a record be found by what was said of it too; nothing for a tip, which has no entry."""
    stood = _entry_of(db, record_id)
    if stood is None:
        return
    comments = " ".join([stood.comments, *all_terms(words)]).strip()
    found = update(SearchEntry).where(SearchEntry.record_id == record_id)
    db.execute(found.values(comments=comments))
    more = Entry(number=stood.number, record_id=record_id, folded=stood.folded, comments=comments)
    _tell_sqlite(db, _TAKE_OUT, stood)
    _tell_sqlite(db, _ADD, more)


def _entry_of(db: Session, record_id: UUID) -> Entry | None:
    row = _STOOD.first(db, {"of_record": record_id})
    if row is None:
        return None
    number, folded, comments = row
    return Entry(number=number, record_id=record_id, folded=folded, comments=comments)


def _tell_sqlite(db: Session, statement: Ready, entry: Entry) -> None:
    if _is_sqlite(db):
        statement.run(db, entry.values())


def _is_sqlite(db: Session) -> bool:
    return connection_of(db).dialect.name == "sqlite"
