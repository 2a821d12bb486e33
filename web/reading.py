"""A logged record as it is read: its photos, who corrected it, what supervisors said of it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from domain.clock import days_late
from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.history import queries as history
from domain.media import services as media
from domain.media.models import Photo
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Place
from domain.places.naming import in_a_sentence
from domain.records.models import LoggedRecord
from domain.review import queries as review
from domain.review.models import Review, ReviewKind
from web import records, review_form
from web.authz import current_officer
from web.joint import Joint
from web.review_form import ReviewForm


SHARED = {Kind.OUTREACH, Kind.FORUM}
"""What several units may hold together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something somebody said of the record, or a correction with (label, before, after)."""

    name: str
    at: datetime
    text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


class Supervision:
    """What supervisors said of a record that the reader may see, and the box to say more."""

    def __init__(self, db: Session, kind: Kind, record_id: UUID) -> None:
        self._db, self.kind, self.record_id = db, kind, record_id

    @cached_property
    def _reviews(self) -> Sequence[tuple[Review, Officer]]:
        return review.of_record(self._db, self.kind, self.record_id)

    def said(self) -> list[Said]:
        """What was said, oldest first."""
        acknowledged = gettext("Đã xem.")
        return [
            Said(name=officer.name, at=said.at, text=said.text or acknowledged)
            for said, officer in self._reviews
        ]

    def to_mend(self) -> list[Said]:
        """What was sent back and nobody has mended yet."""
        return [
            Said(name=officer.name, at=said.at, text=said.text)
            for said, officer in self._reviews
            if said.kind == ReviewKind.SENT_BACK and said.mended_at is None
        ]

    @property
    def may_speak(self) -> bool:
        """Whether the reader is a supervisor in whose feed the record stands."""
        if not may(current_officer, Permission.REVIEW_RECORDS):
            return False
        return bool(feed.rows_of(self._db, current_officer.place_id, [self.record_id]))

    @property
    def has_author(self) -> bool:
        """Whether an officer wrote the record, to whom it can be sent back."""
        return review.author_of(self._db, self.kind, self.record_id) is not None

    def form(self) -> ReviewForm:
        """The box."""
        return review_form.fresh()


def place_for_reader(db: Session, place: Place) -> str:
    """The place, with its commune where that is not the reader's own: "Ấp 3, xã Ba Sao"."""
    commune = places.commune_of(db, place)
    if commune is None or commune.id in {place.id, current_officer.place_id}:
        return place.full_name
    return f"{place.full_name}, {in_a_sentence(commune.full_name)}"


class RecordReading(ABC):
    """What the page of a logged record shows besides what is its kind's own."""

    def __init__(
        self, db: Session, record: LoggedRecord, field_words: Callable[[str, Any], tuple[str, str]]
    ) -> None:
        self._db, self._record = db, record
        self._kind = record.KIND
        self._field_words = field_words
        self.supervision = Supervision(db, record.KIND, record.id)
        self.joint = Joint(db, record) if record.KIND in SHARED else None

    @property
    @abstractmethod
    def title(self) -> str:
        """What was held."""

    @property
    @abstractmethod
    def note(self) -> str:
        """Under the title: when, or where and when."""

    @property
    @abstractmethod
    def to_edit(self) -> str:
        """What the button to the form says."""

    def telling(self) -> str:
        """The event in one sentence to hand on to a group chat; "" when its kind is not told so."""
        return ""

    @abstractmethod
    def facts(self) -> list[tuple[str, str]]:
        """Label and text of everything that was filled in."""

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

    @cached_property
    def where(self) -> str:
        """Where it was held."""
        return place_for_reader(self._db, self._record.place)

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


def thumbs_of(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Address and description of a row's small photos."""
    return [
        (url_for("media.thumb", photo_id=photo_id), gettext("Ảnh %(number)s", number=number))
        for number, photo_id in enumerate(told["photos"], start=1)
    ]
