"""Numbers for people to call: none is shown until an officer has dialled it and said so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.errors import BadInput
from domain.sentence import Sentence

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialled:
    """A number, the day somebody dialled it, and who that was."""

    number: str
    on: date | None
    by: str

    @property
    def shown(self) -> str:
        """The number as people may see it: empty until it was dialled."""
        return self.number if self.on is not None and self.by else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """The names of the three boxes of a form that hold a `Dialled`."""

    number: str
    on: str
    by: str


def digits(text: str) -> str:
    """A phone number as digits, the country code as 0. ValueError unless 3 to 12 remain."""
    plain = re.sub(r"[\s().-]", "", text)
    plain = re.sub(r"^\+84", "0", plain)
    if plain and not re.fullmatch(r"[0-9]{3,12}", plain):
        raise ValueError
    return plain


def problems(before: Dialled, after: Dialled, *, boxes: Boxes, today: date) -> Iterator[BadInput]:
    """What is wrong with a number and its check, each with the box it stands beside."""
    if after.on is not None and not after.by:
        yield BadInput(boxes.by, "Ghi tên người đã gọi thử số này.")
    if len(after.by) > LONGEST_NAME:
        yield BadInput(boxes.by, Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST_NAME))
    if after.by and after.on is None:
        yield BadInput(boxes.on, "Ghi ngày đã gọi thử số này.")
    if after.on is not None and after.on > today:
        yield BadInput(boxes.on, "Ngày gọi thử không thể sau hôm nay.")
    if after.on is not None and not after.number:
        yield BadInput(boxes.number, "Chưa có số nào để gọi thử. Ghi số, hoặc bỏ trống ngày gọi.")
    if after.on is not None and after.number != before.number and after.on == before.on:
        yield BadInput(boxes.on, "Số đã đổi. Ghi ngày gọi thử số mới, hoặc bỏ trống nếu chưa gọi.")
