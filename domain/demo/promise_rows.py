"""Promises of the demo's home commune: answered, overdue, due today, and one whose owner left."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from domain.audit.services import Who
from domain.clock import local_day
from domain.demo.district import Unit
from domain.demo.field_rows import seeded_id
from domain.demo.texts import ForumOpinion, in_place
from domain.forums import services
from domain.forums.choices import choices_for
from domain.forums.content import Content, Handling, OpinionContent, handling_of
from domain.forums.models import AnsweredHow, Outcome
from domain.people.models import Officer, Role

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

HELD = 9
"""Days ago, in the hamlet where the next forum is planned for tonight."""
HAMLET = 2


@dataclass(frozen=True, slots=True)
class _Promised:
    """A promise: due so many days from now, perhaps answered so many days ago in some way."""

    due: int
    outcome: Outcome = Outcome.PROMISED
    answered: int | None = None
    how: AnsweredHow | None = None
    is_left: bool = False


_PROMISES = (
    _Promised(-3, answered=4, how=AnsweredHow.IN_PERSON),
    _Promised(-1, Outcome.PASSED_ON, answered=2, how=AnsweredHow.IN_WRITING),
    _Promised(-2),
    _Promised(0),
    _Promised(5, Outcome.PASSED_ON, is_left=True),
)


def promises(seeder: "_Seeder", home: Unit) -> None:
    """One evening of the home commune with five promises, and what became of them."""
    writer = next((one for one in home.officers if one.role is Role.OFFICER), home.chief)
    at = seeder.now - timedelta(days=HELD)
    # A chance of its own: other parts of the demo stay as they are for their seed.
    rng = Random(f"promises-{seeder.request.seed}")  # noqa: S311
    record = services.log(
        seeder.db,
        acting=_acting(seeder, writer, at),
        record_id=seeded_id(rng, int(at.timestamp() * 1000)),
        content=_evening(seeder, home, writer),
    )
    mover = next(unit for unit in seeder.units if unit is not home).chief
    answers = [answer for _, answer in _asked(seeder)]
    for row, told, answer in zip(list(record.opinions), _PROMISES, answers, strict=False):
        if told.is_left:
            row.owner_id = mover.id
        if told.answered is not None:
            given_at = seeder.now - timedelta(days=told.answered)
            services.answer(
                seeder.db,
                acting=_acting(seeder, writer, given_at),
                record=record,
                opinion=row,
                version=record.version,
                handling=replace(
                    handling_of(row),
                    answer=in_place(answer, level=home.place.level_label, hamlet=record.place.name),
                    answered_on=local_day(given_at),
                    answered_how=told.how,
                ),
            )


def _evening(seeder: "_Seeder", home: Unit, writer: Officer) -> Content:
    spot = home.hamlets[HAMLET % len(home.hamlets)] if home.hamlets else home.place
    said = {"level": home.place.level_label, "hamlet": spot.name}
    opinions = [
        OpinionContent(
            number=number,
            kind=opinion.kind,
            topic=opinion.topic,
            gist=in_place(opinion.text, **said),
            handling=Handling(
                outcome=told.outcome,
                owner_id=writer.id,
                due_on=seeder.today + timedelta(days=told.due),
            ),
        )
        for number, (told, (opinion, _)) in enumerate(
            zip(_PROMISES, _asked(seeder), strict=False), start=1
        )
    ]
    return Content(
        place_id=spot.id,
        held_on=seeder.today - timedelta(days=HELD),
        started_at=time(19),
        venue=f"Nhà văn hóa {spot.name}",
        attendance=52,
        chair=home.chief.name,
        partners=("committee", "front"),
        contents="Thông báo tình hình an ninh, trật tự; các chiêu lừa qua điện thoại, mạng.",
        opinions=tuple(opinions),
    )


def _asked(seeder: "_Seeder") -> list[tuple[ForumOpinion, str]]:
    """Opinions of the kind that cannot be answered there and then, each with its answer."""
    return [
        (opinion, answer.text)
        for opinion in seeder.texts.opinions
        for answer in opinion.answers[:1]
        if answer.outcome is not Outcome.ANSWERED
    ]


def _acting(seeder: "_Seeder", by: Officer, at: datetime) -> services.Acting:
    choices = choices_for(seeder.db, by, on=seeder.today, tree_day=seeder.on)
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    return services.Acting(by=by, who=who, now=at, ring=seeder.ring, choices=choices)
