"""What `flask maintenance` does: what is due, each step in a transaction of its own."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from sqlalchemy import delete, or_, select

from domain.audit.models import Action
from domain.audit.services import NOBODY, Act, record
from domain.media.models import Photo
from domain.media.sweep import sweep_orphans
from domain.people.models import HeldForm, OneTimeCode, SignIn
from domain.tips.rotation import rewrap
from web.context import now, ring, session, today
from web.extensions import db
from web.photos import store

KEPT_SIGN_INS = timedelta(days=30)
KEPT_FORMS = timedelta(days=1)
ORPHAN_AGE = timedelta(days=1)
BATCH = 500


def run() -> Iterator[str]:
    """Do what is due and tell each step. Nothing that somebody sent is deleted here: only
    uploads that no form ever claimed, expired codes and ended sign-ins."""
    yield f"Uploads nobody claimed: {_unclaimed()} removed."
    yield f"Held forms, old codes and ended sign-ins: {_expired()} removed."
    yield f"Files nothing refers to: {_orphans()} removed."
    yield f"Tips' keys wrapped anew: {_rewrapped()}."
    record(session(), ring(), at=now(), who=NOBODY, act=Act(action=Action.MAINTENANCE_RUN))
    db.session.commit()


def _unclaimed() -> int:
    old = select(Photo).where(Photo.record_id.is_(None), Photo.created_on < today() - ORPHAN_AGE)
    photos = list(session().scalars(old))
    for photo in photos:
        session().delete(photo)
    db.session.commit()
    return len(photos)


def _expired() -> int:
    at = now()
    statements = (
        delete(HeldForm).where(HeldForm.created_at < at - KEPT_FORMS),
        delete(OneTimeCode).where(OneTimeCode.expires_at < at - KEPT_SIGN_INS),
        delete(SignIn).where(
            or_(SignIn.ended_at < at - KEPT_SIGN_INS, SignIn.expires_at < at - KEPT_SIGN_INS)
        ),
    )
    removed = sum(session().execute(statement).rowcount for statement in statements)  # type: ignore[attr-defined]
    db.session.commit()
    return removed


def _orphans() -> int:
    def known(keys: Collection[str]) -> set[str]:
        columns = (Photo.file_key, Photo.thumb_key, Photo.original_key)
        found: set[str] = set()
        for column in columns:
            found |= set(session().scalars(select(column).where(column.in_(keys))))
        db.session.rollback()
        return found

    return len(sweep_orphans(store(), known, older_than=ORPHAN_AGE, now=now()))


def _rewrapped() -> int:
    whole = 0
    while done := rewrap(session(), ring(), limit=BATCH):
        db.session.commit()
        whole += done
    return whole
