"""What the home screen says of plans: today's, the next days', and those without a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, case, select
from sqlalchemy.orm import Session, aliased

from domain.engines import ready
from domain.people.models import Officer
from domain.places.models import Level, Place, PlaceScope
from domain.places.naming import in_a_sentence
from domain.plans.models import Plan, PlanKind
from domain.plans.queries import IN_ORDER, is_open

MOST = 4
"""Lines on the home screen."""
NEXT_DAYS = timedelta(days=7)
STILL_ASKED = timedelta(days=30)
"""How long the home screen asks what became of a plan; the list goes on asking."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An open plan in a line."""

    id: UUID
    kind: PlanKind
    planned_on: date
    starts_at: time | None
    venue: str
    channel: str
    moved_from: date | None
    level: Level
    place: str
    commune: str
    """In which a hamlet lies that is not the reader's own commune's."""
    cancelled_at: None = None
    """Never: what is cancelled does not come."""

    @property
    def where(self) -> str:
        """The place, with its commune where that is not the reader's own: "Ấp 3, xã Ba Sao"."""
        return f"{self.place}, {in_a_sentence(self.commune)}" if self.commune else self.place


def at_home(db: Session, viewer: Officer, *, today: date) -> list[Upcoming]:
    """What the officer's own unit has to do with: today's, the next days', those unanswered."""
    asked = _OF_COMMUNE if viewer.place.level is Level.COMMUNE else _OF_OWN_PEOPLE
    values = {
        "place": viewer.place_id,
        "since": today - STILL_ASKED,
        "until": today + NEXT_DAYS,
    }
    return _most_pressing([Upcoming(*row) for row in asked.all(db, values)], today)


def _most_pressing(plans: Sequence[Upcoming], today: date) -> list[Upcoming]:
    """A few of them: of those unanswered one has its line however much is to come."""
    ahead = [plan for plan in plans if plan.planned_on >= today]
    passed = [plan for plan in reversed(plans) if plan.planned_on < today]
    shown = ahead[: MOST - len(passed[:1])]
    return [*shown, *passed[: MOST - len(shown)]]


_COMMUNE = aliased(Place)
_OPEN = (
    select(
        Plan.id,
        Plan.kind,
        Plan.planned_on,
        Plan.starts_at,
        Plan.venue,
        Plan.channel,
        Plan.moved_from,
        Place.level,
        Place.full_name,
        case((_COMMUNE.id.is_(None), ""), else_=_COMMUNE.full_name),
    )
    .join(Place, Place.id == Plan.place_id)
    .outerjoin(
        _COMMUNE,
        and_(
            Place.level == Level.HAMLET,
            _COMMUNE.id == Place.parent_id,
            _COMMUNE.id != bindparam("place"),
        ),
    )
    .where(
        Plan.place_id.in_(
            select(PlaceScope.place_id).where(PlaceScope.viewer_id == bindparam("place"))
        ),
        is_open(),
        Plan.planned_on.between(bindparam("since"), bindparam("until")),
    )
    .order_by(*IN_ORDER)
)
_OF_COMMUNE = ready(_OPEN)
_OF_OWN_PEOPLE = ready(
    _OPEN.where(
        Plan.author_id.in_(select(Officer.id).where(Officer.place_id == bindparam("place")))
    )
)
"""Put together once: the home screen asks for one of them every time it is opened."""
