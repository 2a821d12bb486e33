"""Migrations: bound only where they run, since Alembic would stay in the server's memory."""

import os
from pathlib import Path

from flask import Flask

from web.extensions import db


def bind(app: Flask) -> None:
    """Let this app be migrated."""
    from flask_migrate import Migrate

    Migrate(app, db, render_as_batch=True, compare_type=True)


def upgrade(app: Flask) -> None:
    """Bring the tables up to date. Needs the app's context."""
    bind(app)
    from flask_migrate import upgrade as run

    run(directory=str(Path(app.root_path) / "migrations"))


def init_app(app: Flask) -> None:
    """Be ready for `flask db`."""
    if "FLASK_RUN_FROM_CLI" in os.environ:
        bind(app)
