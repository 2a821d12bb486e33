"""The demo's stage: example hamlets, officers and the units that things happen to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.demo.texts import DemoTexts, example_hamlets
from domain.people.models import Officer, Role
from domain.places import queries as places
from domain.places.loading import OLD_FROM
from domain.places.models import Level, Place
from domain.places.naming import hamlet_code
from domain.places.services import NewPlace, add, rebuild_scopes

ROOTS = {"2022": "873", "2025": "82"}
"""National code of the place whose communes the demo shows, by shape."""
TREE_DAYS = {"2022": "2025-06-30", "2025": ""}


@dataclass(slots=True)
class Unit:
    """One commune of the demo with whoever logs there."""

    place: Place
    hamlets: list[Place]
    officers: list[Officer] = field(default_factory=list)

    @property
    def chief(self) -> Officer:
        """The one who answers for the unit."""
        chiefs = [o for o in self.officers if o.role == Role.CHIEF]
        return chiefs[0] if chiefs else self.officers[0]

    def spot(self, rng: Random, *, whole_share: float) -> Place:
        """A hamlet, or now and then the whole commune."""
        if not self.hamlets or rng.random() < whole_share:
            return self.place
        return rng.choice(self.hamlets)


def _add_hamlets(db: Session) -> None:
    """Fill the communes of the old tree to six hamlets with plainly marked examples."""
    old = select(Place).where(Place.level == Level.COMMUNE, Place.valid_from == OLD_FROM)
    for commune in db.scalars(old).all():
        known = places.children(db, commune.id, OLD_FROM)
        made = example_hamlets(commune.level_label, [h.name for h in known])
        for number, hamlet in enumerate(made, start=len(known) + 1):
            add(
                db,
                place=NewPlace(
                    code=hamlet_code(commune.code, number),
                    level=Level.HAMLET,
                    level_label=hamlet.label,
                    name=hamlet.name,
                    full_name=hamlet.name,
                    parent_id=commune.id,
                    valid_from=OLD_FROM,
                    is_example=hamlet.is_example,
                    source="đặt ra cho bản dùng thử",
                ),
            )
    rebuild_scopes(db)


def _add_officers(db: Session, units: list[Unit], texts: DemoTexts, now: datetime) -> None:
    """Example officers; nobody can sign in as one of them."""
    chiefs = list(texts.officers_as(Role.CHIEF))
    others = list(texts.officers_as(Role.OFFICER))
    wanted = [(unit, chiefs[i]) for i, unit in enumerate(units) if i < len(chiefs)]
    wanted += [(units[i % len(units)], officer) for i, officer in enumerate(others)]
    for number, (unit, told) in enumerate(wanted, start=1):
        name = texts.long_name if number == len(wanted) else told.name
        officer = Officer(
            id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/officer-{number}"),
            username=f"mau{number:02d}",
            name=f"{told.rank} {name}",
            role=told.role,
            place_id=unit.place.id,
            created_at=now,
        )
        db.add(officer)
        unit.officers.append(officer)


def _give_numbers(offices: list[Place], *, on: date) -> None:
    """Duty numbers and addresses that are plainly examples, shown as if somebody had dialled and
    been there."""
    for number, office in enumerate(offices, start=101):
        office.address = f"số {number} đường Minh Họa (địa chỉ thử)"
        office.duty_phone = f"0900000{number}"
        office.duty_phone_checked_on = on
        office.duty_phone_checked_by = "bản dùng thử"


def build(
    db: Session, texts: DemoTexts, *, shape: str, on: date, now: datetime
) -> tuple[list[Unit], Place]:
    """Hamlets, officers and units of a shape; the place above them comes second."""
    _add_hamlets(db)
    root = places.by_code(db, ROOTS[shape], on)
    units = [
        Unit(place=commune, hamlets=list(places.hamlets(db, commune.id, on)))
        for commune in places.children(db, root.id, on)
    ]
    for unit in units:
        here = select(Officer).where(Officer.place_id == unit.place.id)
        unit.officers += db.scalars(here.order_by(Officer.username)).unique()
    _add_officers(db, units, texts, now)
    _give_numbers([root, *(unit.place for unit in units)], on=local_day(now))
    db.flush()  # Officers must stand before the records they logged.
    return units, root
