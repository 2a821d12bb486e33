"""The same act on several tips at once: each alone, so that one that cannot stops no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from domain.errors import Refusal
from domain.people.models import Officer
from domain.tips import queries
from domain.tips.acting import Acting
from domain.tips.models import Tip

MOST = 50
"""Tips that one form may hold."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tip as it stood on the page it was chosen from."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many tips were acted on, and which could not be: another was first, or they ended."""

    done: int
    refused: Sequence[UUID]

    @property
    def left(self) -> int:
        """How many could not be."""
        return len(self.refused)


def act(
    db: Session,
    *,
    acting: Acting,
    chosen: Sequence[Chosen],
    how: Callable[[Tip, int], object],
    load: Callable[[Session, Officer, UUID, date], Tip] = queries.get_to_handle,
) -> Outcome:
    """Do `how` (with the version the page had) to each of the own unit's tips, or of those that
    `load` finds and locks.

    What cannot be done to a tip is undone for that tip alone. Always in one order, so that two
    who choose the same tips at once wait for one another.
    """
    done, refused = 0, [one.id for one in chosen[MOST:]]
    for one in sorted(chosen[:MOST], key=lambda one: one.id):
        try:
            with db.begin_nested():
                how(load(db, acting.by, one.id, acting.on), one.version)
            done += 1
        except Refusal:
            refused.append(one.id)
    return Outcome(done, refused)
