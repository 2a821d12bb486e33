"""A bad line: a proxy in front of a server that loses, cuts, doubles, delays and forges by plan.

Each connection carries one request, so that no client sends again by itself what it lost.
"""

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from tests.support.bad_line_answers import Answer, answer_in, forged
from tests.support.bad_line_log import Exchange

PATIENCE = 60.0
CHUNK = 16_384
WINDOW = 65_536
"""Bytes that may be under way: what a cut finds on the line was sent for nothing."""
HEAD_LIMIT = 65_536


class Fault(StrEnum):
    """What goes wrong with one request."""

    CUT_BODY = "cut body"
    RESET_BODY = "reset body"
    LOST_ANSWER = "lost answer"
    CUT_ANSWER = "cut answer"
    REPLAY = "replay"
    TWICE_AT_ONCE = "twice at once"
    LOGIN_PAGE = "login page"
    PORTAL = "portal"
    BAD_GATEWAY = "bad gateway"
    BUSY = "busy"
    GAVE_UP = "gave up"
    LATE = "late"
    SLOW = "slow"


FORGED = {Fault.LOGIN_PAGE, Fault.PORTAL, Fault.BAD_GATEWAY, Fault.BUSY}
"""These answer in the server's place, which hears nothing of the request."""
CUTS = {Fault.CUT_BODY, Fault.RESET_BODY}


@dataclass(frozen=True)
class Trouble:
    """A fault and its measure: a cut after so many bytes of the body (else after the share `at`),
    a delay in seconds, a rate in bytes a second."""

    fault: Fault
    at: float = 0.5
    after: int | None = None
    seconds: float = 0.0
    rate: float = 50_000.0


@dataclass(frozen=True)
class Call:
    """A request as its head tells of it."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    head: bytes

    @property
    def length(self) -> int:
        """Bytes of its body."""
        return int(self.headers.get("content-length", "0"))

    @property
    def item(self) -> str:
        """Which form of an outbox it belongs to; empty where it says nothing."""
        return self.headers.get("outbox-item", "")


Plan = Callable[[Call], Trouble | None]


def clean(_: Call) -> None:
    """Nothing goes wrong."""


@dataclass
class BadLine:
    """The proxy: where it listens, what it does to whom, and what it saw."""

    server: str
    plan: Plan = clean
    url: str = ""
    is_down: bool = False
    exchanges: list[Exchange] = field(default_factory=list)
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, client: socket.socket) -> None:
        """One connection: its request, what becomes of it, and the note in the log."""
        client.settimeout(PATIENCE)
        with client, contextlib.suppress(OSError):
            if self.is_down:
                _reset(client)
                return
            head, begun = _read_head(client)
            if not head:
                return
            call = self._call(head)
            note = Exchange(call.number, call.method, call.path, call.item, len(head))
            with self._lock:
                # Drawn in the order of requests: one seed, one list of faults.
                trouble = self.plan(call)
                note.fault = trouble.fault if trouble else ""
                self.exchanges.append(note)
            try:
                _Passage(self.server, client, call, trouble, note, begun).go()
            finally:
                note.is_over = True

    def _call(self, head: bytes) -> Call:
        first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in _pairs(rest)}
        with self._lock:
            self._count += 1
            return Call(self._count, method, path, headers, head)


class _Passage:
    """One request on its way, and its answer on the way back."""

    def __init__(
        self,
        server: str,
        client: socket.socket,
        call: Call,
        trouble: Trouble | None,
        note: Exchange,
        begun: bytes,
    ) -> None:
        self.server, self.client, self.call, self.note = server, client, call, note
        self.trouble = trouble or Trouble(Fault.LATE)
        self.fault = self.trouble.fault
        self._begun = begun

    def go(self) -> None:
        time.sleep(self.trouble.seconds)
        if self.fault in FORGED:
            for _ in self._body(self.call.length):
                pass
            self._give(forged(self.fault.value))
        elif self.fault in CUTS:
            self._cut()
        elif self.fault in {Fault.REPLAY, Fault.TWICE_AT_ONCE}:
            self._double()
        else:
            with self._sent(self._body(self.call.length)) as upstream:
                self._answer(upstream)

    def _answer(self, upstream: socket.socket) -> None:
        raw = _read_all(upstream)
        self._heard(raw)
        if self.fault is Fault.LOST_ANSWER or not raw:
            _reset(self.client)
        elif self.fault is Fault.CUT_ANSWER:
            self._write(raw[: int(len(raw) * self.trouble.at)])
        elif self.fault is Fault.GAVE_UP:
            self._give(forged(self.fault.value))
        else:
            self._give(raw)

    def _cut(self) -> None:
        told = self.trouble.after
        whole = self.call.length
        reach = min(whole, int(whole * self.trouble.at) if told is None else told)
        if whole == 0 or reach == whole:
            with self._sent(self._body(whole)) as upstream:
                self._answer(upstream)
            return
        with self._sent(self._body(reach)) as upstream:
            if self.fault is Fault.RESET_BODY:
                _reset(upstream)
        _reset(self.client)

    def _double(self) -> None:
        body = list(self._body(self.call.length))
        if self.fault is Fault.REPLAY:
            with self._sent(body) as first:
                self._heard(_read_all(first))
            with self._sent(body) as second:
                self._answer(second)
            return
        with self._sent(body) as first, self._sent(body) as second:
            self._answer(first)
            _read_all(second)

    def _body(self, length: int) -> Iterator[bytes]:
        """The first bytes of the body as they come from the client."""
        left = length
        while left > 0:
            part = self._begun[:left] or self.client.recv(min(CHUNK, left))
            if not part:
                raise ConnectionError("the client went away in the middle of its request")
            self._begun = self._begun[len(part) :]
            left -= len(part)
            self.note.sent += len(part)
            self._pace(len(part))
            yield part

    @contextlib.contextmanager
    def _sent(self, body: Iterator[bytes] | list[bytes]) -> Iterator[socket.socket]:
        address = urlsplit(self.server)
        with socket.create_connection((address.hostname, address.port), PATIENCE) as upstream:
            upstream.sendall(_closing(self.call.head))
            for part in body:
                upstream.sendall(part)
            yield upstream

    def _heard(self, raw: bytes) -> None:
        """What the server said for certain, whether or not its client hears of it."""
        self.note.server = answer_in(raw)

    def _give(self, raw: bytes) -> None:
        self._write(raw)
        # The answer counts as heard: the connection ends in order, with all of it on the way.
        self.note.client = answer_in(raw) if self.call.method != "HEAD" else _head_only(raw)

    def _write(self, raw: bytes) -> None:
        for start in range(0, len(raw), CHUNK):
            part = raw[start : start + CHUNK]
            self.client.sendall(part)
            self.note.given += len(part)
            self._pace(len(part))
        self.client.shutdown(socket.SHUT_WR)
        # A client that ends first has read all; one that never ends is left after a moment.
        self.client.settimeout(1.0)
        with contextlib.suppress(OSError):
            while self.client.recv(CHUNK):
                pass

    def _pace(self, count: int) -> None:
        if self.fault is Fault.SLOW:
            time.sleep(count / self.trouble.rate)


@contextlib.contextmanager
def bad_line(server: str, plan: Plan = clean) -> Iterator[BadLine]:
    """Listens on a port of its own for as long as the test goes on."""
    line = BadLine(server, plan)
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
        line.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    threading.Thread(target=line.take, args=(client,), daemon=True).start()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield line
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _pairs(lines: list[str]) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in lines]


def _closing(head: bytes) -> bytes:
    """The head with the word that its connection ends with the answer."""
    bare = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
    return bare.removesuffix(b"\r\n\r\n") + b"\r\nConnection: close\r\n\r\n"


def _read_head(client: socket.socket) -> tuple[bytes, bytes]:
    held = b""
    while b"\r\n\r\n" not in held and len(held) < HEAD_LIMIT:
        part = client.recv(CHUNK)
        if not part:
            return b"", b""
        held += part
    head, end, rest = held.partition(b"\r\n\r\n")
    return head + end, rest


def _read_all(upstream: socket.socket) -> bytes:
    """The answer to its end; nothing of one that broke off, as when the server is killed."""
    parts = []
    try:
        while part := upstream.recv(WINDOW):
            parts.append(part)
    except OSError:
        return b""
    return b"".join(parts)


def _head_only(raw: bytes) -> Answer | None:
    head, end, _ = raw.partition(b"\r\n\r\n")
    return answer_in(head + end, has_body=False)


def _reset(line: socket.socket) -> None:
    """Ends with a reset, as when the network goes away: whatever was not read is lost."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
