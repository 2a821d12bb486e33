"""The page on which a forum is written down line by line while people speak."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, TextAreaField

from blueprints.forums.reading import how_it_stands
from domain.base import new_record_id
from domain.forums import live, queries
from domain.forums.content import opinion_field
from domain.forums.models import Forum, Opinion
from domain.history import queries as history
from domain.media import services as media
from domain.media.models import Photo
from domain.people import queries as people
from domain.people.rules import Permission, may
from domain.text import one_line
from web import records
from web.authz import current_officer
from web.context import now, session
from web.drafts import take_saved
from web.fields import CountField
from web.filters import moment
from web.htmx import render, wants_fragment
from web.reading import place_for_reader


class LineForm(FlaskForm):
    """One line: what somebody said."""

    id = HiddenField()
    version = HiddenField()
    gist = TextAreaField(_l("Ý kiến, một dòng"))

    @property
    def words(self) -> str:
        """What was typed, in one line."""
        return one_line(self.gist.data or "")

    @property
    def line_id(self) -> UUID:
        """The id that the line was made with."""
        return records.record_id_in(self.id.data or "")

    @property
    def line_version(self) -> int:
        """The version of the line that is changed; 0 for nonsense."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class EndForm(FlaskForm):
    """How many people came, asked for when everything is said."""

    known = HiddenField()
    """What the box held when the page was drawn: the number of another officer is not undone."""
    attendance = CountField(_l("Người dự"))
    attendance_approx = BooleanField(_l("Con số ước chừng"))

    @classmethod
    def of(cls, record: Forum) -> "EndForm":
        """The form that says what the record says."""
        people = "" if record.attendance is None else str(record.attendance)
        texts = MultiDict({"attendance": people})
        if record.attendance_is_approximate:
            texts["attendance_approx"] = "y"
        form = cls(formdata=texts)
        form.known.data = form.written
        return form

    @property
    def written(self) -> str:
        """The boxes in one text."""
        return f"{self.attendance.data} {bool(self.attendance_approx.data)}"

    @property
    def is_changed(self) -> bool:
        """Whether the boxes say anything else than when the page was drawn."""
        return self.written != self.known.data

    def told(self) -> dict[str, Any]:
        """These fields of a forum."""
        return {
            "attendance": self.attendance.data,
            "attendance_is_approximate": bool(self.attendance_approx.data),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One opinion in the list."""

    opinion: Opinion
    ended: str
    tone: str
    writer: str
    """Who wrote it, "" for the reader's own."""
    is_unsaid: bool


class LivePage:
    """What the page shows of a forum that may be corrected."""

    def __init__(self, record: Forum) -> None:
        self.record = record
        self.unsaid = len(live.unsaid_of(record))
        self.next_number = live.last_number(record) + 1
        self.may_enter_tips = may(current_officer, Permission.ENTER_TIPS)

    @property
    def version(self) -> str:
        """Changes whenever the list would."""
        rows = [f"{row.position}.{row.version}" for row in self.record.opinions]
        said = " ".join([str(self.record.version), str(len(self._photos) > 0), *rows])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def lines(self) -> Iterator[Line]:
        """The opinions in order."""
        for opinion in self.record.opinions:
            ended, tone, _ = how_it_stands(opinion)
            yield Line(
                opinion=opinion,
                ended=ended,
                tone=tone,
                writer=self._writer(opinion),
                is_unsaid=opinion in live.unsaid_of(self.record),
            )

    def _writer(self, opinion: Opinion) -> str:
        by = opinion.author_id or self.record.author_id
        return "" if by == current_officer.id else self._names.get(by, "")

    @cached_property
    def _names(self) -> dict[UUID, str]:
        rows = self.record.opinions
        others = {row.author_id or self.record.author_id for row in rows} - {current_officer.id}
        return people.names_of(session(), others) if others else {}

    @cached_property
    def _photos(self) -> list[Photo]:
        return media.of_record(session(), self.record.KIND, self.record.id)

    @property
    def strip(self) -> list[dict[str, object]]:
        """The photos of the record."""
        return records.strip_of(self._photos, record_id=self.record.id)

    @property
    def notes(self) -> list[Any]:
        """Photos that could not be kept, each with its sentence."""
        return records.photo_notes(self._photos)

    @property
    def where(self) -> str:
        """Where the forum is held."""
        return place_for_reader(session(), self.record.place)


def show(
    record: Forum,
    form: LineForm | None = None,
    *,
    end: EndForm | None = None,
    fragment: str | None = None,
) -> str:
    """The page, or one of its parts when a script asks for it.

    `form` is a line, `end` the number of people, that was sent and has to be mended.
    """
    line = _taken_up(record)
    return render(
        "forums/live.html",
        fragment=fragment,
        live=LivePage(record),
        record=record,
        form=form or _form_of(line),
        end=end or EndForm.of(record),
        line=line,
        fresh_id=new_record_id(now()),
        saved=take_saved(),
    )


def show_problem(record: Forum, form: LineForm) -> str:
    """The page with what is wrong beside the box; for a script, which holds the words itself, the
    sentence."""
    if wants_fragment():
        return render("errors/fragment.html", status=422, sentence=" ".join(form.gist.errors))
    return show(record, form)


def _taken_up(record: Forum) -> Opinion | None:
    """The line that the address asks to change, if it is there."""
    try:
        return queries.opinion_of(record, UUID(request.args["line"]))
    except (KeyError, ValueError):
        return None


def _form_of(line: Opinion | None) -> LineForm:
    if line is None:
        return LineForm(formdata=None)
    return LineForm(formdata=None, gist=line.gist, version=str(line.version))


def _last_written(record: Forum, opinion: Opinion) -> tuple[str, datetime]:
    """Who last wrote the words of a line, and when."""
    field = opinion_field(opinion.position, "gist")
    for correction, officer in history.of_record(session(), record.KIND, record.id):
        if field in correction.changes:
            return officer.name, correction.changed_at
    by = opinion.author_id or record.author_id
    return people.names_of(session(), [by])[by], opinion.entered_at or record.entered_at


def show_both(record: Forum, opinion: Opinion, mine: str) -> str:
    """Two versions of one line, one tap for each; for a script just the choice."""
    name, at = _last_written(record, opinion)
    return render(
        "forums/live_conflict.html",
        fragment="choice",
        record=record,
        opinion=opinion,
        mine=mine,
        told=gettext(
            "%(name)s đã lưu ý kiến %(number)s khác lúc %(moment)s.",
            name=name,
            number=opinion.position,
            moment=moment(at),
        ),
        action=url_for("forums.change_line", record_id=record.id, opinion_id=opinion.id),
    )
