"""Acknowledging many records at once."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.feed.record_views import speaking
from blueprints.feed.stream import DONE, Stream, narrowed
from blueprints.feed.views import bp
from domain.feed import queries
from domain.feed.queries import Page
from domain.people.rules import Permission
from domain.review import services
from web.authz import current_officer, requires
from web.context import session
from web.htmx import render


@bp.get("/pick")
@requires(Permission.REVIEW_RECORDS)
def pick() -> ResponseReturnValue:
    """A page of the feed with a box before each record."""
    form, wanted = narrowed()
    after = request.args.get("after", "")
    page = queries.page(session(), current_officer, wanted, after=after)
    return render("feed/pick.html", stream=Stream(form, wanted, page))


@bp.post("/acknowledge")
@requires(Permission.REVIEW_RECORDS)
def acknowledge() -> ResponseReturnValue:
    """Acknowledge what was ticked, or what the button stands for; back to the same feed."""
    form, wanted = narrowed()
    done = services.acknowledge(session(), speaking=speaking(), record_ids=_records())
    session().commit()
    stream = Stream(form, wanted, Page(rows=[]))
    return redirect(stream.address(**{DONE: str(done)}), code=303)


def _records() -> list[UUID]:
    """Ids of the form; a button sends several in one value. Nonsense stands for no record."""
    found = []
    for text in " ".join(request.form.getlist("records")).split():
        try:
            found.append(UUID(hex=text))
        except ValueError:
            continue
    return found
