"""Bytes of a photo on their way: what arrived stays, and nobody writes over anybody."""

import threading
from uuid import uuid4

import pytest

from domain.media.incoming import Incoming, OtherOffset
from domain.media.problems import StorageUnavailable
from domain.media.store import FIXED_DAY


@pytest.fixture
def incoming(tmp_path):
    return Incoming(tmp_path)


def test_what_came_before_the_line_dropped_is_there(incoming, tmp_path):
    def dropping():
        yield b"a" * 1000
        yield b"b" * 500
        raise RuntimeError("the request was killed")

    upload = uuid4()
    with pytest.raises(RuntimeError):
        incoming.append(upload, 0, dropping(), most=5000)
    assert incoming.held(upload) == 1500
    assert incoming.append(upload, 1500, [b"c" * 9000], most=5000) == 5000
    assert incoming.read(upload) == b"a" * 1000 + b"b" * 500 + b"c" * 3500
    (path,) = (tmp_path / "incoming").iterdir()
    assert (path.stat().st_mode & 0o777, path.stat().st_mtime) == (0o600, FIXED_DAY)


def test_one_that_was_overtaken_stops_and_changes_nothing(incoming):
    upload = uuid4()

    def slow():
        yield b"12"
        assert incoming.append(upload, 2, [b"345"], most=10) == 5
        yield b"xx"

    with pytest.raises(OtherOffset) as stopped:
        incoming.append(upload, 0, slow(), most=10)
    assert stopped.value.held == 5
    assert incoming.read(upload) == b"12345"


def test_of_many_at_once_the_bytes_are_those_of_one(incoming):
    upload, whole = uuid4(), bytes(range(256)) * 400
    pieces = [whole[at : at + 1000] for at in range(0, len(whole), 1000)]

    def send():
        for _ in range(50):
            held = incoming.held(upload)
            try:
                incoming.append(upload, held, pieces[held // 1000 :], most=len(whole))
            except OtherOffset:
                continue

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert incoming.read(upload) == whole


def test_what_was_let_go_of_meanwhile_is_not_written_to(incoming):
    upload = uuid4()

    def swept():
        yield b"12"
        incoming.drop(upload)
        yield b"34"

    with pytest.raises(OtherOffset) as stopped:
        incoming.append(upload, 0, swept(), most=10)
    assert stopped.value.held == 0
    assert incoming.ids() == []


def test_without_the_photo_folder_nothing_is_written_beside_it(tmp_path):
    with pytest.raises(StorageUnavailable):
        Incoming(tmp_path / "gone").append(uuid4(), 0, [b"1"], most=1)
