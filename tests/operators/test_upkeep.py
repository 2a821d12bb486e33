"""What the operator's commands say: doctor, keys, maintenance, audit, bad settings."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.commands import flask


@pytest.fixture
def instance(tmp_path):
    folder = tmp_path / "deployment"
    assert flask(folder, "db", "upgrade").returncode == 0
    (folder / "media").mkdir(exist_ok=True)
    return folder


def test_the_doctor_names_everything_that_is_not_fit_for_real_people(instance):
    said = flask(instance, "doctor", DEMO="1")
    assert said.returncode != 0
    for words in ("DEMO is on", "not https", "SECOND_FACTOR", "beside the data"):
        assert words in said.stdout
    assert "newest key was never copied" in said.stdout
    assert "No backup was ever made" in said.stdout


def test_the_doctor_is_content_with_a_fit_deployment_and_notices_an_old_backup(instance, tmp_path):
    assert flask(instance, "backup", "keys", str(tmp_path / "usb" / "keys")).returncode == 0
    assert flask(instance, "backup", "create", str(tmp_path / "backups")).returncode == 0
    keys = dict(line.split("=", 1) for line in (instance / "keys.env").read_text().splitlines())
    (instance / "keys.env").unlink()
    fit = {**keys, "PUBLIC_URL": "https://tin.example.vn"}
    said = flask(instance, "doctor", **fit)
    assert said.returncode == 0, said.stdout
    old = {"made_at": (datetime.now(UTC) - timedelta(days=8)).isoformat()}
    (instance / "last-backup.json").write_text(json.dumps(old))
    said = flask(instance, "doctor", **fit)
    assert said.returncode != 0
    assert "older than 7 days" in said.stdout


def test_nobody_else_on_the_machine_can_read_the_database(instance):
    database = instance / "lang-nghe.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE scratch (x)")
        beside = sorted(instance.glob("lang-nghe.sqlite3*"))
        assert len(beside) == 3, beside
        assert {path.stat().st_mode & 0o777 for path in beside} == {0o600}
    assert "read by others" not in flask(instance, "doctor").stdout
    database.chmod(0o640)
    assert f"Run: chmod 600 {database}" in flask(instance, "doctor").stdout


@pytest.mark.parametrize("chain", ["acts", "arrivals"])
def test_the_audit_check_names_the_chain_that_was_changed(instance, chain):
    whole = flask(instance, "audit", "verify")
    assert whole.returncode == 0
    assert "acts: all 0 entries fit" in whole.stdout
    assert "arrivals: all 0 entries fit" in whole.stdout
    with closing(sqlite3.connect(instance / "lang-nghe.sqlite3")) as connection:
        # A head whose entries were all cut away.
        connection.execute("INSERT INTO audit_head VALUES (?, 3, ?)", (chain, bytes(32)))
        connection.commit()
    cut = flask(instance, "audit", "verify")
    assert cut.returncode != 0
    assert f"{chain}: entry 1 does not fit" in cut.stderr
    assert "The audit log was changed" in cut.stderr
    assert cut.stdout.count("fit. Head") == 1


def test_after_a_rotation_the_key_counts_as_not_copied(instance, tmp_path):
    assert flask(instance, "backup", "keys", str(tmp_path / "usb")).returncode == 0
    assert "never copied" not in flask(instance, "doctor").stdout
    assert flask(instance, "keys", "rotate").returncode == 0
    assert "never copied" in flask(instance, "doctor").stdout
    assert flask(instance, "audit", "verify").returncode == 0
    done = flask(instance, "maintenance")
    assert done.returncode == 0, done.stderr


def test_reasons_that_an_older_version_wrote_plain_are_sealed_and_leave_no_trace(instance):
    database, words = instance / "lang-nghe.sqlite3", "anh Mẫu gọi lại hỏi số tài khoản"
    columns = "seq, at, role, action, object_kind, object_id, reason, sign_in, key_id, mac"
    row = (1, "2026-01-05 02:00:00", "", "tip_contact_opened", "tip", "1", words, "", "x", b"")
    with closing(sqlite3.connect(database)) as connection:
        values = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO audit_entries ({columns}) VALUES ({values})", row)
        connection.execute("INSERT INTO audit_head VALUES ('acts', 1, ?)", (bytes(32),))
        connection.commit()
    done = flask(instance, "maintenance")
    assert "Reasons in the audit log that were sealed now: 1." in done.stdout, done.stderr
    left = [
        path for path in instance.glob("lang-nghe.sqlite3*") if words.encode() in path.read_bytes()
    ]
    assert left == []
    assert "sealed now" not in flask(instance, "maintenance").stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("DEMO", "yes"),
        ("TRUSTED_PROXIES", "-1"),
        ("PUBLIC_URL", "tin.example.vn"),
        ("DATABASE_URL", "mysql://x"),
        ("DATA_KEYS", "a:b"),
        ("SECRET_KEY", "short"),
        ("SECOND_FACTOR", "maybe"),
        ("MEDIA_URL", "ftp://x"),
    ],
)
def test_a_bad_setting_stops_with_one_sentence_that_names_it(tmp_path, name, value):
    said = flask(tmp_path / "x", "db", "current", **{name: value})
    assert said.returncode != 0
    assert name in said.stderr.strip().splitlines()[-1]
