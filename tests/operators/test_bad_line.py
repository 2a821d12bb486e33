"""The bad line of the chaos runs does as its plan says, and its book tells what each side knows."""

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.support.bad_line import Call, Fault, Plan, Trouble, bad_line
from tests.support.bad_line_log import Book, book_of
from tests.support.bad_line_plans import by_chance, dropping_every

BODY = bytes(range(256)) * 800
FORGED = {Fault.LOGIN_PAGE: 200, Fault.PORTAL: 302, Fault.BAD_GATEWAY: 502, Fault.BUSY: 503}


@dataclass
class Server:
    """Where it listens, and the bodies that arrived, as far as they did."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)


@contextlib.contextmanager
def _server() -> Iterator[Server]:
    """Stores what it is sent and says so by the id of the form."""
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.bodies.append(_body(self))
            if len(told.bodies[-1]) == len(BODY):
                answer = json.dumps({"id": self.headers["Outbox-Item"]}).encode()
                self.send_response(201)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _body(handler: BaseHTTPRequestHandler) -> bytes:
    wanted, held = int(handler.headers["Content-Length"]), b""
    with contextlib.suppress(OSError):
        while len(held) < wanted and (part := handler.rfile.read1(wanted - len(held))):
            held += part
    return held


def _post(url: str, item: str = "one") -> tuple[int, bytes]:
    """Status and body; status 0 where no whole answer came."""
    address = urlsplit(url)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    with contextlib.closing(line):
        try:
            line.request("POST", "/outreach/new", BODY, {"Outbox-Item": item})
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""


@dataclass
class Sent:
    """What came of one form on a line: at its phone, at the server, and in the book."""

    status: int
    body: bytes
    bodies: list[bytes]
    book: Book
    bytes_sent: int


def _send(plan: Plan) -> Sent:
    with _server() as server:
        with bad_line(server.url, plan) as line:
            status, body = _post(line.url)
            deadline = time.monotonic() + 5
            while not all(one.is_over for one in line.exchanges) and time.monotonic() < deadline:
                time.sleep(0.005)
        sent = sum(one.sent for one in line.exchanges)
        book = book_of(line.exchanges)
    return Sent(status, body, server.bodies, book, sent)


def _always(trouble: Trouble) -> Plan:
    return lambda _: trouble


def test_on_a_clean_line_everything_arrives_and_is_acknowledged():
    sent = _send(lambda _: None)
    assert (sent.status, sent.body, sent.bodies) == (201, b'{"id": "one"}', [BODY])
    assert sent.book.acknowledged == {"one"}
    assert len(BODY) < sent.bytes_sent < len(BODY) + 500


@pytest.mark.parametrize("fault", [Fault.CUT_BODY, Fault.RESET_BODY])
def test_a_cut_body_reaches_the_server_in_part_and_nobody_is_answered(fault):
    sent = _send(_always(Trouble(fault, after=100_000)))
    assert sent.status == 0
    assert all(len(body) <= 100_000 and BODY.startswith(body) for body in sent.bodies)
    assert sent.book.unknown == {"one"}


def test_a_cut_by_its_share_lets_that_much_through():
    sent = _send(_always(Trouble(Fault.CUT_BODY, at=0.25)))
    assert [len(body) for body in sent.bodies] == [len(BODY) // 4]


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.CUT_ANSWER])
def test_a_lost_answer_leaves_the_phone_in_the_dark_about_what_is_stored(fault):
    sent = _send(_always(Trouble(fault, at=0.95)))
    assert (sent.status, sent.body, sent.bodies) == (0, b"", [BODY])
    assert sent.book.unknown == {"one"}


@pytest.mark.parametrize("fault", [Fault.REPLAY, Fault.TWICE_AT_ONCE])
def test_a_replayed_request_reaches_the_server_twice_and_is_answered_once(fault):
    sent = _send(_always(Trouble(fault)))
    assert (sent.status, sent.bodies) == (201, [BODY, BODY])
    assert sent.book.acknowledged == {"one"}


@pytest.mark.parametrize("fault", FORGED)
def test_a_portal_or_a_gateway_answers_and_the_server_hears_nothing(fault):
    sent = _send(_always(Trouble(fault)))
    assert (sent.status, sent.bodies) == (FORGED[fault], [])
    assert sent.book.unknown == {"one"}


def test_a_gateway_that_gave_up_waiting_hides_that_the_form_is_stored():
    sent = _send(_always(Trouble(Fault.GAVE_UP)))
    assert (sent.status, sent.bodies) == (504, [BODY])
    assert sent.book.unknown == {"one"}


def test_a_slow_line_takes_its_time():
    began = time.monotonic()
    assert _send(_always(Trouble(Fault.SLOW, rate=1_000_000))).status == 201
    assert time.monotonic() - began >= len(BODY) / 1_000_000


def test_a_line_that_is_down_takes_nothing():
    with _server() as server, bad_line(server.url) as line:
        line.is_down = True
        assert _post(line.url) == (0, b"")
        line.is_down = False
        assert _post(line.url)[0] == 201
    assert server.bodies == [BODY]


def test_the_same_seed_gives_the_same_faults():
    shares = dict.fromkeys(Fault, 0.05)
    calls = [Call(n, "POST", "/tips/new", {"outbox-item": str(n)}, b"") for n in range(200)]
    plans = by_chance(7, shares), by_chance(7, shares), by_chance(8, shares)
    one, same, other = ([plan(call) for call in calls] for plan in plans)
    assert one == same != other
    assert {told.fault for told in one if told} == set(Fault)
    assert by_chance(7, dict.fromkeys(Fault, 1.0))(Call(1, "GET", "/home", {}, b"")) is None


def test_a_line_that_drops_every_so_many_bytes_lets_shorter_requests_pass():
    plan = dropping_every(1_000)
    short, long = ({"content-length": str(count)} for count in (1_000, 1_001))
    assert plan(Call(1, "PATCH", "/uploads/1", short, b"")) is None
    assert plan(Call(2, "PATCH", "/uploads/1", long, b"")) == Trouble(Fault.CUT_BODY, after=1_000)


def test_the_book_finds_what_was_lost_doubled_or_never_sent():
    book = Book(frozenset({"a", "b"}), frozenset({"c"}), frozenset({"d", "e"}))
    assert book.wrongs({"a": 1, "b": 1, "d": 1}) == []
    assert book.wrongs({"a": 1, "b": 2, "c": 1, "e": 0, "f": 1}) == [
        "b: stored 2 times",
        "c: refused and stored",
        "f: stored and never sent",
    ]
    assert book.wrongs({"b": 1}) == ["a: acknowledged and lost"]
