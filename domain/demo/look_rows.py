"""Who opened which tip in the demo, so that those above find something to look through."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.audit.services import Who
from domain.people.models import Officer
from domain.tips import access
from domain.tips.acting import Acting
from domain.tips.models import Tip

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

_TIPS, _CONTACTS = 12, 2
_WHY = "Gọi lại hỏi số tài khoản nhận tiền."


def looks(seeder: "_Seeder") -> None:
    """Officers read the newest tips they hold again, and opened the contact of two."""
    held = select(Tip).where(
        Tip.taken_by_id.is_not(None),
        Tip.opened_at.is_not(None),
        Tip.is_quarantined.is_(False),
        Tip.has_new_message.is_(False),
    )
    newest = held.order_by(Tip.opened_at.desc(), Tip.id).limit(_TIPS)
    tips = sorted(seeder.db.scalars(newest), key=lambda tip: tip.opened_at or seeder.now)
    contacts = [tip.id for tip in tips if tip.has_contact][:_CONTACTS]
    for tip in tips:
        by = seeder.db.get_one(Officer, tip.taken_by_id)
        acting = _acting(seeder, tip, by)
        if access.is_own(seeder.db, acting, tip):
            access.read(seeder.db, acting=acting, tip=tip)
            if tip.id in contacts:
                access.open_contact(seeder.db, acting=acting, tip=tip, reason=_WHY)


def _acting(seeder: "_Seeder", tip: Tip, by: Officer) -> Acting:
    at = min((tip.opened_at or seeder.now) + timedelta(minutes=20), seeder.now)
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    return Acting(by=by, who=who, now=at, ring=seeder.ring, on=seeder.on)
