"""Load on a server of this machine: requests made beforehand, sent by a client of its own."""

import pickle
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
CONNECTIONS = 8


@dataclass
class Outcome:
    """What came back: seconds for all, answers by status, and where each 303 led."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    locations: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.statuses.total() / self.seconds


@dataclass(frozen=True)
class Job:
    """Every request so many times, in order, over so many kept-alive connections at once."""

    port: int
    requests: Sequence[bytes]
    times: int
    connections: int


def run(
    port: int, requests: Sequence[bytes], *, times: int = 1, connections: int = CONNECTIONS
) -> Outcome:
    """Send the requests from another process and wait for every answer."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.client"],
        input=pickle.dumps(Job(port, requests, times, connections)),
        stdout=subprocess.PIPE,
        check=True,
    )
    outcome: Outcome = pickle.loads(done.stdout)
    return outcome


def get(path: str) -> bytes:
    """A GET request as a browser keeps sending it."""
    return f"GET {path} HTTP/1.1\r\n{_common()}\r\n".encode()


def post(path: str, body: bytes, content_type: str) -> bytes:
    """A POST request."""
    head = f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"POST {path} HTTP/1.1\r\n{_common()}{head}".encode() + body


def _common() -> str:
    return f"Host: {HOST}\r\nAccept-Encoding: gzip, deflate\r\nUser-Agent: bench\r\n"


def first_answer(port: int, path: str) -> bytes:
    """One answer over a connection of its own, head and body as they were sent.

    Raises `OSError` when nobody answers.
    """
    with socket.create_connection((HOST, port), timeout=30) as line:
        line.sendall(get(path).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        parts = []
        while part := line.recv(65_536):
            parts.append(part)
    if not parts:
        raise ConnectionError("closed without an answer")
    return b"".join(parts)
