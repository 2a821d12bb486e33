"""Gives the demo's example officers the accounts of people at work: claimed, and lately seen."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from domain.forums.models import Forum
from domain.outreach.models import Outreach
from domain.people.models import DeviceKind, Officer, SignIn
from domain.people.passwords import hash_password
from domain.people.queries import secret_hash
from domain.places.models import Level

SEEN_DAYS = 30
"""Sign-ins older than this are no longer kept."""
INVITED = 2
"""How many of them have not yet used the code they were given."""
PEERS = 4
"""Colleagues of one unit were not all there at the same hour."""
_APART = timedelta(hours=5, minutes=10)
_VISIT = timedelta(minutes=7)


def give_presence(db: Session, *, joined: datetime, now: datetime) -> None:
    """A password that nobody knows, and one finished sign-in around when their unit last logged.

    A commune that was silent for `SEEN_DAYS` was not seen either; those above log nothing and
    were there today. The last of the example officers were invited at `now`, the others joined
    at `joined`.
    """
    officers = list(db.scalars(select(Officer).order_by(Officer.username)).unique())
    examples = [officer for officer in officers if not officer.password_hash]
    logged = _last_logged(db, since=now - timedelta(days=SEEN_DAYS))
    unknown = hash_password(secrets.token_urlsafe(32))
    for officer in examples[:-INVITED]:
        officer.password_hash, officer.created_at = unknown, joined
    for number, officer in enumerate(officers):
        above = officer.place.level is not Level.COMMUNE
        at = now - timedelta(hours=2) if above else logged.get(officer.place_id)
        if at is not None and officer.password_hash:
            db.add(_visit(officer.id, at - number % PEERS * _APART))


def _last_logged(db: Session, *, since: datetime) -> dict[UUID, datetime]:
    both = union_all(
        *(
            select(model.author_id, model.entered_at).where(model.entered_at > since)
            for model in (Outreach, Forum)
        )
    ).subquery()
    query = (
        select(Officer.place_id, func.max(both.c.entered_at))
        .join(both, both.c.author_id == Officer.id)
        .group_by(Officer.place_id)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def _visit(officer_id: UUID, at: datetime) -> SignIn:
    return SignIn(
        id=secret_hash(secrets.token_urlsafe(32)),
        officer_id=officer_id,
        device_kind=DeviceKind.OWN_PHONE,
        started_at=at - _VISIT,
        last_seen_at=at,
        expires_at=at,
        ended_at=at,
    )
