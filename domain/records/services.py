"""Writing logged records: the part that feed, audit, history and photos have in each of them.

A kind adds what is its own: which columns say what was told, and what the feed shows of it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from domain.audit.models import Action
from domain.audit.services import Who
from domain.clock import local_day
from domain.feed import services as feed
from domain.feed.services import Happening
from domain.history import registers
from domain.history.registers import Told
from domain.history.rules import fingerprint
from domain.media import services as media
from domain.media.models import Photo
from domain.people.models import Officer
from domain.places import queries as places
from domain.records import rights
from domain.records.models import LoggedRecord, Written
from domain.reference.settings import Settings
from domain.text import clean
from domain.vault.keys import KeyRing


class Choosing(Protocol):
    """The lists that a record was logged with."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who writes, when, with which keys and lists: the same for every service of a request."""

    by: Officer
    who: Who
    now: datetime
    ring: KeyRing = field(repr=False)
    choices: Choosing = field(repr=False)

    def audit(self, db: Session, action: Action, record: Written, reason: str = "") -> None:
        """Write the entry of an act on a record."""
        kind = str(record.KIND)
        registers.log_act(db, record, acting=self, kind=kind, action=action, reason=reason)


def is_same(record: LoggedRecord, content: Told, sent_photos: Collection[str]) -> bool:
    """Whether a form that came again says what it said the first time and brings nothing new."""
    same = record.fingerprint == fingerprint(content.fields())
    return same and set(sent_photos) <= set(record.sent_photos)


def as_written(acting: Acting, *, record_id: UUID, content: Told) -> dict[str, Any]:
    """The columns that stay as they are whatever is corrected later."""
    return {
        "id": record_id,
        "author_id": acting.by.id,
        "entered_at": acting.now,
        "fingerprint": fingerprint(content.fields()),
    }


def as_sent(
    acting: Acting, *, record_id: UUID, content: Told, sent_photos: Sequence[str]
) -> dict[str, Any]:
    """The same of a new record, with the photos that came along."""
    first = as_written(acting, record_id=record_id, content=content)
    return {**first, "sent_photos": list(sent_photos)}


def begin(db: Session, record: LoggedRecord, *, acting: Acting, photos: Sequence[Photo]) -> None:
    """Keep a new record, written already, with the photos that wait under its claim.

    Those that came before the form count as sent with it: it is the same form with them or without.
    """
    came = [photo.received_sha256.hex()[:16] for photo in photos if photo.received_sha256]
    record.sent_photos = list(dict.fromkeys([*record.sent_photos, *came]))
    db.add(record)
    media.attach(db, photos=list(photos), kind=record.KIND, record_id=record.id)
    db.flush()
    acting.audit(db, Action.RECORD_CREATED, record)


def change(
    db: Session,
    record: LoggedRecord,
    *,
    version: int,
    before: Told,
    after: Told,
    add: Sequence[Photo],
    remove: Collection[UUID],
) -> dict[str, Any]:
    """What a correction changes, photos too, which change here and now; empty when nothing does.

    Raises `StaleVersion` unless `version` is the record's own; saving what it says already
    changes nothing, whatever the version.
    """
    changed = registers.correction(record, version, before, after)
    return changed | media.change(db, kind=record.KIND, record_id=record.id, add=add, remove=remove)


def note(
    db: Session,
    record: Written,
    *,
    acting: Acting,
    action: Action,
    changed: Mapping[str, Any],
    reason: str = "",
) -> None:
    """Give the record its next version, with what changed in history and audit log."""
    kind = str(record.KIND)
    registers.note(
        db, record, acting=acting, kind=kind, action=action, changed=changed, reason=reason
    )


def withdraw(db: Session, *, acting: Acting, record: LoggedRecord, reason: str) -> None:
    """Take a record out of feeds and counts; it stays readable with the reason on it."""
    rights.require_may_withdraw(acting.by, record)
    for problem in rights.problems_of_reason(reason):
        raise problem
    stated = clean(reason)
    record.withdrawn_at, record.withdrawn_reason = acting.now, stated
    changed = {"withdrawn": [False, stated]}
    action = Action.RECORD_WITHDRAWN
    note(db, record, acting=acting, action=action, changed=changed, reason=stated)
    feed.remove(db, record_id=record.id)


def show(
    db: Session,
    record: LoggedRecord,
    *,
    acting: Acting,
    happening: Callable[[str, list[UUID]], Happening],
) -> None:
    """Put the record, as it is now, into the feeds of its path.

    `happening` says what they show, given the name of its commune and the ids of its photos.
    """
    db.flush()
    # A place that was corrected is another one now.
    set_committed_value(record, "place", places.get(db, record.place_id))
    commune = places.commune_of(db, record.place)
    photos = media.shown_of_record(db, record.KIND, record.id)
    shown = happening(commune.full_name if commune else record.place.full_name, photos)
    feed.put(db, happening=shown, on=acting.choices.settings.tree_day(local_day(acting.now)))
