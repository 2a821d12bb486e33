"""Files that no row speaks of are swept; files that a row may still claim never are."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.media.photo import SafePhoto
from domain.media.problems import StorageUnavailable
from domain.media.store import Store
from domain.media.sweep import sweep_orphans

DAY = timedelta(days=1)
YOUNG = 0.05
PHOTO = SafePhoto(picture=b"picture", thumb=b"thumb", width=4, height=3)


def _in(days: float) -> datetime:
    """A sweep that runs some days from now: a file's true age cannot be set."""
    return datetime.now(UTC) + timedelta(days=days)


def _knowing(*keys: str) -> object:
    return set(keys).intersection


def test_only_old_files_that_no_row_knows_are_removed(tmp_path: Path) -> None:
    """A claimed file stays for ever, an unclaimed one for a day."""
    store = Store(tmp_path)
    known = store.put_photo(PHOTO)
    orphan = store.put_sealed(b"orphan")
    assert sweep_orphans(store, _knowing(*known), older_than=DAY, now=_in(0.9)) == []
    assert sweep_orphans(store, _knowing(*known), older_than=DAY, now=_in(1.1)) == [orphan]
    assert not store.exists(orphan)
    assert all(store.exists(key) for key in known)


def test_the_fixed_day_on_a_file_does_not_make_it_old(tmp_path: Path) -> None:
    """Sealed files all bear the year 2000; their true age lies in the inode."""
    store = Store(tmp_path)
    key = store.put_sealed(b"just now")
    assert sweep_orphans(store, _knowing(), older_than=timedelta(hours=1), now=_in(0)) == []
    assert store.exists(key)


def test_a_half_written_file_is_removed_once_it_is_old(tmp_path: Path) -> None:
    """What a kill left behind."""
    store = Store(tmp_path)
    folder = (tmp_path / store.put_sealed(b"x")).parent
    part = folder / (".part-" + "0" * 32)
    part.write_bytes(b"half")
    everything = store.aged(_in(9).timestamp())
    known = _knowing(*(key for keys in everything for key in keys if ".part" not in key))
    assert sweep_orphans(store, known, older_than=DAY, now=_in(0.5)) == []
    sweep_orphans(store, known, older_than=DAY, now=_in(1.5))
    assert not part.exists()


def test_a_strangers_file_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    """The sweep removes what the store wrote and nothing else."""
    store = Store(tmp_path)
    folder = (tmp_path / store.put_sealed(b"x")).parent
    (folder / "ghi-chu.txt").write_text("của quản trị")
    (tmp_path / "lost+found").mkdir()
    sweep_orphans(store, _knowing(), older_than=DAY, now=_in(9))
    assert [p.name for p in folder.iterdir()] == ["ghi-chu.txt"]


def test_a_photo_sent_again_is_young_again(tmp_path: Path) -> None:
    """An orphan of yesterday whose sender tries again now must outlive tonight's sweep."""
    store = Store(tmp_path)
    key = store.put_sealed(b"tried again")
    before = (tmp_path / key).stat().st_ctime
    while datetime.now(UTC).timestamp() - before < 0.05:
        os.sched_yield()
    store.put_sealed(b"tried again")
    assert (tmp_path / key).stat().st_ctime > before
    assert not store.remove_aged(key, before + 0.01)
    assert store.exists(key)


def test_a_photo_put_while_the_sweep_runs_is_never_lost(tmp_path: Path) -> None:
    """Putting and sweeping the same orphan again and again: after each `put` the file is there.

    A machine that pauses us for as long as a file stays young proves nothing in that turn.
    """
    store, stop = Store(tmp_path), threading.Event()
    cutoffs: list[float] = []
    proven = 0

    def sweep() -> None:
        while not stop.is_set():
            before = datetime.now(UTC).timestamp() - YOUNG
            for keys in store.aged(before):
                cutoffs.extend(before for key in keys if store.remove_aged(key, before))

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for turn in range(200):
            begun = datetime.now(UTC).timestamp()
            key = store.put_sealed(b"again and again")
            there = store.exists(key)
            if datetime.now(UTC).timestamp() - begun < YOUNG:
                assert there, turn
                proven += 1
            if turn % 20 == 0:
                stop.wait(0.06)
    finally:
        stop.set()
        sweeper.join()
    assert cutoffs
    assert proven > 20


def test_a_missing_folder_stops_the_sweep(tmp_path: Path) -> None:
    """An unmounted disk is no empty store."""
    with pytest.raises(StorageUnavailable):
        sweep_orphans(Store(tmp_path / "gone"), _knowing(), older_than=DAY, now=_in(2))
