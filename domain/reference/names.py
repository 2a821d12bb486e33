"""Names of codes, each looked up when it is first needed: for pages that name a few of a list."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.reference.models import ListKey, ReferenceItem

_ITEMS = table_of(ReferenceItem)
_NAMED = ready(
    select(_ITEMS.c.name_vi, _ITEMS.c.name_en, _ITEMS.c.details)
    .where(_ITEMS.c.list_key == bindparam("key"), _ITEMS.c.code == bindparam("code"))
    .order_by(_ITEMS.c.position.desc(), _ITEMS.c.valid_from.desc())
    .limit(1)
)
"""The newest meaning, as `queries.labels` has it."""


class Names:
    """Names of one list in one language, in two or three words if `short`."""

    def __init__(self, db: Session, key: ListKey, language: str, *, short: bool = False) -> None:
        self._db, self._key, self._language, self._short = db, key, language, short
        self._known: dict[str, str] = {}

    def of(self, code: str) -> str:
        """The name of a code; the code itself when the list never had it."""
        name = self._known.get(code)
        if name is None:
            name = self._known[code] = self._read(code)
        return name

    def _read(self, code: str) -> str:
        found = _NAMED.first(self._db, {"key": self._key, "code": code})
        if found is None:
            return code
        name, english, details = found
        if self._language == "en":
            return str(english or name)
        return str((self._short and (details or {}).get("short_vi")) or name)
