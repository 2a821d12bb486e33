"""Reading logged records, always as somebody who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import Ready, ready
from domain.errors import NotFound
from domain.feed.models import Kind
from domain.people.models import Officer
from domain.places.queries import scope_of
from domain.records.models import LoggedRecord, Written

R = TypeVar("R", bound=Written)
_OFFICERS = table_of(Officer)
_HOLD_SENDER = ready(
    select(_OFFICERS.c.id)
    .where(_OFFICERS.c.id == bindparam("officer_id"))
    .with_for_update(key_share=True)
)


def get_visible(db: Session, model: type[R], viewer: Officer, record_id: UUID) -> R:
    """The record, withdrawn or not. Raises `NotFound` alike for unseen and absent."""
    query = select(model).where(
        model.id == record_id, model.place_id.in_(scope_of(viewer.place_id))
    )
    record = db.scalars(query).one_or_none()
    if record is None:
        raise NotFound
    return record


def get_to_change(db: Session, model: type[R], viewer: Officer, record_id: UUID) -> R:
    """The record, locked until the end of the transaction and read anew. Raises `NotFound`."""
    db.execute(select(model.id).where(model.id == record_id).with_for_update())
    db.expire_all()
    return get_visible(db, model, viewer, record_id)


def already_sent(db: Session, model: type[R], *, by: Officer, record_id: UUID) -> R | None:
    """The record that this officer's phone sent before under this id, if any.

    Holds the officer's row until the end of the transaction, so that the same form sent twice at
    once is looked at one after the other. Raises `NotFound` when the id is somebody else's.
    """
    _HOLD_SENDER.run(db, {"officer_id": by.id})
    if _exists(model).first(db, {"record_id": record_id}) is None:
        return None
    return get_visible(db, model, by, record_id)


@cache
def _exists(model: type[Written]) -> Ready:
    table = table_of(model)
    return ready(select(table.c.id).where(table.c.id == bindparam("record_id")))


def own_version(
    db: Session, model: type[LoggedRecord], author_id: UUID, record_id: UUID
) -> int | None:
    """The version of a record that this officer logged; None for another's and for none."""
    return db.scalar(
        select(model.version).where(model.id == record_id, model.author_id == author_id)
    )


@dataclass(frozen=True, slots=True)
class Own:
    """A record that somebody logged, as far as it tells whether it changed."""

    kind: Kind
    id: UUID
    version: int
    held_on: date


def own_since(
    db: Session, models: Sequence[type[LoggedRecord]], author_id: UUID, *, since: date
) -> list[Own]:
    """What an officer logged that was held since a day and stands, the newest first."""
    found = [
        Own(model.KIND, *row)
        for model in models
        for row in db.execute(
            select(model.id, model.version, model.held_on).where(
                model.author_id == author_id, model.held_on >= since, model.withdrawn_at.is_(None)
            )
        )
    ]
    return sorted(found, key=lambda own: (own.held_on, own.id), reverse=True)
