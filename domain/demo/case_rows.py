"""A case that the demo's supervisor merged: the tip whose bank was called, and tips that name the
same account in other communes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Select, select

from domain.audit.services import Who
from domain.banking import calls
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
    new = NewCase(
        id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/case-of-{tips[0].id}"),
        tip_ids=[tip.id for tip in tips],
        reason="Cùng số tài khoản nhận tiền.",
    )
    cases.open_case(seeder.db, acting=_acting(seeder, by), new=new)


def _linked(seeder: "_Seeder") -> list[Tip]:
    """The newest tip whose victim was spoken to and that names the same as others, with those. On
    days on which chance made none, a victim of the newest tip that does is spoken to."""
    spoken = select(Tip).where(Tip.victim_spoken_on.is_not(None))
    found = _first_of_many(seeder, spoken)
    if not found:
        worked_on = Tip.state.in_([TipState.HELD, TipState.VERIFYING, TipState.RESOLVED])
        found = _first_of_many(seeder, select(Tip).where(worked_on, Tip.taken_by_id.is_not(None)))
        if found and (by := found[0].taken_by) is not None:
            acting = _acting(seeder, by)
            calls.say_spoken(seeder.db, acting=acting, tip=found[0], spoken=True)
    return found


def _first_of_many(seeder: "_Seeder", tips: Select[Tip]) -> list[Tip]:
    """The newest of the tips that others hang on, and they."""
    newest = tips.where(Tip.is_quarantined.is_(False)).order_by(Tip.received_on.desc(), Tip.id)
    for tip in seeder.db.scalars(newest).unique():
        if others := _same_as(seeder, tip):
            return [tip, *others][:MOST]
    return []


def _same_as(seeder: "_Seeder", first: Tip) -> Sequence[Tip]:
    """Tips that name the same as one."""
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
    return seeder.db.scalars(query).unique().all()


def _acting(seeder: "_Seeder", by: Officer) -> Acting:
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    at = seeder.now - timedelta(minutes=40)
    return Acting(by=by, who=who, now=at, ring=seeder.ring, on=seeder.on)
