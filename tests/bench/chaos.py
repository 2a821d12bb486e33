"""A day on the worst line in a real browser: hundreds of forms of all three kinds, most with a
photo, while everything happens to the phone that happens to phones. What was called saved is stored
once, and nothing else.

`CHAOS_SEED` takes another list of faults, `CHAOS_FORMS` another number of forms.
"""

import itertools
import os
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.table import BenchRow
from tests.support.bad_line import Fault
from tests.support.bad_line_plans import by_chance
from tests.support.chaos_count import Count, a_day, count
from tests.support.cut_line import ring_of
from tests.support.forgetful import forgetful
from tests.support.mishaps import MISHAPS, PATIENCE, Day, Place, kind_of
from tests.support.phone import stored_in

SEED = 500
FORMS = 520
AT_ONCE = 20
CONTROL = 20
"""Forms of the control, where the server knows none again."""


def measure(instance: Path) -> list[BenchRow]:
    """On a prepared instance with the demo district."""
    seed = int(os.environ.get("CHAOS_SEED", SEED))
    forms = int(os.environ.get("CHAOS_FORMS", FORMS))
    began, before = time.monotonic(), stored_in(instance)
    with (
        sync_playwright() as playwright,
        a_day(playwright.chromium, instance, seed=seed, at_once=AT_ONCE) as place,
    ):
        _work(place, forms)
        counted = count(place, instance, before, place.send_until(0, PATIENCE))
        seconds = time.monotonic() - began
        doubled = _control(place, instance, seed)
    return [*_rows(counted, seed), *_beside(counted, doubled, seconds)]


def _work(place: Place, forms: int) -> None:
    """Saves in batches; after each of them something happens, in a fixed order."""
    mishaps = itertools.cycle(MISHAPS)
    for number in itertools.count():
        if len(place.day.saved) >= forms:
            return
        mishap = next(mishaps)
        place.save(kind_of(number))
        mishap(place)
        place.close()
        place.day.happened.append(mishap.__name__)
        print(f"  {len(place.day.saved)} saved, then {mishap.__name__}", flush=True)


def _control(place: Place, instance: Path, seed: int) -> int:
    """Forms that are stored twice where the server knows none again: the count must find them."""
    before, server = stored_in(instance), place.server.live
    with forgetful(server.url, ring_of(server)) as forgets:
        place.line.server = forgets
        place.line.plan = by_chance(seed, {Fault.LOST_ANSWER: 0.5})
        place.at_once, place.day = CONTROL, Day()
        place.save("outreach", has_photos=False)
        place.send_until(0, PATIENCE)
        place.line.server = server.url
    return len(count(place, instance, before, 0).doubled)


def _rows(counted: Count, seed: int) -> list[BenchRow]:
    day = counted.day
    name = f"{len(day.saved)} forms through {len(day.happened)} mishaps, seed {seed}"
    return [
        BenchRow(f"{name}: lost", len(counted.lost), 0, ""),
        BenchRow("the same: there twice", len(counted.doubled), 0, ""),
        BenchRow("the same: there under an id of nobody's", len(counted.strange), 0, ""),
        BenchRow(
            "the same: without their photo, or with it twice", len(counted.without_photo), 0, ""
        ),
        BenchRow("the same: unlike what their phone was told", len(counted.wrongs), 0, ""),
        BenchRow("the same: stuck in the phone", counted.stuck, 0, ""),
        BenchRow(
            "phones that never asked to keep their storage", int(not day.asked_to_persist), 0, ""
        ),
    ]


def _beside(counted: Count, doubled: int, seconds: float) -> list[BenchRow]:
    day, stored = counted.day, counted.stored.ids
    cut_off = sum(id_ in stored for id_ in day.cut_off)
    arrived = sum(id_ in stored for id_ in day.evicted)
    control = f"of {CONTROL} forms stored twice by a server that knows none again: not found"
    return [
        BenchRow(control, int(doubled == 0), 0, ""),
        BenchRow("the same: found", doubled, None, ""),
        BenchRow(
            "requests with forms that met a fault", sum(counted.book.faults.values()), None, ""
        ),
        BenchRow(f"kept of {len(day.cut_off)} in a page that died saving them", cut_off, None, ""),
        BenchRow(
            f"arrived of {len(day.evicted)} unsent when the phone emptied its storage",
            arrived,
            None,
            "",
        ),
        BenchRow("slowest save, its picture made small in it", max(day.took), None, "ms"),
        BenchRow("time of it all", seconds, None, "s"),
    ]
