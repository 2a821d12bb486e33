"""A notice that the home commune of the demo issued for a tip it works on, or has ended."""

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from domain.audit.services import Who
from domain.demo.district import Unit
from domain.papers import services
from domain.papers.content import result_of, signer_title_of
from domain.papers.models import PaperKind
from domain.papers.services import NewPaper
from domain.papers.tags import Tag
from domain.reference import settings
from domain.tips.acting import Acting
from domain.tips.models import OPEN_STATES, Tip, TipState

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder


def notice(seeder: "_Seeder", home: Unit) -> None:
    """For the newest tip that somebody there has, by whoever has it: that it was received, or, of
    one that is resolved, what came of it."""
    newest = select(Tip).where(
        Tip.unit_id == home.place.id,
        Tip.taken_by_id.is_not(None),
        Tip.state.in_([*OPEN_STATES, TipState.RESOLVED]),
        Tip.is_quarantined.is_(False),
    )
    tip = seeder.db.scalars(newest.order_by(Tip.received_on.desc(), Tip.number.desc())).first()
    if tip is None or tip.taken_by is None:
        return
    by, is_open = tip.taken_by, tip.state in OPEN_STATES
    new = NewPaper(
        id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/notice-of-{tip.id}"),
        kind=PaperKind.NOTICE_OF_RECEIPT if is_open else PaperKind.NOTICE_OF_RESULT,
        typed={
            Tag.RESULT: result_of(tip),
            Tag.SIGNER_TITLE: signer_title_of(home.place),
            Tag.SIGNER: home.chief.name,
        },
    )
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    acting = Acting(by=by, who=who, now=seeder.now, ring=seeder.ring, on=seeder.on)
    known = settings.load(seeder.db)
    services.issue(seeder.db, acting=acting, settings=known, tip=tip, new=new)
