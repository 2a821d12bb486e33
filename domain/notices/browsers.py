"""The browsers that an officer allowed to be called."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.notices.models import PushSubscription
from domain.people.models import Officer

MOST = 5
"""Browsers of one officer; the oldest makes room for one more."""


def allow(db: Session, *, officer: Officer, endpoint: str, now: datetime) -> None:
    """Let a browser be called for this officer, and for nobody who used it before."""
    db.execute(delete(PushSubscription).where(PushSubscription.endpoint == endpoint))
    mine = select(PushSubscription).where(PushSubscription.officer_id == officer.id)
    for old in db.scalars(mine.order_by(PushSubscription.created_at.desc()).offset(MOST - 1)).all():
        db.delete(old)
    db.add(PushSubscription(id=uuid4(), officer_id=officer.id, endpoint=endpoint, created_at=now))
    db.flush()


def stop(db: Session, *, officer: Officer) -> None:
    """Call none of the officer's browsers any more."""
    db.execute(delete(PushSubscription).where(PushSubscription.officer_id == officer.id))


def count(db: Session, viewer: Officer) -> int:
    """How many browsers are called for the viewer."""
    mine = PushSubscription.officer_id == viewer.id
    return db.scalar(select(func.count()).select_from(PushSubscription).where(mine)) or 0
