"""The forms of boxes, openings and lines: from what was typed to a content, and back."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from domain.mailboxes.choices import distinct
from domain.mailboxes.content import BoxContent, LineContent, OpeningContent, dialable
from domain.text import clean, one_line
from web.fields import ClockField, CountField, DayField
from web.logged import LoggedForm

FEW_LETTERS = 3
"""Up to so many letters have a pill of their own."""
MORE = "letters_more"
NAMES = ("also", "others")
"""Where people are named who are not among the pills at hand."""
Texts = MultiDict[str, str]


class NamesForm(FlaskForm):
    """A form in which people are chosen by name, or written down."""

    also = SelectMultipleField(_l("Trong đơn vị"), validate_choice=False)
    others = StringField(_l("Không có tên ở trên"))

    def named(self, chosen: SelectMultipleField) -> tuple[str, ...]:
        """Everybody who was chosen or written down, once."""
        written = re.split(r"[,;\n]", self.others.data or "")
        return distinct([*(chosen.data or ()), *(self.also.data or ()), *written])

    def names_others(self) -> bool:
        """Whether somebody is named who is not among the pills at hand."""
        return bool(self.also.data or self.others.data)

    def offer_names(
        self, chosen: SelectMultipleField, at_hand: Iterable[str], unit: Iterable[str]
    ) -> None:
        """Pills of those at hand, further ones of the unit; whoever was chosen stays on offer."""
        near = distinct([*(chosen.data or ()), *at_hand])
        chosen.choices = [(name, name) for name in near]
        known = set(near)
        further = distinct([*(self.also.data or ()), *unit])
        self.also.choices = [(name, name) for name in further if name not in known]


class OpeningForm(NamesForm, LoggedForm):
    """One opening of a box."""

    NO_DAY = _l("Chọn ngày mở.")

    openers = SelectMultipleField(_l("Hai người mở"), validate_choice=False)
    letters = RadioField(_l("Số lá thư"), validate_choice=False)
    letters_more = CountField(_l("Nhiều lá hơn, ghi số"))
    held_on = DayField(_l("Ngày mở"))
    started_at = ClockField(_l("Giờ mở"))
    notes = TextAreaField(_l("Ghi chú"))

    def offer(self, at_hand: Iterable[str], unit: Iterable[str]) -> None:
        """Let people be chosen: those who open it or hold its keys, and others of the unit."""
        self.offer_names(self.openers, at_hand, unit)
        self.letters.choices = [(str(n), str(n)) for n in range(FEW_LETTERS + 1)]

    def has_hidden_errors(self) -> bool:
        """Whether something under "Ghi thêm" has to be put right."""
        return any(name in self.errors for name in ("started_at", "notes"))

    def validate_letters(self, field: RadioField) -> None:
        """Exactly one answer; none is 0, and an empty box is no answer."""
        picked, typed = self._picked(), self.letters_more.data
        if picked is None and typed is None and not self.letters_more.process_errors:
            raise ValidationError(gettext("Chọn số lá thư. Không có lá nào thì chọn 0."))
        if picked is not None and typed is not None and picked != typed:
            told = gettext(
                "Đã chọn %(one)s mà ô bên cạnh ghi %(other)s. Giữ một số thôi.",
                one=picked,
                other=typed,
            )
            raise ValidationError(told)

    def to_content(self) -> OpeningContent:
        """What the form says; only after `validate`."""
        assert self.held_on.data is not None
        picked, typed = self._picked(), self.letters_more.data
        return OpeningContent(
            held_on=self.held_on.data,
            started_at=self.started_at.data,
            openers=self.named(self.openers),
            letters=typed if typed is not None else picked or 0,
            notes=clean(self.notes.data or ""),
        )

    def _picked(self) -> int | None:
        text = self.letters.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


class BoxForm(NamesForm):
    """A box of the register."""

    id = HiddenField()
    version = HiddenField()
    place = RadioField(_l("Nơi treo"), validate_choice=False)
    spot = StringField(_l("Chỗ treo"))
    key_holders = SelectMultipleField(_l("Người giữ chìa khóa"), validate_choice=False)
    opened_every = CountField(_l("Mở ít nhất mỗi (ngày)"))
    hung_on = DayField(_l("Treo từ ngày"))

    def offer(self, unit: Iterable[str]) -> None:
        """Let people of the unit be chosen."""
        self.offer_names(self.key_holders, unit, ())

    def validate_place(self, field: RadioField) -> None:
        """Something that can be an id; whether it is one of the unit's is a rule."""
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError(gettext("Chọn nơi treo.")) from None

    def validate_opened_every(self, field: CountField) -> None:
        """A number of days."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Ghi số ngày."))

    def validate_hung_on(self, field: DayField) -> None:
        """A day."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Chọn ngày treo."))

    def to_content(self) -> BoxContent:
        """What the form says; only after `validate`."""
        assert self.hung_on.data is not None
        return BoxContent(
            place_id=UUID(self.place.data),
            spot=one_line(self.spot.data or ""),
            key_holders=self.named(self.key_holders),
            opened_every=self.opened_every.data,
            hung_on=self.hung_on.data,
        )


class LineForm(FlaskForm):
    """A duty line of the register."""

    id = HiddenField()
    version = HiddenField()
    label = StringField(_l("Tên đường dây"))
    phone = StringField(_l("Số điện thoại"))
    hours = StringField(_l("Giờ có người nghe"))

    def to_content(self) -> LineContent:
        """What the form says."""
        return LineContent(
            label=one_line(self.label.data or ""),
            phone=dialable(one_line(self.phone.data or "")),
            hours=one_line(self.hours.data or ""),
        )


class RetireForm(FlaskForm):
    """Why a box is taken down."""

    reason = StringField(_l("Lý do gỡ"))


def texts_of(content: BoxContent | OpeningContent | LineContent) -> Texts:
    """The boxes of a form that says this."""
    texts: Texts = MultiDict()
    for name, value in content.fields().items():
        if name == "letters" and value > FEW_LETTERS:
            texts[MORE] = str(value)
        else:
            held: list[Any] = value if isinstance(value, list) else [value]
            texts.setlist(name, [str(one) for one in held])
    return texts


def boxes_of(field: str) -> Iterable[str]:
    """The names of the boxes that make up a field of a content."""
    if field == "letters":
        return (field, MORE)
    if field in {"openers", "key_holders"}:
        return (field, *NAMES)
    return (field,)


def new_opening(openers: Iterable[str], day: date, record_id: UUID) -> Texts:
    """The boxes of an opening that begins today with the usual two."""
    texts: Texts = MultiDict({"id": str(record_id), "held_on": day.isoformat()})
    texts.setlist("openers", list(openers))
    return texts
