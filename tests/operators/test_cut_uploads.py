"""A photo over a line that is cut at random bytes, to the server as it really runs."""

import random

from tests.support.cut_line import send, villagers_line
from tests.support.server import running_server

MOST = 1.05


def test_a_photo_cut_again_and_again_never_begins_anew(tmp_path):
    chance = random.Random(5)
    with running_server(tmp_path / "cut", {"DEMO": "0"}) as server:
        line = villagers_line(server, lambda: chance.randint(400_000, 1_000_000))
        stood = send(line)
        assert line.drops >= 3
        assert stood == sorted(stood)
        assert len(set(stood)) == len(stood), "every try brought it further"
        assert line.bytes_sent <= MOST * len(line.sent.sealed), (line.bytes_sent, stood)
        assert list((server.instance / "media" / "incoming").iterdir()) == []
        assert len(list((server.instance / "media").glob("??/*.bin"))) == 2, "picture and thumb"
        assert "Crash" not in server.log
