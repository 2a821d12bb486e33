"""The tools that the other tests stand on do what those tests believe."""

import json
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.support.postgres import fresh_database, start_postgres

ROOT = Path(__file__).resolve().parents[2]


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain)


def _value(url: str, question: str) -> object:
    with _connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_the_server_flushes_to_disk_unless_told_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    with start_postgres() as careful:
        assert _value(careful, "show fsync") == "on"
        assert _value(careful, "show listen_addresses") == ""
    with start_postgres(durable=False) as quick:
        assert _value(quick, "show fsync") == "off"
    with pytest.raises(psycopg.OperationalError):
        _connect(quick)


def test_a_database_is_copied_from_its_template_and_dropped_afterwards() -> None:
    with start_postgres(durable=False) as server:
        with fresh_database(server, "pattern") as pattern:
            with _connect(pattern) as connection:
                connection.execute("create table words (word text)")
                connection.execute("insert into words values ('Đường')")
            with fresh_database(server, "copy", template="pattern") as copy:
                assert _value(copy, "select lower(word) from words") == "đường"
        assert _value(server, "select count(*) from pg_database where datname = 'copy'") == 0


def test_a_database_is_dropped_even_while_someone_is_connected() -> None:
    with start_postgres(durable=False) as server:
        with fresh_database(server, "busy") as busy:
            forgotten = _connect(busy)
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("select 1")
        forgotten.close()


def test_lock_files_name_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text()


def test_development_installs_the_very_releases_that_are_served() -> None:
    served, development = (
        {line.split()[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert served <= development


def test_make_alone_lists_the_commands_that_people_rely_on() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    commands = {words[1] for line in listed.splitlines() if (words := line.split())[:1] == ["make"]}
    assert {"help", "run", "test", "check", "bench", "fix"} <= commands
