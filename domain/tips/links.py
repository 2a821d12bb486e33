"""Tips that name the same phone, account or link, as far as whoever asks may know of them.

Tags are compared across the whole system, but what comes of it is told by what a unit may know.
A commune learns of tips elsewhere only that there is one, never how many, where or under which
number. Even that would tell too much of a tip that was sent past the commune because it speaks of
its officers: so only tips count that lie with a unit of the communes' own level and have never
lain with one above. And a value that an officer typed in by hand asks nothing of other places:
otherwise anybody could try numbers until one answers.

A tip that an officer typed in is the same trial in another shape: twenty numbers in one story would
tell which of them another commune knows. Yet whoever cannot write is helped just so, and their tip
must find the others too. So of such a tip it is told only that something in it is known elsewhere,
and only while `lookups` counts the asking: so many an hour for an officer, each in the audit log.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.people.models import Officer, Role
from domain.people.rules import Permission, may
from domain.places.models import Level, Place, PlaceScope
from domain.tips import banks_told as banks
from domain.tips import identifiers
from domain.tips.models import FoundIn, LossBand, Tip, TipIdentifier, TipState
from domain.tips.queries import units_at, visible
from domain.tips.tracing import Trace
from domain.tips.work_models import TipTransfer, TipWatcher

MOST_MEMBERS = 60
"""Of one group on a page; what more there is would not be read there."""
MOST_ROWS = 500
HOPS = 3
"""From a tip over something in common to the next, so many times."""
_AT_LEAST = {
    LossBand.FROM_10M: 10_000_000,
    LossBand.FROM_50M: 50_000_000,
    LossBand.OVER_100M: 100_000_000,
}


_TRACES, _TIPS, _UNITS = table_of(TipIdentifier), table_of(Tip), table_of(Place)
_SCOPES, _WATCHERS, _TRANSFERS = table_of(PlaceScope), table_of(TipWatcher), table_of(TipTransfer)
_FORMER = _UNITS.alias()
_OURS = units_at(bindparam("viewer"), bindparam("day"))
_IS_OWN = or_(
    _TIPS.c.unit_id.in_(_OURS),
    exists().where(_WATCHERS.c.tip_id == _TIPS.c.id, _WATCHERS.c.unit_id.in_(_OURS)),
)
_IS_BELOW = exists().where(
    _SCOPES.c.viewer_id == bindparam("viewer"), _SCOPES.c.place_id == _TIPS.c.unit_id
)
_CAME_FROM_ABOVE = exists().where(
    _TRANSFERS.c.tip_id == _TIPS.c.id,
    _TRANSFERS.c.from_unit_id == _FORMER.c.id,
    _FORMER.c.level != Level.COMMUNE,
)
_SAME_TAG = ready(
    select(
        *(
            _TIPS.c[name]
            for name in ("id", "unit_id", "received_on", "victim_spoken_on", "is_named")
        ),
        _IS_OWN.label("is_own"),
        _IS_BELOW.label("is_below"),
        and_(_UNITS.c.level == Level.COMMUNE, ~_CAME_FROM_ABOVE).label("may_be_told"),
    )
    .join_from(_TRACES, _TIPS, _TIPS.c.id == _TRACES.c.tip_id)
    .join(_UNITS, _UNITS.c.id == _TIPS.c.unit_id)
    .where(
        _TRACES.c.tag == bindparam("tag"),
        _TIPS.c.id != bindparam("tip"),
        _TIPS.c.is_quarantined.is_(False),
        _TIPS.c.state != TipState.SPAM,
    )
    .distinct()
    .limit(MOST_ROWS)
)
"""The other tips of one tag, with what `queries.visible` asks of each, said for a single row: put
together anew, that question would cost more than its answer."""


class Linked(NamedTuple):
    """What is counted of a tip that names the same."""

    id: UUID
    unit_id: UUID
    received_on: date
    victim_spoken_on: date | None
    is_named: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """What one tip has in common with others."""

    known: dict[bytes, list[Linked]]
    """By tag: tips that the viewer may know of."""
    elsewhere: frozenset[bytes]
    """Tags that tips out of the viewer's sight have too, where as much may be told; none of a tip
    that an officer typed in."""
    other_bank: frozenset[UUID] = frozenset()
    """Tips that tell the same account number at another bank."""
    is_elsewhere: bool = False
    """Whether a tip out of sight has anything of this one."""

    @property
    def tips(self) -> list[Linked]:
        """Each tip once."""
        return list({tip.id: tip for tips in self.known.values() for tip in tips}.values())


@dataclass(frozen=True)
class Cluster:
    """Tips that hang together, and what ties them."""

    tips: Sequence[Tip]
    """The one that was asked about first, then as they were received."""
    shared: dict[bytes, tuple[str, list[UUID]]]
    """By tag: its kind, and which of the tips have it; only what at least two have."""
    values: dict[bytes, str] = field(default_factory=dict)
    """What a tag stands for, where the viewer has a tip open that says it."""
    other_bank: frozenset[UUID] = frozenset()
    """Tips that tell a shared account number at another bank than the first that tells one."""

    def shared_by(self, tip: Tip) -> list[bytes]:
        """What a tip has in common with another of the group."""
        return [tag for tag, (_, holders) in self.shared.items() if tip.id in holders]

    @property
    def units(self) -> list[Place]:
        """Where the tips were received."""
        return list({tip.unit_id: tip.unit for tip in self.tips}.values())

    @property
    def days(self) -> int:
        """From the first tip's day to the last one's, both counted."""
        received = [tip.received_on for tip in self.tips]
        return (max(received) - min(received)).days + 1

    @property
    def verified(self) -> int:
        """Tips whose victim is known and was spoken to."""
        return sum(1 for tip in self.tips if tip.victim_spoken_on is not None)

    @property
    def lost_at_least(self) -> int:
        """Đồng: the lower ends of the bands that were told, added up."""
        return sum(_AT_LEAST.get(tip.loss_band, 0) for tip in self.tips)


def is_grey(tips: Iterable[Tip | Linked]) -> bool:
    """Whether a link rests on nothing but unverified tips without a name, which one person alone
    may have sent."""
    return not any(tip.victim_spoken_on is not None or tip.is_named for tip in tips)


def asking(tip: Tip, traces: Sequence[Trace]) -> set[bytes]:
    """The tags that ask of other places."""
    # What waits apart is beyond every quota: there anybody could try numbers by the thousand.
    tried = traces if not tip.is_quarantined else ()
    by_hand = FoundIn.OFFICER
    return {one.tag for one in tried if one.found_in is not by_hand and identifiers.links(one.tag)}


def ties(
    db: Session,
    viewer: Officer,
    tip: Tip,
    traces: Sequence[Trace],
    on: date,
    *,
    is_counted: bool = False,
) -> Ties:
    """What the tip's identifiers have in common with other tips. `is_counted`: `lookups.count` lets
    a tip that an officer typed in ask of other places now."""
    if not may(viewer, Permission.READ_TIPS):
        return Ties({}, frozenset())
    tags = {trace.tag for trace in traces if identifiers.links(trace.tag)}
    is_typed = tip.created_by is not None
    asked = asking(tip, traces) if is_counted or not is_typed else frozenset()
    sits = {"viewer": viewer.place_id, "day": on, "tip": tip.id}
    is_above = viewer.role is Role.SUPERVISOR
    known: dict[bytes, list[Linked]] = {}
    elsewhere: set[bytes] = set()
    for tag in tags:
        for *told, is_own, is_below, may_be_told in _SAME_TAG.all(db, {**sits, "tag": tag}):
            if is_own or (is_above and is_below):
                known.setdefault(tag, []).append(Linked(*told))
            elif may_be_told and tag in asked:
                elsewhere.add(tag)
    named = frozenset() if is_typed else frozenset(elsewhere)
    return Ties(known, named, _other_bank(db, tip, traces, known), bool(elsewhere))


def cluster(
    db: Session, viewer: Officer, tip: Tip, on: date, *, opened: Sequence[Trace]
) -> Cluster:
    """The group that a tip belongs to. `opened`: the identifiers of tips that the viewer has open.

    It never passes through a tip that the viewer may not know of: two known ones that only such a
    one ties together would tell of it.
    """
    members, reached = {tip.id: tip}, {tip.id}
    kinds: dict[bytes, str] = {}
    shared: defaultdict[bytes, list[UUID]] = defaultdict(list)
    for _ in range(HOPS):
        own = _tags_of(db, reached)
        for tip_id, kind, tag in own:
            kinds[tag] = kind
            shared[tag] += [tip_id] if tip_id not in shared[tag] else []
        holders = _holders(db, {tag for _, _, tag in own}, without=members.keys())
        room = MOST_MEMBERS - len(members)
        found = _known(db, viewer, set().union(*holders.values()), on)[: max(room, 0)]
        reached = {one.id for one in found}
        members |= {one.id: one for one in found}
        if not reached:
            break
    for tip_id, kind, tag in _tags_of(db, reached):
        kinds[tag] = kind
        shared[tag].append(tip_id)
    later = sorted(
        members.values(), key=lambda one: (one.id != tip.id, one.received_on, one.number)
    )
    return Cluster(
        tips=later,
        shared={tag: (kinds[tag], held) for tag, held in shared.items() if len(held) > 1},
        values={trace.tag: trace.value for trace in opened},
        other_bank=banks.at_another(db, [one.id for one in later]),
    )


def of_case(db: Session, tips: Sequence[Tip], *, opened: Sequence[Trace]) -> Cluster:
    """The tips of a case as a group, whether they hang together or not."""
    shared: defaultdict[bytes, list[UUID]] = defaultdict(list)
    kinds: dict[bytes, str] = {}
    for tip_id, kind, tag in _tags_of(db, [tip.id for tip in tips]):
        kinds[tag] = kind
        shared[tag] += [tip_id] if tip_id not in shared[tag] else []
    return Cluster(
        tips=tips,
        shared={tag: (kinds[tag], held) for tag, held in shared.items() if len(held) > 1},
        values={trace.tag: trace.value for trace in opened},
        other_bank=banks.at_another(db, [tip.id for tip in tips]),
    )


def _other_bank(
    db: Session, tip: Tip, traces: Sequence[Trace], known: dict[bytes, list[Linked]]
) -> frozenset[UUID]:
    """Asked only where the tip itself tells one account and one bank, and the account links."""
    told = banks.told_by(traces)
    others = [one.id for one in known.get(told.account, ())] if told else []
    return banks.at_another(db, [tip.id, *others]) if others else frozenset()


def _holders(
    db: Session, tags: Collection[bytes], *, without: Collection[UUID]
) -> dict[bytes, set[UUID]]:
    """The other tips that have each tag; those closed as spam and those apart link nothing."""
    if not tags:
        return {}
    query = (
        select(TipIdentifier.tag, TipIdentifier.tip_id)
        .join(Tip, Tip.id == TipIdentifier.tip_id)
        .where(
            TipIdentifier.tag.in_(tags),
            Tip.is_quarantined.is_(False),
            Tip.state != TipState.SPAM,
        )
        .limit(MOST_ROWS)
    )
    found: defaultdict[bytes, set[UUID]] = defaultdict(set)
    for tag, tip_id in db.execute(query):
        if tip_id not in without:
            found[tag].add(tip_id)
    return found


def _known(db: Session, viewer: Officer, ids: Collection[UUID], on: date) -> Sequence[Tip]:
    if not ids:
        return []
    query = visible(viewer, on).where(Tip.id.in_(ids)).order_by(Tip.received_on.desc(), Tip.id)
    return db.scalars(query.limit(MOST_ROWS)).all()


def _tags_of(db: Session, ids: Collection[UUID]) -> list[tuple[UUID, str, bytes]]:
    query = select(TipIdentifier.tip_id, TipIdentifier.kind, TipIdentifier.tag).where(
        TipIdentifier.tip_id.in_(ids)
    )
    rows = db.execute(query.order_by(TipIdentifier.position))
    return [(id_, kind, tag) for id_, kind, tag in rows if identifiers.links(tag)]
