"""What the clock does by itself, every minute: tips that nobody opens are carried up.

Each step is one statement that only one of several runs can win, and whoever is told is told
once, so that two processes at once do what one does.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, lazyload, load_only

from domain.clock import half_day_start
from domain.duty import queries as duty
from domain.notices import recipients, waking
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.notices.services import Reminder
from domain.people.rules import Permission, may
from domain.reference.settings import Settings
from domain.tips import reminding, steps
from domain.tips.inbox import received_at, waiting_hours
from domain.tips.lifted import TO_PARENT
from domain.tips.models import StepKind, Tip, TipState
from domain.tips.unopened import begun_by
from domain.tips.watch import AT_ONCE, Piece, Watch, in_pieces
from domain.tips.work_models import TipTransfer
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

TO_CHIEF = 1
"""`Tip.escalation` once the chief was told; the line of the timeline notes it."""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Told once is told for good, unless the tip is handed to the unit anew."""


def pieces(
    db: Session, ring: KeyRing, *, now: datetime, on: date, settings: Settings
) -> list[Piece]:
    """What there is to do: carry up what nobody opens; remind of limits, of promised news, of a
    flood. Nothing is written yet.

    Each piece fits into a short transaction of its own. Done again, or by two at once, it changes
    nothing; what is left undone is found by the next look. `on` is the day whose tree of places is
    in use.
    """
    watch = Watch(ring=ring, now=now, on=on, settings=settings)
    return [*in_pieces(_carry, watch, _to_carry(db, watch)), *reminding.pieces(db, watch)]


def _to_carry(db: Session, watch: Watch) -> list[UUID]:
    desks: dict[UUID, Collection[UUID]] = {}
    found = []
    for tip in _unopened(db, watch):
        if tip.is_urgent and tip.unit_id not in desks:
            desks[tip.unit_id] = _desk(db, watch, tip)
        reached = _reached(db, watch, tip)
        if reached is None:
            continue
        if reached > tip.escalation or (
            tip.is_urgent and notices.untold(db, _urgent(db, tip, desks[tip.unit_id]))
        ):
            found.append(tip.id)
    return found


def _unopened(db: Session, watch: Watch, *wanted: ColumnElement[bool]) -> Sequence[Tip]:
    """The urgent ones, and those whose half-day lets them have waited too long."""
    begun = watch.now - timedelta(hours=watch.settings["unread_alert_hours"])
    query = select(Tip).where(
        Tip.is_quarantined.is_(False),
        Tip.state == TipState.NEW,
        Tip.opened_at.is_(None),
        Tip.escalation < TO_PARENT,
        or_(Tip.is_urgent.is_(True), begun_by(begun)),
        *wanted,
    )
    needed = load_only(
        Tip.unit_id,
        Tip.state,
        Tip.is_urgent,
        Tip.escalation,
        Tip.accepted_at,
        Tip.key_id,
        Tip.wrapped_key,
        Tip.sealed_received,
    )
    ordered = query.order_by(Tip.is_urgent.desc(), Tip.received_on, Tip.id).limit(AT_ONCE)
    return db.scalars(ordered.options(needed, lazyload("*"))).all()


def _carry(watch: Watch, ids: Sequence[UUID], db: Session) -> None:
    """Tell the desk of urgent tips, then take every step that each one's clock has reached."""
    for tip in _unopened(db, watch, Tip.id.in_(ids)):
        desk = _desk(db, watch, tip) if tip.is_urgent else ()
        # Whoever opens a tip takes its row before its notices: in the same order nobody blocks.
        for step in range(tip.escalation + 1, (_reached(db, watch, tip) or 0) + 1):
            _take(db, watch, tip, step, desk)
        if tip.is_urgent:
            notices.remind(db, _urgent(db, tip, desk), now=watch.now)


def _urgent(db: Session, tip: Tip, desk: Collection[UUID]) -> Reminder:
    since = _handed_on(db, tip) or _LONG_AGO
    return Reminder(officer_ids=desk, kind=NoticeKind.URGENT, subject=tip.id, since=since)


def _take(db: Session, watch: Watch, tip: Tip, step: int, desk: Collection[UUID]) -> None:
    whom = (recipients.chiefs if step == TO_CHIEF else recipients.above)(db, tip.unit_id, watch.on)
    still = Tip.id == tip.id, Tip.escalation < step, Tip.opened_at.is_(None)
    won = db.execute(
        update(Tip)
        .where(*still)
        .values(escalation=step)
        .returning(Tip.id)
        .execution_options(synchronize_session=False)
    ).first()
    if won is None or not whom:
        return
    # When it came can be told from when it was carried up: no more than the half-day stays.
    at = half_day_start(watch.now)
    steps.add(db, watch.ring, tip=tip, kind=StepKind.ESCALATED, by=None, now=at, note=str(step))
    if tip.is_urgent:
        # The phone of whoever is on duty lay still, or its call was not heard: once more.
        waking.queue(db, desk, at=watch.now)
    kind = NoticeKind.URGENT if tip.is_urgent else NoticeKind.UNOPENED
    notices.tell(db, officer_ids=whom, kind=kind, subject=tip.id, now=watch.now)


def _reached(db: Session, watch: Watch, tip: Tip) -> int | None:
    """How far up the tip's clock has carried it; None when its key is gone, which another page
    reports."""
    try:
        waited = _waited(db, watch, tip)
    except CannotOpen:
        return None
    to_chief, to_parent = _limits(watch.settings, is_urgent=tip.is_urgent)
    return 2 if waited >= to_parent else 1 if waited >= to_chief else 0


def _waited(db: Session, watch: Watch, tip: Tip) -> timedelta:
    handed = _handed_on(db, tip)
    if handed is not None:
        return watch.now - handed
    if tip.is_urgent:
        return watch.now - received_at(watch.ring, tip)
    return timedelta(hours=waiting_hours(watch.ring, tip, watch.now))


def _limits(settings: Settings, *, is_urgent: bool) -> tuple[timedelta, timedelta]:
    if is_urgent:
        first = timedelta(minutes=settings["urgent_open_minutes"])
        return first, max(first, timedelta(minutes=settings["urgent_parent_minutes"]))
    hours = timedelta(hours=settings["unread_alert_hours"])
    return hours, 2 * hours


def _handed_on(db: Session, tip: Tip) -> datetime | None:
    """When the unit that has it got it from another; the clock begins anew there."""
    if tip.accepted_at is None:
        return None
    got = select(func.max(TipTransfer.at)).where(
        TipTransfer.tip_id == tip.id, TipTransfer.to_unit_id == tip.unit_id
    )
    return db.scalar(got)


def _desk(db: Session, watch: Watch, tip: Tip) -> Collection[UUID]:
    """Whoever is on duty and may read tips; without a roster everybody in the unit who may."""
    unit = recipients.unit_now(db, tip.unit_id, watch.on)
    on_duty = [shift.officer for shift in duty.all_on_duty(db, unit.id, watch.now)]
    found = [officer.id for officer in on_duty if may(officer, Permission.READ_TIPS)]
    return found or recipients.readers(db, tip.unit_id, watch.on)
