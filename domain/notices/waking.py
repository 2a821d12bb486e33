"""What waits to be sent to officers' browsers: a call to look, the same for whatever it is."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.notices.models import Channel, Delivery, PushSubscription


def queue(db: Session, officer_ids: Collection[UUID], *, at: datetime) -> None:
    """Wake these officers' browsers from `at` on, those who allowed it; one call is enough for
    all that came before it."""
    if not officer_ids:
        return
    waits = select(Delivery.officer_id).where(
        Delivery.channel == Channel.PUSH, Delivery.tries == 0, Delivery.next_try_at <= at
    )
    allowed = select(PushSubscription.officer_id).where(
        PushSubscription.officer_id.in_(officer_ids), PushSubscription.officer_id.not_in(waits)
    )
    for officer_id in db.scalars(allowed.distinct()):
        made = Delivery(id=uuid4(), channel=Channel.PUSH, officer_id=officer_id)
        made.next_try_at = at
        db.add(made)
