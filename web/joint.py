"""One event logged by several units, on the page of one of its records: offered, joined, parted."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.records import joint, rights
from domain.records.joint import Telling
from domain.records.models import LoggedRecord
from domain.records.services import Acting
from domain.reference.models import ListKey
from domain.reference.names import Names
from web.authz import current_officer
from web.context import session
from web.filters import clock
from web.htmx import go

R = TypeVar("R", bound=LoggedRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another record: whose it is, in words, and when it began ("" when it tells no time)."""

    id: UUID
    name: str
    clock: str


class Joint:
    """With whom the record shares its event, and with whom it may."""

    def __init__(self, db: Session, record: LoggedRecord) -> None:
        self._db, self._record = db, record
        self.may_change = rights.may_correct(current_officer, record)

    @cached_property
    def partners(self) -> list[Other]:
        """Those who logged the same event."""
        if self._record.event_id is None or self._record.withdrawn_at:
            return []
        found = joint.members(self._db, self._record)
        return [self._other(one) for one in found if one.id != self._record.id]

    @cached_property
    def offered(self) -> list[Other]:
        """Those who may have logged the same event; asked about until somebody answers."""
        if not self.may_change:
            return []
        found = joint.offered(self._db, self._record, self._near)
        return [self._other(one) for one in found]

    @cached_property
    def others(self) -> list[Other]:
        """Those of whom somebody has said that theirs is another event: it can be put right."""
        if not self.may_change:
            return []
        asked = {other.id for other in self.offered}
        return [self._other(one) for one in self._near if one.id not in asked]

    @cached_property
    def _near(self) -> list[LoggedRecord]:
        return joint.near(self._db, self._record)

    def _other(self, one: LoggedRecord) -> Other:
        name = joint.told_name(self._record, one)
        return Other(
            id=one.id,
            name=partner_name(self._db, name),
            clock=clock(one.started_at) if one.started_at else "",
        )


def partner_name(db: Session, code: str) -> str:
    """The organisation of this code in the language of the page, else the words themselves."""
    return Names(db, ListKey.PARTNERS, str(get_locale())).of(code)


def join(record: R, acting: Acting, telling: Telling[R]) -> ResponseReturnValue:
    """Let the record share the event of the one that the form names. Commits."""
    other_id = _named()
    joint.join(session(), acting=acting, record=record, other_id=other_id, telling=telling)
    return _done(record)


def keep_apart(record: LoggedRecord, acting: Acting) -> ResponseReturnValue:
    """The record that the form names is of another event. Commits."""
    joint.keep_apart(session(), acting=acting, record=record, other_id=_named())
    return _done(record)


def part(record: R, acting: Acting, telling: Telling[R]) -> ResponseReturnValue:
    """Take the record out of the event that it shares. Commits."""
    joint.part(session(), acting=acting, record=record, telling=telling)
    return _done(record)


def _named() -> UUID:
    try:
        return UUID(request.form.get("with", ""))
    except ValueError:
        raise NotFound from None


def _done(record: LoggedRecord) -> ResponseReturnValue:
    session().commit()
    return go(".show", record_id=record.id)
