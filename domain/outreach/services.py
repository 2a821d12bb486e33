"""Writing outreach activities: log, correct, withdraw. Feed, audit and history go along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.clock import local_day
from domain.errors import StaleVersion
from domain.feed import services as feed
from domain.feed.models import Kind
from domain.history import rights
from domain.history import services as history
from domain.history.rules import changes, fingerprint
from domain.media import services as media
from domain.media.models import Photo
from domain.outreach import queries, rules
from domain.outreach.choices import Choices
from domain.outreach.content import Content, content_of
from domain.outreach.feed_entry import happening_of
from domain.outreach.models import Outreach, OutreachCount
from domain.people.models import Officer
from domain.places.queries import commune_of
from domain.text import clean
from domain.vault.keys import KeyRing

KIND = Kind.OUTREACH.value


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


def already_sent(db: Session, *, by: Officer, record_id: UUID) -> Outreach | None:
    """The record that this officer's phone sent before under this id, if any.

    Holds the officer's row until the end of the transaction, so that the same form sent twice at
    once is looked at one after the other. Raises `NotFound` when the id is somebody else's.
    """
    db.execute(select(Officer.id).where(Officer.id == by.id).with_for_update(key_share=True))
    if db.get(Outreach, record_id) is None:
        return None
    return queries.get_visible(db, by, record_id)


def is_same(record: Outreach, content: Content, sent_photos: Collection[str]) -> bool:
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
) -> Outreach:
    """Keep a new activity. Raises `BadInput` with the first thing that is wrong.

    `photos` wait under the record's claim; `sent_photos` are the digests that came with the form.
    """
    rules.require_right(content, acting.choices, today=local_day(acting.now))
    record = Outreach(
        id=record_id,
        author_id=acting.by.id,
        entered_at=acting.now,
        fingerprint=fingerprint(content.fields()),
        sent_photos=list(sent_photos),
    )
    _write(record, content, acting.choices)
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
    record: Outreach,
    version: int,
    content: Content,
    add: Sequence[Photo] = (),
    remove: Collection[UUID] = (),
) -> Outreach:
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
    if not changed:
        return record
    _write(record, content, acting.choices)
    _note(db, record, acting, Action.RECORD_CORRECTED, changed)
    _show(db, record, acting)
    return record


def withdraw(db: Session, *, acting: Acting, record: Outreach, reason: str) -> Outreach:
    """Take a record out of feeds and counts; it stays readable with the reason on it."""
    rights.require_may_withdraw(acting.by, record)
    for problem in rights.problems_of_reason(reason):
        raise problem
    stated = clean(reason)
    record.withdrawn_at, record.withdrawn_reason = acting.now, stated
    _note(db, record, acting, Action.RECORD_WITHDRAWN, {"withdrawn": [False, stated]}, stated)
    feed.remove(db, record_id=record.id)
    return record


def _write(record: Outreach, content: Content, choices: Choices) -> None:
    record.place_id, record.channel = content.place_id, content.channel
    record.held_on, record.started_at = content.held_on, content.started_at
    record.venue, record.campaign, record.notes = content.venue, content.campaign, content.notes
    record.scam_types, record.partners = list(content.scam_types), list(content.partners)
    record.latitude, record.longitude = content.location or (None, None)
    order = choices.units_of(content.channel, content.held_on)
    kept = {row.unit: row for row in record.counts}
    rows = []
    for count in content.counts:
        row = kept.get(count.unit) or OutreachCount(unit=count.unit)
        row.value, row.is_approximate = count.value, count.is_approximate
        row.position = order.index(count.unit) if count.unit in order else len(order)
        rows.append(row)
    record.counts = sorted(rows, key=lambda row: row.position)


def _note(
    db: Session,
    record: Outreach,
    acting: Acting,
    action: Action,
    changed: dict[str, object],
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


def _show(db: Session, record: Outreach, acting: Acting) -> None:
    """Put the record, as it is now, into the feeds of its path."""
    db.flush()
    db.refresh(record, ["place", "author"])
    commune = commune_of(db, record.place)
    photos = [photo.id for photo in media.of_record(db, KIND, record.id) if photo.file_key]
    choices = acting.choices
    named = [choices.channels.get(record.channel)]
    named += [choices.scam_types.get(code) for code in record.scam_types]
    happening = happening_of(
        record,
        commune=commune.full_name if commune else record.place.full_name,
        photos=photos,
        labels=[item.name_vi for item in named if item],
    )
    feed.put(db, happening=happening, on=choices.settings.tree_day(local_day(acting.now)))
