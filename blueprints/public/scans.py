"""Counting the scans of a poster by day: no address, no cookie, and never in anybody's way."""

import contextlib
import re
from uuid import UUID

from flask import request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from domain.posters import counting
from web.context import today
from web.database import writing
from web.extensions import db

_MACHINE = re.compile(r"bot|crawl|spider|preview|externalhit|slurp|monitor", re.IGNORECASE)


def count(poster_id: UUID) -> None:
    """Count this opening of a live poster's page, in a transaction of its own.

    A count that cannot be written now is lost; the person still gets the page.
    """
    if not _is_person():
        return
    db.session.rollback()  # The page is drawn; nobody needs two connections at a time.
    held = writing.set(True)
    try:
        with contextlib.suppress(OperationalError), Session(db.engine) as own, own.begin():
            counting.count_scan(own, poster_id=poster_id, day=today())
    finally:
        writing.reset(held)


def _is_person() -> bool:
    """Neither a look ahead by the browser nor a machine that draws link previews."""
    ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    agent = request.headers.get("User-Agent", "")
    return request.method == "GET" and not ahead and not _MACHINE.search(agent)
