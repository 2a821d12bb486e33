"""The demo district: made by one command in both shapes, believable, and never twice over."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.tips.quarantine import QuarantineReason
from tests.support.commands import flask


def _made(folder: Path, *words: str) -> dict:
    assert flask(folder, "db", "upgrade", DEMO="1").returncode == 0
    seeded = flask(folder, "seed", "demo", "--records", "300", "--json", *words, DEMO="1")
    assert seeded.returncode == 0, seeded.stderr
    assert "300/300" in seeded.stderr, "long work shows progress"
    return json.loads(seeded.stdout.strip().splitlines()[-1])


def _ask(folder: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "lang-nghe.sqlite3")) as connection:
        return connection.execute(question).fetchall()


@pytest.fixture(scope="module")
def district(tmp_path_factory) -> Path:
    """The demo of 2022 with few records."""
    folder = tmp_path_factory.mktemp("district")
    told = _made(folder)
    assert {s["username"] for s in told["sign_ins"]} == {
        "xa1",
        "truong1",
        "xa2",
        "huyen",
        "quantri",
    }
    return folder


def test_the_demo_shows_every_state_a_tip_can_have(district):
    states = {row[0] for row in _ask(district, "SELECT DISTINCT state FROM tips")}
    assert states == {"new", "held", "verifying", "waiting", "resolved", "not_enough", "spam"}
    assert _ask(district, "SELECT count(*) FROM tips WHERE is_quarantined") == [(3,)]
    assert _ask(district, "SELECT count(*) FROM tips WHERE is_urgent AND opened_at IS NULL")[0][0]


def test_figures_of_the_feed_are_the_records_recounted(district):
    counted = dict(
        _ask(
            district,
            "SELECT kind, sum(value) FROM daily_counts JOIN places ON places.id = place_id"
            " WHERE measure = 'records' AND level = 'district' GROUP BY kind",
        )
    )
    events = "SELECT count(DISTINCT coalesce(event_id, id)) FROM outreach"
    assert counted["outreach"] == _ask(district, events)[0][0], "a shared event counts once"
    assert counted["forum"] == _ask(district, "SELECT count(*) FROM forums")[0][0]
    shown = _ask(district, "SELECT count(*) FROM tips WHERE NOT is_quarantined")
    assert counted["tip"] == shown[0][0]


def test_every_duty_number_of_the_demo_is_plainly_an_example(district):
    shown = _ask(
        district,
        "SELECT duty_phone FROM places"
        " WHERE duty_phone <> '' AND duty_phone_checked_on IS NOT NULL",
    )
    assert len(shown) == 19, "the district and its 18 communes"
    assert {number[:7] for (number,) in shown} == {"0900000"}


def test_tips_sent_past_the_commune_have_no_row_there(district):
    leaked = _ask(
        district,
        "SELECT count(*) FROM feed_rows JOIN tips ON tips.id = record_id"
        " JOIN places unit ON unit.id = tips.unit_id"
        " JOIN places seen ON seen.id = feed_rows.place_id"
        " WHERE unit.level = 'district' AND seen.level IN ('commune', 'hamlet')",
    )
    assert leaked == [(0,)]


def test_a_demo_is_never_poured_over_a_filled_database(district):
    again = flask(district, "seed", "demo", DEMO="1")
    assert again.returncode != 0
    assert "not empty" in again.stderr


def test_the_same_seed_tells_the_same_stories(district, tmp_path):
    _made(tmp_path)
    question = "SELECT held_on, channel, venue, notes FROM outreach ORDER BY id"
    assert _ask(tmp_path, question) == _ask(district, question)


def test_in_the_shape_of_2025_nine_units_serve_and_old_records_stay_readable(tmp_path):
    told = _made(tmp_path, "--shape", "2025")
    places = {s["username"]: s["place"] for s in told["sign_ins"]}
    assert places["huyen"] == "Tỉnh Đồng Tháp"
    assert places["xa1"] == "Xã Ba Sao"
    old = _ask(
        tmp_path,
        "SELECT count(*) FROM feed_rows JOIN places seen ON seen.id = feed_rows.place_id"
        " JOIN outreach ON outreach.id = record_id WHERE outreach.held_on < '2025-07-01'"
        " AND seen.full_name = 'Xã Ba Sao'",
    )
    assert old[0][0] >= 10


def test_example_officers_look_like_people_at_work(district):
    invited = "SELECT count(*) FROM officers WHERE username LIKE 'mau%' AND password_hash = ''"
    assert _ask(district, invited) == [(2,)]
    seen = _ask(district, "SELECT count(DISTINCT officer_id) FROM sign_ins")[0][0]
    assert seen > 20
    assert _ask(district, "SELECT count(*) FROM sign_ins WHERE ended_at IS NULL") == [(0,)]


def test_every_reason_to_wait_apart_is_one_that_has_words(district):
    told = {row[0] for row in _ask(district, "SELECT quarantine_reason FROM tips")} - {""}
    assert told <= set(QuarantineReason)
