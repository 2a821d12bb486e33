"""A day on the worst line in a real browser: hundreds of forms with photos are saved by the page
itself, while the browser is killed, two tabs send at once, the network and the server go away, the
phone is full, and the officer signs out. What was called saved is stored once, and nothing else.
"""

import itertools
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.table import BenchRow
from tests.support.bad_line import BadLine, bad_line
from tests.support.bad_line_log import Book, book_of
from tests.support.bad_line_plans import EVERYTHING, by_chance
from tests.support.images import photo
from tests.support.outbox_browser import OutboxPhone, begin_saving, outbox_phone, save
from tests.support.phone import MARK, OFFICER, Stored, stored_in
from tests.support.server import LiveServer, running_server

SEED = 500
FORMS = 500
AT_ONCE = 20
WHILE_MS = 1_500
"""How long the outbox sends before something happens to it."""
PATIENCE = 900.0
"""Seconds in which everything must have gone after the last save."""


@dataclass
class Day:
    """What the page said of the forms, by their meeting points."""

    saved: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    """In a page that was killed while it saved: each is stored once or never."""
    happened: list[str] = field(default_factory=list)


@dataclass
class Place:
    """The phone and the server at the two ends of the line."""

    phone: OutboxPhone
    line: BadLine
    server: "Servers"
    picture: bytes
    day: Day

    def sign_in(self) -> None:
        """As the officer of the demo."""
        self.phone.sign_in(OFFICER, self.server.password)

    def kill_phone(self) -> None:
        """A browser that dies right after a sign-in may not have written the cookie down."""
        self.phone.restart()
        page = self.phone.context.new_page()
        page.goto(f"{self.phone.url}/home")
        is_out = "/login" in page.url
        page.close()
        if is_out:
            self.sign_in()

    def save(self, venues: list[str]) -> None:
        """Save forms through the open page, and note that it called them saved."""
        page = self.phone.form()
        save(page, venues, self.picture)
        self.day.saved += venues
        page.close()


class Servers:
    """One server after the other on the same folder."""

    def __init__(self, instance: Path, line: BadLine) -> None:
        self._instance, self._line, self._running = instance, line, ExitStack()
        self._live = self._start()

    def _start(self) -> LiveServer:
        live = self._running.enter_context(running_server(self._instance))
        self._line.server = live.url
        return live

    @property
    def password(self) -> str:
        """The officer's."""
        sign_ins = self._live.demo["sign_ins"]
        return str(next(one["password"] for one in sign_ins if one["username"] == OFFICER))

    def stop(self) -> None:
        """From now on the line finds nobody."""
        self._running.close()

    def restart(self) -> None:
        """As an update does it."""
        self.stop()
        self._live = self._start()


def measure(instance: Path, forms: int = FORMS) -> list[BenchRow]:
    """On a prepared instance with the demo district."""
    day, began = Day(), time.monotonic()
    before = stored_in(instance).copies
    with (
        _line(instance) as (line, server),
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory(prefix="lang-nghe-phone-") as folder,
        outbox_phone(playwright, Path(folder), line.url) as phone,
    ):
        place = Place(phone, line, server, photo(width=640, height=480), day)
        _work(place, forms)
        left = _until_empty(place)
        book = book_of(line.exchanges)
    stored = stored_in(instance)
    copies = {venue: stored.copies[venue] - before[venue] for venue in stored.copies}
    return [
        *_rows(day, copies, stored, left),
        *_told(day, book, stored, time.monotonic() - began),
    ]


@contextmanager
def _line(instance: Path) -> Iterator[tuple[BadLine, Servers]]:
    with bad_line("", by_chance(SEED, EVERYTHING)) as line:
        server = Servers(instance, line)
        try:
            yield line, server
        finally:
            server.stop()


def _work(place: Place, forms: int) -> None:
    """Saves in batches; after each of them something happens, in a fixed order."""
    happens = itertools.cycle(EVENTS)
    place.sign_in()
    for start in range(0, forms, AT_ONCE):
        many = range(start, min(start + AT_ONCE, forms))
        place.save([f"{MARK}{SEED}-{number}" for number in many])
        event = next(happens)
        event(place)
        place.day.happened.append(event.__name__)


def _killed_while_sending(place: Place) -> None:
    _outbox(place)
    place.kill_phone()


def _killed_while_saving(place: Place) -> None:
    page, begun = place.phone.form(), len(place.day.cut_off)
    venues = [f"{MARK}{SEED}-cut-{begun + number}" for number in range(AT_ONCE)]
    place.day.cut_off += venues
    begin_saving(page, venues, place.picture)
    page.wait_for_timeout(WHILE_MS / 10)
    place.kill_phone()


def _two_tabs(place: Place) -> None:
    _outbox(place)
    _outbox(place)
    _close(place)


def _no_network(place: Place) -> None:
    _outbox(place)
    place.line.is_down = True
    time.sleep(WHILE_MS / 1_000)
    place.line.is_down = False
    _close(place)


def _new_server(place: Place) -> None:
    _outbox(place)
    place.server.restart()
    _close(place)


def _signed_out(place: Place) -> None:
    page = place.phone.context.new_page()
    page.goto(f"{place.phone.url}/logout")
    page.locator("form.sign-in [type=submit]").click()
    page.wait_for_url(f"{place.phone.url}/login*")
    page.close()
    place.sign_in()


EVENTS: tuple[Callable[[Place], None], ...] = (
    _killed_while_sending,
    _killed_while_saving,
    _two_tabs,
    _no_network,
    _new_server,
    _signed_out,
)


def _outbox(place: Place) -> Page:
    """The outbox, which sends for a moment."""
    page = place.phone.context.new_page()
    page.goto(f"{place.phone.url}/outbox")
    page.wait_for_timeout(WHILE_MS)
    return page


def _close(place: Place) -> None:
    for page in place.phone.context.pages[1:]:
        page.close()


def _until_empty(place: Place) -> int:
    """Leaves the outbox open until nothing waits; how many still do when patience ends."""
    _outbox(place)
    end = time.monotonic() + PATIENCE
    while True:
        states, _ = place.phone.look()
        if states.total() == 0 or time.monotonic() > end:
            return states.total()
        time.sleep(WHILE_MS / 1_000)


def _rows(day: Day, copies: Mapping[str, int], stored: Stored, left: int) -> list[BenchRow]:
    name = f"{len(day.saved)} forms through {len(day.happened)} mishaps on the worst line"
    found = [copies.get(venue, 0) for venue in day.saved]
    cut_off = [copies.get(venue, 0) for venue in day.cut_off]
    return [
        BenchRow(f"{name}: lost", found.count(0), 0, ""),
        BenchRow("the same: there twice", sum(n > 1 for n in [*found, *cut_off]), 0, ""),
        BenchRow("the same: stuck in the phone", left, 0, ""),
        BenchRow(
            "the same: without their photo",
            sum(stored.photos[stored.id_of[venue]] != 1 for venue in day.saved if copies[venue]),
            0,
            "",
        ),
    ]


def _told(day: Day, book: Book, stored: Stored, seconds: float) -> list[BenchRow]:
    known = book.acknowledged | book.refused | book.unknown
    wrongs = book.wrongs({id_: count for id_, count in stored.ids.items() if id_ in known})
    cut_off = sum(stored.copies[venue] > 0 for venue in day.cut_off)
    return [
        BenchRow("the same: unlike what their phone was told", len(wrongs), 0, ""),
        BenchRow("requests with forms that met a fault", sum(book.faults.values()), None, ""),
        BenchRow(f"kept of {len(day.cut_off)} that were killed while saved", cut_off, None, ""),
        BenchRow("time of it all", seconds, None, "s"),
    ]
