"""Statements that run at every tip: put together once, then run by the database's driver alone.

SQLAlchemy spends several times as long on a statement as the database does, even on one it has
compiled before. `Ready` keeps what it made of a statement, the text and the way values travel in
and out, and hands both to the driver: on the session's own connection, in its transaction.
Everything that does not run at every tip goes through the session as usual.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from json import JSONEncoder
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Dialect, Float, Table, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]
Arguments = Sequence[Any] | Mapping[str, Any]
to_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON as the databases keep it: Vietnamese letters as they are take half the room."""
_AT_HAND: WeakKeyDictionary[SessionTransaction, Connection] = WeakKeyDictionary()
MOST_ROWS = 10
"""Rows that one insert carries; more go in several. A row has five values as a rule, and of a
statement with more than fifty psycopg works out the text anew each time."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as one engine takes it: its text, and how values go in and come out."""

    text: str
    binds: tuple[tuple[str, Convert | None], ...]
    """Name and conversion of each parameter, in order where order counts."""
    fixed: Values
    """The values that stand in the statement itself."""
    results: tuple[tuple[int, Convert], ...]
    """Place and conversion of each column that needs one."""
    by_name: bool

    def arguments(self, values: Values) -> Arguments:
        """The values as the driver takes them. KeyError when one is missing."""
        if self.fixed:
            values = {**values, **self.fixed}
        made = [convert(values[name]) if convert else values[name] for name, convert in self.binds]
        if self.by_name:
            return {name: value for (name, _), value in zip(self.binds, made, strict=True)}
        return made

    def arguments_of_rows(self, rows: Sequence[Values], columns: Sequence[str]) -> Arguments:
        """The same for an insert of several rows, whose parameters stand row by row.

        What several rows share, such as a summary, is converted once.
        """
        known: dict[tuple[str, int], Any] = {}
        converts = [(c, convert) for c, (_, convert) in zip(columns, self.binds, strict=False)]
        made = []
        for row in rows:
            for name, convert in converts:
                value = row[name]
                if convert is not None:
                    key = (name, id(value))
                    if key not in known:
                        known[key] = convert(value)
                    value = known[key]
                made.append(value)
        if self.by_name:
            return {name: value for (name, _), value in zip(self.binds, made, strict=True)}
        return made

    def row(self, found: Sequence[Any]) -> tuple[Any, ...]:
        """A row as SQLAlchemy would give it back."""
        made = list(found)
        for place, convert in self.results:
            made[place] = convert(made[place])
        return tuple(made)


class Ready:
    """A statement over plain tables that takes all its values as parameters."""

    def __init__(self, build: Callable[[Dialect], Any]) -> None:
        """`build` makes the statement for an engine; called once for each."""
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def first(self, db: Session, values: Values) -> tuple[Any, ...] | None:
        """The first row that it finds or returns."""
        compiled, cursor = self._run(db, values)
        found = cursor.fetchall()
        return compiled.row(found[0]) if found else None

    def one(self, db: Session, values: Values) -> tuple[Any, ...]:
        """The row that must be there. Raises `LookupError`."""
        found = self.first(db, values)
        if found is None:
            raise LookupError("A statement found nothing where something must stand.")
        return found

    def all(self, db: Session, values: Values) -> list[tuple[Any, ...]]:
        """All rows that it finds or returns."""
        compiled, cursor = self._run(db, values)
        return [compiled.row(found) for found in cursor.fetchall()]

    def run(self, db: Session, values: Values) -> None:
        """Run it for what it does."""
        self._run(db, values)

    def each(self, db: Session, rows: Sequence[Values]) -> None:
        """Run it once for each of some rows, which the driver takes together."""
        if rows:
            connection = connection_of(db)
            compiled = self.on(connection.dialect)
            by_driver(
                connection, compiled.text, [compiled.arguments(row) for row in rows], many=True
            )

    def _run(self, db: Session, values: Values) -> tuple[_Compiled, Any]:
        connection = connection_of(db)
        compiled = self.on(connection.dialect)
        return compiled, by_driver(connection, compiled.text, compiled.arguments(values))

    def on(self, dialect: Dialect) -> _Compiled:
        """What was made of it for an engine."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._build(dialect), dialect)
        return compiled


class ReadyRows:
    """An insert of some rows at once, each with a value for every column of the table."""

    def __init__(self, table: Table, finish: Callable[[Any], Any] = lambda row: row) -> None:
        """`finish` gets the engine's own insert and may add what happens on a conflict."""
        self._table, self._finish = table, finish
        self._columns = table.columns.keys()
        self._by_count: dict[int, Ready] = {}

    def run(self, db: Session, rows: Sequence[Values]) -> None:
        """Insert the rows, a dozen at a time."""
        for start in range(0, len(rows), MOST_ROWS):
            some = rows[start : start + MOST_ROWS]
            ready = self._by_count.get(len(some))
            if ready is None:
                ready = self._by_count[len(some)] = self._for(len(some))
            connection = connection_of(db)
            compiled = ready.on(connection.dialect)
            arguments = compiled.arguments_of_rows(some, self._columns)
            by_driver(connection, compiled.text, arguments)

    def _for(self, count: int) -> Ready:
        def build(dialect: Dialect) -> Any:
            rows = [
                {c.name: bindparam(f"{c.name}_{n}", type_=c.type) for c in self._table.columns}
                for n in range(count)
            ]
            return self._finish(insert_of(self._table, dialect).values(rows))

        return Ready(build)


def ready(statement: Any) -> Ready:
    """A statement that is the same on both engines."""
    return Ready(lambda _: statement)


def inserting(table: Table, finish: Callable[[Any], Any] = lambda row: row) -> Ready:
    """Inserts one row with a value for every column; `finish` may add what a conflict does."""
    return Ready(lambda dialect: finish(insert_of(table, dialect)))


def adding(table: Table, columns: Sequence[str]) -> Callable[[Any], Any]:
    """For `finish`: adds the row's `columns` to what stands under the same primary key."""
    keys = [column.name for column in table.primary_key.columns]

    def finish(row: Any) -> Any:
        sums: dict[str, ColumnElement[Any]] = {c: table.c[c] + row.excluded[c] for c in columns}
        return row.on_conflict_do_update(index_elements=keys, set_=sums)

    return finish


def insert_of(table: Table, dialect: Dialect) -> Any:
    """The engine's own insert, which knows conflicts."""
    # Each engine's own module is large, and only one of them is in use.
    return import_module(f"sqlalchemy.dialects.{dialect.name}").insert(table)


def connection_of(db: Session) -> Connection:
    """The session's connection, looked for once in a transaction: finding out which engine is
    meant costs more than most statements here."""
    transaction = db.get_transaction()
    found = _AT_HAND.get(transaction) if transaction else None
    if found is None:
        found = db.connection()
        if transaction := db.get_transaction():
            _AT_HAND[transaction] = found
    return found


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    names = compiled.positiontup if compiled.positional else list(compiled.params)
    types = {name: compiled.binds[name].type.dialect_impl(dialect) for name in names}
    found = getattr(statement, "exported_columns", ())
    converts = [_reader(column.type, dialect) for column in found]
    return _Compiled(
        text=str(compiled),
        binds=tuple((name, types[name].bind_processor(dialect)) for name in names),
        fixed={name: value for name, value in compiled.params.items() if value is not None},
        results=tuple((place, convert) for place, convert in enumerate(converts) if convert),
        by_name=not compiled.positional,
    )


def _reader(of: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(of, Float):
        return None  # Both drivers give floats; SQLAlchemy would ask what the row is of.
    found: Convert | None = of.dialect_impl(dialect).result_processor(dialect, None)
    return found


def by_driver(connection: Connection, text: str, arguments: Any = (), *, many: bool = False) -> Any:
    """Run a text and return the driver's cursor; with `many`, once for each of the arguments. What
    the driver raises arrives as SQLAlchemy's own exceptions."""
    cursor = connection.connection.cursor()
    driver = connection.dialect.loaded_dbapi
    try:
        (cursor.executemany if many else cursor.execute)(text, arguments)
    except driver.Error as error:
        raise DBAPIError.instance(
            text, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    return cursor
