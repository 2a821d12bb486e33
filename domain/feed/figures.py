"""Figures from the daily counts: sums over days of one place, never a count of a growing table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.feed.models import DailyCount, FeedTotal, Kind
from domain.people.models import Officer
from domain.places.models import Place
from domain.places.queries import communes

RECORDS = "records"
RISING_DAYS = 30
_CATEGORY = "category:"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """What the top of the feed says of the month so far."""

    outreach: int
    people: int
    forums: int
    opinions: int
    open_opinions: int
    tips: int
    via_poster: int


def sums(
    db: Session, place_id: UUID, kind: Kind, measures: Iterable[str], since: date, until: date
) -> dict[str, int]:
    """Each measure of a kind added up from `since` to `until`, both included; none is 0."""
    wanted = list(measures)
    query = (
        select(DailyCount.measure, func.sum(DailyCount.value))
        .where(
            DailyCount.place_id == place_id,
            DailyCount.kind == kind,
            DailyCount.measure.in_(wanted),
            DailyCount.day.between(since, until),
        )
        .group_by(DailyCount.measure)
    )
    known = {measure: int(total) for measure, total in db.execute(query)}
    return {measure: known.get(measure, 0) for measure in wanted}


def of_month(
    db: Session, viewer: Officer, *, people_units: Sequence[str], today: date
) -> MonthFigures:
    """This month so far in the viewer's places. `people_units` are the counts that are people."""

    def added(kind: Kind, *measures: str) -> dict[str, int]:
        return sums(db, viewer.place_id, kind, measures, today.replace(day=1), today)

    outreach = added(Kind.OUTREACH, RECORDS, *people_units)
    forums = added(Kind.FORUM, RECORDS, "opinions", "open_opinions")
    tips = added(Kind.TIP, RECORDS, "via_poster")
    return MonthFigures(
        outreach=outreach[RECORDS],
        people=sum(outreach[unit] for unit in people_units),
        forums=forums[RECORDS],
        opinions=forums["opinions"],
        open_opinions=forums["open_opinions"],
        tips=tips[RECORDS],
        via_poster=tips["via_poster"],
    )


def open_opinions(db: Session, viewer: Officer) -> int:
    """Opinions of any day that still wait for an answer in the viewer's places."""
    waiting = sums(db, viewer.place_id, Kind.FORUM, ["open_opinions"], date.min, date.max)
    return waiting["open_opinions"]


def rising(
    db: Session, viewer: Officer, *, categories: Iterable[str], today: date, most: int = 5
) -> list[tuple[str, int]]:
    """Categories of the tips of the last days by how many came, the most frequent first.

    A working list of the people who read these tips; nothing of it is published.
    """
    since = today - timedelta(days=RISING_DAYS - 1)
    measures = {f"{_CATEGORY}{category}"[:40]: category for category in categories}
    counted = sums(db, viewer.place_id, Kind.TIP, measures, since, today)
    found = [(measures[measure], total) for measure, total in counted.items() if total > 0]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most]


def silent_communes(
    db: Session, viewer: Officer, *, on: date, today: date, days: int
) -> list[Place]:
    """Communes of the viewer without any outreach, forum or opened box in so many days, by name.

    `on` is the day whose tree is in use. Tips are not counted: they are not the unit's doing.
    """
    below = communes(db, viewer.place_id, on)
    active = select(DailyCount.place_id).where(
        DailyCount.place_id.in_([place.id for place in below]),
        DailyCount.kind.in_([Kind.OUTREACH, Kind.FORUM, Kind.MAILBOX]),
        DailyCount.measure == RECORDS,
        DailyCount.day > today - timedelta(days=days),
        DailyCount.value > 0,
    )
    awake = set(db.scalars(active.distinct()))
    return [place for place in below if place.id not in awake]


def ever(db: Session, place_id: UUID, kind: Kind | None = None) -> int:
    """How many things were ever recorded at a place, of one kind when it is given.

    Never falls, so the difference of two readings is what came in between.
    """
    query = select(func.sum(FeedTotal.total)).where(FeedTotal.place_id == place_id)
    if kind is not None:
        query = query.where(FeedTotal.kind == kind)
    return int(db.scalar(query) or 0)
