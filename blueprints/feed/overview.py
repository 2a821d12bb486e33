"""What stands around the feed: the month's figures, what needs attention, which scams rise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import url_for
from flask_babel import gettext

from blueprints.feed.heard import Echo
from domain.feed import figures
from domain.feed.figures import MonthFigures
from domain.feed.models import FeedRow
from domain.forums import due
from domain.mailboxes import queries as mailboxes
from domain.mailboxes.models import Mailbox
from domain.mailboxes.queries import BoxState
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Place
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.review import queries as review
from domain.review.models import Review
from domain.tips import unopened
from domain.tips.unopened import Late
from web.authz import current_officer
from web.context import now, ring, session, settings, today, tree_day
from web.feed_words import FeedWords

_NO_SCAM = "other"
"""The category of whatever fits no other, which rises to nothing that could be warned of."""

_NAMED = 12
"""So many overdue boxes tell where they hang."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The exceptions a supervisor looks after; empty parts are not shown."""

    silent: Sequence[Place]
    overdue_opinions: int
    open_opinions: int
    worst_communes: Sequence[tuple[Place, int, date]]
    """Those with the most promises past their day: how many, and the day longest past."""
    overdue_boxes: Sequence[BoxState[Mailbox]]
    """Boxes that should have been opened before today, the longest first."""
    not_mended: Sequence[tuple[Review, FeedRow]]
    """Those that wait longest."""
    not_mended_more: int
    """How many more there are."""


class Overview:
    """Worked out when the whole page is drawn, never when a part of it is."""

    def __init__(self, words: FeedWords) -> None:
        self.words = words
        self.hours = words.alert_hours
        self.level = current_officer.place.level_label
        self.rising_days = figures.RISING_DAYS
        self.echo = Echo()

    @cached_property
    def month(self) -> MonthFigures:
        """This month so far."""
        units = reference.all_items(session(), ListKey.COUNT_UNITS)
        people = [unit.code for unit in units if unit.details.get("group") == "people"]
        return figures.of_month(session(), current_officer, people_units=people, today=today())

    @cached_property
    def late(self) -> Late:
        """Tips that nobody has opened for too long."""
        return unopened.late(
            session(), ring(), current_officer, tree_day(), now=now(), hours=self.hours
        )

    @cached_property
    def attention(self) -> Attention | None:
        """For those who look after several units; None for a unit of its own."""
        if not may(current_officer, Permission.REVIEW_RECORDS):
            return None
        db, viewer = session(), current_officer
        not_mended = review.not_mended(db, viewer)
        overdue = due.overdue(db, viewer, today=today())
        return Attention(
            silent=figures.silent_communes(
                db, viewer, on=tree_day(), today=today(), days=settings()["silent_unit_days"]
            ),
            overdue_opinions=overdue,
            open_opinions=figures.open_opinions(db, viewer),
            worst_communes=due.worst_communes(db, viewer, on=tree_day(), today=today())
            if overdue
            else [],
            overdue_boxes=mailboxes.overdue(db, viewer, today=today()),
            not_mended=not_mended,
            not_mended_more=review.count_not_mended(db, viewer) - len(not_mended)
            if len(not_mended) == review.MOST_WAITING
            else 0,
        )

    @cached_property
    def rising(self) -> list[tuple[str, int]]:
        """The most frequent tip categories of the last days, in words."""
        codes = set(reference.labels(session(), ListKey.TIP_CATEGORIES)) - {_NO_SCAM}
        found = figures.rising(session(), current_officer, categories=codes, today=today())
        return [(self.words.category(code), count) for code, count in found]

    @property
    def is_calm(self) -> bool:
        """Whether nothing at all needs attention."""
        found = self.attention
        if found is None:
            return True
        asking = (found.silent, found.open_opinions, found.overdue_boxes, found.not_mended)
        return not self.late.count and not any(asking) and self.echo.is_silent

    @property
    def silent_title(self) -> str:
        """How many units do nothing, with the name their level has in the data."""
        silent = self.attention.silent if self.attention else []
        title = gettext(
            "%(count)s %(level)s %(days)s ngày chưa có hoạt động",
            count=len(silent),
            level=", ".join(dict.fromkeys(place.level_label for place in silent)),
            days=settings()["silent_unit_days"],
        )
        return str(title)

    @property
    def box_places(self) -> str:
        """Where boxes wait to be opened: the communes, each once, the longest first."""
        overdue = self.attention.overdue_boxes if self.attention else []
        communes = [places.commune_of(session(), state.box.place) for state in overdue[:_NAMED]]
        names = dict.fromkeys(commune.full_name for commune in communes if commune)
        return ", ".join(names)

    @property
    def boxes_address(self) -> str:
        """The register of boxes, where the overdue ones stand first."""
        return url_for("mailboxes.listing")

    @property
    def tips_address(self) -> str:
        """The inbox, where the unopened ones stand first."""
        return url_for("tips.inbox")

    @property
    def promises_address(self) -> str:
        """The promises, those past their day in front."""
        return url_for("forums.promises")
