"""One line of the table of past activities: a small form that stands beside others of its kind."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField

from blueprints.outreach.forms import Texts
from domain.errors import BadInput
from domain.outreach.choices import Choices
from domain.outreach.content import COUNT, Content, Count
from domain.text import clean
from web import records
from web.fields import ClockField, CountField, DayField, DegreesField
from web.logged import LoggedForm

MOST_LINES = 60
_NUMBERED = re.compile(r"line-(\d{1,3})-id")


class LineForm(LoggedForm):
    """One activity, as short as it can be told."""

    NO_DAY = _l("Chọn ngày làm.")
    NO_PLACE = _l("Chọn nơi làm.")

    held_on = DayField(_l("Ngày"))
    started_at = ClockField(_l("Giờ"))
    place = SelectField(_l("Nơi làm"), validate_choice=False)
    channel = SelectField(_l("Hình thức"), validate_choice=False)
    count = CountField(_l("Số lượng"))
    venue = StringField(_l("Địa điểm"))
    notes = StringField(_l("Ghi chú"))
    latitude = DegreesField(_l("Vị trí"))
    longitude = DegreesField(_l("Vị trí"))
    located = BooleanField(_l("Ghi cả vị trí nơi chụp"))
    skip = BooleanField(_l("Không ghi dòng này"))


class Line:
    """A form with its number, and the photos that wait for its record."""

    def __init__(self, number: int, texts: Texts, choices: Choices, today: date) -> None:
        self.number = number
        self.form = LineForm(formdata=texts, prefix=f"line-{number}", meta={"csrf": False})
        self.record_id = records.record_id_in(self.form.id.data or "")
        self.form.id.data = str(self.record_id)
        self.photos = records.waiting_photos(self.record_id)
        units = choices.units_of(self.form.channel.data or "", today)
        self.unit = units[0] if units else ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was told here but what the line began with."""
        form = self.form
        told = (form.held_on, form.started_at, form.count, form.notes)
        texts = [text for field in told for text in field.raw_data or ()]
        is_seen = any(photo.file_key for photo in self.photos)
        return not is_seen and not any(text.strip() for text in texts)

    @property
    def strip(self) -> list[dict[str, object]]:
        """The photos as they are shown."""
        return records.strip_of(self.photos, record_id=self.record_id)

    @property
    def notes(self) -> list[tuple[UUID, str]]:
        """A sentence for each photo that could not be kept."""
        return records.photo_notes(self.photos)

    @property
    def is_left_out(self) -> bool:
        """Whether the officer ticked it away."""
        return bool(self.form.skip.data)

    def to_content(self) -> Content:
        """What the line says; only after `validate`."""
        form = self.form
        found = form.latitude.data is not None and form.longitude.data is not None
        located = found and form.located.data
        counted = form.count.data is not None
        return Content(
            channel=form.channel.data or "",
            place_id=UUID(form.place.data),
            held_on=form.held_on.data,
            started_at=form.started_at.data,
            venue=clean(form.venue.data or ""),
            notes=clean(form.notes.data or ""),
            location=(form.latitude.data, form.longitude.data) if located else None,
            counts=(Count(unit=self.unit, value=form.count.data),) if counted else (),
        )

    def carried(self) -> dict[str, str]:
        """What the next line takes over."""
        form = self.form
        fields = {"place": form.place, "channel": form.channel, "venue": form.venue}
        return {name: field.data or "" for name, field in fields.items()}

    def says_saved_otherwise(self) -> bool:
        """Say that this line was saved before with other words. Always False: it is not right."""
        sentence = gettext("Dòng này đã lưu với nội dung khác. Mở buổi đã lưu để sửa.")
        self.form.held_on.errors = [sentence]
        return False

    def put_beside(self, problems: Iterable[BadInput]) -> bool:
        """Put each problem beside its box; whether there was any."""
        return records.beside(self.form, [_in_a_line(problem) for problem in problems])

    def errors(self) -> Iterator[tuple[str, str]]:
        """The id of each box that has to be put right, and what is wrong there."""
        for field in self.form:
            for sentence in field.errors:
                yield (
                    field.id,
                    gettext(
                        "Dòng %(number)s, %(box)s: %(sentence)s",
                        number=self.number,
                        box=field.label.text,
                        sentence=sentence,
                    ),
                )


def _in_a_line(problem: BadInput) -> BadInput:
    """The problem of a count beside the one box that a line has for counts."""
    if problem.field.startswith(COUNT):
        return BadInput("count", problem.sentence)
    return problem


def numbers_in(texts: Texts) -> list[int]:
    """The numbers of the lines that a form holds, in order."""
    found = (_NUMBERED.fullmatch(name) for name in texts)
    return sorted({int(one[1]) for one in found if one})[:MOST_LINES]


def begun(number: int, start: dict[str, str], record_id: UUID) -> dict[str, str]:
    """The boxes of a line that begins with what the one above ended with."""
    return {
        f"line-{number}-{name}": value for name, value in {**start, "id": str(record_id)}.items()
    }
