"""What a form that waits says, in words: places and codes by their names, numbers as numbers."""

import contextlib
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from domain.errors import NotFound
from domain.places import queries as places
from domain.reference import queries as reference
from domain.reference.models import ListKey
from web.context import session
from web.filters import full_day
from web.language import choose
from web.typed import shown

_COUNT = "count_"
_LISTS = {
    "channel": ListKey.OUTREACH_CHANNELS,
    "scam_types": ListKey.SCAM_TYPES,
    "partners": ListKey.PARTNERS,
    "category": ListKey.TIP_CATEGORIES,
}


def lines(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Label and text of everything that a person filled in, in its order."""
    return [line for name, value in fields if value.strip() for line in _line(name, value)]


def _line(name: str, value: str) -> list[tuple[str, str]]:
    if name == "place":
        return [(str(_("Nơi")), _place(value))]
    if name in _LISTS:
        label = {
            "channel": _("Hình thức"),
            "scam_types": _("Thủ đoạn"),
            "partners": _("Phối hợp với"),
            "category": _("Loại việc"),
        }[name]
        return [(str(label), _named(_LISTS[name], value))]
    if name.startswith(_COUNT):
        return [(_named(ListKey.COUNT_UNITS, name.removeprefix(_COUNT)), value)]
    return shown([(name, _spoken(value))])


def _spoken(value: str) -> str:
    """A day as pages write it; all else as it was typed."""
    with contextlib.suppress(ValueError):
        return full_day(date.fromisoformat(value)) if "-" in value else value
    return value


def _named(key: ListKey, code: str) -> str:
    return reference.labels(session(), key, choose()).get(code, code)


def _place(value: str) -> str:
    try:
        return places.get(session(), UUID(value)).full_name
    except (ValueError, NotFound):
        return value
