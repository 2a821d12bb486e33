"""Forums: the list, and the page of one."""

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from blueprints.forums.reading import Reading
from blueprints.forums.words import Words
from domain.feed.models import Kind
from domain.forums.models import Forum
from domain.people.rules import Permission
from web import logged
from web.authz import requires
from web.context import session
from web.feed_words import FeedWords
from web.field_words import tell

bp = Blueprint("forums", __name__, url_prefix="/forums")
tell(bp, Kind.FORUM, lambda db: Words(db).field)


@bp.get("")
@requires(Permission.READ_RECORDS)
def listing() -> ResponseReturnValue:
    """The forums held in the viewer's places, newest first."""
    return logged.listing("forums/listing.html", Kind.FORUM, words=FeedWords(session()))


@bp.get("/<uuid:record_id>")
@requires(Permission.READ_RECORDS)
def show(record_id: UUID) -> ResponseReturnValue:
    """One forum with everything that is known of it."""
    record = logged.visible(Forum, record_id)
    return logged.page("forums/show.html", record, Reading(session(), record))
