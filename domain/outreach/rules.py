"""What may be logged. Pure."""

from collections.abc import Iterator
from datetime import date

from domain.errors import BadInput
from domain.outreach.choices import Choices
from domain.outreach.content import COUNT, Content, Count
from domain.records import rules as shared
from domain.sentence import Sentence

_TOO_EARLY = Sentence("Ngày này chưa tới. Ghi ngày đã làm.")
MOST = {"money": 10**12, "time": 100_000, "online": 100_000_000}
"""Largest believable count by group of units, else MOST_OF_ANYTHING."""
MOST_OF_ANYTHING = 1_000_000
LONGEST = {"venue": 200, "campaign": 200, "notes": 10_000}


def problems(
    content: Content, choices: Choices, *, today: date, was: Content | None = None
) -> list[BadInput]:
    """Everything that is wrong, each beside its field. What `was` there already is no problem,
    though a list may have dropped it since."""
    return [
        *shared.problems_of_day(content.held_on, today=today, too_early=_TOO_EARLY),
        *_problems_of_codes(content, choices, was),
        *_problems_of_counts(content, choices, was),
        *shared.problems_of_length(content, LONGEST),
        *_problems_of_location(content),
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
    if content.channel not in choices.channels and (not was or was.channel != content.channel):
        yield BadInput("channel", "Chọn một hình thức.")
    yield from shared.problems_of_place(
        content.place_id,
        known=choices.places(),
        unit=choices.unit,
        was=was.place_id if was else None,
    )
    if not set(content.scam_types) <= {*(was.scam_types if was else ()), *choices.scam_types}:
        yield BadInput("scam_types", "Có chiêu lừa không còn trong danh mục. Chọn lại.")
    yield from shared.problems_of_partners(
        content.partners, known=choices.partners, was=was.partners if was else ()
    )


def _problems_of_counts(
    content: Content, choices: Choices, was: Content | None
) -> Iterator[BadInput]:
    counted = {*choices.units_of(content.channel, content.held_on)}
    if was and was.channel == content.channel:
        counted |= {count.unit for count in was.counts}
    for count in content.counts:
        if count.unit not in counted:
            sentence = Sentence("Hình thức này không đếm mục này. Xóa số, hoặc đổi lại hình thức.")
            yield BadInput(f"{COUNT}{count.unit}", sentence)
        elif problem := _problem_of_size(count, choices.group_of(count.unit)):
            yield BadInput(f"{COUNT}{count.unit}", problem)


def _problem_of_size(count: Count, group: str) -> str:
    most = MOST.get(group, MOST_OF_ANYTHING)
    if count.value < 0:
        return Sentence("Con số không thể nhỏ hơn 0.")
    if count.value > most:
        return Sentence("Con số lớn quá %(most)s. Xem lại giúp.", most=shared.grouped(most))
    return ""


def _problems_of_location(content: Content) -> Iterator[BadInput]:
    if content.location is None:
        return
    latitude, longitude = content.location
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        yield BadInput("latitude", "Vị trí không đúng. Lấy lại, hoặc bỏ trống.")
