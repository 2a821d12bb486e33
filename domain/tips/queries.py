"""Reading tips as staff: what a unit received, and what a supervisor above may ask to open."""

import functools
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from domain.errors import NotFound
from domain.people.models import Officer, Role
from domain.people.rules import Permission, may
from domain.places.models import Place, PlaceScope
from domain.places.queries import scope_of
from domain.tips.lifted import TO_PARENT
from domain.tips.models import EndCheck, Tip, TipState
from domain.tips.work_models import TipWatcher


def own_units(viewer: Officer, on: date) -> Select[UUID]:
    """The units whose tips the viewer's own unit receives, as a subquery: itself, and those it
    took over from.

    A unit that has ended belongs to the nearest place above that exists on the day `on`. Nothing
    for whoever may not read tips.
    """
    query = units_at(viewer.place_id, on)
    return query if may(viewer, Permission.READ_TIPS) else query.where(false())


# A tip's page asks for it a dozen times: the statement, not what it finds, is kept.
@functools.lru_cache(maxsize=64)
def units_at(place_id: Any, on: Any) -> Select[UUID]:
    """The same for whoever sits at a place and may read tips; a statement that is put together
    once has parameters for both."""
    unit = aliased(Place)
    query = select(unit.id).join(PlaceScope, PlaceScope.place_id == unit.id)
    ended = and_(unit.unit_title != "", unit.valid_to < on, ~_served_closer(unit, place_id, on))
    return query.where(PlaceScope.viewer_id == place_id, or_(unit.id == place_id, ended))


def _served_closer(unit: type[Place], place_id: Any, on: Any) -> ColumnElement[bool]:
    """Whether a living unit below the viewer's already took the ended unit over."""
    seen, closer = aliased(PlaceScope), aliased(Place)
    found = (
        select(closer.id)
        .join(seen, seen.viewer_id == closer.id)
        .where(
            seen.place_id == unit.id,
            closer.id != place_id,
            closer.id.in_(scope_of(place_id)),
            closer.unit_title != "",
            closer.valid_from <= on,
            or_(closer.valid_to.is_(None), closer.valid_to >= on),
        )
    )
    return found.correlate(unit).exists()


def below_too(viewer: Officer, on: date) -> Select[UUID]:
    """The units whose tips the viewer may know of: those below as well for a supervisor."""
    if viewer.role is Role.SUPERVISOR and may(viewer, Permission.READ_TIPS):
        return scope_of(viewer.place_id)
    return own_units(viewer, on)


def visible(viewer: Officer, on: date) -> Select[Tip]:
    """Tips whose line the viewer may see: what was handed on too. What waits apart is the
    receiving unit's alone, but for the part of it that `_shown_above` tells."""
    own = Tip.unit_id.in_(own_units(viewer, on))
    watched = and_(Tip.id.in_(watched_by(viewer, on)), Tip.is_quarantined.is_(False))
    below = and_(Tip.unit_id.in_(below_too(viewer, on)), _shown_above())
    return select(Tip).where(or_(own, below, watched))


def _shown_above() -> ColumnElement[bool]:
    """What a unit above may know of: all that lies in the inbox; of what waits apart the tips whose
    sender asked to look again, and those drawn of what one person alone cleared."""
    sample = and_(Tip.is_sampled.is_(True), Tip.end_check == EndCheck.PENDING)
    return or_(Tip.is_quarantined.is_(False), Tip.appealed_on.is_not(None), sample)


def watched_by(viewer: Officer, on: date) -> Select[UUID]:
    """Tips that the viewer's unit handed on and still follows."""
    return select(TipWatcher.tip_id).where(TipWatcher.unit_id.in_(own_units(viewer, on)))


def lifted_below(viewer: Officer, on: date) -> ColumnElement[bool]:
    """Tips of units below a supervisor that lie open without a stated reason. The days that a
    second person has are weighed by `lifted` when one is opened; here all that wait are shown."""
    if viewer.role is not Role.SUPERVISOR or not may(viewer, Permission.READ_TIPS):
        return false()
    unopened = and_(Tip.state == TipState.NEW, Tip.opened_at.is_(None), Tip.escalation >= TO_PARENT)
    return and_(
        Tip.unit_id.in_(below_too(viewer, on)),
        Tip.unit_id.not_in(own_units(viewer, on)),
        _shown_above(),
        or_(Tip.appealed_on.is_not(None), unopened, Tip.end_check == EndCheck.PENDING),
    )


def numbers(db: Session, viewer: Officer, tips: Sequence[Tip], on: date) -> dict[UUID, int]:
    """The number that the viewer's unit knows each tip by: its own, also after handing it on."""
    query = select(TipWatcher.tip_id, TipWatcher.number).where(
        TipWatcher.tip_id.in_([tip.id for tip in tips]),
        TipWatcher.unit_id.in_(own_units(viewer, on)),
    )
    ours = {row.tip_id: row.number for row in db.execute(query)}
    return {tip.id: ours.get(tip.id, tip.number) for tip in tips}


def get_visible(db: Session, viewer: Officer, tip_id: UUID, on: date) -> Tip:
    """The tip, if the viewer may know of it. Raises `NotFound` alike for unseen and absent.

    What stands in it is opened by `access.require_open`: a supervisor states a reason first.
    """
    tip = db.scalars(visible(viewer, on).where(Tip.id == tip_id)).one_or_none()
    if tip is None:
        raise NotFound
    return tip


def get_own(db: Session, viewer: Officer, tip_id: UUID, on: date) -> Tip:
    """The tip, if the viewer's own unit received it. Raises `NotFound`."""
    query = select(Tip).where(Tip.id == tip_id, Tip.unit_id.in_(own_units(viewer, on)))
    tip = db.scalars(query).one_or_none()
    if tip is None:
        raise NotFound
    return tip


def get_to_handle(db: Session, viewer: Officer, tip_id: UUID, on: date) -> Tip:
    """`get_own`, locked until the end of the transaction and read anew. Raises `NotFound`."""
    db.execute(select(Tip.id).where(Tip.id == tip_id).with_for_update())
    tip = get_own(db, viewer, tip_id, on)
    db.refresh(tip)
    return tip


def get_to_judge(db: Session, viewer: Officer, tip_id: UUID, on: date) -> Tip:
    """`get_visible`, locked until the end of the transaction and read anew. Raises `NotFound`."""
    db.execute(select(Tip.id).where(Tip.id == tip_id).with_for_update())
    tip = get_visible(db, viewer, tip_id, on)
    db.refresh(tip)
    return tip


def quarantined(db: Session, viewer: Officer, tip_ids: Sequence[UUID], on: date) -> Sequence[Tip]:
    """Those of the tips that wait apart in the own unit, locked: of many a colleague may just have
    let one into the inbox. Raises `NotFound` when none of them is one."""
    wanted = set(tip_ids)
    query = select(Tip).where(
        Tip.id.in_(wanted),
        Tip.unit_id.in_(own_units(viewer, on)),
        Tip.is_quarantined.is_(True),
    )
    db.execute(select(Tip.id).where(Tip.id.in_(wanted)).order_by(Tip.id).with_for_update())
    tips = db.scalars(query.order_by(Tip.received_on, Tip.number)).all()
    if wanted and not tips:
        raise NotFound
    return tips


def by_number(
    db: Session, viewer: Officer, number: int, on: date, *, limit: int = 50
) -> Sequence[Tip]:
    """Tips that bear a number: each unit has a series of its own, so there may be several."""
    under_it = watched_by(viewer, on).where(TipWatcher.number == number)
    here = and_(Tip.number == number, Tip.id.not_in(watched_by(viewer, on)))
    query = visible(viewer, on).where(or_(here, Tip.id.in_(under_it)))
    return db.scalars(query.order_by(Tip.received_on.desc(), Tip.id).limit(limit)).all()
