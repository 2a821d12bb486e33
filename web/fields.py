"""Form fields that read what officers type: days, times of day, counts. Odd text stays as typed."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from wtforms import StringField
from wtforms.widgets import DateInput, HiddenInput, TextInput, TimeInput

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_CLOCK = re.compile(r"(\d{1,2})(?::|h|g|giờ)?\s*(\d{2})?(?::\d{2})?", re.IGNORECASE)
_GROUPED = re.compile(r"-?(\d{1,20}|\d{1,3}(?:[.,\s]\d{3}){1,6})")


def day_in(text: str) -> date:
    """A date of the calendar, from a text without spaces around it. ValueError with the sentence
    that stands beside the field."""
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone.
        except ValueError:
            continue
    raise ValueError(gettext("Ngày này không có. Ghi như 05/6/2024."))


class _Typed(StringField):
    """A text box whose `data` is the value, and which shows what was typed while that is wrong."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = self.read(valuelist[0].strip())

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.write(self.data) if self.data is not None else ""

    @property
    def typed(self) -> str:
        """The text in the box."""
        return self._value()

    def read(self, text: str) -> Any:
        """The value of a text; ValueError with the sentence that stands beside the field."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """The text of a value."""
        return str(value)


class DayField(_Typed):
    """A date: as the browser sends it, or typed as 05/6/2024."""

    widget = DateInput()

    def read(self, text: str) -> date:
        """A date of the calendar."""
        return day_in(text)

    def write(self, value: date) -> str:
        """As date boxes want it."""
        return value.isoformat()


class ClockField(_Typed):
    """A time of day: 7:30, or typed as 7h30 or 7 giờ 30."""

    widget = TimeInput()

    def read(self, text: str) -> time:
        """Hours and minutes."""
        found = _CLOCK.fullmatch(text.replace(" ", ""))
        try:
            if found:
                return time(int(found[1]), int(found[2] or 0))
        except ValueError:
            pass
        raise ValueError(gettext("Giờ này không có. Ghi như 7:30."))

    def write(self, value: time) -> str:
        """As time boxes want it."""
        return f"{value:%H:%M}"


class CountField(_Typed):
    """A whole number, perhaps grouped as 1.104. Empty is None, never 0."""

    widget = TextInput()

    def read(self, text: str) -> int:
        """The number; a negative one too, so that a rule can say why it is refused."""
        if not _GROUPED.fullmatch(text):
            raise ValueError(gettext("Ghi một số nguyên, như 120."))
        return int(re.sub(r"[.,\s]", "", text))


class DegreesField(_Typed):
    """A latitude or longitude in degrees, filled in by a script and never typed."""

    widget = HiddenInput()

    def read(self, text: str) -> float:
        """Degrees, to about a metre."""
        try:
            return round(float(text), 5)
        except ValueError:
            raise ValueError(gettext("Vị trí không đúng. Lấy lại, hoặc bỏ trống.")) from None
