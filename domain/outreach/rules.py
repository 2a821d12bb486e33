"""What may be logged. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.errors import BadInput
from domain.outreach.choices import Choices
from domain.outreach.content import COUNT, Content, Count
from domain.sentence import Sentence

OLDEST = timedelta(days=3653)
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
        *_problems_of_day(content, today),
        *_problems_of_codes(content, choices, was),
        *_problems_of_counts(content, choices, was),
        *_problems_of_length(content),
        *_problems_of_location(content),
    ]


def require_right(
    content: Content, choices: Choices, *, today: date, was: Content | None = None
) -> None:
    """Raise the first of the problems, if any."""
    for problem in problems(content, choices, today=today, was=was):
        raise problem


def _problems_of_day(content: Content, today: date) -> Iterator[BadInput]:
    if content.held_on > today:
        yield BadInput("held_on", "Ngày này chưa tới. Ghi ngày đã làm.")
    elif content.held_on < today - OLDEST:
        yield BadInput("held_on", "Ngày này xa quá. Xem lại năm.")


def _problems_of_codes(
    content: Content, choices: Choices, was: Content | None
) -> Iterator[BadInput]:
    if content.channel not in choices.channels and (not was or was.channel != content.channel):
        yield BadInput("channel", "Chọn một hình thức.")
    known = choices.places()
    if str(content.place_id) not in known and (not was or was.place_id != content.place_id):
        yield BadInput(
            "place",
            Sentence(
                "Chọn một nơi của đơn vị, hoặc toàn %(level)s.", level=choices.unit.level_label
            ),
        )
    for name, sentence in (
        ("scam_types", Sentence("Có chiêu lừa không còn trong danh mục. Chọn lại.")),
        ("partners", Sentence("Có nơi phối hợp không còn trong danh mục. Chọn lại.")),
    ):
        kept = set(getattr(was, name)) if was else set()
        if not set(getattr(content, name)) <= kept | set(getattr(choices, name)):
            yield BadInput(name, sentence)


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
        return Sentence(
            "Con số lớn quá %(most)s. Xem lại giúp.", most=f"{most:,}".replace(",", ".")
        )
    return ""


def _problems_of_length(content: Content) -> Iterator[BadInput]:
    for name, longest in LONGEST.items():
        if len(getattr(content, name)) > longest:
            shown = f"{longest:,}".replace(",", ".")
            yield BadInput(
                name, Sentence("Dài quá %(most)s chữ cái. Ghi gọn lại giúp.", most=shown)
            )


def _problems_of_location(content: Content) -> Iterator[BadInput]:
    if content.location is None:
        return
    latitude, longitude = content.location
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        yield BadInput("latitude", "Vị trí không đúng. Lấy lại, hoặc bỏ trống.")
