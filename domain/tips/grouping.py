"""Tips that wait apart, put together by what they say: a flood is looked at and cleared as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, lazyload

from domain.people.models import Officer
from domain.tips import identifiers, sealing
from domain.tips.alike import runs_of
from domain.tips.models import OPEN_STATES, EndCheck, Tip, TipIdentifier, TipState
from domain.tips.quarantine import OF_A_MACHINE
from domain.tips.queries import own_units
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

MOST = 1_000
"""Tips grouped on one page, the newest."""
TAKEN_BACK_WITHIN = timedelta(days=7)
"""Whoever cleared a tip may take it back so long; it is not erased before."""
ALIKE = 0.5
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
    """Each joins the group that most of its marks were first seen in: one look at every mark, so
    that the cost grows with the tips, not with their pairs.

    Stories are compared in memory as the page is made: nothing of it is kept anywhere.
    """
    tags = _tags(db, tips)
    groups: list[list[Tip]] = []
    homes: dict[bool, dict[Mark, int]] = {True: {}, False: {}}
    for tip in reversed(tips):
        runs, own_tags = _runs(ring, tip), tags.get(tip.id, [])
        home = homes[_is_machines(tip)]  # Never one line for both: one tap clears a line.
        at = _joined(runs, own_tags, home)
        if at is None:
            at = len(groups)
            groups.append([])
        groups[at].insert(0, tip)
        marks: list[Mark] = [*runs, *own_tags]
        for mark in marks:
            home.setdefault(mark, at)
    groups.reverse()
    order = sorted(groups, key=lambda members: (_is_machines(members[0]), -len(members)))
    return [Group(members) for members in order]


def _is_machines(tip: Tip) -> bool:
    return tip.quarantine_reason in OF_A_MACHINE


def _joined(runs: Iterable[Mark], tags: Iterable[Mark], home: Mapping[Mark, int]) -> int | None:
    shared = next((home[tag] for tag in tags if tag in home), None)
    if shared is not None:
        return shared
    marks = list(runs)
    votes = Counter(home[mark] for mark in marks if mark in home)
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= ALIKE * len(marks) else None


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
