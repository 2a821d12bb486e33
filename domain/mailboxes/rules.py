"""What may be said of boxes, openings and duty lines, and who keeps the register. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from domain.dialled import digits
from domain.errors import BadInput, NotAllowed
from domain.mailboxes.choices import Choices, distinct
from domain.mailboxes.content import BoxContent, LineContent, OpeningContent
from domain.mailboxes.models import BoxLine, DutyLine, Mailbox
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.places.models import Level
from domain.records import rules as shared
from domain.sentence import Sentence
from domain.text import clean

FEWEST_OPENERS, MOST_PEOPLE = 2, 6
"""A box is never opened by one person alone; more than six names are a list, not an answer."""
LONGEST_NAME = 120
MOST_LETTERS = 1000
MOST_DAYS = 366
LONGEST_BOX = {"spot": 200}
LONGEST_OPENING = {"notes": 10_000}
LONGEST_LINE = {"label": 160, "hours": 120}
_TOO_EARLY = Sentence("Ngày này chưa tới. Ghi ngày đã mở.")


class BoxRetired(NotAllowed):
    """A box that was taken down stays in the register as it was."""

    sentence = Sentence("Hộp thư này đã gỡ nên không sửa được nữa.")


class LineRetired(NotAllowed):
    """A line that nobody answers any more stays in the register as it was."""

    sentence = Sentence("Đường dây này đã ngừng nên không sửa được nữa.")


def may_keep(officer: Officer, entry: Mailbox | DutyLine) -> bool:
    """Whether the officer keeps this entry of the register: a chief, of the unit's own."""
    return may(officer, Permission.KEEP_REGISTERS) and serves(officer, entry)


def serves(officer: Officer, entry: Mailbox | BoxLine | DutyLine) -> bool:
    """Whether an entry that the officer can see is the officer's unit's own.

    A commune sees only what is its own; whoever sits above sees the communes' as well. Boxes and
    lines are the police's, not those of a union that logs beside them.
    """
    if officer.organisation:
        return False
    return officer.place.level == Level.COMMUNE or officer.place_id == entry.place_id


def may_log(officer: Officer, entry: Mailbox | DutyLine) -> bool:
    """Whether the officer opens this box, or tries this line."""
    return may(officer, Permission.LOG_RECORDS) and serves(officer, entry)


def require_may_keep(officer: Officer, entry: Mailbox | DutyLine) -> None:
    """Raise `NotAllowed` unless `may_keep` and the entry stands."""
    if not may_keep(officer, entry):
        raise NotAllowed
    if entry.retired_on is not None:
        raise BoxRetired if isinstance(entry, Mailbox) else LineRetired


def require_may_log(officer: Officer, entry: Mailbox | DutyLine) -> None:
    """Raise `NotAllowed` unless `may_log`."""
    if not may_log(officer, entry):
        raise NotAllowed


def problems_of_box(
    content: BoxContent, choices: Choices, *, today: date, was: BoxContent | None = None
) -> Iterator[BadInput]:
    """Everything that is wrong with what is said of a box, each beside its field."""
    yield from shared.problems_of_place(
        content.place_id,
        known=choices.places(),
        unit=choices.unit,
        was=was.place_id if was else None,
    )
    if not content.spot:
        yield BadInput("spot", "Ghi chỗ treo hộp thư, ví dụ: Cổng nhà văn hóa ấp.")
    if not content.key_holders:
        yield BadInput("key_holders", "Chọn hoặc ghi tên người giữ chìa khóa.")
    yield from _problems_of_names("key_holders", content.key_holders)
    if not 1 <= content.opened_every <= MOST_DAYS:
        sentence = Sentence("Ghi số ngày từ 1 tới %(most)s.", most=MOST_DAYS)
        yield BadInput("opened_every", sentence)
    if content.hung_on > today:
        yield BadInput("hung_on", "Ngày này chưa tới. Ghi ngày đã treo.")
    elif content.hung_on < today - shared.OLDEST * 3:
        yield BadInput("hung_on", "Ngày này xa quá. Xem lại năm.")
    yield from shared.problems_of_length(content, LONGEST_BOX)


def problems_of_opening(
    content: OpeningContent, box: Mailbox, *, today: date, entered: int = 0
) -> Iterator[BadInput]:
    """Everything that is wrong with an opening; `entered` of its letters are tips already."""
    days = list(shared.problems_of_day(content.held_on, today=today, too_early=_TOO_EARLY))
    yield from days or _problems_of_box_day(content.held_on, box)
    if len(distinct(content.openers)) < FEWEST_OPENERS:
        yield BadInput(
            "openers", "Một người không mở hộp thư một mình. Chọn hai người, hai tên khác nhau."
        )
    yield from _problems_of_names("openers", content.openers)
    yield from _problems_of_letters(content.letters, entered)
    yield from shared.problems_of_length(content, LONGEST_OPENING)


def problems_of_line(content: LineContent) -> Iterator[BadInput]:
    """Everything that is wrong with what is said of a line."""
    if not content.label:
        yield BadInput("label", "Ghi tên đường dây, ví dụ: Đường dây nóng tố giác tội phạm.")
    if not content.phone:
        yield BadInput("phone", "Ghi số điện thoại.")
    elif not _is_number(content.phone):
        yield BadInput("phone", "Số này không gọi được. Ghi từ 3 tới 12 chữ số.")
    yield from shared.problems_of_length(content, LONGEST_LINE)


def problems_of_retiring(reason: str) -> Iterator[BadInput]:
    """What is wrong with a reason for taking a box down."""
    if not 3 <= len(clean(reason)) <= 400:
        yield BadInput("reason", "Ghi lý do gỡ, từ 3 tới 400 chữ cái.")


def usual_openers(last: Sequence[str], key_holders: Sequence[str]) -> tuple[str, ...]:
    """Who opened the box last; before its first opening the first two who hold its keys."""
    return tuple(last) or tuple(key_holders[:FEWEST_OPENERS])


def _problems_of_box_day(held_on: date, box: Mailbox) -> Iterator[BadInput]:
    if held_on < box.hung_on:
        hung = Sentence("Ngày này hộp thư chưa treo: treo từ %(day)s.", day=_day(box.hung_on))
        yield BadInput("held_on", hung)
    if box.retired_on is not None and held_on > box.retired_on:
        gone = Sentence("Ngày này hộp thư không còn: gỡ ngày %(day)s.", day=_day(box.retired_on))
        yield BadInput("held_on", gone)


def _problems_of_names(field: str, names: Collection[str]) -> Iterator[BadInput]:
    if len(names) > MOST_PEOPLE:
        yield BadInput(field, Sentence("Ghi tối đa %(most)s người.", most=MOST_PEOPLE))
    if any(len(name) > LONGEST_NAME for name in names):
        yield BadInput(field, Sentence("Mỗi tên tối đa %(most)s chữ cái.", most=LONGEST_NAME))


def _problems_of_letters(letters: int, entered: int) -> Iterator[BadInput]:
    if letters < 0:
        yield BadInput("letters", "Số lá thư không thể nhỏ hơn 0.")
    elif letters > MOST_LETTERS:
        most = shared.grouped(MOST_LETTERS)
        yield BadInput("letters", Sentence("Con số lớn quá %(most)s. Xem lại giúp.", most=most))
    elif letters < entered:
        told = Sentence("Đã ghi %(count)s lá thành tin nên số lá không thể ít hơn.", count=entered)
        yield BadInput("letters", told)


def _is_number(text: str) -> bool:
    try:
        return bool(digits(text))
    except ValueError:
        return False


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
