"""Who has opened which tip, for whoever stands above the reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

from domain.audit import reasons
from domain.audit.models import Action, AuditEntry
from domain.clock import instant
from domain.people.models import Officer, Role
from domain.people.rules import Permission, may, roles_below
from domain.places.queries import parent_unit
from domain.text import sort_key
from domain.tips import queries
from domain.tips.acting import KIND
from domain.tips.models import Tip
from domain.tips.queries import below_too, own_units
from domain.vault.keys import KeyRing

LOOKS = (
    Action.TIP_READ,
    Action.TIP_OPENED_FROM_ABOVE,
    Action.TIP_CONTACT_OPENED,
    Action.TIP_PHOTO_SEEN,
    Action.TIP_LINKS_READ,
    Action.TIP_ASKED_ELSEWHERE,
    Action.PAPER_READ,
    Action.TIP_IN_CASE_FILE,
)
"""Entries that say that somebody saw what lies in a tip."""
OF_REGISTER = Action.TIP_IN_REGISTER
"""The same of a tip whose words went out in a register. Asked for a tip these are told one by one;
among all looks a register is one line, or it would bury the others."""
_AT_ONCE = 100
_LAST_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is left open takes in all."""

    officer_id: UUID | None = None
    tip_ids: Sequence[UUID] | None = None
    first: date | None = None
    last: date | None = None
    contacts_only: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, when, at what, and why if a reason was stated."""

    seq: int
    at: datetime
    officer: Officer | None
    action: Action
    reason: str | None
    """None when its key is gone."""
    tip: Tip | None
    """None when it has been erased since, and for a register."""
    number: int
    """The one that the viewer's unit knows the tip by; 0 for an erased one."""


@dataclass(frozen=True, slots=True)
class Looks:
    """A page, newest first, and where the next one begins (None: the end)."""

    looks: Sequence[Look]
    next: int | None


def page(
    db: Session,
    ring: KeyRing,
    viewer: Officer,
    on: date,
    *,
    wanted: Wanted,
    below: int | None = None,
    limit: int = 30,
) -> Looks:
    """Looks by those who stand below the viewer, at tips that the viewer may know of."""
    found = list(islice(_walk(db, ring, viewer, on, wanted, below), limit + 1))
    next_ = found[limit - 1].seq if len(found) > limit else None
    return Looks(found[:limit], next_)


def readers(db: Session, viewer: Officer, on: date) -> list[Officer]:
    """The officers whose looks the viewer may see, by name."""
    query = select(Officer).where(_below(db, viewer, on, Officer.role, Officer.place_id))
    found = db.scalars(query.options(lazyload("*"))).all()
    return sorted(found, key=lambda officer: sort_key(officer.name))


def _walk(
    db: Session, ring: KeyRing, viewer: Officer, on: date, wanted: Wanted, below: int | None
) -> Iterator[Look]:
    """An entry names its tip as text, so what may be known of it is asked for a batch at a time."""
    query = _entries(db, viewer, on, wanted)
    while True:
        narrowed = query if below is None else query.where(AuditEntry.seq < below)
        entries = db.scalars(narrowed.order_by(AuditEntry.seq.desc()).limit(_AT_ONCE)).all()
        yield from _told(db, ring, viewer, on, entries)
        if len(entries) < _AT_ONCE:
            return
        below = entries[-1].seq


def _entries(db: Session, viewer: Officer, on: date, wanted: Wanted) -> Select[AuditEntry]:
    query = select(AuditEntry).where(
        _looks(wanted),
        AuditEntry.actor_id != viewer.id,
        _below(db, viewer, on, AuditEntry.role, AuditEntry.place_id),
    )
    if wanted.officer_id is not None:
        query = query.where(AuditEntry.actor_id == wanted.officer_id)
    if wanted.tip_ids is not None:
        query = query.where(AuditEntry.object_id.in_([str(id_) for id_ in wanted.tip_ids]))
    if wanted.first is not None:
        query = query.where(AuditEntry.at >= instant(wanted.first, None))
    if wanted.last is not None:
        query = query.where(AuditEntry.at < instant(wanted.last + _LAST_DAY, None))
    return query


def _looks(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.contacts_only:
        return AuditEntry.action == Action.TIP_CONTACT_OPENED.value
    looks = [action.value for action in LOOKS]
    if wanted.tip_ids is not None:
        looks.append(OF_REGISTER.value)
    of_tips = and_(AuditEntry.object_kind == KIND, AuditEntry.action.in_(looks))
    return or_(of_tips, AuditEntry.action == Action.REGISTER_EXPORTED.value)


def _below(
    db: Session,
    viewer: Officer,
    on: date,
    role: InstrumentedAttribute[Any],
    place: InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """Those whom the viewer stands above, by role and place. Over a topmost unit's supervisors
    stands nobody, so they read one another's looks."""
    if not may(viewer, Permission.READ_LOOKS):
        return false()
    own, scope = own_units(viewer, on), below_too(viewer, on)
    roles = [one.value for one in roles_below(viewer)]
    subordinates = and_(role.in_(roles), place.in_(scope))
    if viewer.role is not Role.SUPERVISOR:
        return subordinates
    is_topmost = parent_unit(db, viewer.place) is None
    peers = place.in_(scope) if is_topmost else and_(place.in_(scope), place.not_in(own))
    return or_(subordinates, and_(role == Role.SUPERVISOR.value, peers))


def _told(
    db: Session, ring: KeyRing, viewer: Officer, on: date, entries: Sequence[AuditEntry]
) -> Iterator[Look]:
    ids = {UUID(entry.object_id) for entry in entries}
    standing = set(db.scalars(select(Tip.id).where(Tip.id.in_(ids))))
    query = queries.visible(viewer, on).where(Tip.id.in_(ids))
    known = {tip.id: tip for tip in db.scalars(query)}
    numbers = queries.numbers(db, viewer, list(known.values()), on)
    actors = {entry.actor_id for entry in entries}
    stated = reasons.read(db, ring, entries)
    people = {one.id: one for one in db.scalars(select(Officer).where(Officer.id.in_(actors)))}
    for entry in entries:
        tip_id = UUID(entry.object_id)
        if tip_id in known or tip_id not in standing:
            yield Look(
                seq=entry.seq,
                at=entry.at,
                officer=people.get(entry.actor_id) if entry.actor_id else None,
                action=Action(entry.action),
                reason=stated[entry.seq],
                tip=known.get(tip_id),
                number=numbers.get(tip_id, 0),
            )
