"""A start that finds everything prepared is short; whatever is missing is made, or said."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from domain.reference.models import ListKey
from tests.factories import make_people
from tests.support.server import ROOT, running_server
from web.config import Config
from web.prepared import LISTS, MIGRATIONS, keep_demo, newest_revision, told_when_prepared

OFFICER = {"username": "xa1", "password": "cơm trắng cá kho", "role": "officer", "place": "Xã A"}
FIRST_RELEASE = "0001"


def _run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Config:
    """A deployment whose database an earlier start left with schema, places, lists and people."""
    _run(
        engine,
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        f"INSERT INTO alembic_version VALUES ('{newest_revision()}')",
    )
    with Session(engine) as db:
        make_people(db)
        db.commit()
    return Config(
        instance_dir=tmp_path,
        database_url=engine.url.render_as_string(hide_password=False),
        media_dir=tmp_path / "media",
        secret_key="0123456789" * 5,
        data_keys=(),
        public_url="http://127.0.0.1:8000",
    )


@pytest.fixture
def demo(settings: Config) -> Config:
    """The same in demo mode, its sign-ins kept under the address of that time."""
    told = keep_demo(replace(settings, public_url="http://before"), [OFFICER], "ABC234")
    assert told["poster"] == "http://before/q/ABC234"
    return replace(settings, demo=True)


def test_what_an_earlier_start_left_needs_no_preparing(settings):
    assert told_when_prepared(settings) == {"address": "http://127.0.0.1:8000"}


def test_no_secret_stands_in_what_the_settings_say_of_themselves(settings):
    told = repr(replace(settings, database_url="postgresql+psycopg://app:chim@localhost/tin"))
    assert "chim" not in told and settings.secret_key not in told


def test_the_demo_is_told_under_the_address_of_today(demo):
    told = told_when_prepared(demo)
    assert told == {
        "address": "http://127.0.0.1:8000",
        "sign_ins": [OFFICER],
        "poster_code": "ABC234",
        "poster": "http://127.0.0.1:8000/q/ABC234",
    }
    kept = demo.instance_dir / "demo.json"
    assert json.loads(kept.read_text()) == told
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_demo_whose_sign_ins_were_taken_away_still_starts(demo):
    (demo.instance_dir / "demo.json").unlink()
    assert told_when_prepared(demo) == {"address": "http://127.0.0.1:8000"}


def test_outside_demo_mode_nobody_is_told_the_demo_sign_ins(demo):
    assert told_when_prepared(replace(demo, demo=False)) == {"address": "http://127.0.0.1:8000"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alembic_version SET version_num = '0001'",
        "UPDATE alembic_version SET version_num = 'of a later release'",
        "INSERT INTO alembic_version VALUES ('0001')",
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
        "DELETE FROM reference_items WHERE list_key = 'banks'",
    ],
)
def test_what_is_not_plainly_in_order_is_prepared_the_long_way(settings, engine, change):
    _run(engine, change)
    assert told_when_prepared(settings) is None


def test_a_database_without_tables_is_prepared(settings, databases):
    assert told_when_prepared(replace(settings, database_url=databases.empty())) is None


def test_an_empty_demo_is_prepared(settings, engine):
    _run(engine, "DELETE FROM officers")
    assert told_when_prepared(settings) is not None
    assert told_when_prepared(replace(settings, demo=True)) is None


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///{folder}/nothing-here.sqlite3",
        "sqlite:///{folder}",
        "sqlite:///{folder}/words.sqlite3",
        "sqlite:///words.sqlite3",
        "postgresql+psycopg://nobody@127.0.0.1:1/none",
        "mysql://elsewhere",
    ],
)
def test_a_database_that_cannot_be_asked_is_left_to_the_long_way(settings, tmp_path, address):
    (tmp_path / "words.sqlite3").write_text("Đây không phải cơ sở dữ liệu." * 100)
    asked = replace(settings, database_url=address.format(folder=tmp_path))
    assert told_when_prepared(asked) is None
    assert not (tmp_path / "nothing-here.sqlite3").exists(), "asking makes no database"


def test_the_newest_migration_is_the_one_alembic_would_go_to():
    script = ScriptDirectory(str(MIGRATIONS.parent))
    assert newest_revision() == script.get_current_head()


@pytest.mark.parametrize(
    ("files", "newest"),
    [
        ({"a": ("a1", None), "b": ("b2", "a1")}, "b2"),
        ({"a": ("a1", None), "b": ("b2", "a1"), "c": ("c3", "a1")}, None),
        ({"a": ("a1", ("x", "y"))}, None),
        ({}, None),
    ],
)
def test_a_tree_of_migrations_without_one_top_is_not_guessed_at(tmp_path, files, newest):
    for name, (own, before) in files.items():
        text_ = f"revision: str = {own!r}\ndown_revision: str | None = {before!r}\n"
        (tmp_path / f"{name}.py").write_text(text_)
    assert newest_revision(tmp_path) == newest


def test_every_list_has_a_file_of_its_own_name():
    assert {path.stem for path in LISTS.glob("*.csv")} == {key.value for key in ListKey}


def _ask(instance: Path, *statements: str) -> list[tuple]:
    with closing(sqlite3.connect(instance / "lang-nghe.sqlite3")) as connection:
        rows = [connection.execute(statement).fetchall() for statement in statements][-1]
        connection.commit()
    return rows


def _garbled(url: str, line: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", urlsplit(url).port or 0))) as client:
        client.sendall(line + b"\r\n\r\n")
        return client.recv(1000)


def test_a_request_that_cannot_be_read_leaves_no_address_in_the_log(tmp_path):
    with running_server(tmp_path / "instance", {"DEMO": "0"}) as server:
        before = server.log
        assert b"400" in _garbled(server.url, b"GET /q/canary canary")
        assert server.log == before


def _go_back_to(instance: Path, revision: str) -> None:
    """Leave the database as the release with this revision would have left it."""
    words = [sys.executable, "-m", "flask", "db", "downgrade", revision]
    environment = {**os.environ, "INSTANCE_DIR": str(instance), "DEMO": "0"}
    subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)


def test_a_start_migrates_what_an_earlier_release_left(tmp_path):
    instance = tmp_path / "instance"
    with running_server(instance, {"DEMO": "0"}) as server:
        first = server.log.replace(server.url, "")
    with running_server(instance, {"DEMO": "0"}) as server:
        assert server.log.replace(server.url, "") == first == "ADDRESS \n"
    _go_back_to(instance, FIRST_RELEASE)
    _ask(instance, "DELETE FROM reference_items WHERE list_key = 'banks'")
    with running_server(instance, {"DEMO": "0"}):
        assert _ask(instance, "SELECT version_num FROM alembic_version") == [(newest_revision(),)]
        assert _ask(instance, "SELECT count(*) FROM search_index") == [(0,)]
        banks = "SELECT count(*) > 5 FROM reference_items WHERE list_key = 'banks'"
        assert _ask(instance, banks) == [(1,)]
    (instance / "keys.env").unlink()
    with (
        pytest.raises(RuntimeError, match="key file"),
        running_server(instance, {"DEMO": "0"}),
    ):
        pass
    assert not (instance / "keys.env").exists(), "no new key beside an existing database"


def test_a_start_that_fails_says_why(tmp_path):
    instance = tmp_path / "instance"
    with running_server(instance, {"DEMO": "0"}):
        _ask(instance, "UPDATE alembic_version SET version_num = '9999'")
    with (
        pytest.raises(RuntimeError, match="Can't locate revision identified by '9999'"),
        running_server(instance, {"DEMO": "0"}),
    ):
        pass
