"""Whether a start finds everything as an earlier one left it, asked of the database driver alone.

Building the app and Alembic's environment only to find nothing to do would be most of a start. So
whatever is not plainly in order counts as not prepared: the long way then does it, or says why not.
"""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

from web.config import Config

ROOT = Path(__file__).resolve().parents[1]
MIGRATIONS = ROOT / "migrations" / "versions"
LISTS = ROOT / "domain" / "reference" / "data"
DEMO_FILE = "demo.json"

_REVISION = re.compile(
    r"""^(down_)?revision\b[^=\n]*=\s*(?:["'](\w+)["']|None)\s*$""", re.MULTILINE
)

Column = Callable[[LiteralString], set[str]]
"""Runs a statement and returns its first column."""


def told_when_prepared(config: Config) -> dict[str, Any] | None:
    """What the terminal is told when nothing has to be prepared, else None."""
    if not _asked(config.database_url, partial(_is_prepared, demo=config.demo)):
        return None
    return {"address": config.public_url, **(demo_told(config) if config.demo else {})}


def demo_told(config: Config) -> dict[str, Any]:
    """The kept demo sign-ins under today's address; nothing when the file was taken away."""
    path = config.instance_dir / DEMO_FILE
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return keep_demo(config, kept["sign_ins"], kept["poster_code"])


def keep_demo(config: Config, sign_ins: list[dict[str, str]], poster_code: str) -> dict[str, Any]:
    """Write the demo sign-ins beside the database, readable by this account alone."""
    told = {
        "address": config.public_url,
        "sign_ins": sign_ins,
        "poster_code": poster_code,
        "poster": f"{config.public_url}/q/{poster_code}",
    }
    path = config.instance_dir / DEMO_FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
    return told


def newest_revision(migrations: Path = MIGRATIONS) -> str | None:
    """The one migration that no other follows; None when that is not plain from the files."""
    own: list[str] = []
    followed: set[str] = set()
    for path in migrations.glob("*.py"):
        named = {bool(down): name for down, name in _REVISION.findall(path.read_text("utf-8"))}
        if len(named) != 2 or not named[False]:
            return None
        own.append(named[False])
        followed.add(named[True])
    newest = [name for name in own if name not in followed]
    return newest[0] if len(newest) == 1 else None


def _is_prepared(column: Column, *, demo: bool) -> bool:
    return (
        column("SELECT version_num FROM alembic_version") == {newest_revision()}
        and bool(column("SELECT code FROM places LIMIT 1"))
        and column("SELECT DISTINCT list_key FROM reference_items")
        >= {path.stem for path in LISTS.glob("*.csv")}
        and (not demo or bool(column("SELECT username FROM officers LIMIT 1")))
    )


def _asked(database_url: str, question: Callable[[Column], bool]) -> bool:
    """The answer of a database that exists already; one that cannot be asked answers no."""
    if database_url.startswith("sqlite:////"):  # A relative path is for Flask-SQLAlchemy to place.
        return _asked_of_sqlite(Path(database_url.removeprefix("sqlite:///")), question)
    if database_url.startswith("postgresql+psycopg://"):
        return _asked_of_postgresql(database_url.replace("+psycopg", "", 1), question)
    return False


def _asked_of_sqlite(path: Path, question: Callable[[Column], bool]) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            return question(lambda statement: {row[0] for row in connection.execute(statement)})
    except sqlite3.Error:
        return False


def _asked_of_postgresql(address: str, question: Callable[[Column], bool]) -> bool:
    import psycopg  # Its library weighs more than all else here; a server on SQLite needs none.

    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            return question(lambda statement: {row[0] for row in connection.execute(statement)})
    except psycopg.Error:
        return False
