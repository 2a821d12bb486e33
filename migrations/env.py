"""Runs migrations on the app's own engine."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from domain.base import UtcDateTime

db = current_app.extensions["migrate"].db
OUR_OWN = ("search_index",)
"""Tables of SQLite's full-text index, which no model describes."""


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write plain types into a revision, so that history never imports live code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_object(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Leave the full-text index and its shadow tables alone."""
    return not (kind in {"table", "index"} and (name or "").startswith(OUR_OWN))


def same_type(context_: Any, inspected: Any, column: Any, seen: Any, wanted: Any) -> bool | None:
    """An instant is a DATETIME on SQLite and a timestamptz on PostgreSQL."""
    if isinstance(wanted, UtcDateTime):
        return not isinstance(seen, sa.DateTime)
    return None


def run() -> None:
    """Upgrade or downgrade. SQLite rebuilds tables, which with foreign keys on would delete the
    children of every rebuilt parent; so they are off meanwhile and checked afterwards."""
    with db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            include_object=include_object,
            render_as_batch=True,
            compare_type=same_type,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if on_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"A migration left rows without their parents: {broken[:3]}")


run()
