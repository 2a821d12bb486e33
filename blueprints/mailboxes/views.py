"""The register of boxes and duty lines, and the page of one box."""

from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.mailboxes import words
from domain.feed.models import Kind
from domain.mailboxes import queries, rules
from domain.mailboxes.models import Mailbox
from domain.people.rules import Permission, may
from web.authz import current_officer, requires
from web.context import session, today
from web.field_words import tell
from web.htmx import render
from web.reading import place_for_reader

bp = Blueprint("mailboxes", __name__, url_prefix="/mailboxes")
tell(bp, Kind.MAILBOX, lambda db: words.field)

BOXES_A_PAGE = 60
OPENINGS_A_PAGE = 20


@bp.get("")
@requires(Permission.READ_RECORDS)
def listing() -> ResponseReturnValue:
    """Boxes with when they are due, the longest overdue first, and the lines that people call."""
    db, viewer, start = session(), current_officer, _start()
    states = queries.states(db, viewer)
    further = start + BOXES_A_PAGE
    return render(
        "mailboxes/listing.html",
        fragment="boxes",
        states=states[start:further],
        further=url_for(".listing", start=further) if len(states) > further else "",
        overdue=sum(1 for state in states if state.days_over(today())),
        lines=queries.lines(db, viewer),
        own=viewer.place,
        where=lambda place: place_for_reader(db, place),
        today=today(),
        may_keep=may(viewer, Permission.KEEP_REGISTERS) and not viewer.organisation,
        may_keep_this=lambda entry: rules.may_keep(viewer, entry),
        may_log=lambda entry: rules.may_log(viewer, entry),
    )


@bp.get("/<uuid:box_id>")
@requires(Permission.READ_RECORDS)
def box(box_id: UUID) -> ResponseReturnValue:
    """One box: where it hangs, who holds its keys, when it was opened and what lay in it."""
    return page_of(queries.get_box(session(), current_officer, box_id))


def page_of(shown: Mailbox) -> str:
    """The page of a box, which the caller has loaded for this reader."""
    db, start = session(), _start()
    found = queries.openings(db, shown, start=start, most=OPENINGS_A_PAGE + 1)
    more = len(found) > OPENINGS_A_PAGE
    after = url_for(".box", box_id=shown.id, start=start + OPENINGS_A_PAGE) if more else ""
    return render(
        "mailboxes/box.html",
        fragment="openings",
        box=shown,
        state=queries.state_of(db, shown),
        openings=found[:OPENINGS_A_PAGE],
        further=after,
        where=place_for_reader(db, shown.place),
        today=today(),
        may_keep=shown.retired_on is None and rules.may_keep(current_officer, shown),
        may_log=rules.may_log(current_officer, shown),
    )


def _start() -> int:
    text = request.args.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
