"""Outreach activities: the list, and the page of one."""

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from blueprints.outreach.reading import Reading, line_of
from blueprints.outreach.words import Words
from domain.feed.models import Kind
from domain.outreach.models import Outreach
from domain.people.rules import Permission
from web import logged
from web.authz import current_officer, requires
from web.context import session
from web.feed_words import FeedWords
from web.field_words import tell

bp = Blueprint("outreach", __name__, url_prefix="/outreach")
tell(bp, Kind.OUTREACH, lambda db: Words(db).field)


@bp.get("")
@requires(Permission.READ_RECORDS)
def listing() -> ResponseReturnValue:
    """What was done in the viewer's places, newest first."""
    words, here = Words(session()), current_officer.place.full_name
    return logged.listing(
        "outreach/listing.html",
        Kind.OUTREACH,
        words=words,
        feed_words=FeedWords(session()),
        line_of=lambda told: line_of(told, words, here=here),
    )


@bp.get("/<uuid:record_id>")
@requires(Permission.READ_RECORDS)
def show(record_id: UUID) -> ResponseReturnValue:
    """One activity with everything that is known of it."""
    record = logged.visible(Outreach, record_id)
    return logged.page("outreach/show.html", record, Reading(session(), record))
