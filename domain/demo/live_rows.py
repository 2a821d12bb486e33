"""An evening of the demo's home commune that was written down live: three opinions of which nobody
has said yet how they ended."""

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from domain.audit.services import Who
from domain.clock import instant
from domain.demo.district import Unit
from domain.demo.field_rows import seeded_id
from domain.demo.texts import in_place
from domain.forums import live, services
from domain.forums.choices import choices_for
from domain.forums.content import Content
from domain.people.models import Officer, Role

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

HELD = 1
"""Days ago."""
BEGAN = time(19)
LINES, ENDED = 5, 2


def evening(seeder: "_Seeder", home: Unit) -> None:
    """Two officers write it down together; the first opinions were answered on the spot."""
    writer = next((one for one in home.officers if one.role is Role.OFFICER), home.chief)
    # A chance of its own: other parts of the demo stay as they are for their seed.
    rng = Random(f"live-{seeder.request.seed}")  # noqa: S311
    spot = home.hamlets[-1] if home.hamlets else home.place
    day = seeder.today - timedelta(days=HELD)
    at = instant(day, BEGAN)
    content = Content(
        place_id=spot.id,
        held_on=day,
        started_at=BEGAN,
        venue=f"Nhà văn hóa {spot.name}",
        attendance=38,
        chair=home.chief.name,
    )
    acting = _acting(seeder, writer, at)
    record = services.log(
        seeder.db,
        acting=acting,
        record_id=seeded_id(rng, int(at.timestamp() * 1000)),
        content=content,
    )
    for number, opinion in enumerate(rng.sample(seeder.texts.opinions, LINES)):
        live.add(
            seeder.db,
            acting=_acting(seeder, home.chief if number % 3 == 1 else writer, at),
            record=record,
            line_id=seeded_id(rng, int(at.timestamp() * 1000) + number + 1),
            gist=in_place(opinion.text, level=home.place.level_label, hamlet=spot.name),
        )
    ended = record.opinions[:ENDED]
    live.answered_here(seeder.db, acting=acting, record=record, opinions=ended)


def _acting(seeder: "_Seeder", by: Officer, at: datetime) -> services.Acting:
    return services.Acting(
        by=by,
        who=Who(actor_id=by.id, role=by.role.value, place_id=by.place_id),
        now=at + timedelta(minutes=40),
        ring=seeder.ring,
        choices=choices_for(seeder.db, by, on=seeder.today, tree_day=seeder.on),
    )
