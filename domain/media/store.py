"""The photo folder: files named by their content, written so that a power cut cannot lie."""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.media.photo import SafePhoto
from domain.media.problems import DiskFull, MediaMissing, StorageUnavailable

FIXED_DAY = 946_684_800
"""2000-01-01 UTC. Every file and folder bears it, so that none tells when a tip was sent."""

_PART = ".part-"
_OWN_NAME = re.compile(r"[0-9a-f]{64}(?:-t)?\.(?:jpg|bin)|\.part-[0-9a-f]{32}")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class FreeSpace:
    """Room on the photo folder's disk, in bytes; a small disk counts by its share."""

    free: int
    total: int

    @property
    def takes_photos(self) -> bool:
        """False below 1000 MB, or below a tenth of a disk smaller than 10 GB."""
        return self.free >= min(1_000_000_000, self.total // 10)

    @property
    def takes_text(self) -> bool:
        """False below 200 MB, or below 3 % of a small disk: only purging goes on."""
        return self.free >= min(200_000_000, self.total * 3 // 100)


class Store:
    """Files under one folder that must already be there: a missing disk is never written beside.

    Every method raises `StorageUnavailable` when the folder fails and `DiskFull` when it is full.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settled: set[str] = set()

    def put_photo(self, photo: SafePhoto) -> tuple[str, str]:
        """Keep a photo that may lie open; the keys of picture and thumb: SHA-256 of the picture."""
        digest = _digest(photo.picture)
        keys = f"{digest[:2]}/{digest}.jpg", f"{digest[:2]}/{digest}-t.jpg"
        for key, data in zip(keys, (photo.picture, photo.thumb), strict=True):
            self.put(key, data)
        return keys

    def put_sealed(self, blob: bytes) -> str:
        """Keep what was sealed; its key is its own SHA-256, which says nothing of the content."""
        digest = _digest(blob)
        key = f"{digest[:2]}/{digest}.bin"
        self.put(key, blob)
        return key

    def put(self, key: str, data: bytes) -> None:
        """Keep a file for good: when this returns, a power cut no longer loses it.

        Temporary file in the same folder, write, fsync, rename, fsync of the folder. A file that
        is already there is made young again, so that no sweep takes it before its row is committed.
        """
        path = self._path(key)
        with _named_refusals():
            self._make_folder(path.parent)
            with self._lock(fcntl.LOCK_SH):
                if _holds(path, len(data)):
                    os.utime(path, (FIXED_DAY, FIXED_DAY))
                else:
                    _write(path, data)
                _settle(path.parent)

    def get(self, key: str) -> bytes:
        """The file's bytes; `MediaMissing` when the store is there but the file is not."""
        path = self._path(key)
        with _named_refusals():
            self._require_root()
            try:
                return path.read_bytes()
            except FileNotFoundError:
                raise MediaMissing from None

    def exists(self, key: str) -> bool:
        """True when the file is there."""
        path = self._path(key)
        with _named_refusals():
            self._require_root()
            return path.is_file()

    def delete(self, key: str) -> None:
        """Remove a file for good; one that is gone already is no error.

        Two records may show the same plain picture: let the sweep remove those. A sealed file
        belongs to one record and may go at once.
        """
        path = self._path(key)
        with _named_refusals():
            self._require_root()
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
                _settle(path.parent)

    def free_space(self) -> FreeSpace:
        """Room on the disk that holds the folder."""
        with _named_refusals():
            usage = shutil.disk_usage(self._root)
        return FreeSpace(free=usage.free, total=usage.total)

    def require_room(self) -> None:
        """Raise `DiskFull` when the disk is nearly full: ask before a photo is even decoded."""
        if not self.free_space().takes_photos:
            raise DiskFull

    def aged(self, before: float) -> Iterator[set[str]]:
        """Keys untouched since an instant (seconds since 1970), a subfolder at a time.

        Age is read from the inode, which `put` renews and nobody can set. What a crash left
        half-written is among them; files that are not the store's own are not.
        """
        with _named_refusals():
            self._require_root()
            for folder in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
                own = [path for path in folder.iterdir() if _OWN_NAME.fullmatch(path.name)]
                yield {f"{folder.name}/{path.name}" for path in own if _is_aged(path, before)}

    def remove_aged(self, key: str, before: float) -> bool:
        """Remove a file that `aged` named, unless it was put again meanwhile."""
        path = self._root / key
        with _named_refusals(), self._lock(fcntl.LOCK_EX):
            if not _is_aged(path, before):
                return False
            path.unlink()
            _settle(path.parent)
            return True

    def _path(self, key: str) -> Path:
        folder, _, name = key.partition("/")
        if not (_OWN_NAME.fullmatch(name) and name.startswith(folder) and len(folder) == 2):
            raise ValueError("Not a key of the photo store.")
        return self._root / key

    def _require_root(self) -> None:
        if not self._root.is_dir():
            raise StorageUnavailable

    def _make_folder(self, folder: Path) -> None:
        """Make a subfolder durable once a process: another may have made it and not settled it.

        One that went away since, with a disk that was changed under us, is made again.
        """
        self._require_root()
        if folder.name not in self._settled or not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            _settle(self._root)
            self._settled.add(folder.name)

    @contextlib.contextmanager
    def _lock(self, how: int) -> Iterator[None]:
        """Shared for those who put, exclusive for the sweep: it never removes what just came."""
        with (self._root / ".lock").open("ab") as lock:
            fcntl.flock(lock, how)
            yield


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def _named_refusals() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise (DiskFull if failure.errno in _NO_ROOM else StorageUnavailable) from failure


def _holds(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _is_aged(path: Path, before: float) -> bool:
    try:
        return path.stat().st_ctime < before
    except FileNotFoundError:
        return False


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f"{_PART}{secrets.token_hex(16)}")
    try:
        with open(part, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.utime(file.fileno(), (FIXED_DAY, FIXED_DAY))
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(folder: Path) -> None:
    """Give a folder the fixed day and wait until its entries are on the disk."""
    os.utime(folder, (FIXED_DAY, FIXED_DAY))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
