"""Writing what search compares. On SQLite the full-text index is kept in step here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from domain.feed.models import SearchEntry
from domain.feed.search_terms import all_terms

_ADD = text(
    "INSERT INTO search_index (rowid, folded, comments) VALUES (:number, :folded, :comments)"
)
_TAKE_OUT = text(
    "INSERT INTO search_index (search_index, rowid, folded, comments)"
    " VALUES ('delete', :number, :folded, :comments)"
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
    """Let these be found. Their numbers are free; none of their records stands there yet."""
    if not entries:
        return
    db.execute(insert(SearchEntry), [entry.values() for entry in entries])
    _tell_sqlite(db, _ADD, entries)


def replace(db: Session, entry: Entry) -> None:
    """Let a record be found by these words instead of its old ones, and by its comments still.

    Takes the next free number when another record of the same second has it.
    """
    comments = erase(db, entry.record_id)
    number = entry.number
    while db.scalar(select(SearchEntry.number).where(SearchEntry.number == number)) is not None:
        number += 1
    kept = Entry(number=number, record_id=entry.record_id, folded=entry.folded, comments=comments)
    write(db, [kept])


def erase(db: Session, record_id: UUID) -> str:
    """Let a record be found no more; returns the comments that were made on it."""
    stood = _entry_of(db, record_id)
    if stood is None:
        return ""
    db.execute(delete(SearchEntry).where(SearchEntry.record_id == record_id))
    _tell_sqlite(db, _TAKE_OUT, [stood])
    return stood.comments


def forget_old_words(db: Session) -> None:
    """Leave no word in the index that no record holds any more.

    SQLite marks what is taken out and keeps it until it merges the parts of its index; merging
    them now takes a quarter of a second with 100,000 records. PostgreSQL's vacuum does the same by
    itself.
    """
    if db.get_bind().dialect.name == "sqlite":
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
    _tell_sqlite(db, _TAKE_OUT, [stood])
    _tell_sqlite(db, _ADD, [more])


def _entry_of(db: Session, record_id: UUID) -> Entry | None:
    query = select(SearchEntry.number, SearchEntry.folded, SearchEntry.comments).where(
        SearchEntry.record_id == record_id
    )
    row = db.execute(query.with_for_update()).one_or_none()
    if row is None:
        return None
    return Entry(number=row.number, record_id=record_id, folded=row.folded, comments=row.comments)


def _tell_sqlite(db: Session, statement: Any, entries: Iterable[Entry]) -> None:
    if db.get_bind().dialect.name == "sqlite":
        columns = ("number", "folded", "comments")
        db.execute(statement, [{c: getattr(entry, c) for c in columns} for entry in entries])
