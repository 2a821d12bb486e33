"""Looking a code up takes as long whether it is found or not: only the page itself may tell.

Drawing what became of a tip costs some milliseconds more than saying that nothing was found. So the
answer waits for a moment that was drawn by lot before anything was looked up.
"""

import time
from secrets import SystemRandom

from flask import g
from flask.wrappers import Response

from blueprints.public.views import bp
from web.context import session

EARLIEST = 0.040
"""Seconds from when a code is looked up; several times what a page takes."""
SPREAD = 0.020
"""Seconds over which the lot is drawn: a thousandfold of what sending a longer page takes."""
_LOT = SystemRandom()


def begin() -> None:
    """Let this answer leave at a moment that nothing found decides."""
    g.leaves_at = time.monotonic() + EARLIEST + _LOT.uniform(0, SPREAD)


@bp.after_request
def wait(answer: Response) -> Response:
    """Wait for that moment, with no transaction open meanwhile."""
    leaves_at = g.pop("leaves_at", None)
    if leaves_at is not None:
        session().rollback()
        time.sleep(max(0.0, leaves_at - time.monotonic()))
    return answer
