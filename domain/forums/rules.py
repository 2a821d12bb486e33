"""What may be logged of a forum, and how an opinion may end. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from domain.errors import BadInput
from domain.forums.choices import Choices
from domain.forums.content import Content, Handling, OpinionContent, opinion_field
from domain.forums.models import Forum
from domain.people.models import Officer
from domain.records import rules as shared
from domain.sentence import Sentence
from domain.text import one_line

_TOO_EARLY = Sentence("Ngày này chưa tới. Ghi ngày đã tổ chức.")
LATEST_PROMISE = timedelta(days=3653)
MOST_PEOPLE = 100_000
MOST_OPINIONS = 200
_TOO_MANY = Sentence(
    "Một buổi ghi được %(most)s ý kiến. Gộp bớt, hoặc ghi vào biên bản.", most=MOST_OPINIONS
)
LONGEST = {"venue": 200, "chair": 160, "contents": 10_000, "minutes": 20_000, "notes": 10_000}
LONGEST_OF_OPINION = {"topic": 120, "gist": 2_000, "name": 120}
LONGEST_OF_HANDLING = {"responsible": 160, "answer": 5_000}


def problems(
    content: Content, choices: Choices, *, today: date, was: Content | None = None
) -> list[BadInput]:
    """Everything that is wrong, each beside its field. What `was` there already is no problem,
    though a list may have dropped it since."""
    return [
        *shared.problems_of_day(content.held_on, today=today, too_early=_TOO_EARLY),
        *_problems_of_codes(content, choices, was),
        *problems_of_attendance(content.attendance),
        *shared.problems_of_length(content, LONGEST),
        *_problems_of_opinions(content, today),
        *_problems_of_owners(content, choices, was),
    ]


def require_right(
    content: Content, choices: Choices, *, today: date, was: Content | None = None
) -> None:
    """Raise the first of the problems, if any."""
    for problem in problems(content, choices, today=today, was=was):
        raise problem


def _problems_of_codes(
    content: Content, choices: Choices, was: Content | None
) -> Iterator[BadInput]:
    yield from shared.problems_of_place(
        content.place_id,
        known=choices.place_ids(),
        unit=choices.unit,
        was=was.place_id if was else None,
    )
    if content.partners:
        yield from shared.problems_of_partners(
            content.partners, known=choices.partners, was=was.partners if was else ()
        )


def problems_of_attendance(people: int | None) -> Iterator[BadInput]:
    """What is wrong with the number of people who came; None is not told."""
    if people is not None and people < 0:
        yield BadInput("attendance", "Con số không thể nhỏ hơn 0.")
    elif people is not None and people > MOST_PEOPLE:
        yield BadInput("attendance", "Con số lớn quá 100.000. Xem lại giúp.")


def problems_of_line(gist: str, *, others: int = 0) -> Iterator[BadInput]:
    """What is wrong with one line by itself, written beside so many `others`."""
    told = OpinionContent(number=0, gist=gist)
    yield from _problems_of_words(told)
    if others >= MOST_OPINIONS:
        yield BadInput("gist", _TOO_MANY)


def _problems_of_opinions(content: Content, today: date) -> Iterator[BadInput]:
    if len(content.opinions) > MOST_OPINIONS:
        yield BadInput("opinions", _TOO_MANY)
    for opinion in content.opinions:
        for problem in _problems_of_opinion(opinion, content.held_on, today):
            yield _beside(opinion, problem)


def _problems_of_words(opinion: OpinionContent) -> Iterator[BadInput]:
    if not one_line(opinion.gist):
        yield BadInput("gist", "Ghi nội dung ý kiến.")
    yield from shared.problems_of_length(opinion, LONGEST_OF_OPINION)


def _problems_of_opinion(opinion: OpinionContent, held_on: date, today: date) -> Iterator[BadInput]:
    yield from _problems_of_words(opinion)
    yield from problems_of_handling(opinion.handling, held_on=held_on, today=today)


def _problems_of_owners(
    content: Content, choices: Choices, was: Content | None
) -> Iterator[BadInput]:
    earlier = was.by_number() if was else {}
    for opinion in content.opinions:
        before = earlier.get(opinion.number)
        for problem in _problems_of_owner(
            opinion.handling, choices, before.handling if before else None
        ):
            yield _beside(opinion, problem)


def _problems_of_owner(
    handling: Handling, choices: Choices, was: Handling | None
) -> Iterator[BadInput]:
    """Somebody who has left since stays named until the opinion is given to somebody else."""
    owner_id = handling.owner_id
    if owner_id in (None, was.owner_id if was else None):
        return
    if owner_id not in choices.owners:
        yield BadInput("owner", "Chọn một cán bộ đang ở đơn vị.")


def _beside(opinion: OpinionContent, problem: BadInput) -> BadInput:
    """A problem of one opinion beside its field of the forum's form, which asks for no day of
    answering: there the day of the forum is what can be mended."""
    answered_on = opinion.handling.answered_on
    if problem.field == "answered_on" and answered_on:
        return BadInput(
            "held_on",
            Sentence(
                "Ý kiến %(number)s đã trả lời ngày %(day)s.",
                number=opinion.number,
                day=f"{answered_on:%d/%m/%Y}",
            ),
        )
    return BadInput(opinion_field(opinion.number, problem.field), problem.sentence)


def problems_of_handling(handling: Handling, *, held_on: date, today: date) -> list[BadInput]:
    """What is wrong with how an opinion ended.

    A promise without a name or a day is kept: an officer completes it later.
    """
    found = list(shared.problems_of_length(handling, LONGEST_OF_HANDLING))
    due, answered = handling.due_on, handling.answered_on
    if due and due < held_on:
        found.append(BadInput("due_on", "Ngày hẹn trước ngày diễn đàn. Xem lại giúp."))
    elif due and due > held_on + LATEST_PROMISE:
        found.append(BadInput("due_on", "Ngày hẹn xa quá. Xem lại năm."))
    if answered and answered > today:
        found.append(BadInput("answered_on", "Ngày này chưa tới. Trả lời rồi mới ghi."))
    elif answered and answered < held_on:
        found.append(BadInput("answered_on", "Ngày trả lời trước ngày diễn đàn. Xem lại giúp."))
    elif handling.answered_how and not answered:
        found.append(BadInput("answered_on", "Ghi ngày đã trả lời."))
    return found


def problems_of_answer(
    handling: Handling,
    choices: Choices,
    *,
    held_on: date,
    today: date,
    was: Handling | None = None,
) -> list[BadInput]:
    """The same of one opinion by itself, and whether its owner can see to it. An owner who `was`
    there already is no problem."""
    return [
        *problems_of_handling(handling, held_on=held_on, today=today),
        *_problems_of_owner(handling, choices, was),
    ]


def may_know_speakers(officer: Officer, record: Forum) -> bool:
    """Whether an officer is told who spoke: people talk to whoever writes it down. Police know
    what a union heard at a forum, a union not what police heard."""
    return officer.organisation in ("", record.author.organisation)


def for_history(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as they are kept: of who spoke, no more than that the name was there or changed."""
    return {
        field: _unnamed(*pair) if _is_speaker(field) else pair for field, pair in changed.items()
    }


NAMED, RENAMED = "named", "renamed"
"""What history keeps in place of the name of somebody who spoke."""


def _is_speaker(field: str) -> bool:
    return field.startswith("opinion-") and field.endswith("-name")


def _unnamed(before: str | None, after: str | None) -> list[str | None]:
    now = RENAMED if before else NAMED
    return [NAMED if before else None, now if after else None]
