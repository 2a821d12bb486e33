"""Banks and e-wallets by the list's codes: as people type them, and as they are read."""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy.orm import Session

from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.text import clean, fold


class BankNames:
    """Reads the list once. A wallet that is not in it keeps the name that was typed."""

    def __init__(self, db: Session) -> None:
        self._db = db

    @cached_property
    def _items(self) -> Sequence[ReferenceItem]:
        return reference.all_items(self._db, ListKey.BANKS)

    @cached_property
    def _codes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in self._items:
            for name in (item.name_vi, short(item), item.code):
                found[_key(name)] = item.code
        return found

    @cached_property
    def _names(self) -> dict[str, str]:
        return {item.code: short(item) for item in self._items}

    def code(self, text: str) -> str:
        """The code of a bank that was typed in any of its names; else the text itself."""
        return self._codes.get(_key(text), " ".join(clean(text).split()))

    def name(self, code: str) -> str:
        """The short name of a code, or the text itself."""
        return self._names.get(code, code)

    def all(self) -> list[str]:
        """Every short name, for a list to choose from."""
        return sorted(set(self._names.values()), key=fold)


def short(item: ReferenceItem) -> str:
    """What people call a bank."""
    return str(item.details.get("short_name") or item.name_vi)


def _key(text: str) -> str:
    return fold(text).replace(" ", "").removeprefix("nganhang")
