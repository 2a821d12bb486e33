"""The separate photo process: confined, restarted, shared by threads, never mixing photos up."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.process import PhotoProcess
from domain.media.safe import make_safe
from domain.media.segments import is_bare
from tests.support.images import hollow_png, phone_photo, photo, saved, scene, stacked_jpeg

ROOT = Path(__file__).resolve().parents[3]
ALL_CPUS_BUSY_SECONDS = 60.0
"""Generous: these tests share the machine with others, and only one of them is about time."""


@pytest.fixture
def process() -> Iterator[PhotoProcess]:
    """A photo process of this test's own."""
    with closing(PhotoProcess(seconds=ALL_CPUS_BUSY_SECONDS)) as started:
        yield started


def _problem(process: PhotoProcess, data: bytes) -> PhotoProblem:
    with pytest.raises(BrokenPhoto) as refused:
        process.make_safe(data)
    return refused.value.problem


def _status(pid: int | None, field: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(field + ":")))


def _soon(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.005)
    return true()


def _run(code: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_back_as_the_decoder_made_it(process: PhotoProcess, kind: str) -> None:
    """Through the pipe and back, byte for byte."""
    assert process.make_safe(photo(kind)) == make_safe(photo(kind))


def test_a_refusal_comes_back_with_its_reason_and_the_process_lives_on(
    process: PhotoProcess,
) -> None:
    """A broken photo is no crash."""
    process.make_safe(photo())
    pid = process.pid
    assert _problem(process, photo()[:-9]) is PhotoProblem.TRUNCATED
    assert _problem(process, hollow_png(13000, 13000)) is PhotoProblem.TOO_MANY_PIXELS
    assert process.make_safe(photo()).width == 640
    assert process.pid == pid


def test_what_needs_no_decoder_starts_no_process(process: PhotoProcess) -> None:
    """Size and first bytes are looked at in the web process."""
    assert _problem(process, b"") is PhotoProblem.EMPTY
    assert _problem(process, bytes(40_000_000)) is PhotoProblem.TOO_HEAVY
    assert process.pid is None


def test_the_web_process_never_loads_a_decoder() -> None:
    """Importing the web process's side must cost neither Pillow's memory nor its holes."""
    loaded = _run(
        "import sys, domain.media.process, domain.media.store, domain.media.sweep;"
        "print([name for name in sys.modules if name.split('.')[0] in ('PIL', 'numpy')])"
    )
    assert loaded == "[]"


def test_the_process_sees_no_secret_of_the_service(
    process: PhotoProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys in the environment stay with the parent, and so do its open files."""
    monkeypatch.setenv("SECRET_KEY", "bi-mat")
    with Path(__file__).open("rb") as held:
        os.set_inheritable(held.fileno(), True)
        process.make_safe(photo())
        assert b"bi-mat" not in Path(f"/proc/{process.pid}/environ").read_bytes()
        assert len(list(Path(f"/proc/{process.pid}/fd").iterdir())) == 3


def test_the_confined_process_can_open_neither_file_nor_socket_nor_process() -> None:
    """What a decoder does not need is given up before a stranger's bytes arrive."""
    code = """
import os, resource, socket, subprocess, sys
from domain.media.worker import confine
confine()
for name, attempt in {
    "file": lambda: open("/etc/passwd"),
    "new file": lambda: open("/tmp/confined", "w"),
    "socket": lambda: socket.socket(),
    "pipe": lambda: os.pipe(),
    "program": lambda: subprocess.run(["true"]),
    "memory": lambda: bytearray(2 * 1024**3),
}.items():
    try:
        attempt()
    except (OSError, MemoryError):
        continue
    print(name)
print(os.nice(0) >= 10, resource.getrlimit(resource.RLIMIT_CORE))
"""
    assert _run(code) == "True (0, 0)"


def test_a_process_killed_while_idle_is_replaced(process: PhotoProcess) -> None:
    """The next photo does not notice."""
    process.make_safe(photo())
    first = process.pid
    os.kill(first, signal.SIGKILL)
    assert process.make_safe(photo()).width == 640
    assert process.pid not in {None, first}


def test_a_process_killed_over_a_photo_gets_a_second_try(process: PhotoProcess) -> None:
    """The photo in hand is not lost when something else shot the process."""
    process.make_safe(photo())
    first = process.pid
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(process.make_safe, photo())
        time.sleep(0.2)
        os.kill(first, signal.SIGKILL)
        assert made.result().width == 640
    assert process.pid != first


def test_a_photo_that_kills_every_process_is_refused(process: PhotoProcess) -> None:
    """Two processes died over it: a third is not risked, and the next photo finds a fresh one."""
    stop = threading.Event()
    seen: set[int] = set()

    def shoot() -> None:
        while not stop.is_set():
            pid = process.pid
            if pid and pid not in seen:
                seen.add(pid)
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)

    shooter = threading.Thread(target=shoot)
    shooter.start()
    try:
        assert _problem(process, photo()) is PhotoProblem.DECODER_FAILED
    finally:
        stop.set()
        shooter.join()
    assert len(seen) == 2
    assert process.make_safe(photo()).width == 640


def test_a_photo_that_takes_too_long_is_given_up_and_the_next_one_is_made() -> None:
    """The clock is the parent's: a decoder that hangs cannot stretch it."""
    with closing(PhotoProcess(seconds=5.0)) as process:
        process.make_safe(photo())
        hung = process.pid
        os.kill(hung, signal.SIGSTOP)
        started = time.monotonic()
        assert _problem(process, photo()) is PhotoProblem.TIMED_OUT
        assert 4.9 < time.monotonic() - started < 30
    with closing(PhotoProcess(seconds=ALL_CPUS_BUSY_SECONDS)) as fresh:
        assert fresh.make_safe(photo()).width == 640
    assert not Path(f"/proc/{hung}").exists()


def test_a_photo_that_waits_too_long_for_its_turn_says_so() -> None:
    """One stuck photo must not hold every thread of the service."""
    with closing(PhotoProcess(seconds=20, patience=0.2)) as process:
        process.make_safe(photo())
        stopped = process.pid
        os.kill(stopped, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(process.make_safe, photo())
            time.sleep(0.3)
            assert _problem(process, photo()) is PhotoProblem.BUSY
            os.kill(stopped, signal.SIGCONT)
            assert first.result().width == 640


def test_eight_threads_at_once_each_get_their_own_photo_back(process: PhotoProcess) -> None:
    """Sizes tell whose is whose; broken ones in between disturb nobody."""
    widths = [40 + 8 * n for n in range(40)]
    sent = {width: saved(scene(width, 32)) for width in widths}

    def send(width: int) -> int | PhotoProblem:
        try:
            return process.make_safe(sent[width] if width % 5 else sent[width][:-9]).width
        except BrokenPhoto as refusal:
            return refusal.problem

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, widths))
    assert answers == [width if width % 5 else PhotoProblem.TRUNCATED for width in widths]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_service_lets_the_photo_in_hand_finish(
    process: PhotoProcess, sent: signal.Signals
) -> None:
    """Ctrl-C and SIGTERM reach the whole group; the parent alone decides when to stop."""
    process.make_safe(photo())
    pid = process.pid
    os.kill(pid, sent)
    assert process.make_safe(photo()).width == 640
    assert process.pid == pid


def test_the_process_ends_when_its_parent_is_gone() -> None:
    """A parent that was killed leaves nothing behind."""
    code = (
        "import os, sys; from domain.media.process import PhotoProcess;"
        "from tests.support.images import photo;"
        "process = PhotoProcess(); process.make_safe(photo()); print(process.pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    pid = int(ran.stdout)
    assert ran.returncode == -9
    assert _soon(lambda: not Path(f"/proc/{pid}").exists())


def test_closing_ends_the_process_and_a_later_photo_starts_one_again(
    process: PhotoProcess,
) -> None:
    """Closing twice is harmless."""
    process.make_safe(photo())
    pid = process.pid
    process.close()
    process.close()
    assert not Path(f"/proc/{pid}").exists()
    assert process.make_safe(photo()).width == 640


def test_memory_stays_small_for_the_largest_photos_that_phones_send(process: PhotoProcess) -> None:
    """150 MB at the most, for 12 and for 120 megapixels of JPEG."""
    for data in (phone_photo(), stacked_jpeg(12000, 10000)):
        process.make_safe(data)
        assert _status(process.pid, "VmHWM") <= 150_000


def test_mutated_photos_never_break_the_process_or_get_out_unclean(process: PhotoProcess) -> None:
    """A few hundred damaged files of each kind: a photo of ours or a named refusal, each time."""
    dice = Random(2026)
    seeds = {kind: saved(scene(96, 64), kind) for kind in ("JPEG", "PNG", "WEBP")}
    process.make_safe(seeds["JPEG"])
    pid, made, refused = process.pid, 0, set()
    for turn in range(600):
        data = bytearray(seeds[("JPEG", "PNG", "WEBP")[turn % 3]])
        for _ in range(dice.choice((1, 2, 8))):
            data[dice.randrange(4, len(data))] = dice.choice((0, 255, dice.randrange(256)))
        try:
            made += is_bare(process.make_safe(bytes(data)).picture)
        except BrokenPhoto as refusal:
            refused.add(refusal.problem)
    assert made > 50
    assert refused <= {
        PhotoProblem.TRUNCATED,
        PhotoProblem.TOO_MANY_PIXELS,
        PhotoProblem.NOT_A_PHOTO,
    }
    assert process.pid == pid
