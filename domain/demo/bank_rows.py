"""Contacts at banks of the demo, with plain example numbers nobody dialled, and one logged call."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from domain.audit.services import Who
from domain.banking import calls, directory
from domain.banking.content import ContactContent, NewCall
from domain.banking.models import CallResult
from domain.base import new_record_id
from domain.demo.district import Unit
from domain.people.models import Officer, Role
from domain.tips.acting import Acting
from domain.tips.models import LossBand, Tip, TipState

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

_NOTE = "Số minh họa của bản dùng thử, không gọi được."
_ABOVE = (
    ContactContent(
        bank="AGRIBANK",
        branch="Chi nhánh chính",
        person="Phòng kế toán",
        day_phone="0900000401",
        night_phone="0900000402",
        note=_NOTE,
    ),
    ContactContent(
        bank="VCB",
        branch="Phòng giao dịch",
        day_phone="0900000403",
        night_phone="0900000404",
        note=_NOTE,
    ),
    ContactContent(bank="MOMO", person="Bộ phận tra soát", day_phone="0900000405", note=_NOTE),
)
_OWN = ContactContent(
    bank="AGRIBANK", branch="Phòng giao dịch gần chợ", day_phone="0900000406", note=_NOTE
)


def banks(seeder: "_Seeder", home: Unit) -> None:
    """Three contacts of the unit above, one of the home unit's own, and a call that held money."""
    found = select(Officer).where(Officer.role == Role.SUPERVISOR)
    above = seeder.db.scalars(found.order_by(Officer.username)).unique().first()
    entered = [(above, content) for content in _ABOVE] if above else []
    for by, content in [*entered, (home.chief, _OWN)]:
        acting = _acting(seeder, by, seeder.now - timedelta(days=60))
        contact_id = new_record_id(acting.now)
        directory.enter(seeder.db, acting=acting, contact_id=contact_id, content=content)
    _call(seeder, home)


def _call(seeder: "_Seeder", home: Unit) -> None:
    """The newest tip of money lost that somebody has in hand."""
    query = select(Tip).where(
        Tip.unit_id == home.place.id,
        Tip.loss_band.not_in([LossBand.NOT_TOLD, LossBand.UNDER_10M]),
        Tip.state.in_([TipState.HELD, TipState.VERIFYING, TipState.RESOLVED]),
        Tip.opened_at.is_not(None),
    )
    tip = seeder.db.scalars(query.order_by(Tip.received_on.desc(), Tip.id).limit(1)).first()
    if tip is None or tip.opened_at is None:
        return
    by = tip.taken_by or home.chief
    at = min(tip.opened_at + timedelta(minutes=7), seeder.now)
    acting = _acting(seeder, by, at)
    calls.say_spoken(seeder.db, acting=acting, tip=tip, spoken=True)
    call = NewCall(
        id=UUID(int=seeder.rng.getrandbits(128), version=4),
        bank="AGRIBANK",
        called_at=at,
        result=CallResult.HELD,
        amount_text="5 triệu",
        note="Người trực nghe máy, giữ được phần còn lại, chờ văn bản.",
    )
    calls.log(seeder.db, acting=acting, tip=tip, call=call)


def _acting(seeder: "_Seeder", by: Officer, at: datetime) -> Acting:
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    return Acting(by=by, who=who, now=at, ring=seeder.ring, on=seeder.on)
