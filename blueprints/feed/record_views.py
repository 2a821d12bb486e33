"""One record beside the feed, and what is said of it there and on its own page."""

from uuid import UUID

from flask import make_response
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.feed.views import bp
from domain.feed import queries
from domain.feed.models import Kind
from domain.people.rules import Permission, may
from domain.review import services
from domain.review.services import Speaking
from web.authz import current_officer, requires
from web.context import now, ring, session, who
from web.feed_words import FeedWords
from web.htmx import go, page_of, render, wants_fragment
from web.review_form import ReviewForm
from web.supervision import Supervision

_KIND = "any(outreach,forum,tip,poster,mailbox)"


def speaking() -> Speaking:
    """Who says something, for the services."""
    return Speaking(by=current_officer, who=who(), now=now(), ring=ring())


@bp.get(f"/<{_KIND}:kind>/<uuid:record_id>")
@requires(Permission.READ_FEED)
def record(kind: str, record_id: UUID) -> ResponseReturnValue:
    """A record as the feed knows it, with what was said of it."""
    return _record(Kind(kind), record_id)


def _record(kind: Kind, record_id: UUID) -> str:
    db, viewer = session(), current_officer
    return render(
        "feed/record.html",
        fragment="record",
        row=queries.get_row(db, viewer, kind, record_id),
        words=FeedWords(db),
        beside=wants_fragment(),
        supervision=Supervision(db, kind, record_id),
        may_hear=kind is not Kind.TIP or may(viewer, Permission.READ_TIPS),
    )


@bp.post(f"/<{_KIND}:kind>/<uuid:record_id>/review")
@requires(Permission.REVIEW_RECORDS)
def review(kind: str, record_id: UUID) -> ResponseReturnValue:
    """Acknowledge, comment or send back."""
    row = queries.get_row(session(), current_officer, Kind(kind), record_id)
    form = Supervision(session(), row.kind, record_id).offer(ReviewForm())
    if not form.validate():
        return _refused(row.kind, record_id, form)
    services.give(session(), speaking=speaking(), new=form.to_review(row.kind, record_id))
    session().commit()
    return _after(row.kind, record_id, form.back.data or "")


@bp.post(f"/<{_KIND}:kind>/<uuid:record_id>/answer")
@requires(Permission.LOG_RECORDS)
def answer(kind: str, record_id: UUID) -> ResponseReturnValue:
    """An officer of the record's own unit goes on with the talk."""
    services.require_may_answer(session(), current_officer, Kind(kind), record_id)
    form = ReviewForm()
    if not form.validate():
        return _refused(Kind(kind), record_id, form)
    services.answer(session(), speaking=speaking(), new=form.to_review(Kind(kind), record_id))
    session().commit()
    return _after(Kind(kind), record_id, form.back.data or "")


@bp.post(f"/<{_KIND}:kind>/<uuid:record_id>/mended")
@requires(Permission.LOG_RECORDS)
def mended(kind: str, record_id: UUID) -> ResponseReturnValue:
    """The author has done what was asked for."""
    services.say_mended(
        session(), by=current_officer, kind=Kind(kind), record_id=record_id, now=now()
    )
    session().commit()
    return _back_home(Kind(kind), record_id)


@bp.post(f"/<{_KIND}:kind>/<uuid:record_id>/read")
@requires(Permission.LOG_RECORDS)
def read(kind: str, record_id: UUID) -> ResponseReturnValue:
    """Whom a word of the talk is for has read it."""
    services.say_read(
        session(), by=current_officer, kind=Kind(kind), record_id=record_id, now=now()
    )
    session().commit()
    return _back_home(Kind(kind), record_id)


def _back_home(kind: Kind, record_id: UUID) -> ResponseReturnValue:
    """Where the button stood: the home screen, or the record's own page."""
    back = ReviewForm().back.data
    return _after(kind, record_id, back) if back else go("home.show")


def _refused(kind: Kind, record_id: UUID, form: ReviewForm) -> ResponseReturnValue:
    """The page on which the form stood, with what was typed and what is wrong with it."""
    form.refuse()
    if form.back.data != "record" or wants_fragment():
        return _record(kind, record_id), 422
    return make_response(page_of(_address(kind, record_id))), 422


def _after(kind: Kind, record_id: UUID, back: str) -> ResponseReturnValue:
    """Back to where the form stood, with what was said on it."""
    if wants_fragment():
        return _record(kind, record_id)
    if back == "record":
        return redirect(_address(kind, record_id), code=303)
    return go("feed.record", kind=kind.value, record_id=record_id)


def _address(kind: Kind, record_id: UUID) -> str:
    """The record's own page."""
    row = queries.get_row(session(), current_officer, kind, record_id)
    return FeedWords(session()).address(row)
