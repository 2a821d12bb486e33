"""Reading the register and its openings, always as somebody who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from domain.engines import ready
from domain.errors import NotFound
from domain.mailboxes import rules
from domain.mailboxes.models import BoxLine, DutyLine, Mailbox, MailboxOpening
from domain.people.models import Officer
from domain.places.models import Place, PlaceScope
from domain.places.queries import scope_of

MOST_LINES = 200
B = TypeVar("B", Mailbox, BoxLine)
E = TypeVar("E", Mailbox, DutyLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxState(Generic[B]):
    """A box, when it was opened last, and its letters that are no tips yet."""

    box: B
    last: date | None
    """The day of its last opening that stands."""
    waiting: int
    """Letters that nobody has entered as tips yet."""
    waiting_in: UUID | None
    """The oldest opening that has such letters."""

    @property
    def due_on(self) -> date:
        """The last day on which it is opened in time; before its first opening counted from the
        day when it was hung."""
        return (self.last or self.box.hung_on) + timedelta(days=self.box.opened_every)

    def days_over(self, today: date) -> int:
        """For how many days it should have been opened; 0 in time, and for a box taken down."""
        return 0 if self.box.retired_on else max(0, (today - self.due_on).days)

    def is_due(self, today: date) -> bool:
        """Whether it is to be opened today at the latest."""
        return self.box.retired_on is None and self.due_on <= today


def states(db: Session, viewer: Officer) -> list[BoxState[Mailbox]]:
    """Every box that the viewer may see: the one that is due first in front, those taken down
    last."""
    rows = db.execute(_SEEN_FROM, {"place": viewer.place_id})
    found = [_state(*row) for row in rows]
    return sorted(found, key=_first_due)


def _first_due(state: BoxState[B]) -> tuple[bool, date, str]:
    return state.box.retired_on is not None, state.due_on, state.box.spot


def state_of(db: Session, box: Mailbox) -> BoxState[Mailbox]:
    """The same of one box, which the caller has loaded for its viewer."""
    return _state(*db.execute(_states().where(Mailbox.id == box.id)).one())


def asking(db: Session, viewer: Officer, *, today: date) -> list[BoxState[BoxLine]]:
    """The viewer's own unit's boxes that ask for something: due to be opened, or with letters
    that are no tips yet. The one that is due first in front, those taken down last."""
    found = [
        BoxState(box=BoxLine(*row[3:]), last=row[0], waiting=int(row[1]), waiting_in=row[2])
        for row in _LINES.all(db, {"place": viewer.place_id})
    ]
    asks = [state for state in found if state.is_due(today) or state.waiting]
    return sorted((s for s in asks if rules.serves(viewer, s.box)), key=_first_due)


def overdue(db: Session, viewer: Officer, *, today: date) -> list[BoxState[Mailbox]]:
    """The boxes that should have been opened before today, the longest first."""
    return [state for state in states(db, viewer) if state.days_over(today)]


def get_box(db: Session, viewer: Officer, box_id: UUID, *, to_change: bool = False) -> Mailbox:
    """The box. Raises `NotFound` alike for unseen and absent.

    With `to_change` its row is locked until the transaction ends and read afresh.
    """
    return _get(db, Mailbox, viewer, box_id, to_change)


def get_line(db: Session, viewer: Officer, line_id: UUID, *, to_change: bool = False) -> DutyLine:
    """The duty line, as `get_box` gives a box."""
    return _get(db, DutyLine, viewer, line_id, to_change)


def lines(db: Session, viewer: Officer) -> Sequence[DutyLine]:
    """The lines that answer in the viewer's places, the viewer's own unit's first."""
    query = (
        select(DutyLine)
        .join(Place, Place.id == DutyLine.place_id)
        .where(
            DutyLine.place_id.in_(scope_of(viewer.place_id)),
            DutyLine.retired_on.is_(None),
        )
        .order_by(DutyLine.place_id != viewer.place_id, Place.sort_key, DutyLine.label)
    )
    return db.scalars(query.limit(MOST_LINES)).unique().all()


def openings(
    db: Session, box: Mailbox, *, start: int = 0, most: int = 20
) -> Sequence[MailboxOpening]:
    """The openings of a box that stand, newest first, without the first `start` of them."""
    query = select(MailboxOpening).where(
        MailboxOpening.mailbox_id == box.id, MailboxOpening.withdrawn_at.is_(None)
    )
    newest = query.order_by(MailboxOpening.held_on.desc(), MailboxOpening.id.desc())
    return db.scalars(newest.offset(start).limit(most)).unique().all()


def last_opening(db: Session, box: Mailbox) -> MailboxOpening | None:
    """The last opening of a box that stands."""
    return next(iter(openings(db, box, most=1)), None)


def _since_last() -> tuple[ColumnElement[Any], ...]:
    """Of a box: its last opening, its letters that are no tips, the oldest opening with such."""
    stands = (MailboxOpening.mailbox_id == Mailbox.id, MailboxOpening.withdrawn_at.is_(None))
    missing = MailboxOpening.letters - MailboxOpening.letters_entered
    oldest = (
        select(MailboxOpening.id)
        .where(*stands, missing > 0)
        .order_by(MailboxOpening.held_on, MailboxOpening.id)
        .limit(1)
    )
    return (
        select(func.max(MailboxOpening.held_on)).where(*stands).scalar_subquery(),
        select(func.coalesce(func.sum(missing), 0)).where(*stands).scalar_subquery(),
        oldest.scalar_subquery(),
    )


def _states() -> Select[Any]:
    return select(Mailbox, *_since_last())


_IS_SEEN = Mailbox.place_id.in_(
    select(PlaceScope.place_id).where(PlaceScope.viewer_id == bindparam("place"))
)
_SEEN_FROM = _states().where(_IS_SEEN)
_BOX = (
    Mailbox.id,
    Mailbox.place_id,
    Mailbox.spot,
    Mailbox.opened_every,
    Mailbox.hung_on,
    Mailbox.retired_on,
    Place.full_name,
)
_LINES = ready(
    select(*_since_last(), *_BOX).join(Place, Place.id == Mailbox.place_id).where(_IS_SEEN)
)
"""Put together once: the home screen asks for it every time it is opened."""


def _state(
    box: Mailbox, last: date | None, waiting: int, waiting_in: UUID | None
) -> BoxState[Mailbox]:
    return BoxState(box=box, last=last, waiting=int(waiting), waiting_in=waiting_in)


def _get(db: Session, model: type[E], viewer: Officer, entry_id: UUID, to_change: bool) -> E:
    query = select(model).where(model.id == entry_id, model.place_id.in_(scope_of(viewer.place_id)))
    if to_change:
        query = query.with_for_update(of=model).execution_options(populate_existing=True)
    entry = db.scalars(query).unique().one_or_none()
    if entry is None:
        raise NotFound
    return entry


def phones(db: Session) -> Sequence[str]:
    """The numbers of all lines that people could ever call."""
    return db.scalars(select(DutyLine.phone)).all()
