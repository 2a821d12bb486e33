"""The unit above reminds the units below whose tips are late: once a day each, without content."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, record
from domain.clock import instant, local_day
from domain.notices import recipients
from domain.notices import services as notices
from domain.notices.models import Notice, NoticeKind
from domain.notices.services import Reminder
from domain.people.models import Officer
from domain.tips import unopened
from domain.tips.acting import Acting
from domain.tips.models import OPEN_STATES, Tip
from domain.tips.queries import below_too, own_units
from domain.vault.keys import KeyRing


def late_units(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, now: datetime, hours: int
) -> set[UUID]:
    """Units below the viewer where nobody opened a tip in time, or a limit of law has passed.

    `hours`: when unopened is too long. `on` is the day whose tree of places is in use.
    """
    unheard = unopened.late_by_unit(db, ring, below_too(viewer, on), now=now, hours=hours)
    over = select(Tip.unit_id).where(
        Tip.unit_id.in_(below_too(viewer, on)),
        Tip.is_quarantined.is_(False),
        Tip.state.in_(OPEN_STATES),
        Tip.due_at <= now,
    )
    own = set(db.scalars(own_units(viewer, on)))
    return {*unheard, *db.scalars(over.distinct())} - own


def nudged_today(db: Session, units: Collection[UUID], now: datetime) -> set[UUID]:
    """Which of these units were reminded today already."""
    today = instant(local_day(now), None)
    query = select(Notice.subject).where(
        Notice.subject.in_(units), Notice.kind == NoticeKind.NUDGED, Notice.at >= today
    )
    return set(db.scalars(query.distinct()))


def nudge(db: Session, *, acting: Acting, hours: int) -> int:
    """Remind every unit below that is late and was not reminded today; how many were.

    Everybody there who reads tips is told; where nobody is, nobody can be reminded.
    """
    late = late_units(db, acting.ring, acting.by, acting.on, now=acting.now, hours=hours)
    told = 0
    for unit_id in sorted(late - nudged_today(db, late, acting.now)):
        whom = recipients.readers(db, unit_id, acting.on)
        if not whom:
            continue
        reminder = Reminder(
            officer_ids=whom,
            kind=NoticeKind.NUDGED,
            subject=unit_id,
            since=instant(local_day(acting.now), None),
        )
        notices.remind(db, reminder, now=acting.now)
        act = Act(action=Action.UNIT_NUDGED, object_kind="place", object_id=str(unit_id))
        record(db, acting.ring, at=acting.now, who=acting.who, act=act)
        told += 1
    return told
