"""Objects of rows that come from the driver: new ones that it inserts, and others that it found.

The unit of work finds out for each object what changed and in which order to write it, and loading
works out what each query wants. Of whole rows of one table, in an order that the caller knows, that
costs several times as much as the rows themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, select
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import manager_of_class

from domain.base import Base, table_of
from domain.engines import Ready, inserting, ready

M = TypeVar("M", bound=Base)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of one model are made."""

    row: Ready
    defaults: Mapping[str, Callable[[], Any]]


def insert(db: Session, model: type[M], told: Sequence[Mapping[str, Any]]) -> list[M]:
    """Insert a row for each of `told`, by column; what is left out gets its default, else nothing.

    The objects are as if they had been loaded: nothing of them waits to be written. Rows of other
    tables that these refer to stand there already, or were handed to the session and flushed.
    """
    shape = _shape(model)
    whole = [{**{c: make() for c, make in shape.defaults.items()}, **row} for row in told]
    shape.row.each(db, whole)
    return [_loaded(db, model, row) for row in whole]


class Found(Generic[M]):
    """Whole rows of a model by a condition over its table, put together once, as objects."""

    def __init__(
        self, model: type[M], *where: ColumnElement[bool], order: Sequence[Any] = ()
    ) -> None:
        table = table_of(model)
        self._model, self._names = model, table.columns.keys()
        self._key = [column.name for column in table.primary_key.columns]
        self._query = ready(select(table).where(*where).order_by(*order))

    def all(self, db: Session, values: Mapping[str, Any]) -> list[M]:
        """The objects; one that the session knows already stays as it is there."""
        db.flush()  # What was changed is found as it is now.
        return [self._object(db, row) for row in self._query.all(db, values)]

    def _object(self, db: Session, row: Sequence[Any]) -> M:
        told = dict(zip(self._names, row, strict=True))
        known = _known(db, self._model, tuple(told[name] for name in self._key))
        return _loaded(db, self._model, told) if known is None else known


class ByKey(Found[M]):
    """One row of a model by its primary key of one column, as an object."""

    def __init__(self, model: type[M]) -> None:
        [column] = table_of(model).primary_key.columns
        super().__init__(model, column == bindparam("key"))

    def get(self, db: Session, key: object) -> M | None:
        """The same as the session's own `get`; a row that it does not know is found for less."""
        if _known(db, self._model, (key,)) is not None:
            return db.get(self._model, key)
        return next(iter(self.all(db, {"key": key})), None)


def _known(db: Session, model: type[M], key: tuple[object, ...]) -> M | None:
    found: M | None = db.identity_map.get((model, key, None))
    return found


def _loaded(db: Session, model: type[M], row: Mapping[str, Any]) -> M:
    made: M = manager_of_class(model).new_instance()
    vars(made).update(row)
    make_transient_to_detached(made)
    db.add(made)
    return made


@cache
def _shape(model: type[Base]) -> _Shape:
    table = table_of(model)
    return _Shape(row=inserting(table), defaults=dict(_defaults(table)))


def _defaults(table: Table) -> list[tuple[str, Callable[[], Any]]]:
    return [(column.name, _default_of(column.default)) for column in table.columns]


def _default_of(default: Any) -> Callable[[], Any]:
    if default is None:
        return lambda: None
    if default.is_callable:
        return lambda: default.arg(None)
    return lambda: default.arg
