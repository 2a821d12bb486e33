"""A logged record as it is read: its photos, who corrected it, what supervisors said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from domain.clock import days_late
from domain.feed.models import Kind
from domain.history import queries as history
from domain.media import services as media
from domain.media.models import Photo
from domain.people.rules import Permission, may
from domain.review import queries as review
from domain.review.models import ReviewKind
from web import records, review_form
from web.authz import current_officer
from web.review_form import ReviewForm


class Held(Protocol):
    """A record of something that was held on a day and entered later."""

    @property
    def id(self) -> UUID:
        """The record's id."""

    @property
    def held_on(self) -> date:
        """The day it was held."""

    @property
    def entered_at(self) -> datetime:
        """When it was entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something somebody said of the record, or a correction with (label, before, after)."""

    name: str
    at: datetime
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


class RecordReading:
    """What the page of a record shows besides what was logged."""

    def __init__(
        self,
        db: Session,
        kind: Kind,
        record: Held,
        field_words: Callable[[str, Any], tuple[str, str]],
    ) -> None:
        self._db, self._kind, self._record = db, kind, record
        self._field_words = field_words

    @cached_property
    def _photos(self) -> list[Photo]:
        return media.of_record(self._db, self._kind, self._record.id)

    @property
    def strip(self) -> list[dict[str, object]]:
        """Its photos."""
        return records.strip_of(self._photos, record_id=self._record.id)

    @property
    def notes(self) -> list[Any]:
        """Photos that could not be kept, each with its sentence."""
        return records.photo_notes(self._photos)

    @property
    def late(self) -> int:
        """Days between the day it was held and the day it was entered; 0 when less than two."""
        return days_late(self._record.entered_at, self._record.held_on)

    def corrections(self) -> list[Said]:
        """Who changed what, newest first."""
        return [
            Said(
                name=officer.name,
                at=correction.changed_at,
                changes=tuple(
                    self._change(name, before, after)
                    for name, (before, after) in correction.changes.items()
                ),
            )
            for correction, officer in history.of_record(self._db, self._kind, self._record.id)
        ]

    def _change(self, name: str, before: Any, after: Any) -> tuple[str, str, str]:
        label, was = self._field_words(name, before)
        return label, was, self._field_words(name, after)[1]

    @cached_property
    def _reviews(self) -> list[Any]:
        return list(review.of_record(self._db, self._kind, self._record.id))

    def reviews(self) -> list[Said]:
        """What supervisors said, oldest first."""
        acknowledged = gettext("Đã xem.")
        return [
            Said(name=officer.name, at=said.at, text=said.text or acknowledged)
            for said, officer in self._reviews
        ]

    @property
    def may_review(self) -> bool:
        """Whether the reader is a supervisor, who may say what they think of it."""
        return may(current_officer, Permission.REVIEW_RECORDS)

    def review_form(self) -> ReviewForm:
        """Where a supervisor says it."""
        return review_form.fresh()

    def to_mend(self) -> list[Said]:
        """What a supervisor sent back and nobody has mended yet."""
        return [
            Said(name=officer.name, at=said.at, text=said.text)
            for said, officer in self._reviews
            if said.kind == ReviewKind.SENT_BACK and said.mended_at is None
        ]


def thumbs_of(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Address and description of a row's small photos."""
    return [
        (url_for("media.thumb", photo_id=photo_id), gettext("Ảnh %(number)s", number=number))
        for number, photo_id in enumerate(told["photos"], start=1)
    ]
