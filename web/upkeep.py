"""What `flask maintenance` does: what is due, each step in a transaction of its own."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from sqlalchemy import select

from domain.audit import reasons
from domain.audit.models import Action
from domain.audit.services import NOBODY, Act, record
from domain.media import uploads
from domain.media.models import Photo
from domain.media.sweep import sweep_orphans
from domain.notices import deliveries
from domain.people import held_forms, sign_in, totp
from domain.tips.rotation import rewrap
from domain.tips.tracing import retag
from web import numbers_apart, purge
from web.context import now, ring, session, settings, today
from web.extensions import db
from web.photos import incoming, store

ORPHAN_AGE = timedelta(days=1)
BATCH = 500


def run() -> Iterator[str]:
    """Do what is due and tell each step. Of what people sent only tips are deleted whose time of
    keeping is over, by `purge`, and uploads that no form ever claimed."""
    if sealed := _sealed():
        yield f"Reasons in the audit log that were sealed now: {sealed}."
    yield from purge.run(dry=False)
    yield f"Uploads nobody claimed or finished: {_unclaimed() + _unfinished()} removed."
    yield f"Held forms, old codes and ended sign-ins: {_expired()} removed."
    yield f"Old notices and what was sent: {_notices()} removed."
    yield f"Files nothing refers to: {_orphans()} removed."
    yield f"Keys of tips and apps wrapped anew: {_rewrapped()}."
    yield f"Tags of phones, accounts and links made anew: {_retagged()}."
    yield f"Numbers that came into our lists or left them: {numbers_apart.compare()}."
    record(session(), ring(), at=now(), who=NOBODY, act=Act(action=Action.MAINTENANCE_RUN))
    db.session.commit()


def _sealed() -> int:
    """Once for each that an older version wrote plain."""
    whole = 0
    while done := reasons.seal_older(session(), ring(), limit=BATCH):
        db.session.commit()
        whole += done
    if whole:
        purge.empty_the_log()
    return whole


def _unclaimed() -> int:
    kept_since = today() - timedelta(days=settings()["upload_days"])
    old = select(Photo).where(Photo.record_id.is_(None), Photo.created_on < kept_since)
    photos = list(session().scalars(old))
    for photo in photos:
        session().delete(photo)
    db.session.commit()
    return len(photos)


def _unfinished() -> int:
    removed = uploads.sweep(
        session(),
        incoming(),
        begun_before=today() - timedelta(days=settings()["upload_days"]),
        expected_before=today() - timedelta(days=uploads.EXPECTED_DAYS),
    )
    db.session.commit()
    return removed + uploads.sweep_files(session(), incoming())


def _expired() -> int:
    removed = held_forms.sweep(session(), now()) + sign_in.sweep(session(), now())
    db.session.commit()
    return removed


def _notices() -> int:
    removed = deliveries.sweep(session(), now())
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
    for wrap_anew in (rewrap, reasons.rewrap):
        while done := wrap_anew(session(), ring(), limit=BATCH):
            db.session.commit()
            whole += done
    whole += totp.reseal(session(), ring())
    db.session.commit()
    return whole


def _retagged() -> int:
    whole = 0
    while done := retag(session(), ring(), limit=BATCH):
        db.session.commit()
        whole += done
    return whole
