"""The fields of a record that a note can be about, by the names that corrections give them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.feed.models import Kind
from domain.forums.content import OPINION
from domain.forums.models import Opinion
from domain.outreach.content import COUNT
from domain.outreach.models import Outreach
from domain.reference import queries as reference
from domain.reference.models import ListKey

_ALWAYS: dict[Kind, tuple[str, ...]] = {
    Kind.OUTREACH: (
        "channel",
        "place",
        "held_on",
        "started_at",
        "venue",
        "partners",
        "scam_types",
        "campaign",
        "notes",
        "photos",
    ),
    Kind.FORUM: (
        "place",
        "held_on",
        "started_at",
        "attendance",
        "venue",
        "chair",
        "partners",
        "contents",
        "minutes",
        "notes",
        "photos",
    ),
    Kind.MAILBOX: ("held_on", "started_at", "openers", "letters", "notes", "photos"),
}


def names(db: Session, kind: Kind, record_id: UUID) -> list[str]:
    """What a note can be about: fields, counts of an activity, opinions of a forum as
    "opinion-3". Nothing for kinds that are not corrected field by field."""
    found = list(_ALWAYS.get(kind, ()))
    if kind is Kind.OUTREACH:
        found[3:3] = _counts(db, record_id)
    elif kind is Kind.FORUM:
        numbers = select(Opinion.position).where(Opinion.forum_id == record_id)
        found += [f"{OPINION}{n}" for n in db.scalars(numbers.order_by(Opinion.position))]
    return found


def _counts(db: Session, record_id: UUID) -> list[str]:
    """What the channel counts and what was counted besides."""
    record = db.get(Outreach, record_id)
    if record is None:
        return []
    counted = [count.unit for count in record.counts]
    for item in reference.items(db, ListKey.OUTREACH_CHANNELS, record.held_on):
        if item.code == record.channel:
            counted += filter(None, str(item.details.get("count_units", "")).split(";"))
    return [f"{COUNT}{unit}" for unit in dict.fromkeys(counted)]


def concerns(field: str, changed: Collection[str]) -> bool:
    """Whether a correction of these fields is about the field of a note; "" is all of it."""
    if not field:
        return bool(changed)
    return field in changed or any(name.startswith(f"{field}-") for name in changed)
