"""A photo over a line that drops every megabyte: what is sent in all, and how often from zero."""

from pathlib import Path

from tests.bench.table import BenchRow
from tests.support.cut_line import send, villagers_line
from tests.support.server import running_server

EVERY = 1_000_000


def measure(scratch: Path) -> list[BenchRow]:
    """One photo of four megabytes to the production server; every other drop is a reset."""
    with running_server(scratch / "uploads", {"DEMO": "0"}) as server:
        line = villagers_line(server, lambda: EVERY)
        stood = send(line)
    again = sum(offset == 0 for offset in stood[1:])
    sent = line.bytes_sent / len(line.sent.sealed)
    return [
        BenchRow("bytes sent, line dropping every 1 MB / the photo", sent, 1.05, ""),
        BenchRow("times that it began from zero again", again, 0, ""),
        BenchRow("drops of the line", line.drops, None, ""),
    ]
