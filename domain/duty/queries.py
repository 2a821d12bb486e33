"""Reading the duty roster: who is on duty at an instant, and what people may be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.duty.content import week_bounds
from domain.duty.models import DutyNumber, DutyShift
from domain.errors import NotFound
from domain.people.models import Officer, Role
from domain.places import queries as places
from domain.places.models import Place
from domain.places.queries import scope_of, valid_on

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Whom to phone at a unit now. `phone` may be empty: then nobody has dialled a number."""

    phone: str
    is_staffed: bool
    """Somebody is on duty now, as the roster says; else people are told to phone first."""
    calls_from: Sequence[str]
    """Every number that the unit calls people from, whoever is on duty then: its own, which stands
    on its posters, in front."""


def on_duty(db: Session, unit_id: UUID, at: datetime) -> DutyShift | None:
    """Who is on duty at a unit; of several the one whose shift began last."""
    return next(iter(all_on_duty(db, unit_id, at)), None)


def all_on_duty(db: Session, unit_id: UUID, at: datetime) -> Sequence[DutyShift]:
    """Everybody on duty at a unit, the one whose shift began last in front."""
    query = _standing().where(
        DutyShift.unit_id == unit_id, DutyShift.ends_at > at, DutyShift.starts_at <= at
    )
    return db.scalars(query.order_by(DutyShift.starts_at.desc(), DutyShift.id)).unique().all()


def duty_line(db: Session, unit_id: UUID, at: datetime) -> Line:
    """What people may be told: the phone of the shift, else the unit's own, each once it was
    dialled. Whoever can write the roster must not be able to send victims to a number of theirs."""
    shift, own = on_duty(db, unit_id, at), places.get(db, unit_id).duty_call.shown
    numbers = select(DutyNumber.number).where(
        DutyNumber.unit_id == unit_id, DutyNumber.withdrawn_at.is_(None)
    )
    told = db.scalars(numbers.order_by(DutyNumber.number)).all()
    return Line(
        phone=shift.phone if shift and shift.phone in told else own,
        is_staffed=shift is not None,
        calls_from=[number for number in dict.fromkeys([own, *told]) if number],
    )


def not_dialled(db: Session, shifts: Sequence[DutyShift]) -> set[UUID]:
    """The shifts whose number people are not told, since nobody said that it was dialled."""
    units = {shift.unit_id for shift in shifts}
    rows = db.scalars(_told().where(DutyNumber.unit_id.in_(units)))
    known = {(row.unit_id, row.number) for row in rows}
    known |= {(id_, places.get(db, id_).duty_call.shown) for id_ in units}
    return {shift.id for shift in shifts if (shift.unit_id, shift.phone) not in known}


def week(db: Session, unit_id: UUID, monday: date) -> Sequence[DutyShift]:
    """The unit's shifts that touch a week, in order."""
    start, end = week_bounds(monday)
    query = _standing().where(
        DutyShift.unit_id == unit_id, DutyShift.ends_at > start, DutyShift.starts_at < end
    )
    ordered = query.order_by(DutyShift.starts_at, DutyShift.id).limit(SHOWN)
    return db.scalars(ordered).unique().all()


def last_of(db: Session, unit_id: UUID) -> DutyShift | None:
    """The shift with which the unit's roster ends."""
    query = _standing().where(DutyShift.unit_id == unit_id)
    return db.scalars(query.order_by(DutyShift.ends_at.desc()).limit(1)).unique().first()


def get(db: Session, viewer: Officer, shift_id: UUID, *, cancelled_too: bool = False) -> DutyShift:
    """A shift of the viewer's own unit. Raises `NotFound` alike for others' and absent ones."""
    query = select(DutyShift) if cancelled_too else _standing()
    own = query.where(DutyShift.id == shift_id, DutyShift.unit_id == viewer.place_id)
    shift = db.scalars(own).unique().one_or_none()
    if shift is None:
        raise NotFound
    return shift


def get_to_confirm(db: Session, viewer: Officer, shift_id: UUID) -> DutyShift:
    """A shift of the viewer's unit, or for a supervisor of one below. Raises `NotFound`."""
    query = _standing().where(DutyShift.id == shift_id, DutyShift.unit_id.in_(_spoken_for(viewer)))
    shift = db.scalars(query).unique().one_or_none()
    if shift is None:
        raise NotFound
    return shift


def numbers(db: Session, viewer: Officer) -> Sequence[DutyNumber]:
    """The numbers that people are told of the units the viewer speaks for, the own unit's first."""
    query = _told().where(DutyNumber.unit_id.in_(_spoken_for(viewer)))
    rows = db.scalars(query.order_by(DutyNumber.number)).unique()
    own = viewer.place_id
    return sorted(rows, key=lambda row: (row.unit_id != own, row.unit.sort_key))


def get_number(db: Session, viewer: Officer, unit_id: UUID, number: str) -> DutyNumber:
    """A number that was once dialled for a unit the viewer speaks for, locked. Raises
    `NotFound`."""
    query = select(DutyNumber).where(
        DutyNumber.unit_id == unit_id,
        DutyNumber.number == number,
        DutyNumber.unit_id.in_(_spoken_for(viewer)),
    )
    row = db.scalars(query.with_for_update(of=DutyNumber)).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def colleagues(db: Session, viewer: Officer) -> Sequence[Officer]:
    """Who may be on duty in the viewer's unit: its active police, by name."""
    query = select(Officer).where(
        Officer.place_id == viewer.place_id,
        Officer.is_active.is_(True),
        Officer.organisation == "",
    )
    return db.scalars(query.order_by(Officer.name, Officer.id)).unique().all()


def below(
    db: Session, viewer: Officer, on: date, *, at: datetime
) -> list[tuple[Place, DutyShift | None]]:
    """Who is on duty in each unit under the viewer's, by name of the unit.

    `on` is the day whose tree of places is in use.
    """
    query = select(Place).where(
        Place.id.in_(scope_of(viewer.place_id)),
        Place.id != viewer.place_id,
        Place.unit_title != "",
        valid_on(on),
    )
    units = db.scalars(query.order_by(Place.sort_key)).all()
    now_on = _standing().where(
        DutyShift.unit_id.in_([unit.id for unit in units]),
        DutyShift.ends_at > at,
        DutyShift.starts_at <= at,
    )
    found: dict[UUID, DutyShift] = {}
    for shift in db.scalars(now_on.order_by(DutyShift.starts_at)).unique():
        found[shift.unit_id] = shift
    return [(unit, found.get(unit.id)) for unit in units]


def _spoken_for(viewer: Officer) -> Select[UUID] | Sequence[UUID]:
    """The units for whose numbers the viewer speaks."""
    return scope_of(viewer.place_id) if viewer.role is Role.SUPERVISOR else [viewer.place_id]


def _told() -> Select[DutyNumber]:
    return select(DutyNumber).where(DutyNumber.withdrawn_at.is_(None))


def _standing() -> Select[DutyShift]:
    return select(DutyShift).where(DutyShift.cancelled_at.is_(None))
