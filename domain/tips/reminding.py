"""What stays undone until somebody is told: limits of law, promised news, a flood of tips."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

from domain.clock import half_day_start, instant, local_day
from domain.notices import recipients
from domain.notices import services as notices
from domain.notices.models import Notice, NoticeKind
from domain.notices.services import Reminder
from domain.tips.inbox import received_at
from domain.tips.models import OPEN_STATES, HalfDay, Tip, TipState
from domain.tips.times import half_of
from domain.tips.watch import AT_ONCE, Piece, Watch, holders, in_pieces
from domain.vault.sealing import CannotOpen

SOON = timedelta(days=1)
FLOOD_TIPS, FLOOD_WITHIN = 20, timedelta(hours=1)
"""So many tips set apart within so long are a flood."""
_SETTLED_AT_A_TIME = 100
"""Notices; each is one row of one statement."""
_ABOUT = Tip.id == Notice.subject
_OPENED = exists().where(_ABOUT, or_(Tip.opened_at.is_not(None), Tip.state != TipState.NEW))
_CLOSED = exists().where(_ABOUT, Tip.state.not_in(OPEN_STATES))
_DONE_WITH = (
    ((NoticeKind.URGENT, NoticeKind.UNOPENED), _OPENED),
    ((NoticeKind.DUE, NoticeKind.OVERDUE, NoticeKind.LATE_NEWS), _CLOSED),
)
_STILL_OPEN = (Tip.state.in_(OPEN_STATES), Tip.is_quarantined.is_(False))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sort:
    """Tips of which somebody is reminded: by which clock, since when, and whom."""

    kind: NoticeKind
    clock: InstrumentedAttribute[Any]
    wanted: Sequence[ColumnElement[bool]]
    since: Callable[[Any], datetime]
    whom: Callable[[Session, Watch, Tip], Collection[UUID]]


def pieces(db: Session, watch: Watch) -> Iterator[Piece]:
    """What is to be told now, and what was told and is done with, in small pieces."""
    for sort in _sorts(watch):
        yield from in_pieces(partial(_remind, sort), watch, _untold(db, watch, sort))
    yield from in_pieces(_tell_of_flood, watch, _flooded(db, watch), 1)
    for kinds, done in _DONE_WITH:
        over = db.scalars(select(Notice.id).where(*_still_told(kinds), done)).all()
        yield from in_pieces(partial(_settle, kinds, done), watch, over, _SETTLED_AT_A_TIME)


def _sorts(watch: Watch) -> Iterator[_Sort]:
    """Limits that end within a day and those that have passed; promised news, for the holder, the
    chiefs and the unit above; what the unit above was to answer."""
    now, today, due = watch.now, local_day(watch.now), Tip.due_at
    soon = (*_STILL_OPEN, due > now, due <= now + SOON)
    yield _Sort(
        kind=NoticeKind.DUE, clock=due, wanted=soon, since=lambda at: at - SOON, whom=holders
    )
    over = (*_STILL_OPEN, due <= now)
    yield _Sort(kind=NoticeKind.OVERDUE, clock=due, wanted=over, since=lambda at: at, whom=holders)
    yield _Sort(
        kind=NoticeKind.LATE_NEWS,
        clock=Tip.next_news_on,
        wanted=(*_STILL_OPEN, Tip.next_news_on < today),
        since=_day_after,
        whom=_everybody_above,
    )
    yield _Sort(
        kind=NoticeKind.APPEALED,
        clock=Tip.appeal_answer_on,
        wanted=(Tip.appeal_answer_on < today,),
        since=_day_after,
        whom=_above,
    )


def _day_after(day: date) -> datetime:
    return instant(day + SOON, None)


def _untold(db: Session, watch: Watch, sort: _Sort) -> list[UUID]:
    """Those of whom nobody was reminded since. Whose clock ran out last stand in front: the others
    were told of before."""
    query = select(Tip.id, sort.clock).where(*sort.wanted)
    found = db.execute(query.order_by(sort.clock.desc(), Tip.id).limit(AT_ONCE)).all()
    told = _last_told(db, sort.kind, [row[0] for row in found])
    return [id_ for id_, at in found if id_ not in told or told[id_] < sort.since(at)]


def _remind(sort: _Sort, watch: Watch, ids: Sequence[UUID], db: Session) -> None:
    still = select(Tip, sort.clock).where(Tip.id.in_(ids), *sort.wanted).options(lazyload("*"))
    for tip, at in db.execute(still).all():
        reminder = Reminder(
            officer_ids=sort.whom(db, watch, tip),
            kind=sort.kind,
            subject=tip.id,
            since=sort.since(at),
        )
        notices.remind(db, reminder, now=watch.now)


def _flooded(db: Session, watch: Watch) -> list[UUID]:
    """Units at which many tips were set apart within an hour."""
    began = half_day_start(watch.now - FLOOD_WITHIN)
    day, half = local_day(began), half_of(began)
    same_day = Tip.received_on == day
    if half is HalfDay.AFTERNOON:
        same_day = and_(same_day, Tip.received_half == half)
    many = (
        select(Tip.unit_id)
        .where(Tip.is_quarantined.is_(True), or_(Tip.received_on > day, same_day))
        .group_by(Tip.unit_id)
        .having(func.count(Tip.id) >= FLOOD_TIPS)
    )
    return [unit_id for unit_id in db.scalars(many).all() if _came_within(db, watch, unit_id)]


def _tell_of_flood(watch: Watch, unit_ids: Sequence[UUID], db: Session) -> None:
    """Once a day."""
    today = instant(local_day(watch.now), None)
    for unit_id in unit_ids:
        whom = recipients.readers(db, unit_id, watch.on)
        reminder = Reminder(officer_ids=whom, kind=NoticeKind.FLOOD, subject=unit_id, since=today)
        notices.remind(db, reminder, now=watch.now)


def _still_told(kinds: Collection[NoticeKind]) -> tuple[ColumnElement[bool], ...]:
    return Notice.seen_at.is_(None), Notice.kind.in_(kinds)


def _settle(
    kinds: Collection[NoticeKind],
    done: ColumnElement[bool],
    watch: Watch,
    ids: Sequence[UUID],
    db: Session,
) -> None:
    """What was told of a tip that was opened or closed since waits for nobody any more."""
    db.execute(
        update(Notice)
        .where(Notice.id.in_(ids), *_still_told(kinds), done)
        .values(seen_at=watch.now)
        .execution_options(synchronize_session=False)
    )


def _last_told(db: Session, kind: NoticeKind, ids: Collection[UUID]) -> dict[UUID, datetime]:
    query = select(Notice.subject, func.max(Notice.at)).where(
        Notice.subject.in_(ids), Notice.kind == kind
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(Notice.subject))}


def _everybody_above(db: Session, watch: Watch, tip: Tip) -> Collection[UUID]:
    return {
        *holders(db, watch, tip),
        *recipients.chiefs(db, tip.unit_id, watch.on),
        *recipients.above(db, tip.unit_id, watch.on),
    }


def _above(db: Session, watch: Watch, tip: Tip) -> Collection[UUID]:
    return recipients.above(db, tip.unit_id, watch.on)


def _came_within(db: Session, watch: Watch, unit_id: UUID) -> bool:
    """Whether as many as make a flood came in the last hour: numbers follow one another, so the
    time of the one that many places back tells."""
    apart = select(Tip).where(Tip.unit_id == unit_id, Tip.is_quarantined.is_(True))
    nth = apart.order_by(Tip.received_on.desc(), Tip.number.desc()).offset(FLOOD_TIPS - 1).limit(1)
    tip = db.scalars(nth.options(lazyload("*"))).first()
    try:
        return tip is not None and received_at(watch.ring, tip) > watch.now - FLOOD_WITHIN
    except CannotOpen:
        return False
