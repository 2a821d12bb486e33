"""What may be planned, who changes a plan, and how it stands. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import BadInput, NotAllowed
from domain.people.models import Officer
from domain.plans.choices import Choices
from domain.plans.content import Content, Moving, content_of
from domain.plans.models import Plan
from domain.records import rules as shared
from domain.records.rights import serves
from domain.sentence import Sentence
from domain.text import one_line

FURTHEST = timedelta(days=731)
"""How far ahead something is planned."""
LONGEST = {"venue": 200, "chair": 160, "topics": 2_000}
LONGEST_REASON = 400
_WHY_MOVED = Sentence("Ghi lý do dời, từ 3 tới 400 chữ cái.")
_NOT_MOVED = Sentence("Ngày giờ vẫn như cũ. Chọn ngày khác hoặc giờ khác.")
_WHY_CANCELLED = Sentence("Ghi lý do không tổ chức, từ 3 tới 400 chữ cái.")


class AlreadyHeld(NotAllowed):
    """What was held stays in its record."""

    sentence = Sentence("Buổi này đã ghi rồi, nên không đổi lịch được nữa.")


class AlreadyCancelled(NotAllowed):
    """A cancelled plan is opened again by giving it a day."""

    sentence = Sentence("Buổi này đã báo không tổ chức. Chọn ngày khác thì lịch mở lại.")


class State(StrEnum):
    """How a plan stands on a day."""

    COMING = "coming"
    TODAY = "today"
    UNANSWERED = "unanswered"
    """Its day has passed and nobody has said what became of it."""
    HELD = "held"
    CANCELLED = "cancelled"


def state_of(plan: Plan, *, is_held: bool, today: date) -> State:
    """How a plan stands; `is_held`: the record that it became has not been withdrawn."""
    if is_held:
        return State.HELD
    if plan.cancelled_at is not None:
        return State.CANCELLED
    if plan.planned_on == today:
        return State.TODAY
    return State.COMING if plan.planned_on > today else State.UNANSWERED


def problems(
    content: Content,
    choices: Choices,
    *,
    today: date,
    was: Content | None = None,
    reason: str = "",
) -> list[BadInput]:
    """Everything that is wrong, each beside its field. What `was` there already is no problem;
    another day than it had needs a `reason`."""
    is_moved = was is not None and was.planned_on != content.planned_on
    return [
        *(() if was and not is_moved else _problems_of_day(content.planned_on, today)),
        *(_problems_of_reason(reason, _WHY_MOVED) if is_moved else ()),
        *shared.problems_of_place(
            content.place_id,
            known=choices.place_ids(),
            unit=choices.unit,
            was=was.place_id if was else None,
        ),
        *_problems_of_channel(content, choices, was),
        *shared.problems_of_partners(
            content.partners, known=choices.partners, was=was.partners if was else ()
        ),
        *shared.problems_of_length(content, LONGEST),
    ]


def _problems_of_day(planned_on: date, today: date) -> Iterator[BadInput]:
    if planned_on < today:
        yield BadInput("planned_on", "Ngày này đã qua. Chọn hôm nay hoặc ngày sắp tới.")
    elif planned_on > today + FURTHEST:
        yield BadInput("planned_on", "Ngày này xa quá. Xem lại năm.")


def _problems_of_channel(
    content: Content, choices: Choices, was: Content | None
) -> Iterator[BadInput]:
    """A channel may stay open; one that has left the list may stay where it stood."""
    known = {"", *choices.channels, was.channel if was else ""}
    if content.channel not in known:
        yield BadInput("channel", "Chọn một hình thức, hoặc để sau.")


def problems_of_moving(
    plan: Plan, moving: Moving, choices: Choices, *, today: date
) -> list[BadInput]:
    """What is wrong with a new day; where the plan was cancelled its old one will do."""
    was = None if plan.cancelled_at else content_of(plan)
    if moving.of(plan) == was:
        return [BadInput("planned_on", _NOT_MOVED)]
    found = problems(moving.of(plan), choices, today=today, was=was, reason=moving.reason)
    days = [problem for problem in found if problem.field == "planned_on"]
    return [*days, *_problems_of_reason(moving.reason, _WHY_MOVED)]


def problems_of_cancelling(reason: str) -> list[BadInput]:
    """What is wrong with why nothing is held."""
    return _problems_of_reason(reason, _WHY_CANCELLED)


def _problems_of_reason(reason: str, sentence: str) -> list[BadInput]:
    says_why = 3 <= len(one_line(reason)) <= LONGEST_REASON
    return [] if says_why else [BadInput("reason", sentence)]


def is_cancelled_for(plan: Plan, reason: str) -> bool:
    """Whether that was said before, as when a button was tapped twice."""
    return plan.cancelled_at is not None and plan.reason == one_line(reason)


def require_may_change(officer: Officer, plan: Plan) -> None:
    """Raise `NotAllowed` unless the plan is of the officer's own unit."""
    if not serves(officer, plan):
        raise NotAllowed


def require_open(plan: Plan, *, is_held: bool) -> None:
    """Raise `AlreadyHeld` or `AlreadyCancelled` when nothing is planned any more."""
    if is_held:
        raise AlreadyHeld
    if plan.cancelled_at is not None:
        raise AlreadyCancelled
