"""The talk between an officer and supervisors about a record, and the boxes to go on with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.history import queries as history
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.review import fields, queries, services
from domain.review.models import Review, ReviewKind
from web import review_form
from web.authz import current_officer
from web.field_words import FieldWords, words_of
from web.review_form import ReviewForm

MOST_CHANGES = 3
"""Fields whose before and after stand beside a note; the history below shows all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of the talk. `changes` of (label, before, after): what mended it."""

    name: str
    at: datetime
    kind: ReviewKind
    text: str
    field: str
    about: str
    """The field it is about and its label, "" for all of the record."""
    mended_at: datetime | None
    mended_by: str
    changes: Sequence[tuple[str, str, str]]

    @property
    def asks(self) -> bool:
        """Whether it was sent back and nobody has mended it."""
        return self.kind is ReviewKind.SENT_BACK and self.mended_at is None

    @property
    def sentence(self) -> str:
        """The field and what is asked of it."""
        return ": ".join(part for part in (self.about, self.text) if part)


class Supervision:
    """What was said of a record that the reader may see, and the boxes to say more."""

    def __init__(self, db: Session, kind: Kind, record_id: UUID) -> None:
        self._db, self.kind, self.record_id = db, kind, record_id

    @cached_property
    def _reviews(self) -> Sequence[tuple[Review, Officer]]:
        return queries.of_record(self._db, self.kind, self.record_id)

    @cached_property
    def _field_words(self) -> FieldWords:
        return words_of(self._db, self.kind)

    @cached_property
    def words(self) -> list[Word]:
        """What was said, oldest first."""
        return [self._word(said, officer) for said, officer in self._reviews]

    def _word(self, said: Review, officer: Officer) -> Word:
        mender = self._db.get(Officer, said.mended_by) if said.mended_by else None
        return Word(
            name=officer.name,
            at=said.at,
            kind=said.kind,
            text=said.text,
            field=said.field,
            about=self.label(said.field),
            mended_at=said.mended_at,
            mended_by=mender.name if mender else "",
            changes=self._changes(said),
        )

    def label(self, field: str) -> str:
        """A field by its label, "" for all of the record."""
        return self._field_words(field, None)[0] if field else ""

    def _changes(self, said: Review) -> list[tuple[str, str, str]]:
        """What corrections between the note and its mending made of its field."""
        if said.kind is not ReviewKind.SENT_BACK or said.mended_at is None:
            return []
        between: dict[str, list[Any]] = {}
        for correction, _ in reversed(self._corrections):
            if said.at <= correction.changed_at <= said.mended_at:
                for name, (before, after) in correction.changes.items():
                    if fields.concerns(said.field, {name}):
                        between.setdefault(name, [before, after])[1] = after
        return [self._change(name, *pair) for name, pair in list(between.items())[:MOST_CHANGES]]

    @cached_property
    def _corrections(self) -> Sequence[tuple[Any, Officer]]:
        return history.of_record(self._db, self.kind, self.record_id)

    def _change(self, name: str, before: Any, after: Any) -> tuple[str, str, str]:
        label, was = self._field_words(name, before)
        return label, was, self._field_words(name, after)[1]

    def to_mend(self) -> list[Word]:
        """What was sent back and nobody has mended yet."""
        return [word for word in self.words if word.asks]

    @cached_property
    def waits_for_me(self) -> set[ReviewKind]:
        """Whether the reader is asked to mend something, or to read a word."""
        if not may(current_officer, Permission.LOG_RECORDS):
            return set()
        waiting = queries.waits_for(self._db, current_officer, self.record_id)
        return {review.kind for review in waiting}

    @cached_property
    def _is_in_feed(self) -> bool:
        return bool(feed.rows_of(self._db, current_officer.place_id, [self.record_id]))

    @property
    def may_speak(self) -> bool:
        """Whether the reader is a supervisor in whose feed the record stands."""
        if not may(current_officer, Permission.REVIEW_RECORDS):
            return False
        hears = self.kind is not Kind.TIP or may(current_officer, Permission.READ_TIPS)
        return hears and self._is_in_feed

    @property
    def may_answer(self) -> bool:
        """Whether the reader may correct the record, and somebody above has said something."""
        return (
            bool(self._reviews)
            and may(current_officer, Permission.LOG_RECORDS)
            and services.may_answer(self._db, current_officer, self.kind, self.record_id)
            and self._is_in_feed
        )

    @property
    def has_author(self) -> bool:
        """Whether an officer wrote the record, to whom it can be sent back."""
        return queries.author_of(self._db, self.kind, self.record_id) is not None

    def form(self) -> ReviewForm:
        """The box, with what was typed when it was refused."""
        return self.offer(review_form.in_hand())

    def offer(self, form: ReviewForm) -> ReviewForm:
        """A box with the fields of the record that a supervisor's note can be about."""
        names = fields.names(self._db, self.kind, self.record_id) if self.may_speak else []
        return form.offer({name: self.label(name) for name in names})
