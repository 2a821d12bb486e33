"""Writing forums: log, correct, answer an opinion, withdraw. Feed, audit and history go along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.base import new_record_id
from domain.clock import local_day
from domain.errors import StaleVersion
from domain.feed import services as feed
from domain.feed.models import Kind
from domain.forums import queries, rules
from domain.forums.choices import Choices
from domain.forums.content import (
    HANDLING,
    Content,
    Handling,
    OpinionContent,
    content_of,
    opinion_field,
)
from domain.forums.feed_entry import happening_of
from domain.forums.models import Forum, Opinion
from domain.history import queries as past
from domain.history import rights
from domain.history import services as history
from domain.history.rules import changes, fingerprint
from domain.media import services as media
from domain.media.models import Photo
from domain.people.models import Officer
from domain.places.queries import commune_of
from domain.text import clean
from domain.vault.keys import KeyRing

KIND = Kind.FORUM.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who writes, when, with which keys and lists: the same for every service of a request."""

    by: Officer
    who: Who
    now: datetime
    ring: KeyRing = field(repr=False)
    choices: Choices = field(repr=False)

    def audit(self, db: Session, action: Action, record_id: UUID, reason: str = "") -> None:
        """Write the entry of an act on a record."""
        act = Act(action=action, object_kind=KIND, object_id=str(record_id), reason=reason)
        audit.record(db, self.ring, at=self.now, who=self.who, act=act)


def already_sent(db: Session, *, by: Officer, record_id: UUID) -> Forum | None:
    """The record that this officer's phone sent before under this id, if any.

    Holds the officer's row until the end of the transaction, so that the same form sent twice at
    once is looked at one after the other. Raises `NotFound` when the id is somebody else's.
    """
    db.execute(select(Officer.id).where(Officer.id == by.id).with_for_update(key_share=True))
    if db.get(Forum, record_id) is None:
        return None
    return queries.get_visible(db, by, record_id)


def is_same(record: Forum, content: Content, sent_photos: Collection[str]) -> bool:
    """Whether a form that came again says what it said the first time and brings nothing new."""
    same = record.fingerprint == fingerprint(content.fields())
    return same and set(sent_photos) <= set(record.sent_photos)


def log(
    db: Session,
    *,
    acting: Acting,
    record_id: UUID,
    content: Content,
    photos: Sequence[Photo] = (),
    sent_photos: Sequence[str] = (),
) -> Forum:
    """Keep a new forum. Raises `BadInput` with the first thing that is wrong.

    `photos` wait under the record's claim; `sent_photos` are the digests that came with the form.
    """
    rules.require_right(content, acting.choices, today=local_day(acting.now))
    record = Forum(
        id=record_id,
        author_id=acting.by.id,
        entered_at=acting.now,
        fingerprint=fingerprint(content.fields()),
        sent_photos=list(sent_photos),
    )
    _write(record, content, acting.now)
    db.add(record)
    media.attach(db, photos=list(photos), kind=KIND, record_id=record.id)
    db.flush()
    acting.audit(db, Action.RECORD_CREATED, record.id)
    _show(db, record, acting)
    return record


def correct(
    db: Session,
    *,
    acting: Acting,
    record: Forum,
    version: int,
    content: Content,
    add: Sequence[Photo] = (),
    remove: Collection[UUID] = (),
) -> Forum:
    """Change a record and keep what it said. Raises `StaleVersion` unless `version` is its own.

    Saving what it says already changes nothing, whatever the version.
    """
    rights.require_may_correct(acting.by, record)
    before = content_of(record)
    rules.require_right(content, acting.choices, today=local_day(acting.now), was=before)
    changed = changes(before.fields(), content.fields())
    if changed and version != record.version:
        raise StaleVersion
    changed |= media.change(db, kind=KIND, record_id=record.id, add=add, remove=remove)
    return _changed(db, record, acting, content, changed)


def answer(
    db: Session,
    *,
    acting: Acting,
    record: Forum,
    opinion: Opinion,
    version: int,
    handling: Handling,
) -> Forum:
    """Complete how one opinion was handled. Raises `BadInput` with the first thing wrong.

    `version` is the record's when the officer opened the opinion; `StaleVersion` is raised only
    when the handling of this very opinion was saved since.
    """
    rights.require_may_correct(acting.by, record)
    today = local_day(acting.now)
    for problem in rules.problems_of_handling(handling, held_on=record.held_on, today=today):
        raise problem
    before = content_of(record)
    content = before.with_handling(opinion.position, handling)
    changed = changes(before.fields(), content.fields())
    if changed and handling_since(db, record, opinion, version):
        raise StaleVersion
    return _changed(db, record, acting, content, changed)


def handling_since(db: Session, record: Forum, opinion: Opinion, version: int) -> dict[str, Any]:
    """What those parts of an opinion's handling that were saved after `version` held then."""
    since = past.values_at(db, KIND, record.id, version)
    return {
        part: since[name]
        for part in HANDLING
        if (name := opinion_field(opinion.position, part)) in since
    }


def withdraw(db: Session, *, acting: Acting, record: Forum, reason: str) -> Forum:
    """Take a record out of feeds and counts; it stays readable with the reason on it."""
    rights.require_may_withdraw(acting.by, record)
    for problem in rights.problems_of_reason(reason):
        raise problem
    stated = clean(reason)
    record.withdrawn_at, record.withdrawn_reason = acting.now, stated
    _note(db, record, acting, Action.RECORD_WITHDRAWN, {"withdrawn": [False, stated]}, stated)
    feed.remove(db, record_id=record.id)
    return record


def _changed(
    db: Session, record: Forum, acting: Acting, content: Content, changed: dict[str, Any]
) -> Forum:
    if changed:
        _write(record, content, acting.now)
        _note(db, record, acting, Action.RECORD_CORRECTED, rules.for_history(changed))
        _show(db, record, acting)
    return record


def _write(record: Forum, content: Content, now: datetime) -> None:
    record.place_id = content.place_id
    record.held_on, record.started_at = content.held_on, content.started_at
    record.venue, record.chair = content.venue, content.chair
    record.attendance = content.attendance
    record.attendance_is_approximate = content.attendance_is_approximate
    record.partners, record.contents = list(content.partners), content.contents
    record.minutes, record.notes = content.minutes, content.notes
    kept = {row.position: row for row in record.opinions}
    record.opinions = [
        _opinion_row(kept.get(told.number) or Opinion(id=new_record_id(now)), told)
        for told in sorted(content.opinions, key=lambda told: told.number)
    ]


def _opinion_row(row: Opinion, told: OpinionContent) -> Opinion:
    row.position, row.kind = told.number, told.kind
    row.topic, row.gist, row.name = told.topic, told.gist, told.name
    handling = told.handling
    row.outcome, row.answer = handling.outcome, handling.answer
    row.responsible, row.due_on = handling.responsible, handling.due_on
    row.answered_on = handling.answered_on
    return row


def _note(
    db: Session,
    record: Forum,
    acting: Acting,
    action: Action,
    changed: dict[str, Any],
    reason: str = "",
) -> None:
    record.version += 1
    history.record(
        db,
        kind=KIND,
        record_id=record.id,
        version=record.version,
        by=acting.by.id,
        now=acting.now,
        changes=changed,
    )
    acting.audit(db, action, record.id, reason)
    db.flush()


def _show(db: Session, record: Forum, acting: Acting) -> None:
    """Put the record, as it is now, into the feeds of its path."""
    db.flush()
    db.refresh(record, ["place", "author"])
    commune = commune_of(db, record.place)
    photos = [photo.id for photo in media.of_record(db, KIND, record.id) if photo.file_key]
    happening = happening_of(
        record, commune=commune.full_name if commune else record.place.full_name, photos=photos
    )
    feed.put(db, happening=happening, on=acting.choices.settings.tree_day(local_day(acting.now)))
