"""What an officer can choose from when planning: what the record can be logged with later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from domain.forums import choices as forums
from domain.outreach import choices as outreach
from domain.people.models import Officer
from domain.places.models import Place
from domain.plans.models import PlanKind
from domain.reference.models import ReferenceItem
from domain.reference.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lists of one kind of record, as planning needs them."""

    lists: forums.Choices | outreach.Choices = field(repr=False)
    """What the record itself is logged with."""

    @property
    def unit(self) -> Place:
        """The unit itself."""
        return self.lists.unit

    @property
    def areas(self) -> Sequence[Place]:
        """Hamlets of a commune; for a larger unit its communes."""
        return self.lists.areas

    @property
    def partners(self) -> dict[str, ReferenceItem]:
        """Who else may take part."""
        return self.lists.partners

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.lists.settings

    @property
    def channels(self) -> dict[str, ReferenceItem]:
        """The channels of outreach; a forum has none."""
        return self.lists.channels if isinstance(self.lists, outreach.Choices) else {}

    @property
    def chief(self) -> str:
        """Who chairs a forum as a rule, "" for outreach."""
        return self.lists.chief if isinstance(self.lists, forums.Choices) else ""

    def place_ids(self) -> set[str]:
        """Every place that can be chosen, by its id as text."""
        return {str(place.id) for place in (*self.areas, self.unit)}


def choices_for(
    db: Session, officer: Officer, kind: PlanKind, *, on: date, tree_day: date
) -> Choices:
    """Everything to choose from on a day; `tree_day` is the day whose tree of places is in use."""
    of_kind = forums if kind is PlanKind.FORUM else outreach
    return Choices(lists=of_kind.choices_for(db, officer, on=on, tree_day=tree_day))
