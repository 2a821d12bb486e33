"""Outreach activities: the list, and the page of one."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from blueprints.outreach.reading import Reading, line_of
from blueprints.outreach.words import Words
from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.history import rights
from domain.outreach import queries
from domain.people.rules import Permission, may
from web.authz import current_officer, requires
from web.context import session
from web.drafts import take_saved
from web.htmx import render
from web.reading import thumbs_of

bp = Blueprint("outreach", __name__, url_prefix="/outreach")


@bp.get("")
@requires(Permission.READ_RECORDS)
def listing() -> ResponseReturnValue:
    """What was done in the viewer's places, newest first."""
    below, words = feed.Cursor.parse(request.args.get("below", "")), Words(session())
    place = current_officer.place
    rows, further = feed.rows_of_kind(session(), place_id=place.id, kind=Kind.OUTREACH, below=below)
    return render(
        "outreach/listing.html",
        fragment="rows",
        rows=rows,
        below=below,
        further=further,
        words=words,
        line_of=lambda told: line_of(told, words, here=place.full_name),
        thumbs_of=thumbs_of,
        place_name=place.full_name,
        may_log=may(current_officer, Permission.LOG_RECORDS),
    )


@bp.get("/<uuid:record_id>")
@requires(Permission.READ_RECORDS)
def show(record_id: UUID) -> ResponseReturnValue:
    """One activity with everything that is known of it."""
    record = queries.get_visible(session(), current_officer, record_id)
    reading = Reading(session(), record)
    return render(
        "outreach/show.html",
        record=record,
        reading=reading,
        may_correct=rights.may_correct(current_officer, record),
        may_withdraw=rights.may_withdraw(current_officer, record),
        saved=take_saved(),
    )
