"""New rows of a model, inserted by the driver alone, and the objects that stand for them.

The unit of work finds out for each object what changed and in which order to write it. Of rows that
are new, and whose order the caller knows, that costs several times as much as writing them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import manager_of_class

from domain.base import Base, table_of
from domain.engines import ReadyRows

M = TypeVar("M", bound=Base)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of one model are made."""

    rows: ReadyRows
    defaults: Mapping[str, Callable[[], Any]]


def insert(db: Session, model: type[M], told: Sequence[Mapping[str, Any]]) -> list[M]:
    """Insert a row for each of `told`, by column; what is left out gets its default, else nothing.

    The objects are as if they had been loaded: nothing of them waits to be written. Rows of other
    tables that these refer to stand there already, or were handed to the session and flushed.
    """
    shape = _shape(model)
    whole = [{**{c: make() for c, make in shape.defaults.items()}, **row} for row in told]
    shape.rows.run(db, whole)
    return [_loaded(db, model, row) for row in whole]


def _loaded(db: Session, model: type[M], row: Mapping[str, Any]) -> M:
    made: M = manager_of_class(model).new_instance()
    vars(made).update(row)
    make_transient_to_detached(made)
    db.add(made)
    return made


@cache
def _shape(model: type[Base]) -> _Shape:
    table = table_of(model)
    return _Shape(rows=ReadyRows(table), defaults=dict(_defaults(table)))


def _defaults(table: Table) -> list[tuple[str, Callable[[], Any]]]:
    return [(column.name, _default_of(column.default)) for column in table.columns]


def _default_of(default: Any) -> Callable[[], Any]:
    if default is None:
        return lambda: None
    if default.is_callable:
        return lambda: default.arg(None)
    return lambda: default.arg
