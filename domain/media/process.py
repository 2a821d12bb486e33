"""The web process's side of the photo process: starts it, hands photos over, restarts it."""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from domain.media.photo import SafePhoto
from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.sniff import problem_at_sight
from domain.media.taken import Reads
from domain.media.wire import read_answer, read_codes_answer, read_frame, write_request

_ROOT = Path(__file__).resolve().parents[2]
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME")
_TRIES = 2


class PhotoProcess:
    """One separate process that decodes photos, one after another, for all threads of this one.

    A stranger's bytes meet a decoder only there: what it breaks is that process, which is started
    again, and what it could read is nothing but the photo: no keys, no database, no settings.
    """

    def __init__(self, *, seconds: float = 10.0, patience: float = 30.0) -> None:
        """`seconds` is the longest one photo may take, `patience` the longest wait for a turn."""
        self._seconds = seconds
        self._patience = patience
        self._turn = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    @property
    def pid(self) -> int | None:
        """The process's number while it runs; it starts with the first photo."""
        return self._running.pid if self._running else None

    def make_safe(self, data: bytes, reads: Reads = Reads.NOTHING) -> SafePhoto:
        """Make a photo safe; raises `BrokenPhoto`. A process that died is given a second try.

        `reads` says what of its metadata is asked for before all of it is thrown away.
        """
        return read_answer(self._answer(data, reads))

    def read_codes(self, data: bytes) -> list[str]:
        """What the QR codes in a safe picture say; raises `BrokenPhoto`.

        The picture is our own encoder's, but what is drawn in it is still a stranger's.
        """
        return read_codes_answer(self._answer(data, Reads.CODES))

    def _answer(self, data: bytes, reads: Reads) -> bytes:
        if problem := problem_at_sight(data):
            raise BrokenPhoto(problem)
        if not self._turn.acquire(timeout=self._patience):
            raise BrokenPhoto(PhotoProblem.BUSY)
        try:
            for _ in range(_TRIES):
                if answer := self._ask(data, reads):
                    return answer
        finally:
            self._turn.release()
        raise BrokenPhoto(PhotoProblem.DECODER_FAILED)

    def close(self) -> None:
        """Let the photo in hand finish, then end the process; the next photo starts a new one."""
        with self._turn:
            self._end()

    def _ask(self, data: bytes, reads: Reads) -> bytes | None:
        """The answer's frame, or None when the process died over it."""
        try:
            process = self._started()
            with self._deadline(process):
                write_request(cast("BinaryIO", process.stdin), data, reads)
                return read_frame(cast("BinaryIO", process.stdout))
        except (OSError, EOFError):
            self._end()
            return None
        except BaseException:
            self._end()  # A half-read answer must never be taken for the next photo's.
            raise

    @contextlib.contextmanager
    def _deadline(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        watch = threading.Timer(self._seconds, expire)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (OSError, EOFError):
            if expired.is_set():
                raise BrokenPhoto(PhotoProblem.TIMED_OUT) from None
            raise
        finally:
            watch.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._running and self._running.poll() is None:
            return self._running
        self._end()
        self._running = subprocess.Popen(
            [sys.executable, "-m", "domain.media.worker"],
            cwd=_ROOT,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self._running

    def _end(self) -> None:
        process, self._running = self._running, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # Closing flushes what a dead process left unread.
                cast("BinaryIO", pipe).close()
        process.wait()
