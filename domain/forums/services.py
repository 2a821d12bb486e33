"""Writing forums: log, correct, answer an opinion. Feed, audit and history go along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from domain import rows
from domain.audit.models import Action
from domain.base import new_record_id
from domain.clock import local_day
from domain.errors import StaleVersion
from domain.feed.services import Happening
from domain.forums import rules
from domain.forums.choices import Choices
from domain.forums.content import (
    HANDLING,
    Content,
    Handling,
    OpinionContent,
    content_of,
    handling_of,
    opinion_field,
)
from domain.forums.feed_entry import happening_of
from domain.forums.models import Forum, Opinion
from domain.history import queries as past
from domain.history.rules import changes
from domain.media.models import Photo
from domain.records import joint, rights
from domain.records import services as records


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting(records.Acting):
    """Who writes a forum, and with which lists."""

    choices: Choices = field(repr=False)


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
    first = records.as_sent(acting, record_id=record_id, content=content, sent_photos=sent_photos)
    record = _begun(db, first, content, acting.now)
    records.begin(db, record, acting=acting, photos=photos)
    show(db, record, acting)
    return record


def _begun(db: Session, first: dict[str, Any], content: Content, now: datetime) -> Forum:
    [record] = rows.insert(db, Forum, [{**first, **_columns(content)}])
    opinions = [
        {"id": new_record_id(now), "forum_id": record.id, **_columns_of_opinion(told)}
        for told in sorted(content.opinions, key=lambda told: told.number)
    ]
    set_committed_value(record, "opinions", rows.insert(db, Opinion, opinions))
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
    changed = records.change(
        db, record, version=version, before=before, after=content, add=add, remove=remove
    )
    return keep(db, record, acting, content, changed)


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
    for problem in rules.problems_of_answer(
        handling, acting.choices, held_on=record.held_on, today=today, was=handling_of(opinion)
    ):
        raise problem
    before = content_of(record)
    content = before.with_handling(opinion.position, handling)
    changed = changes(before.fields(), content.fields())
    if changed and handling_since(db, record, opinion, version):
        raise StaleVersion
    return keep(db, record, acting, content, changed)


def handling_since(db: Session, record: Forum, opinion: Opinion, version: int) -> dict[str, Any]:
    """What those parts of an opinion's handling that were saved after `version` held then."""
    since = past.values_at(db, record.KIND, record.id, version)
    return {
        part: since[name]
        for part in HANDLING
        if (name := opinion_field(opinion.position, part)) in since
    }


def keep(
    db: Session, record: Forum, acting: Acting, content: Content, changed: dict[str, Any]
) -> Forum:
    """Write what was found right and what it changes, if anything: record, history, audit, feed."""
    if changed:
        write(record, content, acting.now)
        kept, action = rules.for_history(changed), Action.RECORD_CORRECTED
        records.note(db, record, acting=acting, action=action, changed=kept)
        show(db, record, acting)
    return record


def write(record: Forum, content: Content, now: datetime) -> None:
    """Put what is told into the columns; nothing is noted and nothing shown."""
    for name, value in _columns(content).items():
        setattr(record, name, value)
    kept = {row.position: row for row in record.opinions}
    leaving = kept.keys() - content.by_number().keys()
    if leaving:
        record.gone = {**record.gone, **{str(kept[n].id): n for n in sorted(leaving)}}
    record.opinions = [
        _opinion_row(kept.get(told.number) or Opinion(id=new_record_id(now), version=0), told)
        for told in sorted(content.opinions, key=lambda told: told.number)
    ]


def _columns(content: Content) -> dict[str, Any]:
    """What is told, by the record's columns."""
    return {
        "place_id": content.place_id,
        "held_on": content.held_on,
        "started_at": content.started_at,
        "venue": content.venue,
        "attendance": content.attendance,
        "attendance_is_approximate": content.attendance_is_approximate,
        "chair": content.chair,
        "partners": list(content.partners),
        "contents": content.contents,
        "minutes": content.minutes,
        "notes": content.notes,
    }


def _opinion_row(row: Opinion, told: OpinionContent) -> Opinion:
    if (row.gist, row.name, row.topic, row.kind) != (told.gist, told.name, told.topic, told.kind):
        row.version += 1
    for name, value in _columns_of_opinion(told).items():
        setattr(row, name, value)
    return row


def _columns_of_opinion(told: OpinionContent) -> dict[str, Any]:
    handling = told.handling
    return {
        "position": told.number,
        "kind": told.kind,
        "topic": told.topic,
        "gist": told.gist,
        "name": told.name,
        "outcome": handling.outcome,
        "answer": handling.answer,
        "responsible": handling.responsible,
        "due_on": handling.due_on,
        "owner_id": handling.owner_id,
        "answered_on": handling.answered_on,
        "answered_how": handling.answered_how,
    }


def withdraw(db: Session, *, acting: Acting, record: Forum, reason: str) -> None:
    """Take a record back; whoever shares its event stands for the event from now on."""
    records.withdraw(db, acting=acting, record=record, reason=reason)
    show(db, record, acting)


def telling(record: Forum, commune: str, photos: list[UUID]) -> Happening:
    """What the feed shows of a forum, for those who put it there anew."""
    return happening_of(record, commune=commune, photos=photos)


def show(db: Session, record: Forum, acting: Acting) -> None:
    """Put the record, as it is now, into the feeds."""
    joint.show(db, record, acting=acting, telling=telling)
