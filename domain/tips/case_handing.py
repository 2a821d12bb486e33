"""A whole case handed on: each of its tips that may go, to the same place, under its own slip;
those that lie below are taken up first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import BadInput, NotFound
from domain.people.models import Officer
from domain.people.rules import Permission, require
from domain.places.models import Place
from domain.sentence import Sentence
from domain.tips import (
    access,
    case_queries,
    handling,
    lifecycle,
    many,
    queries,
    rules,
    taking_up,
    transferring,
)
from domain.tips.acting import Acting
from domain.tips.case_models import CaseStepKind, TipCase, TipCaseStep
from domain.tips.many import Chosen, Outcome
from domain.tips.models import Tip, TipState
from domain.tips.sealing import WordsLost, is_lost
from domain.tips.transferring import HandOver
from domain.tips.work_models import TipTransfer, TransferWay

GONE_OUTSIDE = Sentence("Tin đã chuyển ra ngoài hệ thống.")
ENDED = Sentence("Tin đã kết thúc.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Where the tips go and why: to a unit, or outside on paper to an authority by its name."""

    unit_id: UUID | None = None
    is_outside: bool = False
    to_name: str = ""
    note: str = ""


def why_not(db: Session, acting: Acting, tip: Tip) -> str:
    """Why a tip of a case cannot be handed on by the officer now; "" when it can."""
    if not access.is_own(db, acting, tip):
        there = tip.unit.unit_title
        return Sentence("Tin đang ở %(unit)s. Rút tin đó lên trước rồi chuyển.", unit=there)
    if tip.is_quarantined:
        return handling.StillApart.sentence
    if tip.state is TipState.TRANSFERRED:
        return GONE_OUTSIDE
    if not lifecycle.is_open(tip):
        return ENDED
    return WordsLost.sentence if is_lost(acting.ring, tip) else ""


def units(db: Session, acting: Acting, tips: Sequence[Tip]) -> list[Place]:
    """The units that every one of the tips may go to, the one above first."""
    offers = [transferring.offered(db, acting, tip) for tip in tips]
    all_of = [{one for units in ways.values() for one in units} for ways in offers]
    common = set.intersection(*all_of) if all_of else set()
    above = {one for ways in offers for one in ways[TransferWay.UP]}
    return sorted(common, key=lambda one: (one not in above, one.sort_key))


def problems(db: Session, *, acting: Acting, tips: Sequence[Tip], going: Going) -> list[BadInput]:
    """What is wrong with handing these tips on, each with its box."""
    if not tips:
        return [BadInput("tips", "Chọn tin cần chuyển.")]
    return transferring.problems(db, acting, tips[0], _hand(db, acting, tips[0], going))


def hand_on(
    db: Session, *, acting: Acting, case: TipCase, chosen: Sequence[Chosen], going: Going
) -> Outcome:
    """Hand the chosen tips of a case that the caller has locked on, each alone: one that somebody
    changed meanwhile stays, and is named. Raises `NotAllowed`."""
    require(acting.by, Permission.KEEP_CASES)
    members = {tip.id for tip in case_queries.members(db, acting.by, case, acting.on)}

    def hand(tip: Tip, version: int) -> None:
        if tip.id not in members:
            raise NotFound
        transferring.transfer(
            db, acting=acting, tip=tip, version=version, hand=_hand(db, acting, tip, going)
        )

    return many.act(db, acting=acting, chosen=chosen, how=hand)


def may_take_up(db: Session, acting: Acting, tip: Tip) -> bool:
    """Whether a tip of a case lies below and the officer can take it up first."""
    return taking_up.may_take_up(db, acting, tip) and not is_lost(acting.ring, tip)


def problems_of_taking_up(tips: Sequence[Tip], reason: str) -> list[BadInput]:
    """What is wrong with taking these tips up, each with its box."""
    found = rules.problems_of_reason(reason, box="taking_note")
    return found if tips else [BadInput("below", "Chọn tin cần rút lên."), *found]


def take_up(
    db: Session, *, acting: Acting, case: TipCase, chosen: Sequence[Chosen], reason: str
) -> Outcome:
    """Take the chosen tips of a case up from the units below, each alone and under its own slip.
    The reason opens each first, as if it were stated on its page. Raises `NotAllowed`."""
    require(acting.by, Permission.HOLD_TIPS)
    members = {tip.id for tip in case_queries.members(db, acting.by, case, acting.on)}

    def take(tip: Tip, version: int) -> None:
        if tip.id not in members:
            raise NotFound
        if not access.is_open(db, acting=acting, tip=tip):
            access.state_reason(db, acting=acting, tip=tip, reason=reason)
        taking_up.take_up(db, acting=acting, tip=tip, version=version, reason=reason)

    return many.act(db, acting=acting, chosen=chosen, how=take, load=queries.get_to_judge)


def _hand(db: Session, acting: Acting, tip: Tip, going: Going) -> HandOver:
    """The same place may be above for one tip and where another came from."""
    if going.is_outside:
        return HandOver(way=TransferWay.OUTSIDE, to_name=going.to_name, note=going.note)
    ways = transferring.offered(db, acting, tip)
    fitting = [way for way, units in ways.items() if going.unit_id in {one.id for one in units}]
    way = fitting[0] if fitting else TransferWay.UP
    return HandOver(way=way, to_unit_id=going.unit_id, note=going.note)


def handed_on(
    db: Session, viewer: Officer, case: TipCase, on: date
) -> list[tuple[Tip, TipTransfer]]:
    """The tips that the viewer's own unit handed on while they were in the case and has not got
    back, each with its newest slip, the first one handed on in front."""
    own = set(db.scalars(queries.own_units(viewer, on)))
    slips = db.scalars(
        select(TipTransfer)
        .where(
            TipTransfer.tip_id.in_(
                select(TipCaseStep.tip_id).where(TipCaseStep.case_id == case.id)
            ),
            TipTransfer.from_unit_id.in_(own),
            TipTransfer.way != TransferWay.TAKEN_UP,
        )
        .order_by(TipTransfer.at, TipTransfer.slip_number)
    ).unique()
    newest = {slip.tip_id: slip for slip in slips}
    tips = db.scalars(queries.visible(viewer, on).where(Tip.id.in_(newest))).unique().all()
    seen = {tip.id: tip for tip in tips if _is_away(tip, own)}
    held = _held(db, case)
    return [
        (seen[tip_id], slip)
        for tip_id, slip in newest.items()
        if tip_id in seen and _was_in(held[tip_id], slip.at)
    ]


def _is_away(tip: Tip, own: Collection[UUID]) -> bool:
    return tip.unit_id not in own or tip.state is TipState.TRANSFERRED


def _held(db: Session, case: TipCase) -> dict[UUID, list[tuple[datetime, CaseStepKind]]]:
    """When each tip joined and left the case."""
    kinds = (CaseStepKind.JOINED, CaseStepKind.LEFT)
    query = select(TipCaseStep.tip_id, TipCaseStep.at, TipCaseStep.kind).where(
        TipCaseStep.case_id == case.id, TipCaseStep.kind.in_(kinds)
    )
    found: dict[UUID, list[tuple[datetime, CaseStepKind]]] = {}
    for tip_id, at, kind in db.execute(query.order_by(TipCaseStep.at)):
        found.setdefault(tip_id, []).append((at, kind))
    return found


def _was_in(told: Sequence[tuple[datetime, CaseStepKind]], at: datetime) -> bool:
    """Whether a tip was in the case up to an instant. One that leaves its unit leaves the case at
    the very instant, if the case is the unit's own."""
    before = [kind for when, kind in told if when < at]
    return bool(before) and before[-1] is CaseStepKind.JOINED
