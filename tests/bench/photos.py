"""What making a photo safe costs beside the JPEG library's own work, and how much memory."""

import io
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

from PIL import Image

from domain.media.process import PhotoProcess
from domain.media.safe import make_safe
from tests.bench.table import BenchRow
from tests.support.images import phone_photo, stacked_jpeg

ROUNDS = 15
LARGEST = (12000, 10000)


def measure() -> list[BenchRow]:
    """CPU as a ratio to the floor, rounds interleaved, and the photo process's peak memory."""
    data = phone_photo()
    with closing(PhotoProcess(seconds=60)) as process:
        process.make_safe(data)
        inside, apart = _ratios(data, process)
    return [
        BenchRow("CPU to make a photo safe, of a bare decode and encode", inside, 1.3, "x"),
        BenchRow("the same in its own process, pipes included", apart, 1.5, "x"),
        BenchRow("memory of the photo process, 12 megapixels", _peak(data), 150, "MB"),
        BenchRow(
            "memory of the photo process, 120 megapixels", _peak(stacked_jpeg(*LARGEST)), 150, "MB"
        ),
    ]


def _ratios(data: bytes, process: PhotoProcess) -> tuple[float, float]:
    """Medians of the rounds' own ratios: what else the machine does falls on all three alike."""
    rounds = []
    for _ in range(ROUNDS):
        floor = _cpu(lambda: _bare(data))
        inside = _cpu(lambda: make_safe(data))
        before = _cpu_of(process)
        parent = _cpu(lambda: process.make_safe(data))
        apart = parent + _cpu_of(process) - before
        rounds.append((inside / floor, apart / floor))
    return median(inside for inside, _ in rounds), median(apart for _, apart in rounds)


def _bare(data: bytes) -> None:
    """The floor: the library's half-size decode and its encode, no thumb, nothing cleaned."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (image.width // 2, image.height // 2))
        image.save(io.BytesIO(), "JPEG", quality=80)


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _cpu_of(process: PhotoProcess) -> float:
    """User and system seconds of another process: Linux gives each a CPU clock by its number."""
    if process.pid is None:
        raise RuntimeError("The photo process is not running.")
    return time.clock_gettime((~process.pid << 3) | 2)


def _peak(data: bytes) -> float:
    """The most memory a fresh photo process ever held, start-up included, in MB."""
    with closing(PhotoProcess(seconds=60)) as process:
        process.make_safe(data)
        status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6
