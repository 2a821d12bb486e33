"""When the person hears next: the pace of a tip's state, set by the list or by the unit itself."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.reference import queries as reference
from domain.reference.models import ListKey, PlaceOverride
from domain.tips import receipts
from domain.tips.models import Tip, TipState

COLUMN = "news_days"
"""Calendar days from the change of state; empty where nothing more is to come."""


def promise(db: Session, tip: Tip, today: date) -> None:
    """Set the day by which the person is told to look again, by the state the tip has now.

    For a change of state and nothing else: whatever happens in between, a day once told stands.
    """
    tip.next_news_on = _after(db, tip, today)


def promised_on(db: Session, tip: Tip) -> date | None:
    """The day the person was told. Nobody promises for a new tip: its own state does, from the
    day it came or was opened."""
    if tip.next_news_on is not None or tip.state is not TipState.NEW:
        return tip.next_news_on
    return _after(db, tip, local_day(tip.opened_at) if tip.opened_at else tip.received_on)


def _after(db: Session, tip: Tip, day: date) -> date | None:
    days = _days(db, tip, day)
    return day + timedelta(days=int(days)) if days else None


def _days(db: Session, tip: Tip, on: date) -> str:
    """The pace in days: the unit's own, or the list's."""
    code = receipts.state_of(tip).value
    own = db.get(PlaceOverride, (tip.unit_id, ListKey.STATE_SENTENCES, code))
    if own is not None and COLUMN in own.details:
        return str(own.details[COLUMN])
    rows = reference.items(db, ListKey.STATE_SENTENCES, on)
    return next((str(row.details.get(COLUMN, "")) for row in rows if row.code == code), "")
