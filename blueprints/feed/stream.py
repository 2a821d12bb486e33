"""The part of the feed page that filters swap: rows by day, how to go on, what narrows it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import get_locale, gettext

from blueprints.feed.forms import INSIDE, FilterForm
from domain.feed import figures
from domain.feed.models import FeedRow
from domain.feed.queries import SCAN, Page, Wanted
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.review import queries as review
from web.authz import current_officer
from web.context import session, today, tree_day
from web.feed_words import FeedWords

DONE = "done"
"""In an address: how many records were just acknowledged."""


def narrowed() -> tuple[FilterForm, Wanted]:
    """The filters of this request and what they ask for."""
    form = FilterForm(request.args)
    form.offer(_places(request.args.get("place", "")), _scams())
    form.validate()
    categories = _categories_of(form.scam.data) if form.scam.data else frozenset()
    return form, form.to_wanted(current_officer.place_id, today(), categories)


def _places(chosen: str) -> dict[str, str]:
    """The whole, then communes; under the one that was chosen, or whose hamlet was, its hamlets."""
    own = current_officer.place
    offered = {"": str(gettext("Toàn %(level)s", level=own.level_label))}
    if own.level is Level.COMMUNE:
        return offered | _named(places.hamlets(session(), own.id, tree_day()))
    open_commune = _commune_of(chosen)
    for commune in places.communes(session(), own.id, tree_day()):
        offered[str(commune.id)] = commune.full_name
        if open_commune is not None and commune.id == open_commune.id:
            inside = places.hamlets(session(), commune.id, tree_day())
            offered |= _named(inside, before=INSIDE)
    return offered


def _commune_of(chosen: str) -> Place | None:
    """The commune that serves the place chosen, if there is one that the viewer may look at."""
    place_id = _id(chosen)
    if place_id is None or not places.in_scope(session(), current_officer.place_id, place_id):
        return None
    return places.serving_commune(session(), places.get(session(), place_id), tree_day())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _named(found: Sequence[Place], before: str = "") -> dict[str, str]:
    apart = places.twins(session(), found)
    return {str(place.id): before + apart.get(place.id, place.full_name) for place in found}


def _scams() -> dict[str, str]:
    named = reference.labels(session(), ListKey.SCAM_TYPES, str(get_locale()))
    return {"": str(gettext("Mọi chiêu lừa")), **named}


def _categories_of(scam: str) -> frozenset[str]:
    """The tip categories that take in a type of scam."""
    return frozenset(
        item.code
        for item in reference.all_items(session(), ListKey.TIP_CATEGORIES)
        if scam in str(item.details.get("scam_types", "")).split(";")
    )


class Stream:
    """What the feed shows now, for the template."""

    def __init__(self, form: FilterForm, wanted: Wanted, page: Page) -> None:
        self.form, self.wanted, self.page = form, wanted, page
        self.words = FeedWords(session())

    @cached_property
    def total(self) -> int:
        """How many things of this place and kind there ever were when the page was drawn."""
        return figures.ever(session(), self.wanted.place_id, self.wanted.kind)

    @property
    def is_live(self) -> bool:
        """Whether what comes in now would stand on top of what is shown."""
        narrowed_otherwise = self.wanted.text or self.wanted.scam or self.wanted.until
        return not narrowed_otherwise and "after" not in request.args

    @property
    def may_pick(self) -> bool:
        """Whether the reader acknowledges records."""
        return may(current_officer, Permission.REVIEW_RECORDS)

    @cached_property
    def acknowledged(self) -> set[UUID]:
        """The records shown that somebody has acknowledged as they are now."""
        return review.acknowledged(session(), [row.record_id for row in self.page.rows])

    def to_acknowledge(self, rows: Sequence[FeedRow]) -> list[str]:
        """Those of the rows that nobody has acknowledged, as a button sends them."""
        return [row.record_id.hex for row in rows if row.record_id not in self.acknowledged]

    @property
    def just_acknowledged(self) -> int:
        """How many records the reader acknowledged a moment ago."""
        text = request.args.get(DONE, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1

    @property
    def days(self) -> list[tuple[date, list[FeedRow]]]:
        """The rows under their days."""
        return [(day, list(rows)) for day, rows in groupby(self.page.rows, self.words.day)]

    def continues(self, day: date) -> bool:
        """Whether the page before ended with this very day, whose heading stands there."""
        return request.args.get("day") == day.isoformat()

    def beside(self, row: FeedRow) -> str:
        """Where a wide screen finds the record without leaving the feed."""
        return url_for("feed.record", kind=row.kind.value, record_id=row.record_id)

    def address(self, endpoint: str = "feed.show", **changes: str) -> str:
        """This feed with some filters changed; an empty value takes one away."""
        held: dict[str, Any] = {**self.form.held(), **changes}
        return url_for(endpoint, **{name: value for name, value in held.items() if value})

    @property
    def to_pick(self) -> str:
        """The same rows with boxes to tick."""
        kept = {name: request.args.get(name, "") for name in ("after", "day")}
        return self.address("feed.pick", **kept)

    @property
    def more_to_pick(self) -> str:
        """The page of boxes after this one; nothing at the end."""
        following = self.page.following
        return self.address("feed.pick", after=following) if following else ""

    def news(self, drawn: int, came: int) -> str:
        """Where this feed asks for news: how much there was when it was drawn, what it says now."""
        kept = {name: self.form[name].data or None for name in ("place", "kind")}
        return url_for("feed.live", **kept, total=drawn, seen=came)

    @property
    def more(self) -> str:
        """The page after this one; nothing at the end."""
        if not self.page.following:
            return ""
        before = request.args.get("day", "")
        last = self.words.day(self.page.rows[-1]).isoformat() if self.page.rows else before
        return self.address(after=self.page.following, day=last)

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """What narrows the feed now: words, and the address without it."""
        return [(said, self.address(**{name: ""})) for name, said in self.form.said().items()]

    @property
    def is_narrowed(self) -> bool:
        """Whether an empty feed may be the filters' doing."""
        return bool(self.narrowing)

    @property
    def looked_at(self) -> int:
        """How many rows a request looks at, at most."""
        return SCAN

    @property
    def tip_address(self) -> str:
        """Where the tip with the number that was typed opens, if this person may see it."""
        return url_for("tips.inbox", number=self.tip_number)

    @property
    def tip_number(self) -> str:
        """The number that was typed, when tips may be looked up by this person."""
        return self.form.tip_number() if may(current_officer, Permission.READ_TIPS) else ""
