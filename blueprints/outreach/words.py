"""Codes of outreach turned into words, in the language of the page."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.outreach.content import COUNT
from domain.places import queries as places
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.reference.names import Names
from web.filters import dong, full_day, whole

MONEY = "money"


class Words:
    """Names for the codes that records hold, those that left the lists long ago included."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._english = str(get_locale()) == "en"

    def _items(self, key: ListKey) -> dict[str, ReferenceItem]:
        return {item.code: item for item in reference.all_items(self._db, key)}

    def _name(self, item: ReferenceItem | None, code: str) -> str:
        if item is None:
            return code
        return (item.name_en if self._english else "") or item.name_vi

    @cached_property
    def _channels(self) -> dict[str, ReferenceItem]:
        return self._items(ListKey.OUTREACH_CHANNELS)

    @cached_property
    def _units(self) -> dict[str, ReferenceItem]:
        return self._items(ListKey.COUNT_UNITS)

    @cached_property
    def _unit_names(self) -> Names:
        return Names(self._db, ListKey.COUNT_UNITS, "en" if self._english else "vi")

    @cached_property
    def _scams(self) -> dict[str, ReferenceItem]:
        return self._items(ListKey.SCAM_TYPES)

    @cached_property
    def _partners(self) -> dict[str, ReferenceItem]:
        return self._items(ListKey.PARTNERS)

    def channel(self, code: str) -> str:
        """The channel's full name."""
        return self._name(self._channels.get(code), code)

    def short_channel(self, code: str) -> str:
        """The channel in two or three words, for a chip."""
        item = self._channels.get(code)
        short = "" if self._english or item is None else str(item.details.get("short_vi", ""))
        return short or self.channel(code)

    def unit(self, code: str) -> str:
        """What is counted: "Lượt người dự"."""
        return self._unit_names.of(code)

    def is_money(self, unit: str) -> bool:
        """Whether the unit counts đồng, not things."""
        item = self._units.get(unit)
        return item is not None and item.details.get("group") == MONEY

    def number(self, unit: str, value: int, is_approximate: bool) -> str:
        """ "khoảng 1.104", or "45.000.000 đồng"."""
        shown = dong(value) if self.is_money(unit) else whole(value)
        return str(gettext("khoảng %(number)s", number=shown)) if is_approximate else shown

    def count(self, unit: str, value: int, is_approximate: bool) -> str:
        """A count in a line of text: "khoảng 62 lượt người dự"."""
        number = self.number(unit, value, is_approximate)
        if self.is_money(unit):
            return str(gettext("giữ lại %(money)s", money=number))
        name = self.unit(unit)
        return f"{number} {name[:1].lower()}{name[1:]}"

    def scams(self, codes: list[str]) -> str:
        """Names of scam types, separated."""
        return " · ".join(self._name(self._scams.get(code), code) for code in codes)

    def partners(self, codes: list[str]) -> str:
        """Names of partners, separated."""
        return " · ".join(self._name(self._partners.get(code), code) for code in codes)

    def field(self, name: str, value: Any) -> tuple[str, str]:
        """A field of a `Content` by its label, and one of its values in words ("": empty)."""
        if name.startswith(COUNT):
            unit = name.removeprefix(COUNT)
            return self.unit(unit), self.number(unit, *value) if value else ""
        label, show = self._fields()[name]
        return label, show(value) if value not in (None, "", []) else ""

    def _fields(self) -> dict[str, tuple[str, Any]]:
        return {
            "channel": (gettext("Hình thức"), self.channel),
            "place": (gettext("Nơi làm"), self.place),
            "held_on": (gettext("Ngày"), _day),
            "started_at": (gettext("Giờ bắt đầu"), str),
            "venue": (gettext("Địa điểm"), str),
            "campaign": (gettext("Đợt, chuyên đề"), str),
            "notes": (gettext("Ghi chú"), str),
            "scam_types": (gettext("Chiêu lừa đã nhắc"), self.scams),
            "partners": (gettext("Phối hợp với"), self.partners),
            "location": (gettext("Vị trí"), _location),
            "photos": (gettext("Số ảnh"), str),
            "event": (gettext("Ghi chung với"), lambda name: self.partners([name])),
            "withdrawn": (gettext("Đã rút"), _withdrawn),
        }

    def place(self, place_id: str) -> str:
        """A place's name by its id as text; the text itself when it is nobody's."""
        try:
            return places.get(self._db, UUID(place_id)).full_name
        except (NotFound, ValueError):
            return place_id


def _day(iso: str) -> str:
    return full_day(date.fromisoformat(iso))


def _location(pair: list[float]) -> str:
    return f"{pair[0]}, {pair[1]}"


def _withdrawn(reason: str | bool) -> str:
    return reason if isinstance(reason, str) else ""
