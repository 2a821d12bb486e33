"""Categories that have a page of their own for people, by the list's column `guide`."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem


class Guide(StrEnum):
    """What such a page is about."""

    PICTURES = "pictures"
    """Threats to spread private pictures."""
    HELD = "held"
    """Somebody is held, often for ransom: such a tip jumps the queue."""


def guide_of(item: ReferenceItem) -> Guide | None:
    """The page of a category; none when it has none, or names one that is not."""
    name = item.details.get("guide", "")
    return Guide(name) if name in set(Guide) else None


def of_held(items: Iterable[ReferenceItem]) -> frozenset[str]:
    """The categories of people who are held."""
    return frozenset(item.code for item in items if guide_of(item) is Guide.HELD)


def held(db: Session, on: date) -> frozenset[str]:
    """The same of the list as it stands on the day."""
    return of_held(reference.items(db, ListKey.TIP_CATEGORIES, on))
