"""The board of tips: what a unit and those below it have before them, the least time in front.

Thousands of open tips must not make it slower than hundreds. So each column asks every unit, state
by state, for its first few in the order of an index, and puts those few together; and counting
stops at what a badge can tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from domain.base import table_of
from domain.clock import local_day
from domain.engines import Ready, ready
from domain.people.models import Officer
from domain.tips.clocks import OpenWithin
from domain.tips.inbox import COUNTED
from domain.tips.models import OPEN_STATES, Tip, TipState
from domain.tips.pressing import pressing
from domain.tips.queries import below_too, own_units, watched_by
from domain.vault.keys import KeyRing

MOST = 12
"""Cards that a column shows; the list has the others."""
FINISHED_FOR = timedelta(days=7)
_AT_ONCE = 100
"""Units that one statement asks: SQLite puts at most 500 selects together."""
_TIPS = table_of(Tip)


class Stage(StrEnum):
    """The columns."""

    NEW = "new"
    """Nobody has taken it, whether opened or not."""
    WORKED = "worked"
    """Somebody works on it: in the units below, for a unit that has some."""
    HANDED_ON = "handed_on"
    """With the viewer's own unit, for a unit that has others below; else what it handed on."""
    FINISHED = "finished"


_WORKED = (TipState.HELD, TipState.VERIFYING, TipState.WAITING)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its first cards and how many there are, at most `COUNTED` + 1."""

    stage: Stage
    tips: Sequence[Tip]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board. Each figure is at most `COUNTED` + 1."""

    columns: Sequence[Column]
    over: int
    """Open tips whose nearest limit has passed: of being opened, or of law."""
    today: int
    """Those whose limit is within a day."""
    has_below: bool


class _Line(StrEnum):
    """An order in which an index gives tips."""

    URGENT = "urgent"
    OLDEST = "oldest"
    DUE = "due"
    UNDATED = "undated"
    FINISHED = "finished"


def board(
    db: Session,
    ring: KeyRing,
    viewer: Officer,
    on: date,
    *,
    now: datetime,
    within: OpenWithin,
    most: int = MOST,
) -> Board:
    """What the viewer's unit, and a supervisor's units below, have before them.

    `on` is the day whose tree of places is in use; `within`, how soon a tip has to be opened.
    """
    own = db.scalars(own_units(viewer, on)).all()
    every = db.scalars(below_too(viewer, on)).all()
    below = sorted(set(every) - set(own))
    units = [*own, *below]
    stages = {
        Stage.NEW: _new(db, units, most),
        Stage.WORKED: _worked(db, below or own, _WORKED, most),
        Stage.HANDED_ON: (
            _worked(db, own, (*_WORKED, TipState.TRANSFERRED), most)
            if below
            else _handed_on(db, viewer, on, own, most)
        ),
        Stage.FINISHED: _finished(db, units, local_day(now) - FINISHED_FOR, most),
    }
    told = pressing(db, ring, viewer, units, now=now, within=within)
    return Board(
        columns=[Column(stage, tips, count) for stage, (tips, count) in stages.items()],
        over=told.over,
        today=told.today,
        has_below=bool(below),
    )


def _new(db: Session, units: Sequence[UUID], most: int) -> tuple[Sequence[Tip], int]:
    states = (TipState.NEW,)
    found = _first(db, _Line.URGENT, units, states, most)
    found += _first(db, _Line.OLDEST, units, states, most)
    return _cards(db, found[:most]), _count_in(db, units, states)


def _worked(
    db: Session, units: Sequence[UUID], states: Sequence[TipState], most: int
) -> tuple[Sequence[Tip], int]:
    found = _first(db, _Line.DUE, units, states, most)
    if len(found) < most:
        found += _first(db, _Line.UNDATED, units, states, most)
    return _cards(db, found[:most]), _count_in(db, units, states)


def _handed_on(
    db: Session, viewer: Officer, on: date, own: Sequence[UUID], most: int
) -> tuple[Sequence[Tip], int]:
    handed = and_(
        Tip.id.in_(watched_by(viewer, on)), Tip.state.in_([*OPEN_STATES, TipState.TRANSFERRED])
    )
    outside = and_(_at(own), Tip.state == TipState.TRANSFERRED)
    wanted = and_(or_(handed, outside), Tip.is_quarantined.is_(False))
    newest = (Tip.received_on.desc(), Tip.id)
    query = select(Tip).where(wanted).options(_LEAN).order_by(*newest)
    return db.scalars(query.limit(most)).all(), _count(db, wanted)


def _finished(
    db: Session, units: Sequence[UUID], since: date, most: int
) -> tuple[Sequence[Tip], int]:
    found = _first(db, _Line.FINISHED, units, (), most, since=since)
    ended = and_(_at(units), Tip.is_quarantined.is_(False), Tip.closed_on >= since)
    return _cards(db, found[:most]), _count(db, ended)


_LEAN = joinedload(Tip.taken_by).lazyload(Officer.place)
"""A card shows who has the tip, not where that officer sits."""


def _cards(db: Session, found: Iterable[UUID]) -> Sequence[Tip]:
    ids = list(found)
    tips = {tip.id: tip for tip in db.scalars(select(Tip).where(Tip.id.in_(ids)).options(_LEAN))}
    return [tips[id_] for id_ in ids]


def _first(
    db: Session,
    line: _Line,
    units: Sequence[UUID],
    states: Sequence[TipState],
    most: int,
    **values: Any,
) -> list[UUID]:
    """The first tips of all these units together."""
    found: list[tuple[Any, UUID]] = []
    for start in range(0, len(units), _AT_ONCE):
        some = units[start : start + _AT_ONCE]
        named = {f"unit{number}": unit for number, unit in enumerate(some)}
        asked = _asking(line, len(some), tuple(states))
        found += asked.all(db, {"most": most, **named, **values})
    found.sort(key=lambda row: row[0], reverse=_LINES[line][1])
    return [row[1] for row in found[:most]]


@lru_cache(maxsize=64)
def _asking(line: _Line, units: int, states: tuple[TipState, ...]) -> Ready:
    """The statement for so many units: put together once."""
    arms = [
        _arm(line, f"unit{number}", state) for number in range(units) for state in states or (None,)
    ]
    together, is_reverse = union_all(*arms).subquery(), _LINES[line][1]
    key = together.c[0]
    order = key.desc() if is_reverse else key
    return ready(select(key, together.c.id).order_by(order).limit(bindparam("most")))


def _arm(line: _Line, unit: str, state: TipState | None) -> Any:
    """The first few of one unit in one state."""
    key, is_reverse, *where = _LINES[line]
    query = select(key, _TIPS.c.id).where(
        _TIPS.c.unit_id == bindparam(unit), _TIPS.c.is_quarantined.is_(False), *where
    )
    if state is not None:
        query = query.where(_TIPS.c.state == state)
    order = key.desc() if is_reverse else key
    found = query.order_by(order).limit(bindparam("most")).subquery()
    return select(found.c[key.name], found.c.id)


_LINES: dict[_Line, tuple[Any, ...]] = {
    _Line.URGENT: (_TIPS.c.received_on, False, _TIPS.c.is_urgent.is_(True)),
    _Line.OLDEST: (_TIPS.c.received_on, False, _TIPS.c.is_urgent.is_(False)),
    _Line.DUE: (_TIPS.c.due_at, False, _TIPS.c.due_at.is_not(None)),
    _Line.UNDATED: (_TIPS.c.received_on, True, _TIPS.c.due_at.is_(None)),
    _Line.FINISHED: (_TIPS.c.closed_on, True, _TIPS.c.closed_on >= bindparam("since")),
}
"""The column that each order goes by, whether backwards, and which tips stand in it."""


def _count_in(db: Session, units: Sequence[UUID], states: Sequence[TipState]) -> int:
    return _count(db, and_(_at(units), Tip.is_quarantined.is_(False), Tip.state.in_(states)))


def _at(units: Sequence[UUID]) -> ColumnElement[bool]:
    return Tip.unit_id.in_(units)


def _count(db: Session, wanted: ColumnElement[bool]) -> int:
    return len(db.execute(select(literal_column("1")).where(wanted).limit(COUNTED + 1)).all())
