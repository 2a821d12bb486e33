"""A PostgreSQL database that is made equal to its template again without copying all of it.

Copying makes hundreds of files, which keeps the machine busy for a fifth of a second. What a test
did is nearly always a few rows: those are put right in a few milliseconds.
"""

from collections.abc import Callable

import psycopg
from sqlalchemy import Table
from sqlalchemy.engine import make_url

from domain.base import Base

TABLES = Base.metadata.sorted_tables
"""Every table; one that refers to another stands behind it."""

_END_OTHERS = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""

# Whatever has a number of its own in the catalogues: a test may have made or dropped any of it.
_SHAPE = """SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
SELECT concat_ws('.', attrelid, attnum, attname, atttypid, attnotnull) AS part FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'constraint ' || oid FROM pg_constraint
UNION ALL SELECT concat('trigger ', oid, tgenabled) FROM pg_trigger
UNION ALL SELECT 'function ' || oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS parts"""


def keep(url: str) -> list[str]:
    """Lay the rows of a filled template by, where a copy finds them; names the tables with any."""
    with _connect(url) as connection:
        filled = [
            table.name
            for table in TABLES
            if connection.execute(f"SELECT EXISTS (SELECT FROM {table.name})").fetchone() == (True,)
        ]
        connection.execute("CREATE SCHEMA kept")
        for name in filled:
            connection.execute(f"CREATE TABLE kept.{name} AS TABLE {name}")
    return filled


class PostgresCopy:
    """One database beside its template; `copy` makes it anew when putting rows right is not enough.

    `filled` names the tables that hold rows in the template.
    """

    def __init__(self, url: str, *, filled: list[str], copy: Callable[[], None]) -> None:
        self.url, self._copy_whole = url, copy
        self._filled = [table for table in TABLES if table.name in filled]
        self._empty = [table.name for table in TABLES if table.name not in filled]
        self._connection: psycopg.Connection | None = None
        self._shape: object = None
        self._rows: dict[str, tuple[int, int]] = {}

    def renew(self) -> None:
        """Make it equal to the template; connections that others still hold are ended."""
        if self._connection is None or not self._put_right(self._connection):
            self.close()
            self._copy_whole()
            self._connection = _connect(self.url)
            self._shape = self._connection.execute(_SHAPE).fetchone()
            self._rows = self._rows_now(self._connection)

    def close(self) -> None:
        """Let go of the database."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _put_right(self, connection: psycopg.Connection) -> bool:
        """Undo what was done to rows; False when it was done to tables, or when it cannot be."""
        connection.execute(_END_OTHERS)
        if connection.execute(_SHAPE).fetchone() != self._shape:
            return False
        changed = {
            name: self._rows[name][1]
            for name, seen in self._rows_now(connection).items()
            if seen != self._rows[name]
        }
        try:
            with connection.transaction():
                for name in self._used(connection):
                    connection.execute(f"DELETE FROM {name}", prepare=True)
                self._put_back(connection, changed)
        except psycopg.errors.IntegrityError:
            return False
        if changed:
            self._rows = self._rows_now(connection)
        return True

    def _put_back(self, connection: psycopg.Connection, changed: dict[str, int]) -> None:
        """Give tables of the template their rows again: none more, none less, none another."""
        tables = [table for table in self._filled if table.name in changed]
        for table in reversed(tables):
            name, key = table.name, _key(table)
            connection.execute(
                f"DELETE FROM {name} WHERE ({key}) NOT IN (SELECT {key} FROM kept.{name})"
            )
        for table in tables:
            name, key, columns = table.name, _key(table), [column.name for column in table.columns]
            news = ", ".join(f"{column} = excluded.{column}" for column in columns)
            connection.execute(
                f"INSERT INTO {name} SELECT * FROM kept.{name} WHERE ({key}) NOT IN"
                f" (SELECT {key} FROM {name} WHERE xmin::text::bigint <= {changed[name]})"
                f" ON CONFLICT ({key}) DO UPDATE SET {news}"
            )

    def _rows_now(self, connection: psycopg.Connection) -> dict[str, tuple[int, int]]:
        """How many rows each table of the template has, and the last transaction to write one."""
        question = " UNION ALL ".join(
            f"SELECT '{table.name}', count(*), max(xmin::text::bigint) FROM {table.name}"
            for table in self._filled
        )
        return {name: (many, last) for name, many, last in connection.execute(question)}

    def _used(self, connection: psycopg.Connection) -> list[str]:
        """Tables that were empty and are no more; what refers to others first."""
        questions = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in self._empty
        )
        used = {name for (name,) in connection.execute(questions)}
        return [name for name in reversed(self._empty) if name in used]


def _key(table: Table) -> str:
    return ", ".join(column.name for column in table.primary_key.columns)


def _connect(url: str) -> psycopg.Connection:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True, prepare_threshold=0)
