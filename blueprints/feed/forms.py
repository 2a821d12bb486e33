"""What the feed is narrowed to."""

from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from domain.feed.models import Kind
from domain.feed.queries import Wanted
from domain.text import clean
from domain.tips.rules import number_in, number_label
from web.fields import DayField

INSIDE = "– "
"""Stands before a hamlet under its commune in the list of places."""
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


class FilterForm(Form):
    """The filters above the feed. Nonsense narrows nothing and is no error."""

    q = SearchField(_l("Tìm nội dung, số tin"))
    place = SelectField(_l("Địa bàn"), validate_choice=False)
    period = SelectField(
        _l("Thời gian"),
        choices=[
            SelectChoice("", _l("Mọi ngày")),
            SelectChoice("7", _l("7 ngày qua")),
            SelectChoice("30", _l("30 ngày qua")),
            SelectChoice("180", _l("6 tháng qua")),
        ],
        validate_choice=False,
    )
    kind = RadioField(
        _l("Loại"),
        choices=[
            SelectChoice("", _l("Tất cả")),
            SelectChoice(Kind.OUTREACH.value, _l("Tuyên truyền")),
            SelectChoice(Kind.FORUM.value, _l("Diễn đàn")),
            SelectChoice(Kind.TIP.value, _l("Tin báo")),
            SelectChoice(Kind.MAILBOX.value, _l("Hộp thư")),
            SelectChoice(Kind.POSTER.value, _l("Bảng QR")),
        ],
        default="",
        validate_choice=False,
    )
    since = DayField(_l("Từ ngày"))
    until = DayField(_l("Tới ngày"))
    scam = SelectField(_l("Chiêu lừa"), validate_choice=False)

    def offer(self, places: dict[str, str], scams: dict[str, str]) -> None:
        """The places and scam types to choose from; what is not among them counts as nothing."""
        self.place.choices, self.scam.choices = places, scams
        for field in (self.place, self.period, self.kind, self.scam):
            if field.data not in {choice[0] for choice in field.iter_choices()}:
                field.data = ""

    def to_wanted(self, own_place: UUID, today: date, categories: frozenset[str]) -> Wanted:
        """What to show. `categories` are the tip categories that take in the type of scam."""
        since, until = self._dates(today)
        return Wanted(
            place_id=UUID(self.place.data) if self.place.data else own_place,
            kind=Kind(self.kind.data) if self.kind.data else None,
            since=since,
            until=until,
            scam=self.scam.data or "",
            scam_categories=categories,
            text=clean(self.q.data or "")[:200],
        )

    def held(self) -> dict[str, str]:
        """What narrows the feed, by field, as it travels in an address."""
        held = {
            "q": self.q.data,
            "place": self.place.data,
            "period": self.period.data,
            "kind": self.kind.data,
            "scam": self.scam.data,
            "since": self.since.typed,
            "until": self.until.typed,
        }
        return {name: str(value) for name, value in held.items() if value}

    def said(self) -> dict[str, str]:
        """The same in words."""
        said = {name: self.held()[name] for name in ("q",) if name in self.held()}
        for field in (self.place, self.period, self.kind, self.scam):
            if field.data:
                chosen = next(c[1] for c in field.iter_choices() if c[0] == field.data)
                said[field.name] = str(chosen).removeprefix(INSIDE)
        for day in (self.since, self.until):
            if day.typed:
                said[day.name] = f"{day.label.text}: {day.typed}"
        return said

    def _dates(self, today: date) -> tuple[date | None, date | None]:
        since, until = _believable(self.since.data), _believable(self.until.data)
        if since and until and since > until:
            since, until = until, since
        if since is None and until is None and self.period.data:
            since = today - timedelta(days=int(self.period.data) - 1)
        return since, until

    def tip_number(self) -> str:
        """The number of a tip as people write it, when that is what stands in the search box."""
        number = number_in(self.q.data or "")
        return number_label(number) if number else ""


def _believable(day: date | None) -> date | None:
    return day if day is not None and _EARLIEST <= day <= _LATEST else None
