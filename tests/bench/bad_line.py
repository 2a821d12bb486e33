"""An outbox of 200 reports with photos on a bad line beside a clean one, and one large photo on a
line that drops every megabyte."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench import stage
from tests.bench.table import BenchRow
from tests.support.bad_line import Fault, Plan, bad_line, clean
from tests.support.bad_line_log import book_of
from tests.support.bad_line_plans import PHOTO_DROP, by_chance, dropping_every
from tests.support.phone import Owner, Report, Sent, owner_of, picture, reports, send, stored_in

SEED = 13
REPORTS = 200
SHRUNK = (2048, 1536)
LARGE = (4000, 3000)
SHARES = {Fault.LOST_ANSWER: 0.3, Fault.CUT_BODY: 0.2}
BYTES_TIMES, TIMES, DROPPED_TIMES = 1.15, 2.0, 1.05


@dataclass(frozen=True)
class Run:
    """What one outbox came to on one line."""

    sent: Sent
    bytes_sent: int
    wrongs: list[str]
    lost: int
    doubled: int
    without_photo: int


def measure(instance: Path) -> list[BenchRow]:
    """On a prepared instance with the demo district."""
    owner = owner_of(instance)
    with tempfile.TemporaryDirectory(prefix="lang-nghe-photos-") as folder:
        small, large = picture(Path(folder), *SHRUNK), picture(Path(folder), *LARGE)
        with stage.product(instance) as product:

            def run(waiting: list[Report], plan: Plan) -> Run:
                return _run(instance, product.live.url, owner, waiting, plan)

            good = run(reports(owner, REPORTS, [small]), clean)
            bad = run(reports(owner, REPORTS, [small]), by_chance(SEED, SHARES))
            whole = run(reports(owner, 1, [large]), clean)
            dropped = run(reports(owner, 1, [large]), dropping_every(PHOTO_DROP))
    return [*_beside(good, bad), *_dropped(whole, dropped)]


def _run(instance: Path, server: str, owner: Owner, waiting: list[Report], plan: Plan) -> Run:
    with bad_line(server, plan) as line:
        sent = send(line.url, owner, waiting)
        bytes_sent = sum(one.sent for one in line.exchanges)
        book = book_of(line.exchanges)
    stored = stored_in(instance)
    mine = {report.id for report in waiting}
    return Run(
        sent=sent,
        bytes_sent=bytes_sent,
        wrongs=book.wrongs({id_: count for id_, count in stored.ids.items() if id_ in mine}),
        lost=sum(id_ not in stored.ids for id_ in mine),
        doubled=sum(stored.ids[id_] > 1 for id_ in mine),
        without_photo=sum(stored.photos[one.id] != len(one.photos) for one in waiting),
    )


def _beside(good: Run, bad: Run) -> list[BenchRow]:
    name = f"{REPORTS} reports with photos, 30 % of answers lost, 20 % of bodies cut"
    return [
        BenchRow(f"{REPORTS} reports with photos on a clean line", good.sent.seconds, None, "s"),
        BenchRow(f"{name}: lost", bad.lost, 0, ""),
        BenchRow("the same: there twice", bad.doubled, 0, ""),
        BenchRow("the same: without their whole photo", bad.without_photo, 0, ""),
        BenchRow("the same: unlike what their phone was told", len(bad.wrongs), 0, ""),
        BenchRow(
            "the same: bytes, of the clean line's",
            bad.bytes_sent / good.bytes_sent,
            BYTES_TIMES,
            "x",
        ),
        BenchRow(
            "the same: time, of the clean line's", bad.sent.seconds / good.sent.seconds, TIMES, "x"
        ),
    ]


def _dropped(whole: Run, dropped: Run) -> list[BenchRow]:
    name = "a photo of 12 megapixels as it was taken, on a line that drops every megabyte"
    return [
        BenchRow(f"{name}: lost", dropped.lost + dropped.without_photo, 0, ""),
        BenchRow(
            "the same: bytes, of the clean line's",
            dropped.bytes_sent / whole.bytes_sent,
            DROPPED_TIMES,
            "x",
        ),
    ]
