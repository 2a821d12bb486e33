"""What each minute's look over all tips works with, and whom a tip's holder stands for."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
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
AT_A_TIME = 1
"""Of these, as many as are done in one transaction: one may take five milliseconds and more."""
Piece = Callable[[Session], None]
"""Does a little of what a look found, looks again whether it is still so, never commits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One look: the keys, the instant, the day of the tree in use, the settings."""

    ring: KeyRing = field(repr=False)
    now: datetime
    on: date
    settings: Settings


def in_pieces(
    do: Callable[[Watch, Sequence[UUID], Session], None],
    watch: Watch,
    ids: Sequence[UUID],
    at_a_time: int = AT_A_TIME,
) -> Iterator[Piece]:
    """What was found, in pieces that each hold the lock of the database for a moment only."""
    for start in range(0, len(ids), at_a_time):
        yield partial(do, watch, ids[start : start + at_a_time])


def holders(db: Session, watch: Watch, tip: Tip) -> Collection[UUID]:
    """Who has the tip; the whole unit when nobody has, or has left; those above when nobody is
    there who may read."""
    if tip.taken_by_id is not None:
        officer = active_officer(db, tip.taken_by_id)
        if officer is not None and may(officer, Permission.READ_TIPS):
            return [officer.id]
    unit = recipients.readers(db, tip.unit_id, watch.on)
    return unit or recipients.above(db, tip.unit_id, watch.on)
