"""The lists as shipped: read from the data files beside this module, with their sources."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from domain.reference.models import ListKey, ReferenceItem, Setting

DATA = Path(__file__).parent / "data"
FROM = date(2022, 1, 1)
"""The year of the plan: rows shipped with the product are valid from here."""

CODE_COLUMN = {
    ListKey.SCAM_TYPES: "code",
    ListKey.CRIME_TYPES: "code",
    ListKey.TIP_CATEGORIES: "slug",
    ListKey.TIP_IDENTIFIERS: "key",
    ListKey.OUTREACH_CHANNELS: "key",
    ListKey.COUNT_UNITS: "key",
    ListKey.PARTNERS: "key",
    ListKey.BANKS: "code",
    ListKey.HOTLINES: "number",
    ListKey.DEADLINES: "rule_key",
    ListKey.INDICATORS: "code",
    ListKey.STATE_SENTENCES: "key",
    ListKey.ANSWER_TEMPLATES: "key",
    ListKey.FOLLOW_UP_QUESTIONS: "key",
}
WORDS = (ListKey.STATE_SENTENCES, ListKey.ANSWER_TEMPLATES, ListKey.FOLLOW_UP_QUESTIONS)
"""Lists of sentences: a better wording means the same, so it needs no row of its own."""
_SAID = ("name_vi", "name_en", "details")
_NAME_COLUMNS = ("name_vi", "label_vi", "action_vi", "indicator_vi")
_ENGLISH_COLUMNS = ("name_en", "label_en")
_SOURCE_COLUMNS = ("source", "source_bank")


def _first(row: dict[str, str], columns: tuple[str, ...]) -> tuple[str, str]:
    return next(((name, row[name]) for name in columns if name in row), ("", ""))


def rows_of(key: ListKey) -> list[dict[str, Any]]:
    """The data file of a list as rows of `ReferenceItem`; ids follow from list and code."""
    code_column = CODE_COLUMN[key]
    made = []
    with (DATA / f"{key.value}.csv").open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file)):
            name_column, name = _first(row, _NAME_COLUMNS)
            english_column, english = _first(row, _ENGLISH_COLUMNS)
            source_column, source = _first(row, _SOURCE_COLUMNS)
            used = {code_column, name_column, english_column, source_column}
            made.append(
                {
                    "id": uuid5(NAMESPACE_URL, f"lang-nghe/{key.value}/{row[code_column]}"),
                    "list_key": key,
                    "code": row[code_column],
                    "name_vi": name,
                    "name_en": english,
                    "details": {k: v for k, v in row.items() if k not in used},
                    "source": source,
                    "position": position,
                    "valid_from": FROM,
                }
            )
    return made


def load_packaged(db: Session) -> int:
    """Fill every list that is still empty; returns how many rows were added. What an admin
    keeps is never overwritten."""
    added = 0
    for key in ListKey:
        count = select(func.count()).where(ReferenceItem.list_key == key)
        if db.scalar(count):
            continue
        rows = rows_of(key)
        db.execute(insert(ReferenceItem), rows)
        added += len(rows)
    return added


def renew_words(db: Session) -> int:
    """Bring words for the person that nobody here changed to what ships today, as after an
    upgrade; returns how many rows differed or are new. A row that an admin touched stays."""
    renewed = 0
    for key in WORDS:
        shipped = {row["id"]: row for row in rows_of(key)}
        renewed += _add_new(db, key, shipped)
        own = ReferenceItem.list_key == key, ReferenceItem.changed_at.is_(None)
        for item in db.scalars(select(ReferenceItem).where(*own)):
            told = {name: shipped[item.id][name] for name in _SAID} if item.id in shipped else {}
            if any(getattr(item, name) != text for name, text in told.items()):
                renewed += 1
            for name, text in told.items():
                setattr(item, name, text)
    return renewed


def _add_new(db: Session, key: ListKey, shipped: Mapping[UUID, dict[str, Any]]) -> int:
    """Rows that ship since an upgrade; none while the list is still to be filled as a whole."""
    held = db.execute(
        select(ReferenceItem.id, ReferenceItem.code).where(ReferenceItem.list_key == key)
    ).all()
    ids, codes = {row.id for row in held}, {row.code for row in held}
    missing = [row for id_, row in shipped.items() if id_ not in ids and row["code"] not in codes]
    if not held or not missing:
        return 0
    db.execute(insert(ReferenceItem), missing)
    return len(missing)


def read_tree_of(db: Session, day: str) -> None:
    """Read the tree of places as it stood on that day ("": today), whatever its end dates say."""
    db.merge(Setting(key="tree_day", value=day, changed_at=datetime.now(UTC)))
