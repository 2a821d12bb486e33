"""What police and the Women's Union held together: one event written by both, one still asked."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from domain.audit.services import Who
from domain.base import new_record_id
from domain.demo.district import Unit
from domain.outreach import services
from domain.outreach.choices import choices_for
from domain.outreach.content import Content, content_of
from domain.outreach.models import Outreach
from domain.people.models import Officer, Role
from domain.records import joint

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

UNION = "womens_union"


def shared_events(seeder: "_Seeder", home: Unit) -> None:
    """The union's side of the newest two activities of a commune; the older one is joined."""
    ours = select(Outreach).where(
        Outreach.place_id.in_([home.place.id, *(hamlet.id for hamlet in home.hamlets)]),
        Outreach.started_at.is_not(None),
    )
    last = ours.order_by(Outreach.held_on.desc(), Outreach.started_at, Outreach.id).limit(2)
    member = _union(seeder, home)
    for number, record in enumerate(seeder.db.scalars(last).all()):
        acting = _acting(seeder, member, seeder.now - timedelta(minutes=50 - number))
        theirs = services.log(
            seeder.db,
            acting=acting,
            record_id=new_record_id(acting.now),
            content=_as_they_tell(content_of(record)),
        )
        if number:
            joint.join(
                seeder.db,
                acting=acting,
                record=theirs,
                other_id=record.id,
                telling=services.telling(acting.choices),
            )


def _as_they_tell(content: Content) -> Content:
    return Content(
        channel=content.channel,
        place_id=content.place_id,
        held_on=content.held_on,
        started_at=content.started_at,
        venue=content.venue,
        counts=content.counts[:1],
    )


def _union(seeder: "_Seeder", home: Unit) -> Officer:
    member = Officer(
        id=uuid5(NAMESPACE_URL, f"lang-nghe/demo/{UNION}"),
        username="phunu1",
        name="Chị Mẫu, Hội Phụ nữ",
        role=Role.OFFICER,
        place_id=home.place.id,
        organisation=UNION,
        reads_tips=False,
        created_at=seeder.joined,
    )
    seeder.db.add(member)
    seeder.db.flush()
    return member


def _acting(seeder: "_Seeder", member: Officer, at: datetime) -> services.Acting:
    choices = choices_for(seeder.db, member, on=seeder.today, tree_day=seeder.on)
    who = Who(actor_id=member.id, role=member.role.value, place_id=member.place_id)
    return services.Acting(by=member, who=who, now=at, ring=seeder.ring, choices=choices)
