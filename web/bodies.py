"""Bodies as they come over a line, read by threads that are few.

A phone at the edge of a network sends for minutes, and somebody who means harm sends nothing at
all: each would hold one of the server's sixteen threads for as long as it likes. So what does not
arrive at once needs a seat, there are fewer seats than threads, and who falls silent loses it.
"""

import contextlib
import io
import socket
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol
from wsgiref.types import WSGIEnvironment

from flask import request
from werkzeug.exceptions import LengthRequired, ServiceUnavailable

from web.slow_down import here

AT_ONCE = 3.0
"""Seconds within which a body arrives that needs no seat."""
SILENCE = 45.0
"""Seconds without a byte after which a line is dead; a slow one goes on while it moves."""
SLOWEST, PATIENCE = 200, 60.0
"""Bytes a second that a body must have come with once so many seconds are over: a tenth of what
the worst mobile network brings."""
STEADY = 2_000
"""Bytes a second that keep a seat when others want it."""
SEATS, SEATS_OF_ONE = 4, 3
"""Slow bodies of strangers at once, altogether and from one network."""
SEATS_KNOWN = 7
"""Those that came with an officer's pass. The server has sixteen threads."""


class Line(Protocol):
    """As much of a socket as is needed here."""

    def settimeout(self, seconds: float | None, /) -> None:
        """Wait no longer for bytes."""

    def shutdown(self, how: int, /) -> None:
        """Take no more."""


class Seats:
    """Who sends slowly at this moment. Nothing of it outlasts the request."""

    def __init__(self) -> None:
        self._taken: list[Body] = []
        self._lock = Lock()

    def take(self, body: "Body") -> bool:
        """Whether there was one, or one was taken from somebody who hardly moves."""
        with self._lock:
            alike = [one for one in self._taken if one.is_known is body.is_known]
            same = [one for one in alike if one.network == body.network]
            if len(alike) >= (SEATS_KNOWN if body.is_known else SEATS):
                is_free = self._put_out_of(alike)
            elif not body.is_known and len(same) >= SEATS_OF_ONE:
                is_free = self._put_out_of(same)
            else:
                is_free = True
            self._taken += [body] if is_free else []
            return is_free

    def _put_out_of(self, sitting: "list[Body]") -> bool:
        """Whether one of them hardly moves: it makes room."""
        idle = min(sitting, key=Body.speed)
        if idle.speed() >= STEADY:
            return False
        self._taken.remove(idle)
        idle.cut()
        return True

    def leave(self, body: "Body") -> None:
        """Give it back."""
        with self._lock:
            if body in self._taken:
                self._taken.remove(body)


_seats = Seats()


class Body(io.RawIOBase):
    """The bytes of one request, each read as soon as it is here; an error unless all come."""

    def __init__(
        self,
        given: Any,
        line: Line,
        *,
        network: Callable[[], object],
        seats: Seats = _seats,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`given` is gunicorn's body, which knows how much is to come and what came already."""
        self._given, self._line, self._where = given, line, network
        self.network: object = None
        self.is_known = False
        """Whether it came with an officer's pass."""
        self._seats, self._clock = seats, clock
        self._began, self._came, self._is_seated = clock(), 0, False
        self._failure: Exception | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, room: Any) -> int:
        """What is here, or the next that comes. Raises `OSError` when the line is dead,
        `ServiceUnavailable` when too many send slowly, and `LengthRequired` where no length was
        told: no browser does that with a form."""
        if not hasattr(self._given.reader, "length"):
            raise LengthRequired
        most = min(len(room), self._given.reader.length)
        if most == 0:
            self.let_go()
            return 0
        if self._failure is not None:
            raise self._failure
        try:
            piece = self._next(most)
        except Exception as failure:
            self._failure = failure  # A page that says so may look at the form again.
            self._given.failed = True  # Where the next request would begin is not known.
            # Closing politely, gunicorn would wait for this line before it takes another.
            self.cut()
            self.let_go()
            raise
        room[: len(piece)] = piece
        self._came += len(piece)
        return len(piece)

    def _next(self, most: int) -> bytes:
        left = self._began + AT_ONCE - self._clock()
        if not self._is_seated and left > 0:
            self._line.settimeout(left)
            try:
                return self._received(most)
            except TimeoutError:
                pass  # It does not come at once.
        self._sit()
        taken = self._clock() - self._began
        if taken > PATIENCE and self._came < SLOWEST * taken:
            raise ConnectionError("the line is slower than any that works")
        self._line.settimeout(SILENCE)
        return self._received(most)

    def _received(self, most: int) -> bytes:
        """One look at the line. What came of the next request already is put back."""
        reader = self._given.reader
        piece: bytes = reader.unreader.read(None, read_ahead=most)
        if not piece:
            raise ConnectionError("the line was cut within a body")
        if len(piece) > most:
            reader.unreader.unread(piece[most:])
        reader.length -= len(piece[:most])
        return piece[:most]

    def _sit(self) -> None:
        if self._is_seated:
            return
        self.network = self._where()
        if not self._seats.take(self):
            raise ServiceUnavailable(retry_after=10)
        self._is_seated = True

    def speed(self) -> float:
        """Bytes a second so far; one that has just begun counts as steady."""
        taken = self._clock() - self._began
        return self._came / taken if taken > PATIENCE else float(STEADY)

    def cut(self) -> None:
        """Somebody else needs the seat: whoever reads hears that the line is dead."""
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RD)

    def let_go(self) -> None:
        """The seat is free, and the answer may take as long as it takes."""
        if self._is_seated:
            self._seats.leave(self)
            self._is_seated = False
        self._line.settimeout(None)


def over_line(environ: WSGIEnvironment) -> Body | None:
    """Put the patient body in the place of the server's; nothing where there is no line."""
    line, given = environ.get("gunicorn.socket"), environ["wsgi.input"]
    if line is None or isinstance(given, Body):
        return None
    body = Body(given, line, network=here)
    environ["wsgi.input"] = body
    return body


def vouch() -> None:
    """The request in hand came with an officer's pass: its body has a seat among those."""
    body = request.environ["wsgi.input"]
    if isinstance(body, Body):
        body.is_known = True
