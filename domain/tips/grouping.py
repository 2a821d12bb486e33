"""Tips that wait apart, put together by what they say: a flood is looked at and cleared as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, lazyload

from domain.people.models import Officer
from domain.tips import identifiers, sealing
from domain.tips.alike import runs_of
from domain.tips.models import OPEN_STATES, EndCheck, Tip, TipIdentifier, TipState
from domain.tips.quarantine import OF_A_MACHINE, QuarantineReason
from domain.tips.queries import own_units
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

MOST = 1_000
"""Tips grouped on one page, the newest."""
TAKEN_BACK_WITHIN = timedelta(days=7)
"""Whoever cleared a tip may take it back so long; it is not erased before."""
ALIKE = 0.5
"""The part of a tip's runs that stood in others."""
MANY = 0.2
"""The part of them that ties it to one group among several."""
_ASKED_AT_ONCE = 500
Mark = tuple[str, ...] | bytes
"""A run of words, or the tag of an identifier."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tips that say much the same, the newest in front."""

    tips: Sequence[Tip]

    @property
    def newest(self) -> Tip:
        """The one that is shown for all."""
        return self.tips[0]

    @property
    def ids(self) -> str:
        """Every tip of the group, as one value of a form."""
        return ",".join(tip.id.hex for tip in self.tips)

    def to_check(self, viewer: Officer) -> Sequence[Tip]:
        """Those for which the viewer can be the second person."""
        return [
            tip
            for tip in self.tips
            if tip.end_check is EndCheck.PENDING and tip.closed_by_id != viewer.id
        ]


def waiting(db: Session, ring: KeyRing, viewer: Officer, on: date) -> list[Group]:
    """What waits apart in the viewer's own unit: in front what only came at a busy time and may be
    a person's, then what bears a machine's mark; the largest group first."""
    # A person may have written to one that was closed: that one is open again for whoever sorts.
    wanted = or_(Tip.state.in_(OPEN_STATES), Tip.has_new_message.is_(True))
    return _groups(db, ring, _apart(db, viewer, on, wanted))


def cleared(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, today: date
) -> dict[date, list[Group]]:
    """What was cleared and can still be taken back, by the day it was, the latest in front."""
    wanted = and_(Tip.state == TipState.SPAM, Tip.closed_on >= today - TAKEN_BACK_WITHIN)
    by_day: dict[date, list[Tip]] = defaultdict(list)
    for tip in _apart(db, viewer, on, wanted):
        by_day[tip.closed_on or today].append(tip)
    return {day: _groups(db, ring, by_day[day]) for day in sorted(by_day, reverse=True)}


def _apart(db: Session, viewer: Officer, on: date, wanted: ColumnElement[bool]) -> Sequence[Tip]:
    query = select(Tip).where(
        Tip.unit_id.in_(own_units(viewer, on)), Tip.is_quarantined.is_(True), wanted
    )
    newest = query.order_by(Tip.received_on.desc(), Tip.number.desc()).limit(MOST)
    return db.scalars(newest.options(lazyload("*"))).all()


def _groups(db: Session, ring: KeyRing, tips: Sequence[Tip]) -> list[Group]:
    """One look at every mark, so that the cost grows with the tips, not with their pairs.

    Stories are compared in memory as the page is made: nothing of it is kept anywhere.
    """
    tags = _tags(db, tips)
    heaps = {is_machines: _Heaps() for is_machines in (True, False)}
    for tip in reversed(tips):
        # Never one line for both: one tap clears a line.
        heaps[_is_machines(tip)].add(tip, _runs(ring, tip), [*tags.get(tip.id, []), *_kind(tip)])
    return [Group(held) for is_machines in (False, True) for held in heaps[is_machines].largest()]


class _Heaps:
    """Tips by what they say. A tip joins those before it when most of its runs stood among them,
    and brings together the groups that many of its runs come from."""

    def __init__(self) -> None:
        self._members: list[list[Tip]] = []
        self._into: list[int] = []
        """The group that each one went into; itself while it stands."""
        self._home: dict[Mark, int] = {}

    def add(self, tip: Tip, runs: Iterable[Mark], tags: Iterable[Mark]) -> None:
        """Older ones come first."""
        marks = [*runs]
        votes = Counter(self._top(self._home[mark]) for mark in marks if mark in self._home)
        tied = [self._top(self._home[tag]) for tag in tags if tag in self._home]
        if marks and votes.total() >= ALIKE * len(marks):
            enough = [group for group, count in votes.items() if count >= MANY * len(marks)]
            tied += enough or [votes.most_common(1)[0][0]]
        at = self._joined(tied)
        self._members[at].append(tip)
        for mark in (*marks, *tags):
            self._home.setdefault(mark, at)

    def largest(self) -> list[list[Tip]]:
        """The largest group in front; in each the newest tip."""
        newest = [
            sorted(members, key=lambda tip: (tip.received_on, tip.number), reverse=True)
            for members in reversed(self._members)
            if members
        ]
        return sorted(newest, key=len, reverse=True)

    def _joined(self, groups: Sequence[int]) -> int:
        if not groups:
            self._members.append([])
            self._into.append(len(self._into))
            return len(self._into) - 1
        first = min(groups)
        for other in set(groups) - {first}:
            self._members[first] += self._members[other]
            self._members[other], self._into[other] = [], first
        return first

    def _top(self, group: int) -> int:
        while self._into[group] != group:
            group = self._into[group]
        return group


def _is_machines(tip: Tip) -> bool:
    return tip.quarantine_reason in OF_A_MACHINE


def _kind(tip: Tip) -> Iterable[bytes]:
    """Words in no order have nothing in common but that: they are one line."""
    return [b"not told"] if tip.quarantine_reason == QuarantineReason.NOT_TOLD else []


def _runs(ring: KeyRing, tip: Tip) -> Iterable[tuple[str, ...]]:
    """A tip that cannot be read stands alone."""
    try:
        return runs_of(sealing.read_body(sealing.tip_key(ring, tip), tip).story)
    except CannotOpen:
        return ()


def _tags(db: Session, tips: Sequence[Tip]) -> dict[UUID, list[bytes]]:
    """The identifiers that may tie tips together."""
    found: dict[UUID, list[bytes]] = defaultdict(list)
    ids = [tip.id for tip in tips]
    for start in range(0, len(ids), _ASKED_AT_ONCE):
        some = ids[start : start + _ASKED_AT_ONCE]
        query = select(TipIdentifier.tip_id, TipIdentifier.tag)
        for tip_id, tag in db.execute(query.where(TipIdentifier.tip_id.in_(some))):
            if identifiers.links(tag):
                found[tip_id].append(tag)
    return found
