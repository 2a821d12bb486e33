"""The engine's manners: durable SQLite, and one rule for how transactions begin."""

import sqlite3
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether the work at hand may write. A read-then-write transaction that starts as a reader fails
under load on SQLite, so writers take the lock at once; only plain page views say False."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "wal_autocheckpoint=250",
)


def _on_connect(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy begins; see _on_begin.
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def prepare(engine: Engine) -> None:
    """Give an SQLite engine its pragmas and its way to begin; PostgreSQL needs neither."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
