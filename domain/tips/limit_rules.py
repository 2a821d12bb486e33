"""The rules that limits come from: rows of the list of deadlines, as a place goes by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from domain.errors import BadInput
from domain.places.models import Level, Place
from domain.reference import overrides, settings
from domain.reference import queries as reference
from domain.reference.columns import LIMIT_UNITS, LONGEST
from domain.reference.models import ListKey
from domain.sentence import Sentence
from domain.tips.models import OPEN_STATES, TipState
from domain.working_days import counting
from domain.working_days.counting import Calendar, Limit, Unit

URGENT = "D0_URGENT"
TRANSFER = "D1_TRANSFER"
NOTICE_RECEIPT = "D2_NOTICE_RECEIPT"
RESOLVE = "D3_RESOLVE"
COMPLEX = "D4_RESOLVE_COMPLEX"
EXTENSION = "D5_EXTENSION"
NOTICE_RESULT = "D6_NOTICE_RESULT"

RESOLVING = (RESOLVE, COMPLEX, EXTENSION)
"""One of these is there at a time: each later one takes the place of the one before."""
LONGER = {RESOLVE: COMPLEX, COMPLEX: EXTENSION}
OF_TIPS = (URGENT, TRANSFER, NOTICE_RECEIPT, *RESOLVING, NOTICE_RESULT)
"""Every limit that a tip may have, in the order in which they come."""
BY_HAND = frozenset({URGENT, NOTICE_RECEIPT, NOTICE_RESULT})
"""What an officer may say was done otherwise than with a paper of this system."""
HANDING_ON = (URGENT, TRANSFER)
"""Met by handing the tip to the investigation agency."""
_AFTER_THE_END = frozenset({NOTICE_RECEIPT, NOTICE_RESULT})
_RUNNING = frozenset({*HANDING_ON, NOTICE_RECEIPT, NOTICE_RESULT, *RESOLVING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long something may take at a place, and by what law."""

    code: str
    limit: Limit
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """Another value for a limit at one place, as typed, and where it is written."""

    code: str
    value: str
    unit: str
    source: str


def problems_of_own(new: OwnLimit) -> list[BadInput]:
    """What keeps a place from going by it, each with its box."""
    found = []
    if new.code not in OF_TIPS:
        found.append(BadInput("rule", "Chọn một mục trong danh sách."))
    if new.unit not in LIMIT_UNITS:
        found.append(BadInput("unit", "Chọn một mục trong danh sách."))
    elif counting.read(new.value, new.unit) is None:
        found.append(BadInput("value", "Ghi một số nguyên, từ 0 tới 999."))
    if not new.source:
        found.append(BadInput("source", "Ghi văn bản cho phép tính khác."))
    elif len(new.source) > LONGEST:
        found.append(BadInput("source", Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST)))
    return found


def at_place(db: Session, place: Place, on: date) -> Mapping[str, Rule]:
    """The rules in force at a place on a day, by code; rows that are no limit are left out."""
    here = overrides.in_force_at(db, place, ListKey.DEADLINES)
    found = {}
    for item in reference.items(db, ListKey.DEADLINES, on):
        own = here.get(item.code)
        details = {**item.details, **(own.details if own else {})}
        limit = counting.read(str(details.get("value", "")), str(details.get("unit", "")))
        if limit is not None:
            basis = own.source if own and own.source else str(details.get("legal_basis", ""))
            found[item.code] = Rule(code=item.code, limit=limit, basis=basis)
    return found


def starting_at(place: Place) -> tuple[str, ...]:
    """What begins when a tip of a unit becomes one of law: only a commune has to hand it on."""
    notice_and_end = (NOTICE_RECEIPT, RESOLVE)
    return (TRANSFER, *notice_and_end) if place.level == Level.COMMUNE else notice_and_end


def at_once(place: Place, *, is_urgent: bool) -> tuple[str, ...]:
    """What begins when an urgent tip is opened, before anybody has classified it: a commune tells
    the investigation agency at once (Thông tư 28/2020/TT-BCA)."""
    return (URGENT,) if is_urgent and place.level == Level.COMMUNE else ()


def ends(db: Session, limit: Limit, since: datetime, days: Calendar) -> datetime:
    """The last instant of a limit. "At once" is not late from its first second: whoever has the
    tip gets the minutes in which an urgent tip has to be opened (a setting)."""
    if limit.unit is Unit.IMMEDIATELY:
        return since + timedelta(minutes=settings.load(db)["urgent_open_minutes"])
    return counting.end_of(limit, since, days)


def still_counts(rule: str, state: TipState) -> bool:
    """Whether an unmet limit still asks for something from a tip that stands so."""
    if state is TipState.RESOLVED:
        return rule in _AFTER_THE_END
    return rule in _RUNNING and state in {*OPEN_STATES, TipState.TRANSFERRED}
