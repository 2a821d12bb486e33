"""The photo folder: durable before it says yes, silent about time, plain about trouble."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.media.photo import SafePhoto
from domain.media.problems import DiskFull, MediaMissing, StorageUnavailable
from domain.media.store import FIXED_DAY, FreeSpace, Store
from domain.media.sweep import sweep_orphans

ROOT = Path(__file__).resolve().parents[3]
PHOTO = SafePhoto(picture=b"picture", thumb=b"thumb", width=4, height=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty photo folder."""
    made = tmp_path / "media"
    made.mkdir()
    return made


@pytest.fixture
def store(folder: Path) -> Store:
    """The store over it."""
    return Store(folder)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != ".lock")


def _record(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Write down, in order, what the kernel is asked to make durable."""
    asked: list[tuple[str, str]] = []

    def follow(name: str) -> None:
        real = getattr(os, name)

        def asking(target: object, *rest: object, **more: object) -> object:
            opened = Path("/proc/self/fd", str(target))
            path = opened.readlink() if isinstance(target, int) else Path(str(target))
            asked.append((name, path.name))
            return real(target, *rest, **more)

        monkeypatch.setattr(os, name, asking)

    for name in ("fsync", "rename", "mkdir"):
        follow(name)
    return asked


def test_a_photo_comes_back_under_the_name_of_its_content(store: Store, folder: Path) -> None:
    """`<aa>/<sha256>.jpg`, its thumb beside it, and the same photo again is the same file."""
    picture, thumb = store.put_photo(PHOTO)
    assert picture == f"{picture[3:5]}/{picture[3:]}"
    assert len(picture) == 2 + 1 + 64 + 4
    assert thumb == picture.replace(".jpg", "-t.jpg")
    assert (store.get(picture), store.get(thumb)) == (b"picture", b"thumb")
    assert store.put_photo(PHOTO) == (picture, thumb)
    assert len(_files(folder)) == 2


def test_a_sealed_file_is_named_by_what_was_sealed(store: Store) -> None:
    """The ending says sealed; nothing tells photo from thumb or one tip from another."""
    key = store.put_sealed(b"ciphertext")
    assert key.endswith(".bin")
    assert store.get(key) == b"ciphertext" and store.exists(key)


def test_no_file_time_tells_when_a_tip_was_sent(store: Store, folder: Path) -> None:
    """Files, subfolders and the folder itself bear one fixed day, also after a removal."""
    key = store.put_sealed(b"first")
    store.put_sealed(b"second")
    store.delete(key)
    times = {path.stat().st_mtime for path in (folder, *folder.rglob("*")) if path.name != ".lock"}
    assert times == {FIXED_DAY}


def test_the_lock_file_is_never_written_so_its_time_stays_its_birth(
    store: Store, folder: Path
) -> None:
    """The one file that is not a photo must not keep a clock either."""
    store.put_sealed(b"first")
    os.utime(folder / ".lock", (FIXED_DAY, FIXED_DAY))
    store.put_sealed(b"second")
    assert (folder / ".lock").stat().st_mtime == FIXED_DAY


def test_only_the_service_may_read_the_files(store: Store, folder: Path) -> None:
    """Not the group and not the world."""
    store.put_photo(PHOTO)
    assert {path.stat().st_mode & 0o777 for path in _files(folder)} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir() if p.is_dir()} == {0o700}


def test_a_file_is_on_the_disk_before_its_name_and_its_name_before_the_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Folder made durable, file fsynced, renamed, its folder fsynced: in this order."""
    asked = _record(monkeypatch)
    key = store.put_sealed(b"ciphertext")
    monkeypatch.undo()
    sub, name = key.split("/")
    part = asked[2][1]
    assert part.startswith(".part-")
    assert asked == [
        ("mkdir", sub),
        ("fsync", folder.name),
        ("fsync", part),
        ("rename", part),
        ("fsync", sub),
    ]
    assert [path.name for path in _files(folder)] == [name]


def test_a_repeat_still_waits_until_the_name_is_on_the_disk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may have renamed the file and not yet settled its folder."""
    key = store.put_sealed(b"ciphertext")
    asked = _record(monkeypatch)
    store.put_sealed(b"ciphertext")
    monkeypatch.undo()
    assert asked == [("fsync", key[:2])]


def test_a_damaged_file_under_the_same_name_is_written_again(store: Store, folder: Path) -> None:
    """A short file from a bad copy or a failing disk does not shadow the good one."""
    key = store.put_sealed(b"ciphertext")
    (folder / key).write_bytes(b"ciph")
    store.put_sealed(b"ciphertext")
    assert store.get(key) == b"ciphertext"


def test_a_killed_writer_leaves_whole_files_or_none(folder: Path) -> None:
    """SIGKILL at twenty moments: what bears a photo's name is complete, the rest is swept."""
    code = (
        "import sys, pathlib; from domain.media.store import Store;"
        f"store = Store(pathlib.Path({str(folder)!r}));"
        "[print(store.put_sealed(n.to_bytes(4) * 50_000), flush=True) for n in range(10_000)]"
    )
    for turn in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        acknowledged = [writer.stdout.readline().strip() for _ in range(3 + 4 * turn)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.stdout.read().split()
        writer.stdout.close()
        writer.wait()
        store = Store(folder)
        assert all(len(store.get(key)) == 200_000 for key in acknowledged if len(key) == 71)
    assert all(p.stat().st_size == 200_000 for p in _files(folder) if p.suffix == ".bin")
    sweep_orphans(
        store, lambda keys: set(), older_than=timedelta(), now=datetime.now(UTC) + timedelta(days=1)
    )
    assert _files(folder) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """No answer of success, no torn file."""

    def full(descriptor: int) -> None:
        raise OSError(number, "full")

    store.delete(store.put_sealed(b"ciphertext"))  # Now its subfolder is there.
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="hết chỗ"):
        store.put_sealed(b"ciphertext")
    assert _files(folder) == []


def test_a_failing_disk_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An I/O error is no success and no unnamed crash."""

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "bad sector")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StorageUnavailable, match="trục trặc"):
        store.put_sealed(b"ciphertext")


def test_a_missing_folder_is_said_and_never_made_anew(store: Store, folder: Path) -> None:
    """The disk may not be mounted: photos must not land beside it."""
    key = "ab/" + "ab" * 32 + ".bin"
    folder.rmdir()
    for attempt in (
        lambda: store.put_sealed(b"x"),
        lambda: store.get(key),
        lambda: store.exists(key),
        lambda: store.delete(key),
        lambda: store.free_space(),
    ):
        with pytest.raises(StorageUnavailable):
            attempt()
    assert not folder.exists()


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    """A slip in the settings."""
    (tmp_path / "media").write_text("not a folder")
    with pytest.raises(StorageUnavailable):
        Store(tmp_path / "media").put_sealed(b"x")


def test_a_missing_file_is_told_from_a_missing_folder(store: Store) -> None:
    """One is a 404, the other an alarm; deleting what is gone is no error."""
    key = "ab/" + "ab" * 32 + ".bin"
    with pytest.raises(MediaMissing):
        store.get(key)
    assert not store.exists(key)
    store.delete(key)


@pytest.mark.parametrize(
    "key",
    [
        "../../etc/passwd",
        "ab/../../../etc/passwd",
        "/etc/passwd",
        "ab/" + "cd" * 32 + ".bin",
        "ab/" + "ab" * 32 + ".html",
        "ab/" + "ab" * 32 + ".jpg/..",
        "ab/" + "ab" * 32 + ".jpg\n",
        "",
    ],
)
def test_no_key_leads_out_of_the_folder(store: Store, key: str) -> None:
    """Keys come from our own rows; one that does not look like it is a programming error."""
    for attempt in (store.get, store.exists, store.delete):
        with pytest.raises(ValueError, match="Not a key"):
            attempt(key)


def test_photos_stop_before_text_does_when_room_gets_scarce() -> None:
    """1000 MB for photos, 200 MB for text; shares of a small disk."""
    large, small = 250 * 10**9, 64 * 10**6
    assert FreeSpace(free=10**9, total=large).takes_photos
    assert not FreeSpace(free=10**9 - 1, total=large).takes_photos
    assert FreeSpace(free=200 * 10**6, total=large).takes_text
    assert not FreeSpace(free=199 * 10**6, total=large).takes_text
    assert FreeSpace(free=small // 10, total=small).takes_photos
    assert not FreeSpace(free=small // 10 - 1, total=small).takes_photos
    assert not FreeSpace(free=small // 40, total=small).takes_text


def test_a_nearly_full_disk_refuses_photos_before_they_are_decoded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check asks the disk that holds the folder."""
    store.require_room()
    monkeypatch.setattr("shutil.disk_usage", lambda path: _Usage(free=5, total=10**12))
    with pytest.raises(DiskFull):
        store.require_room()


class _Usage:
    def __init__(self, *, free: int, total: int) -> None:
        self.free, self.total = free, total


def test_a_folder_that_was_emptied_under_the_store_takes_photos_again(tmp_path):
    root = tmp_path / "media"
    root.mkdir()
    store = Store(root)
    store.put_sealed(b"ciphertext")
    shutil.rmtree(root)
    root.mkdir()
    assert store.get(store.put_sealed(b"ciphertext")) == b"ciphertext"
