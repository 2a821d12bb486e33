"""How long posters take to print, and how many bytes each adds to a file."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from random import Random
from time import perf_counter

from domain.posters import qr
from domain.posters.codes import new_code
from domain.posters.poster_pdf import poster_pdf
from domain.posters.poster_png import poster_png
from tests.bench.table import BenchRow
from tests.domain.posters.sheets import ORDINARY

BATCH = 500
_FIRST = """
from time import perf_counter
from domain.posters.poster_pdf import poster_pdf
from tests.domain.posters.sheets import ORDINARY
start = perf_counter()
poster_pdf([ORDINARY])
print(perf_counter() - start)
"""


def measure() -> list[BenchRow]:
    """The first poster of a process, one more, its picture, a bare code and a district's batch."""
    chance = Random(147)
    sheets = [
        replace(ORDINARY, code=new_code(chance), serial=f"{n:04d}", spot=f"Nhà văn hóa Ấp {n}")
        for n in range(BATCH)
    ]
    first = min(_first_poster() for _ in range(3))
    one = poster_pdf(sheets[:1])
    start = perf_counter()
    many = poster_pdf(sheets)
    batch = perf_counter() - start
    each = (len(many) - len(one)) / (BATCH - 1)
    return [
        BenchRow("first poster of a process, as PDF", first, 0.5, "s"),
        BenchRow("one poster as PDF", _best(lambda: poster_pdf([ORDINARY])), 0.1, "s"),
        BenchRow("one poster as PNG, 150 dpi", _best(lambda: poster_png(ORDINARY)), 0.5, "s"),
        BenchRow("one bare code as SVG", _best(lambda: qr.svg(ORDINARY.scan_url, "QR")), 0.02, "s"),
        BenchRow(f"{BATCH} posters in one PDF", batch, 10, "s"),
        BenchRow("each further poster in a PDF", each / 1024, 1.5, "KiB"),
    ]


def _first_poster() -> float:
    """In a process of its own, libraries and fonts included."""
    ran = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def _best(draw: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        draw()
        taken.append(perf_counter() - start)
    return min(taken)
