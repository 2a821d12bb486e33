"""The photo process: `python -m domain.media.worker`. Reads photos, answers with safe ones."""

import io
import os
import resource
import signal
import sys
from typing import BinaryIO

from PIL import Image

from domain.media.code_reading import read_codes
from domain.media.photo import SafePhoto
from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.safe import make_safe
from domain.media.segments import bare_orientation
from domain.media.taken import Reads
from domain.media.wire import read_request, write_answer, write_codes

MOST_MEMORY = 1024**3
CPU_SECONDS_A_PHOTO = 15
"""More than the parent's own patience: it ends a decoder that loops after its parent died."""

NICENESS = 10


def main() -> None:
    """Answer photo after photo until the parent closes the pipe."""
    _warm_up()
    confine()
    while True:
        try:
            data, reads = read_request(sys.stdin.buffer)
        except EOFError:
            return
        _allow_cpu(CPU_SECONDS_A_PHOTO)
        _give(sys.stdout.buffer, data, reads)


def confine() -> None:
    """Give up, before a stranger's bytes arrive, all that decoding does not need.

    No file, socket or process can be opened, no core file is left, memory is bounded. Signals
    meant for the whole service are left to the parent, so that a photo in hand is finished.
    """
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for limit, value in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _allow_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _give(stream: BinaryIO, data: bytes, reads: Reads) -> None:
    if not reads & Reads.CODES:
        write_answer(stream, _answer(data, reads))
        return
    try:
        write_codes(stream, read_codes(data))
    except BrokenPhoto as refusal:
        write_answer(stream, refusal.problem)


def _answer(data: bytes, reads: Reads) -> SafePhoto | PhotoProblem:
    try:
        return make_safe(data, reads)
    except BrokenPhoto as refusal:
        return refusal.problem


def _warm_up() -> None:
    """Use every decoder once, whole and cut, while modules may still be loaded from files."""
    for kind in ("JPEG", "PNG", "WEBP"):
        drawn = io.BytesIO()
        Image.new("RGB", (16, 16)).save(drawn, kind, exif=bare_orientation(6))
        _answer(drawn.getvalue(), Reads.TIME | Reads.PLACE)
        _answer(drawn.getvalue()[:-40], Reads.NOTHING)
        _give(io.BytesIO(), drawn.getvalue(), Reads.CODES)


if __name__ == "__main__":
    main()
