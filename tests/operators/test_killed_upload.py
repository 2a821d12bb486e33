"""A server that is killed while a photo arrives: what it said it holds is there, and it goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.cut_line import villagers_line
from tests.support.server import kill, running_server

FIRST, SECOND = 1_200_000, 900_000
"""Bytes of each try before its end."""


def test_a_photo_goes_on_after_the_server_was_killed_in_the_middle_of_it(tmp_path: Path):
    instance, settings = tmp_path / "instance", {"DEMO": "0"}
    tries = iter((FIRST, SECOND))
    with running_server(instance, settings) as server:
        line = villagers_line(server, lambda: next(tries, len(line.sent.sealed)))
        line.go_on(line.offset())
        told = line.settled()
        line.go_on(told, before_drop=lambda: kill(server))
    assert told > 0
    with running_server(instance, settings) as server:
        line.server = server
        held = line.offset()
        assert held >= told, "what the phone was told is there"
        [file] = instance.rglob(f"{line.sent.id}.part")
        assert file.read_bytes() == line.sent.sealed[:held]
        assert line.go_on(held) == 204
        assert line.offset() == len(line.sent.sealed)
    with closing(sqlite3.connect(instance / "lang-nghe.sqlite3")) as db:
        kept = db.execute("SELECT problem FROM photos WHERE file_key != ''").fetchall()
    assert kept == [("",)]
