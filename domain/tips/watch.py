"""What each minute's look over all tips works with, and whom a tip's holder stands for."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from domain.notices import recipients
from domain.people.queries import active_officer
from domain.people.rules import Permission, may
from domain.reference.settings import Settings
from domain.tips.models import Tip
from domain.vault.keys import KeyRing

AT_ONCE = 500
"""Tips of one sort that one look goes through; what is more comes with the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One look: the keys, the instant, the day of the tree in use, the settings."""

    ring: KeyRing = field(repr=False)
    now: datetime
    on: date
    settings: Settings


def holders(db: Session, watch: Watch, tip: Tip) -> Collection[UUID]:
    """Who has the tip; the whole unit when nobody has, or has left; those above when nobody is
    there who may read."""
    if tip.taken_by_id is not None:
        officer = active_officer(db, tip.taken_by_id)
        if officer is not None and may(officer, Permission.READ_TIPS):
            return [officer.id]
    unit = recipients.readers(db, tip.unit_id, watch.on)
    return unit or recipients.above(db, tip.unit_id, watch.on)
