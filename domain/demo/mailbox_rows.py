"""Boxes, openings and duty lines of the demo: one box is overdue, one has a letter to enter."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.audit.services import Who
from domain.base import new_record_id
from domain.clock import instant
from domain.demo.district import Unit
from domain.demo.photo_rows import given_to
from domain.feed.models import Kind
from domain.mailboxes import openings, register
from domain.mailboxes.choices import choices_for
from domain.mailboxes.content import BoxContent, LineContent, OpeningContent
from domain.mailboxes.models import Mailbox
from domain.mailboxes.openings import Acting
from domain.media.models import Photo
from domain.people.models import Officer

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

HUNG = 150
"""So many days ago all of them were hung."""
OPENED_AT = time(8, 30)
LETTERS = (0, 0, 1, 0, 0, 0, 2, 0)
"""What lies in a box from one opening to the next: mostly nothing."""
LINES = (
    LineContent(label="Đường dây nóng tố giác tội phạm", phone="0900000201", hours="Cả ngày đêm"),
    LineContent(label="Hỏi về lừa đảo qua mạng", phone="0900000202", hours="Giờ hành chính"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A box of the demo: where, how often it is opened, and how long ago it was opened last."""

    spot: str
    hamlet: int
    every: int
    last: int
    times: int
    waiting: int = 0
    """Letters of the last opening that nobody has entered yet."""


_HOME = (
    _Plan(spot="Cổng nhà văn hóa ấp", hamlet=0, every=7, last=10, times=9),
    _Plan(spot="Trước trạm y tế", hamlet=2, every=7, last=1, times=7, waiting=1),
)
_ELSEWHERE = _Plan(spot="Chợ trung tâm", hamlet=1, every=14, last=4, times=5)


def mailboxes(seeder: "_Seeder", home: Unit) -> None:
    """Two boxes and two lines of one commune, and a box of each other that somebody signs in at.

    No box hangs where the demo shows a commune that does nothing.
    """
    for plan in _HOME:
        _box(seeder, home, plan)
    for unit in seeder.units:
        if unit is not home and any(officer.password_hash for officer in unit.officers):
            _box(seeder, unit, _ELSEWHERE)
    _lines(seeder, home)


def _box(seeder: "_Seeder", unit: Unit, plan: _Plan) -> None:
    names = list(dict.fromkeys(officer.name for officer in _police(unit)))[:3]
    if len(names) < 2:
        return
    hung = seeder.today - timedelta(days=HUNG)
    place = unit.hamlets[plan.hamlet % len(unit.hamlets)] if unit.hamlets else unit.place
    content = BoxContent(
        place_id=place.id,
        spot=plan.spot,
        key_holders=tuple(names),
        opened_every=plan.every,
        hung_on=hung,
    )
    acting = _acting(seeder, unit.chief, instant(hung, OPENED_AT))
    box = register.hang(seeder.db, acting=acting, box_id=new_record_id(acting.now), content=content)
    for number in range(plan.times):
        _open(seeder, unit, box, plan, number)


def _open(seeder: "_Seeder", unit: Unit, box: Mailbox, plan: _Plan, number: int) -> None:
    """The `number`th opening, the oldest first, of two who hold its keys."""
    is_last = number == plan.times - 1
    ago = plan.last + (plan.times - 1 - number) * plan.every
    day = seeder.today - timedelta(days=ago)
    acting = _acting(
        seeder, seeder.rng.choice(_police(unit)), instant(day, OPENED_AT) + timedelta(hours=1)
    )
    letters = 2 if is_last and plan.waiting else LETTERS[number % len(LETTERS)]
    record_id = new_record_id(acting.now)
    rows = seeder.photos.for_field(day, 1 if is_last or number % 3 == 0 else 0)
    opening = openings.log(
        seeder.db,
        acting=acting,
        box=box,
        record_id=record_id,
        content=OpeningContent(
            held_on=day,
            started_at=OPENED_AT,
            openers=tuple(box.key_holders[:2]),
            letters=letters,
        ),
        photos=[Photo(**row) for row in given_to(rows, Kind.MAILBOX.value, record_id)],
    )
    opening.letters_entered = letters - (plan.waiting if is_last else 0)


def _lines(seeder: "_Seeder", unit: Unit) -> None:
    """The first was tried three weeks ago, the second never."""
    acting = _acting(seeder, unit.chief, seeder.now - timedelta(days=21))
    first, _ = (
        register.add_line(
            seeder.db, acting=acting, line_id=new_record_id(acting.now), content=content
        )
        for content in LINES
    )
    register.say_tried(seeder.db, acting=acting, line=first, phone=first.phone)


def _police(unit: Unit) -> list[Officer]:
    return [officer for officer in unit.officers if not officer.organisation]


def _acting(seeder: "_Seeder", by: Officer, at: datetime) -> Acting:
    return Acting(
        by=by,
        who=Who(actor_id=by.id, role=by.role.value, place_id=by.place_id),
        now=at,
        ring=seeder.ring,
        choices=choices_for(seeder.db, by, tree_day=seeder.on),
    )
