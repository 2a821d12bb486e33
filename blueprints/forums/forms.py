"""The form of a forum: from what was typed to a `Content`, and from a record to text boxes."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FormField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from blueprints.forums.opinion_form import OpinionForm
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
_box = lru_cache(maxsize=4_096)(_BOX.fullmatch)
"""The same few hundred names come with every form, and are looked at several times."""
Texts = MultiDict[str, str]


class EntryForm(LoggedForm):
    """One forum. The boxes of its opinions are added by `entry_form`."""

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

    numbers: tuple[int, ...] = ()
    """Numbers of the opinions that have boxes."""

    def __getitem__(self, name: str) -> Field:
        """A box by its full name, those of opinions too."""
        if found := _box(name):
            return self.opinion(int(found[1]))[found[2]]
        return cast("Field", super().__getitem__(name))

    def opinion(self, number: int) -> OpinionForm:
        """The boxes of one opinion."""
        enclosed = cast("FormField[OpinionForm]", self[f"{OPINION}{number}"])
        return enclosed.form

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
                line.to_opinion(n, earlier.get(n)) for n, line in self.lines() if not line.is_empty
            ),
        )


def entry_form(texts: Texts, more: Iterable[int] = ()) -> EntryForm:
    """The form holding these texts, with boxes for the opinions in it and for `more` of them."""
    numbers = tuple(sorted({*numbers_in(texts), *more}))
    lines: dict[str, Any] = {f"{OPINION}{n}": FormField(OpinionForm) for n in numbers}
    made = type("EntryFormWithOpinions", (EntryForm,), {"numbers": numbers, **lines})
    return cast("EntryForm", made(formdata=texts))


def numbers_in(texts: Texts) -> set[int]:
    """Numbers of the opinions that the texts speak of."""
    return {int(found[1]) for name in texts if (found := _box(name))}


def renumbered(texts: Texts, numbers: dict[int, int]) -> Texts:
    """The same texts with some opinions under other numbers, all written without zeros before."""
    result: Texts = MultiDict()
    for name, values in texts.lists():
        if found := _box(name):
            number = int(found[1])
            name = opinion_field(numbers.get(number, number), found[2])
        result.setlist(name, values)
    return result


def without_gaps(texts: Texts) -> Texts:
    """The texts without new lines in which nothing stands, and no number left out between."""
    texts, known = renumbered(texts, {}), known_in(texts)
    new = sorted(number for number in numbers_in(texts) if _is_new(number, known))
    said = [number for number in new if _says_something(texts, number)]
    kept: Texts = MultiDict()
    for name, values in texts.lists():
        found = _box(name)
        if not found or not _is_new(int(found[1]), known) or int(found[1]) in said:
            kept.setlist(name, values)
    return renumbered(kept, {number: n for n, number in enumerate(said, start=known + 1)})


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


def _says_something(texts: Texts, number: int) -> bool:
    typed = ("gist", "topic", "name", "responsible", "due_on", "answer")
    return not texts.get(opinion_field(number, "remove")) and any(
        texts.get(opinion_field(number, box), "").strip() for box in typed
    )


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
