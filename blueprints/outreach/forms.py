"""The forms of outreach: from what was typed to a `Content`, and from a record to text boxes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from domain.outreach.choices import Choices
from domain.outreach.content import COUNT, Content, Count
from domain.text import clean
from web.fields import ClockField, CountField, DayField, DegreesField
from web.logged import LoggedForm

APPROX = "approx_"
Texts = MultiDict[str, str]


class EntryForm(LoggedForm):
    """One activity. The boxes of its channel's counts are added by `entry_form`."""

    NO_DAY = _l("Chọn ngày làm.")
    NO_PLACE = _l("Chọn nơi làm.")

    channel = RadioField(_l("Hình thức"), validate_choice=False)
    place = RadioField(_l("Nơi làm"), validate_choice=False)
    held_on = DayField(_l("Ngày"))
    started_at = ClockField(_l("Giờ bắt đầu"))
    venue = StringField(_l("Địa điểm"))
    scam_types = SelectMultipleField(_l("Chiêu lừa đã nhắc"), validate_choice=False)
    partners = SelectMultipleField(_l("Phối hợp với"), validate_choice=False)
    campaign = StringField(_l("Đợt, chuyên đề"))
    notes = TextAreaField(_l("Ghi chú"))
    latitude = DegreesField(_l("Vị trí"))
    longitude = DegreesField(_l("Vị trí"))

    units: tuple[str, ...] = ()
    """Counted units that have a box, the channel's main one first."""

    def boxes(self) -> Iterator["CountBox"]:
        """The counts with their boxes, in order."""
        for unit in self.units:
            yield CountBox(unit, self[f"{COUNT}{unit}"], self[f"{APPROX}{unit}"])

    def has_hidden_errors(self) -> bool:
        """Whether something under "Ghi thêm" has to be put right, or was asked for."""
        shown = {"channel", "place", "held_on", *(f"{COUNT}{unit}" for unit in self.units[:1])}
        return any(f.name not in shown for f in self if f.errors or f.description)

    def to_content(self) -> Content:
        """What the form says; only after `validate`."""
        assert self.held_on.data is not None
        located = self.latitude.data is not None and self.longitude.data is not None
        return Content(
            channel=self.channel.data or "",
            place_id=UUID(self.place.data),
            held_on=self.held_on.data,
            started_at=self.started_at.data,
            venue=clean(self.venue.data or ""),
            campaign=clean(self.campaign.data or ""),
            notes=clean(self.notes.data or ""),
            scam_types=tuple(self.scam_types.data or ()),
            partners=tuple(self.partners.data or ()),
            location=(self.latitude.data, self.longitude.data) if located else None,
            counts=tuple(box.to_count() for box in self.boxes() if box.count.data is not None),
        )


@dataclass(frozen=True, slots=True)
class CountBox:
    """A counted unit's number and its "ước chừng"."""

    unit: str
    count: CountField
    approx: BooleanField

    def to_count(self) -> Count:
        """The number that was typed."""
        return Count(unit=self.unit, value=self.count.data, is_approximate=bool(self.approx.data))


def entry_form(
    choices: Choices, texts: Texts, *, today: date, name_of: Callable[[str], str]
) -> EntryForm:
    """The form holding these texts, with a box for each count of the channel in it.

    A number that was typed for another channel keeps its box, so that nobody loses it.
    """
    channel, day = texts.get("channel", ""), _day_in(texts, today)
    units = choices.units_of(channel, day)
    units += [unit for unit in choices.units if unit not in units and texts.get(f"{COUNT}{unit}")]
    return _with_boxes(units, name_of)(formdata=texts)


def every_box(choices: Choices, name_of: Callable[[str], str]) -> Iterator[CountBox]:
    """An empty box for each unit that any channel counts."""
    return _with_boxes(list(choices.units), name_of)(formdata=None).boxes()


def _with_boxes(units: list[str], name_of: Callable[[str], str]) -> type[EntryForm]:
    fields: dict[str, Any] = {"units": tuple(units)}
    for unit in units:
        fields[f"{COUNT}{unit}"] = CountField(name_of(unit))
        fields[f"{APPROX}{unit}"] = BooleanField(_l("Con số ước chừng"))
    return type("EntryFormWithCounts", (EntryForm,), fields)


def _day_in(texts: Texts, today: date) -> date:
    try:
        return date.fromisoformat(texts.get("held_on", ""))
    except ValueError:
        return today


def texts_of(content: Content) -> Texts:
    """The boxes of a form that says this."""
    fields = content.fields()
    texts: Texts = MultiDict()
    for name, value in fields.items():
        if name.startswith(COUNT):
            texts[name] = str(value[0])
            if value[1]:
                texts[f"{APPROX}{name.removeprefix(COUNT)}"] = "y"
        elif name == "location":
            texts["latitude"], texts["longitude"] = (str(part) for part in value)
        else:
            texts.setlist(name, value if isinstance(value, list) else [value])
    return texts


def boxes_of(field: str) -> Iterable[str]:
    """The names of the text boxes that make up a field of a `Content`."""
    if field == "location":
        return ("latitude", "longitude")
    if field.startswith(COUNT):
        return (field, f"{APPROX}{field.removeprefix(COUNT)}")
    return (field,)


def like_last(content: Content, choices: Choices, *, today: date) -> Texts:
    """The boxes of a new activity like an earlier one: its day is today, its time and notes are
    its own, and what has left the lists since is left out."""
    texts = texts_of(content)
    for name in ("started_at", "notes", "latitude", "longitude"):
        texts.poplist(name)
    texts["held_on"] = today.isoformat()
    for name, known in (
        ("place", choices.places()),
        ("scam_types", choices.scam_types),
        ("partners", choices.partners),
    ):
        texts.setlist(name, [value for value in texts.getlist(name) if value in known])
    return texts
