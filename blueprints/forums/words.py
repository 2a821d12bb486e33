"""Codes of forums turned into words, in the language of the page."""

import re
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.forums.models import AnsweredHow, OpinionKind, Outcome
from domain.forums.rules import NAMED, RENAMED
from domain.people import queries as people
from domain.places import queries as places
from domain.reference import queries as reference
from domain.reference.models import ListKey
from web.filters import full_day, whole

_OF_OPINION = re.compile(r"opinion-(\d+)(?:-(\w+))?")


def kinds() -> dict[str, str]:
    """The kinds of opinions by their codes."""
    return dict(_kinds(str(get_locale())))


@lru_cache
def _kinds(_language: str) -> dict[str, str]:
    # Once for each language: a form asks for them with each of its lines.
    return {
        OpinionKind.INFORMATION.value: gettext("Phản ánh"),
        OpinionKind.REQUEST.value: gettext("Kiến nghị"),
        OpinionKind.CRITICISM.value: gettext("Phê bình"),
        OpinionKind.PRAISE.value: gettext("Khen"),
    }


def outcomes() -> dict[str, str]:
    """How opinions end, in two or three words for a choice."""
    return dict(_outcomes(str(get_locale())))


@lru_cache
def _outcomes(_language: str) -> dict[str, str]:
    return {
        Outcome.ANSWERED.value: gettext("Tại chỗ"),
        Outcome.PROMISED.value: gettext("Hẹn trả lời"),
        Outcome.PASSED_ON.value: gettext("Chuyển cơ quan khác"),
    }


def not_yet() -> dict[str, str]:
    """The outcome of an opinion of which nobody has written down how it ended."""
    return {Outcome.NOT_YET.value: gettext("Chưa ghi")}


def ways() -> dict[str, str]:
    """How an answer is given, in two or three words for a choice."""
    return {
        AnsweredHow.IN_PERSON.value: gettext("Gặp trực tiếp"),
        AnsweredHow.IN_WRITING.value: gettext("Bằng văn bản"),
        AnsweredHow.NEXT_FORUM.value: gettext("Tại diễn đàn sau"),
    }


class Words:
    """Names for the codes that records hold, those that left the lists long ago included."""

    def __init__(self, db: Session) -> None:
        self._db = db

    @cached_property
    def _partners(self) -> dict[str, str]:
        return reference.labels(self._db, ListKey.PARTNERS, str(get_locale()))

    def partners(self, codes: list[str]) -> str:
        """Names of co-organisers, separated."""
        return " · ".join(self._partners.get(code, code) for code in codes)

    def place(self, place_id: str) -> str:
        """A place's name by its id as text; the text itself when it is nobody's."""
        try:
            return places.get(self._db, UUID(place_id)).full_name
        except (NotFound, ValueError):
            return place_id

    def field(self, name: str, value: Any) -> tuple[str, str]:
        """A field of a forum by its label, and one of its values in words ("": empty)."""
        if found := _OF_OPINION.fullmatch(name):
            return self._opinion_field(found[1], found[2] or "", value)
        label, show = self._fields()[name]
        return label, show(value) if value not in (None, "", []) else ""

    def officer(self, officer_id: str) -> str:
        """An officer's name by the id as text, of one who left too; the text itself when it is
        nobody's."""
        try:
            wanted = UUID(officer_id)
        except ValueError:
            return officer_id
        return people.names_of(self._db, [wanted]).get(wanted, officer_id)

    def _opinion_field(self, number: str, part: str, value: Any) -> tuple[str, str]:
        """One field of one opinion by its label, and a value in words; no `part`: its gist."""
        label = gettext("Ý kiến %(number)s", number=number)
        if not part:
            return label, str(value or "")
        title, show = (self.handling_fields() | _opinion_fields())[part]
        return f"{label}, {title[:1].lower()}{title[1:]}", show(value) if value else ""

    def handling_fields(self) -> dict[str, tuple[str, Any]]:
        """The fields of how an opinion ended: label, and what turns a value into words."""
        return {
            "outcome": (gettext("Xử lý"), lambda code: (outcomes() | not_yet()).get(code, code)),
            "owner": (gettext("Người phụ trách trả lời"), self.officer),
            "responsible": (gettext("Nơi nhận, người khác trả lời"), str),
            "due_on": (gettext("Hẹn ngày"), _day),
            "answer": (gettext("Câu trả lời"), str),
            "answered_on": (gettext("Đã trả lời ngày"), _day),
            "answered_how": (gettext("Cách trả lời"), lambda code: ways().get(code, code)),
        }

    def _fields(self) -> dict[str, tuple[str, Any]]:
        return {
            "place": (gettext("Nơi tổ chức"), self.place),
            "held_on": (gettext("Ngày"), _day),
            "started_at": (gettext("Giờ bắt đầu"), str),
            "venue": (gettext("Địa điểm"), str),
            "attendance": (gettext("Người dự"), lambda pair: attendance(*pair)),
            "chair": (gettext("Chủ trì"), str),
            "partners": (gettext("Phối hợp với"), self.partners),
            "contents": (gettext("Nội dung thông báo"), str),
            "minutes": (gettext("Biên bản"), str),
            "notes": (gettext("Ghi chú"), str),
            "photos": (gettext("Số ảnh"), str),
            "event": (gettext("Ghi chung với"), lambda name: self.partners([name])),
            "withdrawn": (gettext("Đã rút"), lambda reason: reason or ""),
        }


def attendance(people: int, is_approximate: bool) -> str:
    """ "khoảng 48 người"."""
    text = gettext("%(number)s người", number=whole(people))
    return str(gettext("khoảng %(number)s", number=text)) if is_approximate else str(text)


def _opinion_fields() -> dict[str, tuple[str, Any]]:
    return {
        "kind": (gettext("Loại ý kiến"), lambda code: kinds().get(code, code)),
        "topic": (gettext("Chủ đề"), str),
        "gist": (gettext("Nội dung"), str),
        "name": (gettext("Tên người nói"), speaker),
    }


def speaker(held: str) -> str:
    """The name of somebody who spoke, or what history keeps in its place."""
    kept = {NAMED: gettext("có tên"), RENAMED: gettext("đã sửa tên")}
    return str(kept.get(held, held))


def _day(iso: str) -> str:
    return full_day(date.fromisoformat(iso))
