"""Fields of plans turned into words, in the language of the page."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.places import queries as places
from domain.plans.models import PlanKind
from domain.reference import queries as reference
from domain.reference.models import ListKey
from web.filters import full_day


class Words:
    """Names for the codes that plans hold, those that left the lists long ago included."""

    def __init__(self, db: Session) -> None:
        self._db = db

    @cached_property
    def _partners(self) -> dict[str, str]:
        return reference.labels(self._db, ListKey.PARTNERS, str(get_locale()))

    @cached_property
    def _channels(self) -> dict[str, str]:
        return reference.labels(self._db, ListKey.OUTREACH_CHANNELS, str(get_locale()))

    def partners(self, codes: Sequence[str]) -> str:
        """Names of co-organisers, separated."""
        return " · ".join(self._partners.get(code, code) for code in codes)

    def channel(self, code: str) -> str:
        """The channel's full name."""
        return self._channels.get(code, code)

    def place(self, place_id: str) -> str:
        """A place's name by its id as text; the text itself when it is nobody's."""
        try:
            return places.get(self._db, UUID(place_id)).full_name
        except (NotFound, ValueError):
            return place_id

    def field(self, name: str, value: Any) -> tuple[str, str]:
        """A field of a plan by its label, and one of its values in words ("": empty)."""
        label, show = self._fields()[name]
        return label, show(value) if value not in (None, "", []) else ""

    def _fields(self) -> dict[str, tuple[str, Any]]:
        return {
            "kind": (gettext("Lên lịch"), lambda code: kinds()[code]),
            "place": (gettext("Nơi tổ chức"), self.place),
            "planned_on": (gettext("Ngày"), lambda iso: full_day(date.fromisoformat(iso))),
            "starts_at": (gettext("Giờ bắt đầu"), str),
            "venue": (gettext("Địa điểm"), str),
            "chair": (gettext("Chủ trì"), str),
            "channel": (gettext("Hình thức"), self.channel),
            "partners": (gettext("Phối hợp với"), self.partners),
            "topics": (gettext("Nội dung dự kiến"), str),
            "reason": (gettext("Lý do dời"), str),
            "cancelled": (gettext("Không tổ chức"), str),
            "record": (gettext("Kết quả"), lambda _: gettext("đã ghi")),
        }


def kinds() -> dict[str, str]:
    """What can be planned, by its code."""
    return {
        PlanKind.FORUM.value: gettext("Diễn đàn"),
        PlanKind.OUTREACH.value: gettext("Tuyên truyền"),
    }
