"""Classified tips of the demo: limits that are near, over and far."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.audit.services import Who
from domain.demo.district import Unit
from domain.people.models import Officer
from domain.tips import classifying, deadlines
from domain.tips.acting import Acting
from domain.tips.limit_rules import NOTICE_RECEIPT, TRANSFER
from domain.tips.models import Classification, Tip, TipState

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

_NEAR, _LATE = timedelta(hours=22), timedelta(days=4)
_MOST_LATE = 3
_CLASSIFIED = (Classification.CRIME_REPORT, Classification.DENUNCIATION)
_WHY = (
    "Có người nhận tiền, có số tài khoản: có dấu hiệu lừa đảo chiếm đoạt tài sản.",
    "Người báo kể rõ ai làm, làm lúc nào: đủ để xác minh.",
)


def tips(seeder: "_Seeder", home: Unit) -> None:
    """A tip of the home unit whose first limit is today, one that the unit above works on, and one
    that waits for its person unless another does: at some hours chance makes none."""
    now, make = seeder.now, seeder.tips.make
    today = make(home, now - timedelta(hours=21), state=TipState.HELD, urgent=False)
    above = make(home, now - timedelta(hours=40), root=seeder.root, state=TipState.VERIFYING)
    for made in (today, above):
        seeder.add_tip(made)
    if TipState.WAITING not in seeder.tips.states:
        seeder.add_tip(make(home, now - timedelta(days=5), state=TipState.WAITING))


def limits(seeder: "_Seeder") -> None:
    """Of tips in work the newest have a limit today, a few are late, half of the others have what
    came first behind them and time to resolve."""
    query = select(Tip).where(
        Tip.state.in_([TipState.HELD, TipState.VERIFYING, TipState.WAITING]),
        Tip.is_quarantined.is_(False),
        Tip.taken_by_id.is_not(None),
        Tip.accepted_at.is_not(None),
    )
    late = 0
    tips = seeder.db.scalars(query.order_by(Tip.accepted_at.desc(), Tip.id)).all()
    for turn, tip in enumerate(tips):
        age = seeder.now - (tip.accepted_at or seeder.now)
        if age < _NEAR:
            _classify(seeder, tip, turn)
        elif age < _LATE and late < _MOST_LATE:
            late += 1
            _classify(seeder, tip, turn)
        elif turn % 2:
            _classify(seeder, tip, turn)
            _meet(seeder, tip)


def _classify(seeder: "_Seeder", tip: Tip, turn: int) -> None:
    classifying.classify(
        seeder.db,
        acting=_acting(seeder, tip, timedelta(minutes=25)),
        tip=tip,
        version=tip.version,
        to=_CLASSIFIED[turn % 2],
        reason=_WHY[turn % 2],
    )


def _meet(seeder: "_Seeder", tip: Tip) -> None:
    acting = _acting(seeder, tip, timedelta(hours=20))
    for rule in (TRANSFER, NOTICE_RECEIPT):
        deadlines.meet(seeder.db, acting=acting, tip=tip, rule=rule)


def _acting(seeder: "_Seeder", tip: Tip, after: timedelta) -> Acting:
    by = seeder.db.get_one(Officer, tip.taken_by_id)
    at = min((tip.accepted_at or seeder.now) + after, seeder.now)
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    return Acting(by=by, who=who, now=at, ring=seeder.ring, on=seeder.on)
