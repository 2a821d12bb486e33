"""A logged record as it is read: its photos, who corrected it, the talk about it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from domain.clock import days_late
from domain.feed.models import Kind
from domain.history import queries as history
from domain.media import services as media
from domain.media.models import Photo
from domain.places import queries as places
from domain.places.models import Place
from domain.places.naming import in_a_sentence
from domain.records.models import LoggedRecord, Written
from web import expected_photos, letter_words, records
from web.authz import current_officer
from web.joint import Joint
from web.letter_words import LetterWords
from web.supervision import Supervision

SHARED = {Kind.OUTREACH, Kind.FORUM}
"""What several units may hold together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Who corrected the record when, and its changes of (label, before, after)."""

    name: str
    at: datetime
    changes: tuple[tuple[str, str, str], ...]


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

    def kept_facts(self) -> list[tuple[str, str]]:
        """Those that a phone may keep: free texts may hold the names of citizens."""
        typed = {self._record.venue, getattr(self._record, "chair", "")}
        return [(label, text) for label, text in self.facts() if text not in typed]

    def endings(self) -> list[str]:
        """How each opinion ended, without its words or whose it was; none but a forum has any."""
        return []

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
    def awaited(self) -> int:
        """Photos still on their way from the phone of who logged it."""
        return expected_photos.awaited(str(self._kind), self._record.id)

    @cached_property
    def where(self) -> str:
        """Where it was held."""
        return place_for_reader(self._db, self._record.place)

    @property
    def late(self) -> int:
        """Days between the day it was held and the day it was entered; 0 when less than two."""
        return days_late(self._record.entered_at, self._record.held_on)

    @property
    def letter(self) -> LetterWords:
        """What is told of it because it waited in a phone."""
        return letter_words.of_record(str(self._kind), self._record.id)

    def corrections(self) -> list[Corrected]:
        """Who changed what, newest first."""
        return corrections_of(self._db, self._record, self._field_words)


def corrections_of(
    db: Session, written: Written, field_words: Callable[[str, Any], tuple[str, str]]
) -> list[Corrected]:
    """Who changed what of a record or plan, newest first, in words."""

    def change(name: str, before: Any, after: Any) -> tuple[str, str, str]:
        label, was = field_words(name, before)
        return label, was, field_words(name, after)[1]

    return [
        Corrected(
            name=officer.name,
            at=correction.changed_at,
            changes=tuple(
                change(name, before, after) for name, (before, after) in correction.changes.items()
            ),
        )
        for correction, officer in history.of_record(db, written.KIND, written.id)
    ]


def thumbs_of(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Address and description of a row's small photos."""
    return [
        (url_for("media.thumb", photo_id=photo_id), gettext("Ảnh %(number)s", number=number))
        for number, photo_id in enumerate(told["photos"], start=1)
    ]
