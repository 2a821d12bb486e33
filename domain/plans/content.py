"""What an officer says of one plan, as a plain value, and the record that it becomes."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from domain.forums.content import Content as ForumContent
from domain.outreach.content import Content as OutreachContent
from domain.plans.choices import Choices
from domain.plans.models import Plan, PlanKind
from domain.sentence import Sentence
from domain.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that can be told and corrected."""

    kind: PlanKind
    place_id: UUID
    planned_on: date
    starts_at: time | None = None
    venue: str = ""
    chair: str = ""
    channel: str = ""
    partners: tuple[str, ...] = ()
    topics: str = ""

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON; a field that was left empty is not there."""
        optional = {
            "starts_at": f"{self.starts_at:%H:%M}" if self.starts_at else None,
            "venue": self.venue,
            "chair": self.chair,
            "channel": self.channel,
            "partners": sorted(self.partners),
            "topics": self.topics,
        }
        return {
            "kind": self.kind.value,
            "place": str(self.place_id),
            "planned_on": self.planned_on.isoformat(),
            **{name: value for name, value in optional.items() if value},
        }


def content_of(plan: Plan) -> Content:
    """What a plan says now."""
    return Content(
        kind=plan.kind,
        place_id=plan.place_id,
        planned_on=plan.planned_on,
        starts_at=plan.starts_at,
        venue=plan.venue,
        chair=plan.chair,
        channel=plan.channel,
        partners=tuple(plan.partners),
        topics=plan.topics,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """Another day or hour for a plan, and why."""

    planned_on: date
    starts_at: time | None
    reason: str

    def of(self, plan: Plan) -> Content:
        """The plan on that day."""
        said = content_of(plan)
        return replace(said, planned_on=self.planned_on, starts_at=self.starts_at)

    def is_done(self, plan: Plan) -> bool:
        """Whether the plan says so already, as when a button was tapped twice."""
        same = plan.cancelled_at is None and self.of(plan) == content_of(plan)
        return same and plan.reason == one_line(self.reason)


def as_forum(plan: Plan, choices: Choices, *, today: date) -> ForumContent:
    """The forum that was planned, as if it was held on its day, or today when that is to come."""
    return ForumContent(
        place_id=plan.place_id,
        held_on=min(plan.planned_on, today),
        started_at=_started_at(plan, today),
        venue=plan.venue,
        chair=plan.chair,
        partners=_still_listed(plan, choices),
        contents=plan.topics,
    )


def as_outreach(plan: Plan, choices: Choices, *, channel: str, today: date) -> OutreachContent:
    """The same for an activity; who led it stands with the topics, as activities have no chair."""
    led = Sentence("Phụ trách: %(name)s", name=plan.chair) if plan.chair else ""
    return OutreachContent(
        channel=channel or plan.channel,
        place_id=plan.place_id,
        held_on=min(plan.planned_on, today),
        started_at=_started_at(plan, today),
        venue=plan.venue,
        partners=_still_listed(plan, choices),
        notes="\n".join(text for text in (plan.topics, led) if text),
    )


def _started_at(plan: Plan, today: date) -> time | None:
    return plan.starts_at if plan.planned_on <= today else None


def _still_listed(plan: Plan, choices: Choices) -> tuple[str, ...]:
    """A partner may have left the list since; that is no reason to refuse what was held."""
    return tuple(code for code in plan.partners if code in choices.partners)
