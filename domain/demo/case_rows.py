"""A case that the demo's supervisor merged: the tip whose bank was called, and tips that name the
same account in other communes."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from domain.audit.services import Who
from domain.people.models import Officer, Role
from domain.tips import cases, identifiers
from domain.tips.acting import Acting
from domain.tips.cases import NewCase
from domain.tips.models import Tip, TipIdentifier, TipState

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

MOST = 4
"""Tips of the case."""


def case(seeder: "_Seeder") -> None:
    """Merge what names the same as the newest tip whose victim was spoken to, if anything does."""
    query = select(Officer).where(
        Officer.role == Role.SUPERVISOR, Officer.place_id == seeder.root.id
    )
    by = seeder.db.scalars(query.order_by(Officer.username)).unique().first()
    tips = _linked(seeder)
    if by is None or len(tips) < cases.FEWEST:
        return
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    at = seeder.now - timedelta(minutes=40)
    acting = Acting(by=by, who=who, now=at, ring=seeder.ring, on=seeder.on)
    new = NewCase(
        id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/case-of-{tips[0].id}"),
        tip_ids=[tip.id for tip in tips],
        reason="Cùng số tài khoản nhận tiền.",
    )
    cases.open_case(seeder.db, acting=acting, new=new)


def _linked(seeder: "_Seeder") -> list[Tip]:
    spoken = select(Tip).where(Tip.victim_spoken_on.is_not(None))
    first = seeder.db.scalars(spoken.order_by(Tip.received_on.desc(), Tip.id)).unique().first()
    if first is None:
        return []
    own = seeder.db.scalars(select(TipIdentifier.tag).where(TipIdentifier.tip_id == first.id))
    tags = [tag for tag in own if identifiers.links(tag)]
    query = (
        select(Tip)
        .join(TipIdentifier, TipIdentifier.tip_id == Tip.id)
        .where(
            TipIdentifier.tag.in_(tags),
            Tip.id != first.id,
            Tip.is_quarantined.is_(False),
            Tip.state != TipState.SPAM,
        )
        .order_by(Tip.received_on.desc(), Tip.id)
    )
    others = seeder.db.scalars(query).unique().all()
    return [first, *others][:MOST]
