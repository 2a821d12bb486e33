"""What is told of boxes, openings and lines, field by field, in words."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext, ngettext

from domain.errors import NotFound
from domain.mailboxes.models import MailboxOpening
from domain.places import queries as places
from web.context import session
from web.filters import full_day, phone_groups


def place(place_id: str) -> str:
    """A place's name by its id as text; the text itself when it is nobody's."""
    try:
        return places.get(session(), UUID(place_id)).full_name
    except (NotFound, ValueError):
        return place_id


def field(name: str, value: Any) -> tuple[str, str]:
    """A field of a content by its label, and one of its values in words ("": empty)."""
    label, show = _fields()[name]
    return label, show(value) if value not in (None, "", []) else ""


def entered(opening: MailboxOpening) -> str:
    """How many letters lay in the box, and how many of them are tips already."""
    found, done = opening.letters, opening.letters_entered
    if not found:
        return str(gettext("Không có lá thư nào."))
    letters = ngettext("%(num)s lá thư", "%(num)s lá thư", found)
    if not done:
        return str(gettext("%(letters)s, chưa ghi lá nào thành tin.", letters=letters))
    if done >= found:
        return str(gettext("%(letters)s, đã ghi đủ thành tin.", letters=letters))
    return str(gettext("%(letters)s, đã ghi %(done)s lá thành tin.", letters=letters, done=done))


def _fields() -> dict[str, tuple[str, Any]]:
    return {
        "place": (gettext("Nơi treo"), place),
        "spot": (gettext("Chỗ treo"), str),
        "key_holders": (gettext("Người giữ chìa khóa"), _names),
        "opened_every": (gettext("Mở ít nhất mỗi (ngày)"), str),
        "hung_on": (gettext("Treo từ ngày"), _day),
        "held_on": (gettext("Ngày mở"), _day),
        "started_at": (gettext("Giờ mở"), str),
        "openers": (gettext("Hai người mở"), _names),
        "letters": (gettext("Số lá thư"), str),
        "notes": (gettext("Ghi chú"), str),
        "photos": (gettext("Số ảnh"), str),
        "label": (gettext("Tên đường dây"), str),
        "phone": (gettext("Số điện thoại"), phone_groups),
        "hours": (gettext("Giờ có người nghe"), str),
        "withdrawn": (gettext("Đã rút"), _withdrawn),
    }


def _day(iso: str) -> str:
    return full_day(date.fromisoformat(iso))


def _names(names: list[str]) -> str:
    return ", ".join(names)


def _withdrawn(reason: str | bool) -> str:
    return reason if isinstance(reason, str) else ""
