"""The engine's manners: durable SQLite, and one rule for how transactions begin."""

import contextlib
import os
import sqlite3
import threading
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from domain.engines import by_driver

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether the work at hand may write. A read-then-write transaction that starts as a reader fails
under load on SQLite, so writers take the lock at once; only plain page views say False."""

MOST_PATIENCE = 20.0
"""Seconds a writer waits for its turn in this process."""
_HAS_TURN = "has the writers' turn"

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "wal_autocheckpoint=1000",
)


def make_private(path: Path) -> None:
    """Begin an empty file that this account alone can read, unless the file is there already.

    SQLite gives the files beside a database (-wal, -shm) the mode of the database. A file that is
    there is never opened: closing it would end every lock that SQLite holds on it in this process.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def files_of(database: Path) -> list[Path]:
    """The database file and those that SQLite keeps beside it, as far as they are there."""
    beside = [database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm")]
    return [path for path in beside if path.exists()]


def _before_connect(_dialect: Any, _record: Any, arguments: list[Any], _more: Any) -> None:
    name = str(arguments[0])
    if name != ":memory:" and not name.startswith("file:"):
        make_private(Path(name))


def _on_connect(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy begins; see _on_begin.
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


class _Queue:
    """Writers of this process wait here in turn, where waking up is exact.

    SQLite alone lets them sleep and try again: among many, the unlucky one sleeps for seconds.
    Other processes are still waited for by SQLite's own busy timeout.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def enter(self, connection: Connection) -> None:
        """Wait for this connection's turn; after `MOST_PATIENCE` let SQLite decide."""
        info = _info(connection.connection.record_info)
        if not info.get(_HAS_TURN) and self._turn.acquire(timeout=MOST_PATIENCE):
            info[_HAS_TURN] = True

    def leave(self, _: Any, record: ConnectionPoolEntry) -> None:
        """The connection goes back to the pool, its transaction over: next, please."""
        if _info(record.record_info).pop(_HAS_TURN, False):
            self._turn.release()


def _info(info: dict[Any, Any] | None) -> dict[Any, Any]:
    """What is noted of a pooled connection; it outlives a reconnect, unlike its plain `info`."""
    if info is None:
        raise LookupError("A connection without a pool entry cannot wait in the writers' queue.")
    return info


def _on_begin(queue: _Queue, connection: Connection) -> None:
    if writing.get():
        queue.enter(connection)
        by_driver(connection, "BEGIN IMMEDIATE")
    else:
        by_driver(connection, "BEGIN")


def prepare(engine: Engine) -> None:
    """Give an SQLite engine its pragmas and its way to begin; PostgreSQL needs neither."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _before_connect)
        event.listen(engine, "connect", _on_connect)
        queue = _Queue()
        event.listen(engine, "begin", partial(_on_begin, queue))
        event.listen(engine, "checkin", queue.leave)
