"""Erasing what its time of keeping is over for, as `flask maintenance` does it every night."""

from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

from domain.retention import contacts, rules, services
from web.context import now, ring, session, settings, today
from web.extensions import db
from web.photos import store


def run(*, dry: bool) -> Iterator[str]:
    """Erase tips and contacts that are due, each tip in a transaction of its own, and tell how
    many. `dry`, or no signed paper on the periods: tell how many it would be, erase nothing.

    Files go after the commit: what a power cut leaves of them is sealed under a key that is gone,
    and the sweep of files that nothing refers to takes them.
    """
    in_force = settings()
    due = services.due(session(), settings=in_force, today=today())
    counted = ", ".join(f"{count} {state.value}" for state, count in services.told(due).items())
    if dry or not rules.is_signed(in_force):
        why = "" if dry else " Nothing is erased before the setting retention_signed names a paper."
        yield f"Tips whose time is over: {counted or 'none'}.{why}"
        yield from _waiting()
        db.session.rollback()
        return
    erased = sum(_erase(tip_id) for tip_id, _ in due)
    destroyed = contacts.destroy(session(), ring(), settings=in_force, now=now())
    db.session.commit()
    empty_the_log()
    yield f"Tips whose time is over: {erased} erased ({counted or 'none due'})."
    yield from _waiting()
    yield f"Contacts whose time is over: {destroyed} destroyed."


def _waiting() -> Iterator[str]:
    """What stays past its time, if anything does: one officer alone gets no tip erased."""
    if count := services.waiting(session(), settings=settings(), today=today()):
        yield f"Ended by one person only, kept until somebody else has looked: {count}."


def _erase(tip_id: UUID) -> bool:
    files = services.erase(
        session(), ring(), tip_id=tip_id, settings=settings(), now=now(), today=today()
    )
    db.session.commit()
    for name in files or ():
        store().delete(name)
    return files is not None


def empty_the_log() -> None:
    """SQLite's log still holds the rows as they were until it is folded into the file, which no
    transaction may do. Done even when nothing was erased: the last run may have been cut short."""
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
