"""Events that were held: how many the unit has, and in how many of them an officer had a part.

Records of one event that several units share count once: the one that was entered first stands
for all of them, with the largest number that any of them told. So do the sums of the feed.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.base import table_of
from domain.engines import ready
from domain.feed.models import DailyCount, Kind
from domain.forums.models import Forum, Opinion, Outcome
from domain.numbers.periods import Period, month_of
from domain.outreach.models import Outreach, OutreachCount
from domain.people.models import Officer
from domain.places.models import PlaceScope
from domain.places.queries import scope_of

Held = Outreach | Forum


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure: the officer's own and the whole unit's."""

    own: int = 0
    unit: int = 0

    def __add__(self, other: "Pair") -> "Pair":
        return Pair(self.own + other.own, self.unit + other.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forums:
    """What came of the forums of a period."""

    records: Pair
    people: Pair
    opinions: Pair
    answered: Pair


def _key(model: type[Held]) -> ColumnElement[UUID]:
    """The same for all records of one event."""
    return func.coalesce(model.event_id, model.id)


def _standing(model: type[Held], officer: Officer) -> list[ColumnElement[bool]]:
    return [model.withdrawn_at.is_(None), model.place_id.in_(scope_of(officer.place_id))]


def _events(model: type[Held], officer: Officer, period: Period) -> Subquery:
    """The records that stand for their events: id, event, place, and 1 where the officer logged
    one of the event's records."""
    first, mine = aliased(model), aliased(model)
    earlier = exists().where(
        first.event_id == model.event_id,
        first.withdrawn_at.is_(None),
        or_(
            first.entered_at < model.entered_at,
            and_(first.entered_at == model.entered_at, first.id < model.id),
        ),
    )
    shared = exists().where(
        mine.event_id == model.event_id,
        mine.withdrawn_at.is_(None),
        mine.author_id == officer.id,
    )
    own = case((or_(model.author_id == officer.id, shared), 1), else_=0)
    columns = [model.id, _key(model).label("event"), model.place_id, own.label("own")]
    if model is Outreach:
        columns.append(Outreach.channel)
    query = select(*columns).where(
        *_standing(model, officer), model.held_on.between(period.since, period.until), ~earlier
    )
    return query.subquery()


def by_channel(db: Session, officer: Officer, period: Period) -> dict[str, Pair]:
    """Outreach activities by the code of their channel, the most frequent of the unit first."""
    events = _events(Outreach, officer, period)
    count = func.count(events.c.id)
    query = select(events.c.channel, func.sum(events.c.own), count).group_by(events.c.channel)
    rows = db.execute(query.order_by(count.desc(), events.c.channel))
    return {row[0]: Pair(int(row[1]), int(row[2])) for row in rows}


def counted(db: Session, officer: Officer, period: Period) -> dict[tuple[str, str], Pair]:
    """What was counted, by (channel, unit)."""
    events = _events(Outreach, officer, period)
    told = (
        select(
            _key(Outreach).label("event"),
            OutreachCount.unit,
            func.max(OutreachCount.value).label("value"),
        )
        .join(OutreachCount, OutreachCount.outreach_id == Outreach.id)
        .where(Outreach.withdrawn_at.is_(None), _key(Outreach).in_(select(events.c.event)))
        .group_by(_key(Outreach), OutreachCount.unit)
        .subquery()
    )
    total = func.sum(told.c.value)
    own = func.sum(told.c.value * events.c.own)
    query = (
        select(events.c.channel, told.c.unit, own, total)
        .join(told, told.c.event == events.c.event)
        .group_by(events.c.channel, told.c.unit)
    )
    return {(row[0], row[1]): Pair(int(row[2]), int(row[3])) for row in db.execute(query)}


def forums(db: Session, officer: Officer, period: Period) -> Forums:
    """Forums, people there, opinions, and those that were answered there or since."""
    events = _events(Forum, officer, period)
    is_answered = or_(Opinion.outcome == Outcome.ANSWERED, Opinion.answered_on.is_not(None))
    raised = (
        select(
            Opinion.forum_id,
            func.count(Opinion.id).label("opinions"),
            func.sum(case((is_answered, 1), else_=0)).label("answered"),
        )
        .group_by(Opinion.forum_id)
        .subquery()
    )
    told = (
        select(
            _key(Forum).label("event"),
            func.max(func.coalesce(Forum.attendance, 0)).label("people"),
            func.max(func.coalesce(raised.c.opinions, 0)).label("opinions"),
            func.max(func.coalesce(raised.c.answered, 0)).label("answered"),
        )
        .outerjoin(raised, raised.c.forum_id == Forum.id)
        .where(Forum.withdrawn_at.is_(None), _key(Forum).in_(select(events.c.event)))
        .group_by(_key(Forum))
        .subquery()
    )
    figures = (told.c.people, told.c.opinions, told.c.answered)
    sums = [func.sum(events.c.own), func.count(events.c.id)]
    for figure in figures:
        sums += [func.sum(figure * events.c.own), func.sum(figure)]
    row = db.execute(select(*sums).join(told, told.c.event == events.c.event)).one()
    pairs = [Pair(int(row[n] or 0), int(row[n + 1] or 0)) for n in range(0, len(row), 2)]
    return Forums(records=pairs[0], people=pairs[1], opinions=pairs[2], answered=pairs[3])


def own_by_area(
    db: Session, officer: Officer, period: Period, areas: list[UUID]
) -> dict[UUID, int]:
    """In how many events of each area the officer had a part; the unit's own place stands for
    what was held for all of it."""
    found: dict[UUID, int] = {}
    for model in (Outreach, Forum):
        events = _events(model, officer, period)
        area = func.coalesce(PlaceScope.viewer_id, events.c.place_id)
        query = (
            select(area, func.count(events.c.id))
            .select_from(events)
            .outerjoin(
                PlaceScope,
                (PlaceScope.place_id == events.c.place_id) & PlaceScope.viewer_id.in_(areas),
            )
            .where(events.c.own == 1)
            .group_by(area)
        )
        for place_id, count in db.execute(query):
            found[place_id] = found.get(place_id, 0) + count
    return found


_OUTREACH, _FORUMS, _COUNTS = table_of(Outreach), table_of(Forum), table_of(DailyCount)
_SCOPES = table_of(PlaceScope)


def _own_count(kind: Kind) -> ColumnElement[int]:
    table = _OUTREACH if kind is Kind.OUTREACH else _FORUMS
    events = func.count(func.coalesce(table.c.event_id, table.c.id).distinct())
    seen = select(_SCOPES.c.place_id).where(_SCOPES.c.viewer_id == bindparam("place"))
    return (
        select(events)
        .where(
            table.c.author_id == bindparam("officer"),
            table.c.held_on.between(bindparam("since"), bindparam("until")),
            table.c.withdrawn_at.is_(None),
            table.c.place_id.in_(seen),
        )
        .scalar_subquery()
    )


_LINE = ready(
    select(
        _own_count(Kind.OUTREACH),
        _own_count(Kind.FORUM),
        select(func.coalesce(func.sum(_COUNTS.c.value), 0))
        .where(
            _COUNTS.c.place_id == bindparam("place"),
            or_(_COUNTS.c.kind == Kind.OUTREACH, _COUNTS.c.kind == Kind.FORUM),
            _COUNTS.c.measure == "records",
            _COUNTS.c.day.between(bindparam("since"), bindparam("until")),
        )
        .scalar_subquery(),
    )
)
"""Put together once: the home screen asks for it every time it is opened."""


@dataclass(frozen=True, slots=True)
class Month:
    """This month so far: the officer's own outreach and forums, and all of the unit's."""

    outreach: int
    forums: int
    unit: int

    @property
    def own(self) -> int:
        """Both kinds together."""
        return self.outreach + self.forums


def this_month(db: Session, officer: Officer, today: date) -> Month:
    """What the home screen says in one line."""
    month = month_of(today)
    values = {
        "officer": officer.id,
        "place": officer.place_id,
        "since": month.since,
        "until": month.until,
    }
    return Month(*map(int, _LINE.one(db, values)))
