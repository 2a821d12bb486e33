"""One event that several units held together and each logged: found, joined, parted, counted once.

Every partner keeps a record of its own. In the sums the one that was entered first stands for all
of them, with the largest number that any of them told of each thing counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import instant
from domain.errors import NotAllowed
from domain.feed.services import Happening
from domain.records import queries, rights
from domain.records import services as records
from domain.records.models import ApartRecords, LoggedRecord
from domain.records.services import Acting
from domain.sentence import Sentence

R = TypeVar("R", bound=LoggedRecord)
Telling = Callable[[R, str, list[UUID]], Happening]
"""What the feed shows of a record, given the name of its commune and the ids of its photos."""

NEAR = timedelta(hours=2)
"""Records of one hamlet that began within this time may be of one event."""
EVENT = "event"
"""The field under which history keeps with whom an event is shared."""


class NotOneEvent(NotAllowed):
    """Records that cannot be of one event: another place or day, withdrawn, or the same record."""

    sentence = Sentence("Hai buổi này không ghi chung được: khác nơi, khác giờ, hoặc đã rút.")


def members(db: Session, record: R) -> list[R]:
    """The records of the event that stand, the one that was entered first in front. A record that
    shares its event with nobody is alone."""
    if record.event_id is None:
        return [] if record.withdrawn_at else [record]
    model = type(record)
    query = select(model).where(model.event_id == record.event_id, model.withdrawn_at.is_(None))
    return sorted(db.scalars(query), key=lambda one: (one.entered_at, one.id))


def near(db: Session, record: R) -> list[R]:
    """Records of others, of the same kind, place and hours, that stand and are not joined yet."""
    if record.withdrawn_at is not None:
        return []
    model = type(record)
    query = select(model).where(
        model.place_id == record.place_id,
        model.held_on.between(record.held_on - timedelta(1), record.held_on + timedelta(1)),
        model.author_id != record.author_id,
        model.withdrawn_at.is_(None),
    )
    found = db.scalars(query.order_by(model.entered_at, model.id))
    return [one for one in found if is_near(record, one) and not _is_joined(record, one)]


def offered(db: Session, record: R, among: Sequence[R] | None = None) -> list[R]:
    """Those of `near` of which nobody has said that they are another event; `among` are those of
    `near`, where the caller has them."""
    found = near(db, record) if among is None else list(among)
    if not found:
        return []
    first, second = ApartRecords.first_id, ApartRecords.second_id
    query = select(first, second).where((first == record.id) | (second == record.id))
    apart = {(row[0], row[1]) for row in db.execute(query)}
    return [one for one in found if _pair(record, one) not in apart]


def is_near(one: LoggedRecord, other: LoggedRecord) -> bool:
    """Whether two records of one place may be of one event: begun within `NEAR` of one another;
    on the same day where one of them tells no time."""
    if one.place_id != other.place_id or one.id == other.id:
        return False
    if one.started_at is None or other.started_at is None:
        return one.held_on == other.held_on
    return abs(_began(one) - _began(other)) <= NEAR


def join(db: Session, *, acting: Acting, record: R, other_id: UUID, telling: Telling[R]) -> None:
    """Let the record share the event of another one. Joining twice changes nothing.

    Raises `NotFound` when the officer cannot see the other, `NotOneEvent` when they cannot be one
    event, `NotAllowed` unless the record may be corrected by this officer.
    """
    record, other = _both(db, acting, record, other_id)
    rights.require_may_correct(acting.by, record)
    if _is_joined(record, other):
        return
    if other.withdrawn_at is not None or not is_near(record, other):
        raise NotOneEvent
    event_id = other.event_id or record.event_id or other.id
    for one in (*members(db, record), other):
        one.event_id = event_id
    changed = {EVENT: [None, told_name(record, other)]}
    records.note(db, record, acting=acting, action=Action.RECORD_JOINED, changed=changed)
    _show_all(db, members(db, record), acting, telling)


def keep_apart(db: Session, *, acting: Acting, record: R, other_id: UUID) -> None:
    """Say that another record is of another event, so that nobody is asked again.

    Raises `NotFound` and `NotAllowed` as `join` does.
    """
    record, other = _both(db, acting, record, other_id)
    rights.require_may_correct(acting.by, record)
    if _say_apart(db, acting, record, other):
        acting.audit(db, Action.RECORD_KEPT_APART, record)


def part(db: Session, *, acting: Acting, record: R, telling: Telling[R]) -> None:
    """Take the record out of the event that it shares: it stands and counts for itself again."""
    rights.require_may_correct(acting.by, record)
    others = [one for one in members(db, record) if one.id != record.id]
    if not others:
        return
    for one in others:
        _say_apart(db, acting, record, one)
    _leave(db, acting, record, others)
    _show_all(db, [record], acting, telling)
    _show_all(db, others, acting, telling)


def _leave(db: Session, acting: Acting, record: R, others: Sequence[R]) -> None:
    record.event_id = None
    if len(others) == 1:
        others[0].event_id = None
    changed = {EVENT: [told_name(record, others[0]), None]}
    records.note(db, record, acting=acting, action=Action.RECORD_PARTED, changed=changed)


def show(db: Session, record: R, *, acting: Acting, telling: Telling[R]) -> None:
    """Put the record, as it is now, into the feeds of its path, and anew whatever shares its
    event; after a withdrawal the others stand for the event.

    A record that a correction put elsewhere, or at other hours, leaves the event: it would count
    nowhere, while its figures stood at a place or on a day where nothing of it was held.
    """
    event = members(db, record)
    others = [one for one in event if one.id != record.id]
    if len(others) == len(event) or not others or any(is_near(record, one) for one in others):
        _show_all(db, event, acting, telling)
        return
    _leave(db, acting, record, others)
    _show_all(db, [record], acting, telling)
    _show_all(db, others, acting, telling)


def told_name(record: LoggedRecord, other: LoggedRecord) -> str:
    """Who logged the other record, as the first one's readers know them: the code of an
    organisation, the title of another unit, or the name of an officer of the same one."""
    theirs, ours = other.author, record.author
    unit = theirs.place.unit_title or theirs.place.full_name
    if theirs.organisation != ours.organisation:
        return theirs.organisation or unit
    return unit if theirs.place_id != ours.place_id else theirs.name


def _began(record: LoggedRecord) -> datetime:
    return instant(record.held_on, record.started_at)


def _is_joined(one: LoggedRecord, other: LoggedRecord) -> bool:
    return one.event_id is not None and one.event_id == other.event_id


def _pair(one: LoggedRecord, other: LoggedRecord) -> tuple[UUID, UUID]:
    return min(one.id, other.id), max(one.id, other.id)


def _both(db: Session, acting: Acting, record: R, other_id: UUID) -> tuple[R, R]:
    """Both records, locked in the order of their ids, so that two officers who join them at once
    wait for one another and not in a circle."""
    model, wanted = type(record), [record.id, other_id]
    locked = select(model.id).where(model.id.in_(wanted)).order_by(model.id).with_for_update()
    db.execute(locked)
    db.expire_all()
    return (
        queries.get_visible(db, model, acting.by, wanted[0]),
        queries.get_visible(db, model, acting.by, other_id),
    )


def _say_apart(db: Session, acting: Acting, one: R, other: R) -> bool:
    first, second = _pair(one, other)
    if first == second or db.get(ApartRecords, (first, second)) is not None:
        return False
    said = {"said_by": acting.by.id, "said_at": acting.now}
    db.add(ApartRecords(first_id=first, second_id=second, **said))
    return True


def _show_all(db: Session, event: Sequence[R], acting: Acting, telling: Telling[R]) -> None:
    """Show the standing records of one event; the sums get the first one alone."""
    if len(event) == 1:
        records.show(db, event[0], acting=acting, happening=partial(telling, event[0]))
        return
    db.flush()
    largest: dict[str, int] = {}
    for one in event:
        for measure, value in telling(one, "", []).counts.items():
            largest[measure] = max(value, largest.get(measure, value))
    for place_in_event, one in enumerate(event):
        counts = {"records": 0} if place_in_event else largest
        others = [told_name(one, other) for other in event if other.id != one.id]
        records.show(db, one, acting=acting, happening=_as_shared(telling, one, counts, others))


def _as_shared(
    telling: Telling[R], record: R, counts: Mapping[str, int], others: Sequence[str]
) -> Callable[[str, list[UUID]], Happening]:
    def tell(commune: str, photos: list[UUID]) -> Happening:
        told = telling(record, commune, photos)
        shared: dict[str, Any] = {**told.summary, "shared": list(dict.fromkeys(others))}
        return replace(told, summary=shared, counts=counts)

    return tell
