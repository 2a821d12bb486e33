"""The form of a duty shift: from what was typed to a content, and back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, StringField, ValidationError

from domain.clock import LOCAL_TIME, instant
from domain.duty.content import ShiftContent, dialable
from domain.people.models import Officer
from domain.text import one_line
from web.fields import ClockField, DayField

Texts = MultiDict[str, str]


class ShiftForm(FlaskForm):
    """One shift."""

    id = HiddenField()
    version = HiddenField()
    officer = RadioField(_l("Người trực"), validate_choice=False)
    from_day = DayField(_l("Từ ngày"))
    from_clock = ClockField(_l("Từ giờ"))
    until_day = DayField(_l("Tới ngày"))
    until_clock = ClockField(_l("Tới giờ"))
    phone = StringField(_l("Số điện thoại trực"))

    def offer(self, people: Iterable[Officer]) -> None:
        """Let people of the unit be chosen."""
        self.officer.choices = [(str(one.id), one.name) for one in people]

    def validate_officer(self, field: RadioField) -> None:
        """Something that can be an id; whether it is somebody of the unit is a rule."""
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError(gettext("Chọn người trực.")) from None

    def validate_from_day(self, field: DayField) -> None:
        """A day."""
        _require(field, gettext("Chọn ngày bắt đầu."))

    def validate_from_clock(self, field: ClockField) -> None:
        """A time of day."""
        _require(field, gettext("Ghi giờ bắt đầu, như 7:00."))

    def validate_until_day(self, field: DayField) -> None:
        """A day."""
        _require(field, gettext("Chọn ngày hết ca."))

    def validate_until_clock(self, field: ClockField) -> None:
        """A time of day."""
        _require(field, gettext("Ghi giờ hết ca, như 7:00."))

    def to_content(self) -> ShiftContent:
        """What the form says; only after `validate`."""
        return ShiftContent(
            officer_id=UUID(self.officer.data),
            phone=dialable(one_line(self.phone.data or "")),
            starts_at=instant(self.from_day.data, self.from_clock.data),
            ends_at=instant(self.until_day.data, self.until_clock.data),
        )


def texts_of(content: ShiftContent) -> Texts:
    """The boxes of a form that says this."""
    return MultiDict(
        {
            "officer": str(content.officer_id),
            "phone": content.phone,
            **texts_of_times(content.starts_at, content.ends_at),
        }
    )


def texts_of_times(start: datetime, end: datetime) -> dict[str, str]:
    """The four boxes of a time from and a time until."""
    begins, ends = start.astimezone(LOCAL_TIME), end.astimezone(LOCAL_TIME)
    return {
        "from_day": begins.date().isoformat(),
        "from_clock": f"{begins:%H:%M}",
        "until_day": ends.date().isoformat(),
        "until_clock": f"{ends:%H:%M}",
    }


def _require(field: DayField | ClockField, sentence: str) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(sentence)
