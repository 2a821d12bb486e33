"""Writing outreach activities: log and correct. Feed, audit and history go along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.feed.services import Happening
from domain.media.models import Photo
from domain.outreach import rules
from domain.outreach.choices import Choices
from domain.outreach.content import Content, content_of
from domain.outreach.feed_entry import happening_of
from domain.outreach.models import Outreach, OutreachCount
from domain.records import joint, rights
from domain.records import services as records


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting(records.Acting):
    """Who writes an activity, and with which lists."""

    choices: Choices = field(repr=False)


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
    first = records.as_sent(acting, record_id=record_id, content=content, sent_photos=sent_photos)
    record = Outreach(**first)
    _write(record, content, acting.choices)
    records.begin(db, record, acting=acting, photos=photos)
    show(db, record, acting)
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
    changed = records.change(
        db, record, version=version, before=before, after=content, add=add, remove=remove
    )
    if changed:
        _write(record, content, acting.choices)
        action = Action.RECORD_CORRECTED
        records.note(db, record, acting=acting, action=action, changed=changed)
        show(db, record, acting)
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


def withdraw(db: Session, *, acting: Acting, record: Outreach, reason: str) -> None:
    """Take a record back; whoever shares its event stands for the event from now on."""
    records.withdraw(db, acting=acting, record=record, reason=reason)
    joint.show(db, record, acting=acting, telling=telling(acting.choices))


def telling(choices: Choices) -> joint.Telling[Outreach]:
    """What the feed shows of an activity, for those who put it there anew."""

    def tell(record: Outreach, commune: str, photos: list[UUID]) -> Happening:
        named = [choices.channels.get(record.channel)]
        named += [choices.scam_types.get(code) for code in record.scam_types]
        labels = [item.name_vi for item in named if item]
        return happening_of(record, commune=commune, photos=photos, labels=labels)

    return tell


def show(db: Session, record: Outreach, acting: Acting) -> None:
    """Put the record, as it is now, into the feeds."""
    joint.show(db, record, acting=acting, telling=telling(acting.choices))
