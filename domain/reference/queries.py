"""Reading dated lists: what is in force on a day, and the label of a code of any time."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.errors import NotFound
from domain.reference.models import ListKey, ReferenceItem
from domain.text import holds, terms


def items(db: Session, key: ListKey, on: date) -> Sequence[ReferenceItem]:
    """The rows of a list that are in force on the day, in the list's own order."""
    query = select(ReferenceItem).where(
        ReferenceItem.list_key == key,
        ReferenceItem.valid_from <= on,
        or_(ReferenceItem.valid_to.is_(None), ReferenceItem.valid_to >= on),
    )
    return db.scalars(query.order_by(ReferenceItem.position, ReferenceItem.code)).all()


def all_items(db: Session, key: ListKey) -> Sequence[ReferenceItem]:
    """Every row of a list, past and future ones too, for the admin."""
    query = select(ReferenceItem).where(ReferenceItem.list_key == key)
    return db.scalars(query.order_by(ReferenceItem.position, ReferenceItem.valid_from)).all()


def matching(rows: Iterable[ReferenceItem], search: str) -> list[ReferenceItem]:
    """Those whose names or code hold beginnings of the words searched for; all without words."""
    wanted = terms(search)
    return [row for row in rows if holds(_named(row), wanted)]


def _named(row: ReferenceItem) -> str:
    short = row.details.get("short_name") or row.details.get("short_vi") or ""
    return f"{row.name_vi} {row.name_en} {row.code} {short}"


def labels(db: Session, key: ListKey, language: str = "vi") -> dict[str, str]:
    """Code to name for every row that ever was, the newest meaning winning."""
    found = _NAMES.all(db, {"key": key})
    return {code: (english if language == "en" else "") or name for code, name, english in found}


_ITEMS = table_of(ReferenceItem)
_NAMES = ready(
    select(_ITEMS.c.code, _ITEMS.c.name_vi, _ITEMS.c.name_en)
    .where(_ITEMS.c.list_key == bindparam("key"))
    .order_by(_ITEMS.c.position, _ITEMS.c.valid_from)
)
"""Put together once: every list of records asks for names."""


def get(db: Session, key: ListKey, item_id: UUID) -> ReferenceItem:
    """One row of a list. Raises `NotFound`."""
    item = db.get(ReferenceItem, item_id)
    if item is None or item.list_key is not key:
        raise NotFound
    return item


def is_in_force(item: ReferenceItem, on: date) -> bool:
    """Whether a row holds on the day."""
    return item.valid_from <= on and (item.valid_to is None or item.valid_to >= on)
