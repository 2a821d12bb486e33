"""Writing the duty roster: shifts, a week copied, numbers that somebody dialled."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.base import new_record_id
from domain.clock import LOCAL_TIME, local_day
from domain.duty import content as rules
from domain.duty import queries
from domain.duty.content import ShiftContent, content_of
from domain.duty.models import DutyNumber, DutyShift
from domain.errors import SameIdOtherContent, StaleVersion
from domain.people.models import Officer
from domain.people.rules import Permission, require
from domain.vault.keys import KeyRing

KIND, NUMBER = "duty_shift", "duty_number"
"""What the audit log calls a shift, and a number of a unit's roster, by the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who keeps the roster of their own unit, how the audit log writes them, when, the keys."""

    by: Officer
    who: Who
    now: datetime
    ring: KeyRing = field(repr=False)


def add(db: Session, *, acting: Acting, shift_id: UUID, content: ShiftContent) -> DutyShift:
    """Enter a shift of the officer's own unit. The same id and content gives the one that stands.

    Raises `BadInput` with the first thing that is wrong, `SameIdOtherContent` for other content.
    """
    require(acting.by, Permission.KEEP_DUTY)
    already = db.get(DutyShift, shift_id)
    if already is not None:
        if already.unit_id != acting.by.place_id or content_of(already) != content:
            raise SameIdOtherContent
        return already
    _require_right(db, acting, content)
    shift = DutyShift(
        id=shift_id,
        unit_id=acting.by.place_id,
        author_id=acting.by.id,
        entered_at=acting.now,
        version=1,
    )
    _write(shift, content)
    db.add(shift)
    db.flush()
    _audit(db, acting, Action.DUTY_ADDED, shift)
    return shift


def change(
    db: Session, *, acting: Acting, shift: DutyShift, version: int, content: ShiftContent
) -> None:
    """Say anew what stands of a shift. Raises `StaleVersion` and `BadInput`."""
    require(acting.by, Permission.KEEP_DUTY)
    if content_of(shift) == content:
        return
    if version != shift.version:
        raise StaleVersion
    _require_right(db, acting, content)
    _write(shift, content)
    shift.version += 1
    _audit(db, acting, Action.DUTY_CHANGED, shift)


def cancel(db: Session, *, acting: Acting, shift: DutyShift) -> None:
    """Take a shift off the roster; twice changes nothing."""
    require(acting.by, Permission.KEEP_DUTY)
    if shift.cancelled_at is not None:
        return
    shift.cancelled_at = acting.now
    shift.version += 1
    _audit(db, acting, Action.DUTY_CANCELLED, shift)


def dialled(db: Session, *, acting: Acting, shift: DutyShift, number: str) -> None:
    """Say that the number of a shift was dialled today and answered: from now on people are told
    it whenever it stands in the unit's roster. Twice changes nothing.

    `number` is the one that stood on the page. Raises `StaleVersion` when the shift has another by
    now. The caller has seen to it that the shift is of a unit the officer may speak for.
    """
    require(acting.by, Permission.CONFIRM_DUTY)
    if shift.phone != number:
        raise StaleVersion
    if not queries.not_dialled(db, [shift]):
        return
    row = db.get(DutyNumber, (shift.unit_id, number))
    if row is None:
        row = DutyNumber(unit_id=shift.unit_id, number=number)
        db.add(row)
    row.dialled_on, row.at = local_day(acting.now), acting.now
    row.by_id, row.withdrawn_at = acting.by.id, None
    db.flush()
    _audit(db, acting, Action.DUTY_NUMBER_DIALLED, shift)


def withdraw_number(db: Session, *, acting: Acting, row: DutyNumber) -> None:
    """Tell people this number no more, from now on and whoever is on duty with it: they are told
    the unit's own until somebody dials this one again. Twice changes nothing.

    The caller has seen to it that the officer may speak for the unit.
    """
    require(acting.by, Permission.CONFIRM_DUTY)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = acting.now
    action = Action.DUTY_NUMBER_WITHDRAWN
    act = Act(action=action, object_kind=NUMBER, object_id=str(row.unit_id), reason=row.number)
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)


def copy_week(db: Session, *, acting: Acting, monday: date) -> int:
    """Repeat in the week of `monday` the shifts that began in the week before; how many were new.

    What stands already, what has passed and people who left are passed over, so that a second tap
    adds nothing.
    """
    require(acting.by, Permission.KEEP_DUTY)
    unit = acting.by.place_id
    people = {officer.id for officer in queries.colleagues(db, acting.by)}
    start, _ = rules.week_bounds(monday - rules.WEEK)
    standing = {content_of(shift) for shift in queries.week(db, unit, monday)}
    made = 0
    for shift in queries.week(db, unit, monday - rules.WEEK):
        content = _a_week_later(shift)
        known = shift.starts_at < start or content in standing
        if not known and not any(rules.problems(content, people=people, now=acting.now)):
            add(db, acting=acting, shift_id=new_record_id(acting.now), content=content)
            made += 1
    return made


def _a_week_later(shift: DutyShift) -> ShiftContent:
    return ShiftContent(
        officer_id=shift.officer_id,
        phone=shift.phone,
        starts_at=rules.later_by_weeks(shift.starts_at, 1),
        ends_at=rules.later_by_weeks(shift.ends_at, 1),
    )


def _require_right(db: Session, acting: Acting, content: ShiftContent) -> None:
    people = {officer.id for officer in queries.colleagues(db, acting.by)}
    for problem in rules.problems(content, people=people, now=acting.now):
        raise problem


def _write(shift: DutyShift, content: ShiftContent) -> None:
    shift.officer_id, shift.phone = content.officer_id, content.phone
    shift.starts_at, shift.ends_at = content.starts_at, content.ends_at


def _audit(db: Session, acting: Acting, action: Action, shift: DutyShift) -> None:
    # Villagers in need are told this number, and a change leaves nothing of the one before.
    began, ends = (at.astimezone(LOCAL_TIME) for at in (shift.starts_at, shift.ends_at))
    told = f"{shift.phone} {began:%Y-%m-%d %H:%M}..{ends:%Y-%m-%d %H:%M}"
    act = Act(action=action, object_kind=KIND, object_id=str(shift.id), reason=told)
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)
