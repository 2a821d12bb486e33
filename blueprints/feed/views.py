"""The feed: what happened in the viewer's places, newest first."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from blueprints.feed.overview import Overview
from blueprints.feed.stream import Stream, narrowed
from domain.errors import NotFound
from domain.feed import figures, queries
from domain.people.rules import Permission
from domain.places.queries import in_scope
from web.authz import current_officer, requires, unattended
from web.context import now, session
from web.htmx import render, wants_fragment
from web.live import drawn_with, unless_seen

bp = Blueprint("feed", __name__, url_prefix="/feed")


@bp.get("")
@requires(Permission.READ_FEED)
def show() -> ResponseReturnValue:
    """The feed with its figures; a part of it when htmx narrows it or goes on."""
    form, wanted = narrowed()
    after = request.args.get("after", "")
    stream = Stream(form, wanted, queries.page(session(), current_officer, wanted, after=after))
    if wants_fragment():
        part = render("feed/show.html", fragment="rows" if after else "feed", stream=stream)
        # Only what narrows the feed, where htmx would write every empty box into the address.
        return part if after else (part, {"HX-Push-Url": stream.address()})
    overview = Overview(stream.words)
    return render("feed/show.html", stream=stream, overview=overview, at=now())


@bp.get("/live")
@unattended
@requires(Permission.READ_FEED)
def live() -> ResponseReturnValue:
    """How many things came since the page was drawn; 204 when it says so already."""
    form, wanted = narrowed()
    if not in_scope(session(), current_officer.place_id, wanted.place_id):
        raise NotFound
    drawn = drawn_with()
    came = max(0, figures.ever(session(), wanted.place_id, wanted.kind) - drawn)
    stream = Stream(form, wanted, queries.Page(rows=[]))
    return unless_seen(
        str(came),
        lambda: render("feed/fresh.html", stream=stream, came=came, drawn=drawn),
    )
