"""What stays undone until somebody is told: limits of law, promised news, a flood of tips."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

from domain.clock import half_day_start, instant, local_day
from domain.notices import recipients
from domain.notices import services as notices
from domain.notices.models import Notice, NoticeKind
from domain.tips.inbox import received_at
from domain.tips.models import OPEN_STATES, HalfDay, Tip, TipState
from domain.tips.times import half_of
from domain.tips.watch import AT_ONCE, Watch, holders
from domain.vault.sealing import CannotOpen

C = TypeVar("C", datetime, date)
SOON = timedelta(days=1)
FLOOD_TIPS, FLOOD_WITHIN = 20, timedelta(hours=1)
"""So many tips set apart within so long are a flood."""
_OF_UNOPENED = (NoticeKind.URGENT, NoticeKind.UNOPENED)
_OF_OPEN = (NoticeKind.DUE, NoticeKind.OVERDUE, NoticeKind.LATE_NEWS)
_STILL_OPEN = (Tip.state.in_(OPEN_STATES), Tip.is_quarantined.is_(False))


def limits(db: Session, watch: Watch) -> None:
    """Tell of limits that end within a day, and of those that have passed."""
    now, due = watch.now, Tip.due_at
    soon = _newest_first(db, due, due > now, due <= now + SOON)
    _remind_each(db, watch, NoticeKind.DUE, [(tip, at - SOON) for tip, at in soon], holders)
    over = _newest_first(db, due, due <= now)
    _remind_each(db, watch, NoticeKind.OVERDUE, over, holders)


def late_news(db: Session, watch: Watch) -> None:
    """Tell the holder, the chiefs and the unit above that the day of promised news has passed."""
    promised = Tip.next_news_on
    late = _newest_first(db, promised, promised < local_day(watch.now))
    since = [(tip, instant(day + SOON, None)) for tip, day in late]
    _remind_each(db, watch, NoticeKind.LATE_NEWS, since, _everybody_above)


def late_answers(db: Session, watch: Watch) -> None:
    """Tell the unit above once more of whom it was to answer by a day that has passed."""
    promised = Tip.appeal_answer_on
    late = db.execute(
        select(Tip, promised)
        .where(promised < local_day(watch.now))
        .order_by(promised.desc(), Tip.id)
        .limit(AT_ONCE)
        .options(lazyload("*"))
    )
    since = [(tip, instant(day + SOON, None)) for tip, day in late if day is not None]
    _remind_each(db, watch, NoticeKind.APPEALED, since, _above)


def floods(db: Session, watch: Watch) -> None:
    """Tell a unit, once a day, that many tips were set apart within an hour."""
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
    for unit_id in db.scalars(many).all():
        if _came_within(db, watch, unit_id):
            notices.remind(
                db,
                officer_ids=recipients.readers(db, unit_id, watch.on),
                kind=NoticeKind.FLOOD,
                subject=unit_id,
                since=instant(local_day(watch.now), None),
                now=watch.now,
            )


def settle(db: Session, watch: Watch) -> None:
    """What was told of a tip that was opened or closed since waits for nobody any more."""
    about = Tip.id == Notice.subject
    opened = exists().where(about, or_(Tip.opened_at.is_not(None), Tip.state != TipState.NEW))
    closed = exists().where(about, Tip.state.not_in(OPEN_STATES))
    for kinds, done in ((_OF_UNOPENED, opened), (_OF_OPEN, closed)):
        db.execute(
            update(Notice)
            .where(Notice.seen_at.is_(None), Notice.kind.in_(kinds), done)
            .values(seen_at=watch.now)
            .execution_options(synchronize_session=False)
        )


def _newest_first(
    db: Session, clock: InstrumentedAttribute[C | None], *wanted: ColumnElement[bool]
) -> Sequence[tuple[Tip, C]]:
    """Tips with their clock; those whose ran out last in front: the others were told of before."""
    query = select(Tip, clock).where(*_STILL_OPEN, *wanted).order_by(clock.desc(), Tip.id)
    found = db.execute(query.limit(AT_ONCE).options(lazyload("*")))
    return [(tip, at) for tip, at in found if at is not None]


def _remind_each(
    db: Session,
    watch: Watch,
    kind: NoticeKind,
    since: Sequence[tuple[Tip, datetime]],
    whom: Callable[[Session, Watch, Tip], Collection[UUID]],
) -> None:
    """Tell of each tip what has been so since an instant, unless it was told since then."""
    told = _last_told(db, kind, [tip.id for tip, _ in since])
    for tip, began in since:
        if tip.id not in told or told[tip.id] < began:
            notices.remind(
                db,
                officer_ids=whom(db, watch, tip),
                kind=kind,
                subject=tip.id,
                since=began,
                now=watch.now,
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
