"""Statements that run at every tip, put together once instead of at every run.

SQLAlchemy spends ten times as long on building a statement as on running it, so the ones on the
way of a tip are built when first used, over plain tables, and get their values as parameters.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session


class Upsert:
    """An insert that says what happens when its key is already there, for both engines."""

    def __init__(self, table: Table, finish: Callable[[Any], Any]) -> None:
        """`finish` gets the engine's own insert into the table and adds the conflict clause."""
        self._table, self._finish = table, finish
        self._built: dict[str, Any] = {}

    def on(self, db: Session) -> Any:
        """The statement for the engine in use; its values are handed to `execute`."""
        name = db.get_bind().dialect.name
        if name not in self._built:
            # Each engine's own module is large, and only one of them is in use.
            own_insert = import_module(f"sqlalchemy.dialects.{name}").insert
            self._built[name] = self._finish(own_insert(self._table))
        return self._built[name]


def adding(table: Table, columns: Sequence[str]) -> Upsert:
    """Inserts rows, or adds their `columns` to what stands under the same primary key."""
    keys = [column.name for column in table.primary_key.columns]

    def finish(row: Any) -> Any:
        sums = {name: table.c[name] + row.excluded[name] for name in columns}
        return row.on_conflict_do_update(index_elements=keys, set_=sums)

    return Upsert(table, finish)
