"""What an officer says of one forum, as a plain value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from domain.forums.models import AnsweredHow, Forum, Opinion, OpinionKind, Outcome

OPINION = "opinion-"
"""Before an opinion's number wherever fields have names: forms, corrections, comparisons."""
HANDLING = (
    "outcome",
    "owner",
    "responsible",
    "due_on",
    "answer",
    "answered_on",
    "answered_how",
)


def opinion_field(number: int, part: str) -> str:
    """The name of one field of one opinion: "opinion-3-gist"."""
    return f"{OPINION}{number}-{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How an opinion ended, and the answer."""

    outcome: Outcome = Outcome.ANSWERED
    owner_id: UUID | None = None
    """The officer who sees to it that it is answered."""
    responsible: str = ""
    """Who answers, or the body it was passed on to."""
    due_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    answered_how: AnsweredHow | None = None

    def settled(self) -> "Handling":
        """The same without what its outcome has no use for: nothing waits once answered there,
        and nothing yet where nobody has said how it ended."""
        if self.outcome in (Outcome.ANSWERED, Outcome.NOT_YET):
            return Handling(outcome=self.outcome, answer=self.answer)
        return self

    def fields(self) -> dict[str, Any]:
        """As named fields ready for JSON; a field that was left empty is not there."""
        told = {
            "outcome": self.outcome.value,
            "owner": str(self.owner_id) if self.owner_id else None,
            "responsible": self.responsible,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "answer": self.answer,
            "answered_on": self.answered_on.isoformat() if self.answered_on else None,
            "answered_how": self.answered_how.value if self.answered_how else None,
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionContent:
    """One opinion under its number at the forum."""

    number: int
    gist: str
    kind: OpinionKind = OpinionKind.INFORMATION
    topic: str = ""
    name: str = ""
    handling: Handling = Handling()

    def fields(self) -> dict[str, Any]:
        """As named fields ready for JSON; a field that was left empty is not there."""
        told = {"kind": self.kind.value, "topic": self.topic, "gist": self.gist, "name": self.name}
        told |= self.handling.fields()
        return {opinion_field(self.number, part): value for part, value in told.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that can be told and corrected, but for the photos."""

    place_id: UUID
    held_on: date
    started_at: time | None = None
    venue: str = ""
    attendance: int | None = None
    attendance_is_approximate: bool = False
    chair: str = ""
    partners: tuple[str, ...] = ()
    contents: str = ""
    minutes: str = ""
    notes: str = ""
    opinions: tuple[OpinionContent, ...] = ()

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON; a field that was left empty is not there."""
        counted = self.attendance is not None
        optional = {
            "started_at": f"{self.started_at:%H:%M}" if self.started_at else None,
            "venue": self.venue,
            "attendance": [self.attendance, self.attendance_is_approximate] if counted else None,
            "chair": self.chair,
            "partners": sorted(self.partners),
            "contents": self.contents,
            "minutes": self.minutes,
            "notes": self.notes,
        }
        told: dict[str, Any] = {
            "place": str(self.place_id),
            "held_on": self.held_on.isoformat(),
            **{name: value for name, value in optional.items() if value},
        }
        for opinion in self.opinions:
            told |= opinion.fields()
        return told

    def by_number(self) -> Mapping[int, OpinionContent]:
        """The opinions under their numbers."""
        return {opinion.number: opinion for opinion in self.opinions}

    def with_handling(self, number: int, handling: Handling) -> "Content":
        """The same, one opinion having ended otherwise."""
        return self._with_opinion(number, handling=handling)

    def with_gist(self, number: int, gist: str) -> "Content":
        """The same, one opinion written down in other words."""
        return self._with_opinion(number, gist=gist)

    def without(self, number: int) -> "Content":
        """The same without one opinion."""
        left = (opinion for opinion in self.opinions if opinion.number != number)
        return replace(self, opinions=tuple(left))

    def _with_opinion(self, number: int, **changed: Any) -> "Content":
        return replace(
            self,
            opinions=tuple(
                replace(opinion, **changed) if opinion.number == number else opinion
                for opinion in self.opinions
            ),
        )


def content_of(record: Forum) -> Content:
    """What a record says now."""
    return Content(
        place_id=record.place_id,
        held_on=record.held_on,
        started_at=record.started_at,
        venue=record.venue,
        attendance=record.attendance,
        attendance_is_approximate=record.attendance_is_approximate,
        chair=record.chair,
        partners=tuple(record.partners),
        contents=record.contents,
        minutes=record.minutes,
        notes=record.notes,
        opinions=tuple(_opinion_of(row) for row in record.opinions),
    )


def _opinion_of(row: Opinion) -> OpinionContent:
    return OpinionContent(
        number=row.position,
        kind=row.kind,
        topic=row.topic,
        gist=row.gist,
        name=row.name,
        handling=handling_of(row),
    )


def handling_of(row: Opinion) -> Handling:
    """How an opinion stands now."""
    return Handling(
        outcome=row.outcome,
        owner_id=row.owner_id,
        responsible=row.responsible,
        due_on=row.due_on,
        answer=row.answer,
        answered_on=row.answered_on,
        answered_how=row.answered_how,
    )
