"""A phone whose line to a running server drops again and again while it sends a photo."""

import http.client
import random
import socket
import struct
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from PIL import Image

from domain.vault.keys import KeyRing, parse_ring
from tests.support.images import saved
from tests.support.server import LiveServer
from tests.support.uploading import BODY, Sent, metadata, sealed, villager_headers

SEND_BUFFER = 16 * 1024
"""Bytes that a modem holds: what is in it when the line goes is lost."""
RESETS = struct.pack("ii", 1, 0)
WINDOW = 4_096


@dataclass
class Line:
    """A phone's line to a server, which drops by chance, and what went over it."""

    server: LiveServer
    headers: dict[str, str]
    sent: Sent
    drop_after: Callable[[], int]
    """How many bytes each try gets over."""
    bytes_sent: int = 0
    drops: int = 0

    def offset(self) -> int:
        """Announce it, as after every drop: where does the server stand?"""
        told = {"id": str(self.sent.id), "item": str(self.sent.item), "zone": "public"}
        announced = {
            "Upload-Length": str(len(self.sent.sealed)),
            "Upload-Metadata": metadata(**told, sha256=self.sent.sha256),
        }
        host = urlsplit(self.server.url).netloc
        with closing(http.client.HTTPConnection(host, timeout=30)) as connection:
            connection.request("POST", "/uploads", headers=self.headers | announced)
            answer = connection.getresponse()
            assert answer.status == 201, answer.read()
            return int(answer.headers["Upload-Offset"])

    def settled(self) -> int:
        """The same once the server has noticed that the line dropped and takes no byte more."""
        held, before = self.offset(), -1
        while held != before:
            time.sleep(0.1)
            held, before = self.offset(), held
        return held

    def go_on(self, offset: int, before_drop: Callable[[], None] = lambda: None) -> int:
        """Send from there until the line drops; the status of the answer, 0 when there was none."""
        rest = self.sent.sealed[offset:]
        until = self.drop_after()
        at = urlsplit(self.server.url)
        with closing(socket.create_connection((at.hostname, at.port), timeout=30)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            line.sendall(self._head(offset, len(rest)))
            for start in range(0, min(until, len(rest)), WINDOW):
                piece = rest[start : min(start + WINDOW, until)]
                line.sendall(piece)
                self.bytes_sent += len(piece)
            if until < len(rest):
                before_drop()
                self._drop(line)
                return 0
            return int(line.makefile("rb").readline().split()[1])

    def _head(self, offset: int, length: int) -> bytes:
        told = self.headers | BODY | {"Upload-Offset": str(offset), "Content-Length": str(length)}
        lines = [f"PATCH /uploads/{self.sent.id} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def _drop(self, line: socket.socket) -> None:
        """Every second time with a reset, in which what lies on the way is lost."""
        self.drops += 1
        if self.drops % 2:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)


def ring_of(server: LiveServer) -> KeyRing:
    """The keys that a server made for itself."""
    text = (server.instance / "keys.env").read_text(encoding="ascii")
    said = dict(line.split("=", 1) for line in text.splitlines())
    return KeyRing(parse_ring(said["DATA_KEYS"]))


def noise() -> bytes:
    """Noise, which no encoder makes smaller: four megabytes."""
    noise = Image.frombytes("RGB", (1500, 2000), random.Random(12).randbytes(1500 * 2000 * 3))
    return saved(noise, quality=97)


def send(line: Line) -> list[int]:
    """Where the server stood after each drop, and at the end."""
    stood = [line.offset()]
    deadline = time.monotonic() + 60
    while stood[-1] < len(line.sent.sealed):
        assert time.monotonic() < deadline, stood
        line.go_on(stood[-1])
        stood.append(line.offset())
    return stood


def villagers_line(server: LiveServer, drop_after: Callable[[], int]) -> Line:
    """A villager's line with a photo of four megabytes to send."""
    item, ring = uuid4(), ring_of(server)
    sent = sealed(ring, item, noise())
    return Line(server, villager_headers(ring, item), sent, drop_after)
