"""The client behind `tests.bench.load`: a job comes in as a pickle, its outcome goes out as one."""

import pickle
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from itertools import repeat

from tests.bench.load import HOST, Job, Outcome

PATIENCE = 60.0
_END = b"\r\n\r\n"


class _Line:
    """One connection: sends a request, then reads until its answer is whole."""

    def __init__(self, port: int, number: int) -> None:
        # Each line comes from a network of its own: limits by origin count them apart.
        origin = (f"127.0.{number}.1", 0)
        self.socket = socket.create_connection((HOST, port), PATIENCE, origin)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = b""

    def send(self, request: bytes) -> None:
        self._held = b""
        self.socket.sendall(request)

    def read(self) -> bytes | None:
        """The head of the answer once all of it has come."""
        part = self.socket.recv(65_536)
        if not part:
            raise ConnectionError(f"closed in the middle of an answer: {self._held[:200]!r}")
        self._held += part
        head, end, body = self._held.partition(_END)
        return head if end and len(body) >= _length(head) else None


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without its length: {head!r}")


def work(job: Job) -> Outcome:
    """Do the job: every connection takes the next request as soon as it has its answer."""
    waiting: Iterator[bytes] = (one for turn in repeat(job.requests, job.times) for one in turn)
    outcome = Outcome()
    # All lines stand before the first request leaves, so that the first ones leave together.
    lines = [_Line(job.port, number) for number in range(job.connections)]
    with selectors.DefaultSelector() as selector:
        start = time.perf_counter()
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            _next(selector, line, waiting)
        while selector.get_map():
            for key, _ in _ready(selector):
                if (head := key.data.read()) is not None:
                    _note(outcome, head)
                    _next(selector, key.data, waiting)
        outcome.seconds = time.perf_counter() - start
    return outcome


def _ready(selector: selectors.BaseSelector) -> list[tuple[selectors.SelectorKey, int]]:
    ready = selector.select(PATIENCE)
    if not ready:
        raise TimeoutError(f"no answer for {PATIENCE:.0f} seconds")
    return ready


def _next(selector: selectors.BaseSelector, line: _Line, waiting: Iterator[bytes]) -> None:
    request = next(waiting, None)
    if request is None:
        selector.unregister(line.socket)
        line.socket.close()
    else:
        line.send(request)


def _note(outcome: Outcome, head: bytes) -> None:
    status, *headers = head.decode("latin-1").split("\r\n")
    outcome.statuses[int(status.split()[1])] += 1
    for line in headers:
        name, _, value = line.partition(":")
        if name.lower() == "location":
            outcome.locations.append(value.strip())


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(work(pickle.load(sys.stdin.buffer))))
