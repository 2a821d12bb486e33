"""Lines that are slow, silent or cut: the server's few threads stay free for everybody else."""

import socket
import time
from contextlib import closing
from urllib.request import urlopen

import pytest
from gunicorn.http.body import Body as Given
from gunicorn.http.body import LengthReader
from gunicorn.http.unreader import SocketUnreader
from werkzeug.exceptions import ServiceUnavailable

from tests.support.server import LiveServer, running_server
from web.bodies import AT_ONCE, PATIENCE, SEATS, SEATS_OF_ONE, Body, Seats

ITEM = "7f15b09b-c210-424b-b702-5d9324d0b2ba"
WORDS = b"place=30106&story=C%C3%B3+ng%C6%B0%E1%BB%9Di+g%E1%BB%8Di"


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def line():
    """Both ends: the server's and the phone's."""
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        yield ours, theirs


def _body(ours, length, *, network="a", **more):
    given = Given(LengthReader(SocketUnreader(ours), length))
    return Body(given, ours, network=lambda: network, **more)


def _post(
    server: LiveServer, kind: str, *, length: int, sent: bytes, to: str = "/tip"
) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=20)
    head = f"POST {to} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: {kind}\r\n"
    head += f"Outbox-Item: {ITEM}\r\n"
    line.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + sent)
    return line


def test_what_comes_is_read_as_it_comes_and_not_a_byte_of_the_next_request(line):
    ours, theirs = line
    body = _body(ours, 10)
    theirs.sendall(b"01234")
    assert body.read(4096) == b"01234"
    theirs.sendall(b"56789GET /next")
    assert body.read() == b"56789"
    assert body.read() == b""


def test_a_body_that_ends_too_early_is_no_body(line):
    ours, theirs = line
    theirs.sendall(WORDS)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(ConnectionError):
        _body(ours, len(WORDS) + 1).read()


def test_who_sends_slowly_needs_a_seat_and_one_network_gets_only_so_many(line):
    ours, theirs = line
    seats, clock = Seats(), Clock()
    slow = [_body(ours, 100, seats=seats, clock=clock) for _ in range(SEATS_OF_ONE)]
    quick, late = (_body(ours, 100, seats=seats, clock=clock) for _ in range(2))
    theirs.sendall(b"x")
    assert quick.read(10) == b"x", "what is here at once needs none"
    clock.now = AT_ONCE + 1
    for body in slow:
        theirs.sendall(b"x")
        assert body.read(10) == b"x"
    slow[0].let_go()
    theirs.sendall(b"x")
    assert late.read(10) == b"x", "whoever is through leaves room for another"
    with pytest.raises(ServiceUnavailable):
        slow[0].read(10)
    clock.now += PATIENCE
    assert seats.take(slow[0]), "neighbours that hardly move do not keep it out for long"


def test_when_all_seats_are_taken_whoever_hardly_moves_makes_room(line):
    ours, theirs = line
    seats, clock = Seats(), Clock()
    pairs = [socket.socketpair() for _ in range(SEATS)]
    sitting = [
        _body(pair[0], 400_000, network=number, seats=seats, clock=clock)
        for number, pair in enumerate(pairs)
    ]
    clock.now = AT_ONCE + 1
    for body, pair in zip(sitting, pairs, strict=True):
        pair[1].sendall(b"x" * 100)
        body.read(100)
    late = _body(ours, 100, network="late", seats=seats, clock=clock)
    assert not seats.take(late), "nobody sits there long yet"
    clock.now += PATIENCE
    theirs.sendall(b"x")
    assert late.read(10) == b"x"
    with pytest.raises(ConnectionError):
        sitting[0].read(10)
    for end in (end for pair in pairs for end in pair):
        end.close()


def test_an_officer_with_a_pass_finds_a_seat_when_strangers_took_theirs(line):
    ours, theirs = line
    seats, clock = Seats(), Clock()
    crowd = [_body(ours, 100, network=n, seats=seats, clock=clock) for n in range(SEATS + 1)]
    officers = _body(ours, 100, seats=seats, clock=clock)
    officers.is_known = True
    clock.now = AT_ONCE + 1
    theirs.sendall(b"x")
    for body in crowd:
        body.network = id(body)
    assert [seats.take(body) for body in crowd] == [True] * SEATS + [False]
    assert officers.read(10) == b"x"


def test_a_drop_now_and_then_keeps_no_seat(line):
    ours, theirs = line
    clock = Clock()
    body = _body(ours, 400_000, seats=Seats(), clock=clock)
    for _ in range(4):
        clock.now += PATIENCE / 4
        theirs.sendall(b"x")
        body.read(10)
    clock.now += 1
    with pytest.raises(ConnectionError):
        body.read(10)


def test_silent_lines_keep_nobody_out_and_half_a_form_is_never_stored(tmp_path):
    with running_server(tmp_path / "slow", {"DEMO": "0"}) as server:
        kinds = ("application/x-www-form-urlencoded", "application/vnd.lang-nghe.letter")
        silent = [
            _post(server, kinds[number % 2], length=400_000, sent=b"tips") for number in range(24)
        ]
        time.sleep(AT_ONCE)
        with urlopen(f"{server.url}/healthz", timeout=20) as answer:
            assert answer.status == 200
        half = _post(server, kinds[0], length=len(WORDS) + 50, sent=WORDS)
        half.shutdown(socket.SHUT_WR)
        assert half.recv(64).startswith(b"HTTP/1.1 400")
        pieces = _post(server, kinds[1], length=8, sent=b"LN1.", to="/outreach/new")
        time.sleep(0.3)
        pieces.sendall(b"....")
        answer = pieces.recv(4096) + pieces.recv(4096)
        assert ITEM.encode() in answer, "the whole letter was looked at, and its fate told"
        for one in [*silent, half, pieces]:
            one.close()
        assert "Traceback" not in server.log
