"""Counting after a day of mishaps: what was called saved is stored once, and nothing else."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserType

from tests.support.bad_line import bad_line
from tests.support.bad_line_log import Book, book_of
from tests.support.bad_line_plans import EVERYTHING, by_chance
from tests.support.filled_forms import Desk
from tests.support.images import photo
from tests.support.mishaps import Day, Place, Servers
from tests.support.outbox_browser import OutboxPhone
from tests.support.phone import Stored, stored_in


@dataclass(frozen=True)
class Count:
    """What the page said of the forms, what the line saw, and what is stored."""

    day: Day
    book: Book
    stored: Stored
    """Without what was there before."""
    stuck: int

    @property
    def lost(self) -> list[str]:
        """Called saved, and never stored, though the phone kept its storage."""
        return [id_ for id_ in self.day.saved if id_ not in self.day.evicted | set(self.stored.ids)]

    @property
    def strange(self) -> list[str]:
        """Stored under an id that no form had, as a second copy of a tip would be."""
        return [id_ for id_ in self.stored.ids if id_ not in self.day.saved | self.day.cut_off]

    @property
    def doubled(self) -> list[str]:
        """Stored twice, by its words."""
        return [text for text, count in self.stored.copies.items() if count > 1]

    @property
    def without_photo(self) -> list[str]:
        """Stored, and its photo is not there, or not once."""
        forms = self.day.saved | self.day.cut_off
        there = [one for id_, one in forms.items() if id_ in self.stored.ids]
        whole = [one for one in there if one.id not in self.day.evicted]
        return [one.id for one in whole if self.stored.photos[one.id] != int(one.has_photo)]

    @property
    def wrongs(self) -> list[str]:
        """Unlike what their phone was told."""
        past = self.day.sent_as_ever
        return self.book.wrongs({id_: n for id_, n in self.stored.ids.items() if id_ not in past})


@contextmanager
def a_day(chromium: BrowserType, instance: Path, *, seed: int, at_once: int) -> Iterator[Place]:
    """A signed-in phone on the worst line, and a server on a prepared instance at its end."""
    with (
        TemporaryDirectory(prefix="lang-nghe-day-") as folder,
        bad_line("", by_chance(seed, EVERYTHING)) as line,
    ):
        server = Servers(instance, line, Path(folder))
        try:
            phone = OutboxPhone(chromium, Path(folder) / "phone", line.url)
            with closing(phone):
                picture = photo(width=640, height=480)
                place = Place(phone, line, server, Desk(seed), picture, at_once)
                place.sign_in()
                yield place
        finally:
            server.stop()


def count(place: Place, instance: Path, before: Stored, stuck: int) -> Count:
    """Of everything that happened since."""
    fresh = stored_in(instance).since(before)
    return Count(place.day, book_of(place.line.exchanges), fresh, stuck)
