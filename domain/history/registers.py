"""Rows of a register: entered once, corrected on their own version alone, each change kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.errors import SameIdOtherContent, StaleVersion
from domain.history import queries, services
from domain.history.rules import Fields, changes
from domain.people.models import Officer
from domain.vault.keys import KeyRing


class Acting(Protocol):
    """Who writes, how the audit log names them, when, and with which keys."""

    @property
    def by(self) -> Officer:
        """The officer."""

    @property
    def who(self) -> Who:
        """The same as the audit log writes them."""

    @property
    def now(self) -> datetime:
        """The instant."""

    @property
    def ring(self) -> KeyRing:
        """The keys."""


class Row(Protocol):
    """What can be corrected: a row that counts its versions."""

    version: int

    @property
    def id(self) -> UUID:
        """The id, made with the form."""


class Told(Protocol):
    """What an officer says of a row."""

    def fields(self) -> dict[str, Any]:
        """As named fields ready for JSON."""


def take_turns(db: Session, acting: Acting) -> None:
    """Let the same form sent twice at once be looked at once the first has been kept."""
    db.execute(select(Officer.id).where(Officer.id == acting.by.id).with_for_update(key_share=True))


def is_same(db: Session, kind: str, row_id: UUID, said: Fields, content: Told) -> bool:
    """Whether the row of that id is what was asked for when it was entered; `said` is what stands
    now."""
    first = {**said, **queries.values_at(db, kind, row_id, 1)}
    return not changes({n: v for n, v in first.items() if v is not None}, content.fields())


def require_same(db: Session, kind: str, row_id: UUID, said: Fields, content: Told) -> None:
    """Raise `SameIdOtherContent` unless `is_same`."""
    if not is_same(db, kind, row_id, said, content):
        raise SameIdOtherContent


def correction(row: Row, version: int, was: Told, content: Told) -> dict[str, Any]:
    """What a correction changes; empty when nothing, whatever the version.

    Raises `StaleVersion` unless `version` is the row's own.
    """
    changed = changes(was.fields(), content.fields())
    if changed and version != row.version:
        raise StaleVersion
    return changed


def note(
    db: Session,
    row: Row,
    *,
    acting: Acting,
    kind: str,
    action: Action,
    changed: Mapping[str, Any],
    reason: str = "",
) -> None:
    """Give the row its next version, with what changed in history and audit log."""
    row.version += 1
    services.record(
        db,
        kind=kind,
        record_id=row.id,
        version=row.version,
        by=acting.by.id,
        now=acting.now,
        changes=dict(changed),
    )
    log_act(db, row, acting=acting, kind=kind, action=action, reason=reason)
    db.flush()


def log_act(
    db: Session, row: Row, *, acting: Acting, kind: str, action: Action, reason: str = ""
) -> None:
    """Write the audit log's entry of an act on a row."""
    act = Act(action=action, object_kind=kind, object_id=str(row.id), reason=reason)
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)
