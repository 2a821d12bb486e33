"""The form of a forum: from what was typed to a `Content`, and from a record to text boxes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from blueprints.forums.opinion_form import OpinionForm
from blueprints.forums.opinion_texts import OpinionTexts
from domain.forums.content import OPINION, Content, opinion_field
from domain.forums.models import WAITING
from domain.text import clean, one_line
from web.fields import ClockField, CountField, DayField
from web.logged import LoggedForm

APPROX = "attendance_approx"
BOXES = (
    "kind",
    "gist",
    "topic",
    "name",
    "outcome",
    "owner",
    "responsible",
    "due_on",
    "answer",
    "remove",
)
"""The boxes of one opinion, each after `opinion-<n>-`."""
_BOX = re.compile(rf"{OPINION}(\d{{1,4}})-({'|'.join(BOXES)})")
Texts = MultiDict[str, str]


class _Box(NamedTuple):
    """What the name of a box of an opinion says."""

    number: int
    part: str
    is_plain: bool
    """Whether the number is written without zeros before."""


@lru_cache(maxsize=4_096)
def _box(name: str) -> _Box | None:
    # The same few hundred names come with every form, and are looked at several times.
    if found := _BOX.fullmatch(name):
        number, part = int(found[1]), found[2]
        return _Box(number, part, name == opinion_field(number, part))
    return None


class EntryForm(LoggedForm):
    """One forum. Its opinions are read from the texts; their boxes are made when they are asked
    for."""

    NO_DAY = _l("Chọn ngày tổ chức.")
    NO_PLACE = _l("Chọn nơi tổ chức.")

    known = HiddenField()
    """The highest number that an opinion had when the form was opened."""
    place = RadioField(_l("Nơi tổ chức"), validate_choice=False)
    held_on = DayField(_l("Ngày"))
    started_at = ClockField(_l("Giờ bắt đầu"))
    attendance = CountField(_l("Người dự"))
    attendance_approx = BooleanField(_l("Con số ước chừng"))
    opinions = HiddenField(_l("Ý kiến"))
    """Holds no value, but what is wrong with the opinions as a whole."""
    venue = StringField(_l("Địa điểm"))
    chair = StringField(_l("Chủ trì"))
    partners = SelectMultipleField(_l("Phối hợp với"), validate_choice=False)
    contents = TextAreaField(_l("Công an đã thông báo gì"))
    minutes = TextAreaField(_l("Biên bản"))
    notes = TextAreaField(_l("Ghi chú"))

    def __init__(self, texts: Texts, more: Iterable[int] = ()) -> None:
        """The form holding these texts, with boxes for the opinions in it and for `more`."""
        self._texts, self._opinions = texts, opinions_in(texts)
        self._boxes: dict[int, OpinionForm] = {}
        self.numbers = tuple(sorted({*self._opinions, *more}))
        """Numbers of the opinions that have boxes."""
        super().__init__(formdata=texts)

    def __getitem__(self, name: str) -> Field:
        """A box by its full name, those of opinions too. KeyError when there is none."""
        found = _box(name)
        if found is None:
            return cast("Field", super().__getitem__(name))
        if found.number not in self.numbers:
            raise KeyError(name)
        return self.opinion(found.number)[found.part]

    def opinion(self, number: int) -> OpinionForm:
        """The boxes of one opinion."""
        if number not in self._boxes:
            prefix = f"{OPINION}{number}"
            self._boxes[number] = OpinionForm(formdata=self._texts, prefix=prefix)
        return self._boxes[number]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whether everything can be read; what cannot gets its sentence."""
        right: bool = super().validate(*args, **kwargs)
        for opinion in self._opinions.values():
            for part, sentence in opinion.wrong():
                box = self.opinion(opinion.number)[part]
                box.errors = [*box.errors, sentence]
                right = False
        return right

    def lines(self) -> Iterator[tuple[int, OpinionForm]]:
        """Numbers and boxes of the opinions, in order."""
        for number in self.numbers:
            yield number, self.opinion(number)

    def has_folded_errors(self) -> bool:
        """Whether something under "Ghi thêm" has to be put right, or was asked for."""
        folded = ("venue", "chair", "partners", "contents", "minutes", "notes")
        return any(self[name].errors or self[name].description for name in folded)

    def wrong_opinions(self) -> list[tuple[str, str]]:
        """What is wrong with single opinions: the id of the box, and a sentence."""
        return [
            (field.id, gettext("Ý kiến %(number)s: %(wrong)s", number=n, wrong=field.errors[0]))
            for n, line in self.lines()
            for field in line
            if field.errors
        ]

    def to_content(self, was: Content | None = None) -> Content:
        """What the form says; only after `validate`. `was` is the version that it changes."""
        assert self.held_on.data is not None
        earlier = was.by_number() if was else {}
        return Content(
            place_id=UUID(self.place.data),
            held_on=self.held_on.data,
            started_at=self.started_at.data,
            venue=one_line(self.venue.data or ""),
            attendance=self.attendance.data,
            attendance_is_approximate=bool(self.attendance_approx.data),
            chair=one_line(self.chair.data or ""),
            partners=tuple(self.partners.data or ()),
            contents=clean(self.contents.data or ""),
            minutes=clean(self.minutes.data or ""),
            notes=clean(self.notes.data or ""),
            opinions=tuple(
                texts.opinion(earlier.get(number))
                for number, texts in sorted(self._opinions.items())
                if not texts.is_empty
            ),
        )


def opinions_in(texts: Texts) -> dict[int, OpinionTexts]:
    """The texts of each opinion that they speak of, by its number."""
    found: dict[int, dict[str, str]] = {}
    for name, values in texts.lists():
        if box := _box(name):
            parts = found.setdefault(box.number, {})
            # A box that stands on the other side of two versions may have no text at all.
            if values:
                parts[box.part] = values[0]
    return {number: OpinionTexts(number, parts) for number, parts in found.items()}


def numbers_in(texts: Texts) -> set[int]:
    """Numbers of the opinions that the texts speak of."""
    return {found.number for name in texts if (found := _box(name))}


def renumbered(texts: Texts, numbers: Mapping[int, int]) -> Texts:
    """The same texts with some opinions under other numbers, all written without zeros before."""
    result: Texts = MultiDict()
    for name, values in texts.lists():
        if found := _box(name):
            name = opinion_field(numbers.get(found.number, found.number), found.part)
        result.setlist(name, values)
    return result


def without_gaps(texts: Texts) -> Texts:
    """The texts without new lines in which nothing stands, and no number left out between."""
    if not all(found.is_plain for name in texts if (found := _box(name))):
        texts = renumbered(texts, {})
    known, sent = known_in(texts), opinions_in(texts)
    new = sorted(number for number in sent if _is_new(number, known))
    said = [number for number in new if not sent[number].is_empty]
    numbers = {number: n for n, number in enumerate(said, start=known + 1)}
    if said == new and all(number == n for number, n in numbers.items()):
        return MultiDict(texts)
    gone = set(new).difference(said)
    kept: Texts = MultiDict()
    for name, values in texts.lists():
        found = _box(name)
        if found is None or found.number not in gone:
            kept.setlist(name, values)
    return renumbered(kept, numbers)


def _is_new(number: int, known: int) -> bool:
    """Opinions are numbered from 1, though a program may begin at 0."""
    return number > known or number == 0


def known_in(texts: Texts) -> int:
    """The highest number that an opinion had when the form was opened."""
    return _number(texts.get("known", ""))


def next_number(numbers: Iterable[int], known: str) -> int:
    """The number of one more new opinion in a form with these, `known` being its box."""
    return max([*numbers, _number(known)], default=0) + 1


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def texts_of(content: Content) -> Texts:
    """The boxes of a form that says this."""
    texts: Texts = MultiDict()
    for name, value in content.fields().items():
        if name == "attendance":
            texts[name] = str(value[0])
            if value[1]:
                texts[APPROX] = "1"
        else:
            texts.setlist(name, value if isinstance(value, list) else [value])
    for opinion in content.opinions:
        if opinion.handling.outcome in WAITING and opinion.handling.owner_id is None:
            texts[opinion_field(opinion.number, "owner")] = ""
    return texts


def boxes_of(field: str) -> Iterable[str]:
    """The names of the text boxes that make up a field of a `Content`, or a whole opinion."""
    if field == "attendance":
        return (field, APPROX)
    if re.fullmatch(rf"{OPINION}\d+", field):
        return tuple(f"{field}-{part}" for part in BOXES)
    return (field,)
