"""Forums: the list, and the page of one."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from blueprints.forums.reading import Reading
from domain.feed import queries as feed
from domain.feed.models import Kind
from domain.forums import queries
from domain.history import rights
from domain.people.rules import Permission, may
from web.authz import current_officer, requires
from web.context import session
from web.drafts import take_saved
from web.feed_words import FeedWords
from web.htmx import render
from web.reading import thumbs_of

bp = Blueprint("forums", __name__, url_prefix="/forums")


@bp.get("")
@requires(Permission.READ_RECORDS)
def listing() -> ResponseReturnValue:
    """The forums held in the viewer's places, newest first."""
    below, place = feed.Cursor.parse(request.args.get("below", "")), current_officer.place
    rows, further = feed.rows_of_kind(session(), place_id=place.id, kind=Kind.FORUM, below=below)
    return render(
        "forums/listing.html",
        fragment="rows",
        rows=rows,
        below=below,
        further=further,
        words=FeedWords(session()),
        thumbs_of=thumbs_of,
        place_name=place.full_name,
        may_log=may(current_officer, Permission.LOG_RECORDS),
    )


@bp.get("/<uuid:record_id>")
@requires(Permission.READ_RECORDS)
def show(record_id: UUID) -> ResponseReturnValue:
    """One forum with everything that is known of it."""
    record = queries.get_visible(session(), current_officer, record_id)
    return render(
        "forums/show.html",
        record=record,
        reading=Reading(session(), record),
        may_correct=rights.may_correct(current_officer, record),
        may_withdraw=rights.may_withdraw(current_officer, record),
        saved=take_saved(),
    )
