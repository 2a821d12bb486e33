"""What is still to be sent outside: tried again with growing patience, given up after a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from domain.clock import LOCAL_TIME, local_day
from domain.notices.models import Channel, Delivery, Notice
from domain.people.models import Officer

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 12
"""The waits in between add up to a day: 1, 2, 4 … 256, 360, 360 minutes, 20 hours and a half."""
AT_WORK = timedelta(minutes=10)
"""How long a try may take before another process thinks that it died."""
MAIL_HOUR = 7
KEPT = timedelta(days=60)


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; None: give up."""
    if tries >= MOST_TRIES:
        return None
    waited: timedelta = FIRST_WAIT * 2 ** (tries - 1)
    return min(waited, LONGEST_WAIT)


def waiting(db: Session, *, now: datetime, most: int) -> Sequence[UUID]:
    """What is to be tried now, the longest waiting first."""
    query = select(Delivery.id).where(Delivery.next_try_at <= now)
    return db.scalars(query.order_by(Delivery.next_try_at).limit(most)).all()


def claim(db: Session, delivery_id: UUID, *, now: datetime) -> Delivery | None:
    """Take one on: of several processes that try, one gets it. The caller commits before it
    begins to send."""
    mine = (
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.next_try_at <= now)
        .values(next_try_at=now + AT_WORK, tries=Delivery.tries + 1)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    if db.execute(mine).first() is None:
        return None
    return db.get(Delivery, delivery_id, populate_existing=True)


def succeeded(db: Session, delivery: Delivery, *, now: datetime) -> None:
    """It is sent. Of a call nothing stays; of a mail that the day's was sent."""
    if delivery.channel is Channel.PUSH:
        db.delete(delivery)
        return
    delivery.next_try_at, delivery.sent_at, delivery.trouble = None, now, ""


def failed(delivery: Delivery, *, now: datetime, trouble: str) -> None:
    """It could not be sent: it waits, or is given up after a day. `trouble` names no content."""
    wait = wait_after(delivery.tries)
    delivery.next_try_at = now + wait if wait else None
    delivery.trouble = trouble[:200]


def plan_mail(db: Session, *, now: datetime) -> None:
    """Once the morning's hour has come, one mail for each active officer who left an address."""
    if now.astimezone(LOCAL_TIME).hour < MAIL_HOUR:
        return
    day = local_day(now).isoformat()
    wanting = select(Officer.id).where(Officer.is_active.is_(True), Officer.email.is_not(None))
    ids = {uuid5(officer_id, day): officer_id for officer_id in db.scalars(wanting)}
    planned = set(db.scalars(select(Delivery.id).where(Delivery.id.in_(ids))))
    for delivery_id in sorted(ids.keys() - planned):
        made = Delivery(id=delivery_id, channel=Channel.MAIL, officer_id=ids[delivery_id])
        made.next_try_at = now
        db.add(made)


def drop(db: Session, channel: Channel) -> None:
    """Forget what waits for a way out that is turned off."""
    waits = Delivery.channel == channel, Delivery.next_try_at.is_not(None)
    db.execute(delete(Delivery).where(*waits))


def sweep(db: Session, now: datetime) -> int:
    """Remove notices seen long ago, and what was sent or given up; how many rows."""
    seen = delete(Notice).where(Notice.seen_at < now - KEPT).returning(Notice.id)
    over = delete(Delivery).where(
        Delivery.next_try_at.is_(None),
        or_(Delivery.sent_at.is_(None), Delivery.sent_at < now - KEPT),
    )
    return len(db.execute(seen).all()) + len(db.execute(over.returning(Delivery.id)).all())
