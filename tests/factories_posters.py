"""Posters to test with, issued the way a chief issues them."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import NOBODY, Who
from domain.people.models import Officer, Role
from domain.places.models import Place
from domain.posters import services
from domain.posters.models import Poster
from domain.posters.services import Acting, NewPoster
from domain.vault.keys import KeyRing
from tests.factories import PHUONG_TRA, TREE_DAY, make_officer, place

NOW = datetime(2024, 6, 5, 8, 30, tzinfo=UTC)
TODAY = date(2024, 6, 5)


def acting(by: Officer | None, *, now: datetime = NOW, on: date = TREE_DAY) -> Acting:
    """An officer, or nobody, at a fixed instant."""
    who = NOBODY if by is None else Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    return Acting(by=by, who=who, now=now, on=on)


def chief(db: Session, code: str = PHUONG_TRA, *, username: str = "") -> Officer:
    """A chief of the commune."""
    name = username or f"truong-{uuid4()}"
    return make_officer(db, name, role=Role.CHIEF, code=code, name="Đại úy Mẫu")


def issued(
    db: Session,
    ring: KeyRing,
    *,
    by: Officer | None = None,
    code: str = PHUONG_TRA,
    at: Place | None = None,
    spot: str = "Nhà văn hóa",
    id_: UUID | None = None,
    now: datetime = NOW,
) -> Poster:
    """A live poster of a commune, or of the place `at`."""
    by = by or chief(db, code)
    new = NewPoster(id=id_ or uuid4(), place=at or place(db, code), spot=spot)
    return services.issue(db, ring, acting=acting(by, now=now), new=new)
