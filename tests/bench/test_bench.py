"""The bench's own pieces work; nothing is timed here."""

import sqlite3
from contextlib import closing

import pytest

from domain.vault.sealing import Where, new_record_key
from tests.bench import __main__ as bench
from tests.bench import floor_app, forums, load, receipts, sealed
from tests.bench.stage import CONTENT_TYPE, multipart
from tests.bench.table import BenchRow, lines

TIP = {"category": "impersonation", "story": "Có người gọi xưng công an."}


@pytest.mark.parametrize(("address", "feed_rows"), [("/one", 0), ("/same", 3)])
def test_the_floor_stores_a_tip_alone_or_with_the_rows_that_go_with_it(
    address, feed_rows, tmp_path, monkeypatch
):
    database = tmp_path / "floor.sqlite3"
    monkeypatch.setenv("FLOOR_DATABASE", str(database))
    client = floor_app.app.test_client()
    answer = client.post(address, data=multipart(TIP), content_type=CONTENT_TYPE)
    assert answer.status_code == 303
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT story FROM tips").fetchall() == [(TIP["story"],)]
        assert connection.execute("SELECT count(*) FROM feed").fetchone() == (feed_rows,)
    floor_app.forget()


def test_the_floor_of_a_forum_writes_the_rows_that_the_product_writes(monkeypatch):
    monkeypatch.setattr(forums, "ROUNDS", 2)
    # `measure` compares the rows of both.
    assert [row.unit for row in forums.measure("sqlite")] == ["ms", "x", "x"]


def test_the_floor_answers_with_the_framework_alone():
    client = floor_app.app.test_client()
    assert client.get("/hello").text == "hello"
    assert client.get("/form").headers["Content-Encoding"] == "gzip"


def test_a_request_says_how_long_its_body_is():
    body = multipart(TIP, photo=b"\xff\xd8")
    request = load.post("/tip", body, CONTENT_TYPE)
    assert f"Content-Length: {len(body)}\r\n".encode() in request
    assert request.endswith(body)


def test_a_goal_may_be_a_ceiling_a_floor_or_absent():
    rows = [
        BenchRow("weight", 2, 1, "B"),
        BenchRow("rate", 2, 1, "x", at_least=True),
        BenchRow("told", 2, None, "s"),
    ]
    assert [row.passed for row in rows] == [False, True, True]
    assert lines("Pages", rows).count("MISSED") == 1


def test_the_chance_to_take_longer_is_half_among_equals():
    assert receipts.area([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]) == 0.5
    assert receipts.area([4.0, 5.0], [3.0, 2.0, 1.0]) == 1.0
    assert receipts.area([1.0, 4.0], [3.0, 2.0]) == 0.5


def test_on_the_floor_of_sealing_everything_lies_open():
    key, where, told = new_record_key(), Where("tips", "sealed_body", "1"), b"chuyen rieng"
    with sealed.everything_open():
        assert key.seal(where, told) == told and key.unseal(where, told) == told
    assert told not in key.seal(where, told)


def test_every_part_has_a_title(tmp_path):
    assert all(title for title, _ in bench.Bench(tmp_path).parts.values())
