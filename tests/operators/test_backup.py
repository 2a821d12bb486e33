"""Backups: made from a real instance, checked byte by byte, refused when wrong, put back whole."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.commands import flask


@pytest.fixture(scope="module")
def instance(tmp_path_factory) -> Path:
    """A migrated instance with a photo file and an audit entry."""
    folder = tmp_path_factory.mktemp("deployment")
    assert flask(folder, "db", "upgrade").returncode == 0
    photo = folder / "media" / "ab" / ("ab" * 32 + ".bin")
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"sealed" * 1000)
    return folder


@pytest.fixture
def backup(instance, tmp_path) -> Path:
    made = flask(instance, "backup", "create", str(tmp_path))
    assert made.returncode == 0, made.stderr
    assert "keys are not in this backup" in made.stdout
    return next(tmp_path.glob("lang-nghe-*"))


def test_a_backup_holds_database_and_photos_and_no_key(instance, backup):
    secret = (instance / "keys.env").read_text()
    for path in backup.rglob("*"):
        assert path.name != "keys.env"
        if path.is_file():
            for line in secret.splitlines():
                assert line.split("=", 1)[1].encode() not in path.read_bytes()
    verified = flask(instance, "backup", "verify", str(backup.parent))
    assert verified.returncode == 0
    assert "is whole" in verified.stdout


def test_a_backup_is_put_back_whole_on_an_empty_machine(instance, backup, tmp_path):
    fresh = tmp_path / "new-machine"
    fresh.mkdir()
    shutil.copy(instance / "keys.env", fresh / "keys.env")
    restored = flask(fresh, "backup", "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    photo = Path("media") / "ab" / ("ab" * 32 + ".bin")
    assert (fresh / photo).read_bytes() == (instance / photo).read_bytes()
    copies = (backup / "database.sqlite3", fresh / "lang-nghe.sqlite3")
    photos = (backup / photo, fresh / photo)
    assert {copy.stat().st_mode & 0o777 for copy in (*copies, *photos)} == {0o600}
    folders = (backup, backup / photo.parent, fresh / photo.parent)
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
    with closing(sqlite3.connect(fresh / "lang-nghe.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM audit_entries").fetchone()[0] >= 1
    audit = flask(fresh, "audit", "verify")
    assert audit.returncode == 0, audit.stderr
    again = flask(fresh, "backup", "restore", str(backup))
    assert again.returncode != 0
    assert "not empty" in again.stderr


def _cut(backup: Path) -> None:
    path = backup / "database.sqlite3"
    path.write_bytes(path.read_bytes()[:-1024])


def _flip(backup: Path) -> None:
    path = next((backup / "media").rglob("*.bin"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _lose(backup: Path) -> None:
    next((backup / "media").rglob("*.bin")).unlink()


def _add(backup: Path) -> None:
    (backup / "media" / "stranger.bin").write_bytes(b"x")


def _swap_database(backup: Path) -> None:
    path = backup / "database.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE audit_head SET seq = seq + 1")
        connection.commit()
    manifest = json.loads((backup / "manifest.json").read_text())
    from web.backup import _digest

    manifest["files"]["database.sqlite3"] = _digest(path)
    (backup / "manifest.json").write_text(json.dumps(manifest))


def _break_manifest(backup: Path) -> None:
    (backup / "manifest.json").write_text("{")


@pytest.mark.parametrize("harm", [_cut, _flip, _lose, _add, _swap_database, _break_manifest])
def test_a_backup_that_was_harmed_is_refused_with_one_sentence(instance, backup, harm):
    harm(backup)
    refused = flask(instance, "backup", "verify", str(backup))
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in refused.stderr


def test_a_backup_does_not_open_with_other_keys(backup, tmp_path):
    stranger = tmp_path / "stranger"
    refused = flask(stranger, "backup", "restore", str(backup))
    assert refused.returncode != 0
    assert "keys here do not open" in refused.stderr
    assert not (stranger / "lang-nghe.sqlite3").exists()


def test_a_missing_key_file_stops_the_start_and_no_new_key_is_made(instance, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(instance, copy)
    (copy / "keys.env").unlink()
    refused = flask(copy, "db", "current")
    assert refused.returncode != 0
    assert "key file" in refused.stderr
    assert not (copy / "keys.env").exists()


def test_a_key_file_that_others_can_read_stops_the_start(instance, tmp_path):
    copy = tmp_path / "open"
    shutil.copytree(instance, copy)
    (copy / "keys.env").chmod(0o644)
    assert "read by others" in flask(copy, "db", "current").stderr
