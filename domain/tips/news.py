"""When the person hears next: the pace of a tip's state, set by the list or by the unit itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.errors import BadInput
from domain.places.models import Place
from domain.reference import overrides
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.sentence import Sentence
from domain.tips import receipts
from domain.tips.models import OPEN_STATES, Tip, TipState, TipStep

COLUMN = "news_days"
"""Calendar days from the change of state; empty where nothing more is to come."""
MOST_DAYS = 90


def promise(db: Session, tip: Tip, today: date, *, is_told: bool = False) -> None:
    """Set the day by which the person is told to look again, by the state the tip has now.

    A day once told stands until the person really hears something: words that reached them or a
    step they are told of (`is_told`), a state that the tip never had, or its end. Else whoever
    moves a tip to and fro each week would put the day off for ever. `tip` bears the state already,
    the step that tells of it is not written yet.
    """
    after = _after(db, tip, today)
    earlier = tip.next_news_on
    if after is None or earlier is None or is_told or not _had_before(db, tip):
        tip.next_news_on = after
    else:
        tip.next_news_on = min(earlier, after)


def promised_on(db: Session, tip: Tip) -> date | None:
    """The day the person was told. Nobody promises for a new tip: its own state does, from the
    day it came or was opened."""
    if tip.next_news_on is not None or tip.state is not TipState.NEW:
        return tip.next_news_on
    return _after(db, tip, local_day(tip.opened_at) if tip.opened_at else tip.received_on)


@dataclass(frozen=True, slots=True)
class Next:
    """When the person hears next, and whether that has passed."""

    on: date | None
    is_late: bool = False
    was_carried_up: bool = False
    """The unit above has been told that it is late."""


def next_news(db: Session, tip: Tip, today: date) -> Next:
    """What the person is told of the day of the next news.

    Each minute's look over all tips carries up the days that officers let pass, of open tips;
    a tip that nobody has opened is carried up by a clock of its own.
    """
    on = promised_on(db, tip)
    late = on is not None and on < today
    carried = late and tip.next_news_on is not None and tip.state in OPEN_STATES
    return Next(on, late, carried)


def problems_of_paces(paces: Mapping[str, str]) -> list[BadInput]:
    """What is wrong with a unit's own days, by the code of the state; empty goes by the list."""
    return [
        BadInput(code, Sentence("Ghi số ngày từ 1 tới %(most)s, hoặc để trống.", most=MOST_DAYS))
        for code, days in paces.items()
        if days and not (days.isascii() and days.isdigit() and 1 <= int(days) <= MOST_DAYS)
    ]


def _had_before(db: Session, tip: Tip) -> bool:
    """Whether the tip was in the state it has now at some time before."""
    query = select(TipStep.id).where(TipStep.tip_id == tip.id, TipStep.state == tip.state)
    return db.scalars(query.limit(1)).first() is not None


def _after(db: Session, tip: Tip, day: date) -> date | None:
    return day_after(db, tip.unit, receipts.state_of(tip).value, day)


def day_after(db: Session, unit: Place, code: str, day: date) -> date | None:
    """The day that a unit promises from a day on, by its own pace for a row of the list or by the
    list's; none where the row promises nothing."""
    days = _days(db, unit, code, day)
    return day + timedelta(days=int(days)) if days else None


def _days(db: Session, unit: Place, code: str, on: date) -> str:
    own = overrides.in_force_at(db, unit, ListKey.STATE_SENTENCES).get(code)
    if own is not None and COLUMN in own.details:
        return str(own.details[COLUMN])
    rows = reference.items(db, ListKey.STATE_SENTENCES, on)
    return next((str(row.details.get(COLUMN, "")) for row in rows if row.code == code), "")
