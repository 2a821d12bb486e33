"""What the server does by itself, every minute: look after waiting tips, send what waits outside.

Two threads beside the requests, so that a mail or push server that hangs holds up no notice in the
app. Several processes may do the same at once: each step is won by one of them.
"""

import threading
from collections.abc import Callable

from flask import Flask

from domain.tips import escalating
from domain.tips.watch import Piece
from web import crash_log, numbers_apart, outgoing
from web.context import now, ring, session, settings, tree_day
from web.database import writing
from web.extensions import db

EVERY = 60.0
Job = Callable[[], None]


def watch_tips() -> None:
    """Carry up what nobody opens, remind of limits, follow changes of our own numbers, plan the
    morning's mail.

    It looks as a reader and commits after each little piece, so that nobody waits long for the
    database; what a stop in between leaves undone is found a minute later.
    """
    found, ours = _found()
    for piece in found:
        piece(session())
        db.session.commit()
    numbers_apart.follow(ours)
    outgoing.plan()
    db.session.commit()


def _found() -> tuple[list[Piece], frozenset[str]]:
    """What there is to do, and the numbers that our lists hold now."""
    as_reader = writing.set(False)
    try:
        found = escalating.pieces(session(), ring(), now=now(), on=tree_day(), settings=settings())
        return found, numbers_apart.all_of_ours()
    finally:
        db.session.rollback()
        writing.reset(as_reader)


def send() -> None:
    """Hand over what waits to be sent outside. Commits before and after each call."""
    outgoing.send_waiting()


class Beat:
    """Runs the jobs every minute until it is stopped; one that fails says why and goes on."""

    def __init__(self, app: Flask, jobs: tuple[Job, ...] = (watch_tips, send)) -> None:
        self._app, self._over = app, threading.Event()
        self._threads = [
            threading.Thread(target=self._go_on, args=(job,), name=job.__name__, daemon=True)
            for job in jobs
        ]

    def start(self) -> None:
        """Begin; the first run comes a minute later, when the start is over."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Run nothing more; returns once what runs now has ended."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self, job: Job) -> None:
        while not self._over.wait(EVERY):
            run_once(self._app, job)


def run_once(app: Flask, job: Job) -> bool:
    """Run a job in a context of its own; False when it failed, which the server's log tells."""
    with app.app_context():
        writing.set(True)
        try:
            job()
        except Exception as error:
            db.session.rollback()
            crash_log.write_job(app, job.__name__, error)
            return False
        finally:
            db.session.remove()
    return True
