"""The migrations make exactly the tables that the models describe, up and down, on both engines."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import Uuid, bindparam, inspect, select, text
from sqlalchemy.orm import Session

from app import create_app
from domain.base import Base
from domain.feed.models import FeedRow, Kind
from tests.conftest import KEY
from web import migrating
from web.config import Config
from web.extensions import db

ROOT = Path(__file__).resolve().parents[2]
FOLDER = str(ROOT / "migrations")


def _app_on(databases, tmp_path):
    """An app on a database that has nothing in it yet."""
    app = create_app(
        Config(
            instance_dir=tmp_path,
            database_url=databases.empty(),
            media_dir=tmp_path / "media",
            secret_key="0" * 40,
            data_keys=(KEY,),
            public_url="http://127.0.0.1",
            testing=True,
        )
    )
    migrating.bind(app)
    return app


def test_there_is_one_line_of_migrations():
    config = AlembicConfig()
    config.set_main_option("script_location", FOLDER)
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_migrations_up_and_down_leave_what_the_models_say(databases, tmp_path):
    app = _app_on(databases, tmp_path)
    with app.app_context():
        upgrade(directory=FOLDER)
        made = set(inspect(db.engine).get_table_names())
        assert set(Base.metadata.tables) <= made
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            ours = [
                d for d in compare_metadata(context, Base.metadata) if "search_index" not in str(d)
            ]
        assert ours == []
        downgrade(directory=FOLDER, revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        upgrade(directory=FOLDER)
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM places")).scalar() == 0
        db.engine.dispose()


def test_what_was_recorded_before_an_upgrade_is_there_after_it(databases, tmp_path):
    app = _app_on(databases, tmp_path)
    row = {"place": uuid4(), "record": uuid4(), "at": datetime(2024, 6, 5, 7, 30, tzinfo=UTC)}
    with app.app_context():
        upgrade(directory=FOLDER, revision="0002")
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO feed_rows (place_id, happened_at, record_id, kind, summary)"
                    " VALUES (:place, :at, :record, 'forum', '{}')"
                ).bindparams(bindparam("place", type_=Uuid()), bindparam("record", type_=Uuid())),
                row,
            )
        upgrade(directory=FOLDER)
        with Session(db.engine) as session:
            kept = session.scalars(select(FeedRow)).one()
            assert (kept.place_id, kept.record_id, kept.kind) == (
                row["place"],
                row["record"],
                Kind.FORUM,
            )
            session.add(
                FeedRow(
                    place_id=row["place"],
                    record_id=uuid4(),
                    happened_at=row["at"],
                    kind=Kind.MAILBOX,
                    summary={},
                )
            )
            session.commit()
        db.engine.dispose()
