"""Bytes of photos on their way: one file each, longer with every piece that arrives.

What arrived stays, whatever becomes of the request, the process or the machine: the length of the
file is how far the server is.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from domain.errors import Refusal
from domain.media.problems import DiskFull, StorageUnavailable
from domain.media.store import FIXED_DAY
from domain.sentence import Sentence

FOLDER = "incoming"
"""Below the photo folder; left out of backups, since a phone sends again what is not there."""
_SETTLED_EVERY = 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class OtherOffset(Refusal):
    """The file goes on from another byte; `held` says from which."""

    sentence = Sentence("Hình này đã có tới chỗ khác.")

    def __init__(self, held: int) -> None:
        super().__init__()
        self.held = held


class Incoming:
    """The files by the ids of their uploads.

    Every method raises `StorageUnavailable` when the folder fails and `DiskFull` when it is full.
    """

    def __init__(self, media: Path) -> None:
        self._media = media
        self._root = media / FOLDER

    def held(self, upload_id: UUID) -> int:
        """How many bytes are there."""
        with _named_refusals():
            try:
                return self._path(upload_id).stat().st_size
            except FileNotFoundError:
                return 0

    def append(self, upload_id: UUID, offset: int, pieces: Iterable[bytes], *, most: int) -> int:
        """Go on from `offset` up to `most` bytes in all; how many are there then, for good.

        Of two who go on with the same file one is overtaken: it stops with `OtherOffset`, nothing
        is written twice and nobody waits for a line that went dead.
        """
        with _named_refusals():
            self._make_folder()
            with _opened(self._path(upload_id)) as file:
                return _written(file, offset, pieces, most)

    def cut(self, upload_id: UUID, length: int) -> None:
        """Let go of what is past `length`."""
        with _named_refusals(), _opened(self._path(upload_id)) as file:
            os.ftruncate(file, length)
            os.fsync(file)

    def sha256(self, upload_id: UUID) -> bytes:
        """The digest of what is there."""
        with _named_refusals(), self._path(upload_id).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    def read(self, upload_id: UUID) -> bytes:
        """All that is there."""
        with _named_refusals():
            return self._path(upload_id).read_bytes()

    def drop(self, upload_id: UUID) -> None:
        """Remove the file; one that is gone already is no error."""
        with _named_refusals():
            self._path(upload_id).unlink(missing_ok=True)

    def ids(self) -> list[UUID]:
        """Every upload that has a file."""
        found = []
        with _named_refusals():
            for path in sorted(self._root.glob("*.part")):
                with contextlib.suppress(ValueError):
                    found.append(UUID(path.stem))
        return found

    def _path(self, upload_id: UUID) -> Path:
        return self._root / f"{upload_id}.part"

    def _make_folder(self) -> None:
        if not self._media.is_dir():
            raise StorageUnavailable
        if not self._root.is_dir():
            self._root.mkdir(mode=0o700, exist_ok=True)
            _settle(self._media)


def _written(file: int, offset: int, pieces: Iterable[bytes], most: int) -> int:
    at, settled = offset, offset
    try:
        _require_end(file, at)
        for piece in pieces:
            at += _add(file, at, piece[: most - at])
            if at - settled >= _SETTLED_EVERY:
                os.fsync(file)
                settled = at
    finally:
        os.utime(file, (FIXED_DAY, FIXED_DAY))
        os.fsync(file)
    return at


def _add(file: int, at: int, piece: bytes) -> int:
    """Write one piece unless somebody else has gone on from there meanwhile."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        _require_end(file, at)
        written = 0
        while written < len(piece):
            written += os.pwrite(file, piece[written:], at + written)
        return written
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _require_end(file: int, at: int) -> None:
    found = os.fstat(file)
    held = found.st_size if found.st_nlink else 0
    if held != at or not found.st_nlink:
        raise OtherOffset(held)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _named_refusals() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise (DiskFull if failure.errno in _NO_ROOM else StorageUnavailable) from failure
