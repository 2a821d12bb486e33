"""Fresh databases for tests: a filled template, and cheap copies of it, on both engines."""

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, create_engine, event, text

from tests.support.postgres import start_postgres
from tests.support.postgres_copy import PostgresCopy, keep
from web.database import prepare

Fill = Callable[[str], None]


def prepared(engine: Engine) -> Engine:
    """The engine as the product prepares it, but that SQLite does not wait for the disk.

    No test here pulls the plug: those that kill a server start a real one.
    """
    prepare(engine)
    hurry(engine)
    return engine


def hurry(engine: Engine) -> None:
    """Spare a prepared engine the wait for the disk; PostgreSQL is started so."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda own, _: own.execute("PRAGMA synchronous=OFF"))


class Databases(Protocol):
    """What a test needs of an engine."""

    shared_url: str

    def fresh(self) -> str:
        """The address of a new copy of the template."""
        ...

    def empty(self) -> str:
        """The address of a database without a single table."""
        ...

    def renew_shared(self) -> None:
        """Make the shared database equal to the template again."""
        ...

    def close(self) -> None:
        """Remove everything."""
        ...


class SQLiteDatabases:
    """Template and copies are files."""

    def __init__(self, folder: Path, *, fill: Fill) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite3"
        self._shared = folder / "shared.sqlite3"
        self._numbers = count(1)
        fill(f"sqlite:///{self._template}")
        self.shared_url = f"sqlite:///{self._shared}"

    def _copy(self, target: Path) -> None:
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copyfile(self._template, target)

    def fresh(self) -> str:
        target = self._folder / f"test-{next(self._numbers)}.sqlite3"
        self._copy(target)
        return f"sqlite:///{target}"

    def empty(self) -> str:
        return f"sqlite:///{self._folder / f'empty-{next(self._numbers)}.sqlite3'}"

    def renew_shared(self) -> None:
        self._copy(self._shared)

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresDatabases:
    """Template and copies are databases of one server that this run started."""

    def __init__(self, folder: Path, *, fill: Fill) -> None:
        self._server = start_postgres(durable=False)
        self._root_url = self._server.__enter__()
        self._admin = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._execute(f"CREATE DATABASE {self._name('template')}")
        fill(self._url(self._name("template")))
        self._filled = keep(self._url(self._name("template")))
        self._test = self._copied("test")
        self._shared = self._copied("shared")
        self.shared_url = self._shared.url

    def _name(self, what: str) -> str:
        """A database of this process alone: several test processes may share a given server."""
        return f"{what}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

    def _url(self, name: str) -> str:
        base, _, query = self._root_url.partition("?")
        return f"{base.rsplit('/', 1)[0]}/{name}{'?' + query if query else ''}"

    def _execute(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _copied(self, what: str) -> PostgresCopy:
        name = self._name(what)
        return PostgresCopy(self._url(name), filled=self._filled, copy=lambda: self._copy(name))

    def _copy(self, name: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._execute(
            f"CREATE DATABASE {name} TEMPLATE {self._name('template')} STRATEGY FILE_COPY"
        )

    def fresh(self) -> str:
        self._test.renew()
        return self._test.url

    def empty(self) -> str:
        name = self._name(f"empty_{next(self._numbers)}")
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def renew_shared(self) -> None:
        self._shared.renew()

    def close(self) -> None:
        self._test.close()
        self._shared.close()
        self._admin.dispose()
        self._server.__exit__(None, None, None)
