"""One record beside the feed, and what supervisors say of it."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.feed.views import bp
from domain.base import new_record_id
from domain.feed import queries
from domain.feed.models import Kind
from domain.people.rules import Permission, may
from domain.review import queries as reviews
from domain.review import services
from web.authz import current_officer, requires
from web.context import now, session
from web.feed_words import FeedWords
from web.htmx import go, render, wants_fragment
from web.review_form import ReviewForm, fresh

_KIND = "any(outreach,forum,tip,poster,mailbox)"


@bp.get(f"/<{_KIND}:kind>/<uuid:record_id>")
@requires(Permission.READ_FEED)
def record(kind: str, record_id: UUID) -> ResponseReturnValue:
    """A record as the feed knows it, with what was said of it."""
    return _record(Kind(kind), record_id, fresh())


def _record(kind: Kind, record_id: UUID, form: ReviewForm) -> str:
    db, viewer = session(), current_officer
    row = queries.get_row(db, viewer, kind, record_id)
    may_hear = kind is not Kind.TIP or may(viewer, Permission.READ_TIPS)
    form.id.data = form.id.data or str(new_record_id(now()))
    author_id = reviews.author_of(db, kind, record_id)
    return render(
        "feed/record.html",
        fragment="record",
        row=row,
        words=FeedWords(db),
        form=form,
        beside=wants_fragment(),
        reviews=reviews.of_record(db, kind, record_id) if may_hear else [],
        may_review=may(viewer, Permission.REVIEW_RECORDS),
        has_author=author_id is not None,
        is_author=author_id == viewer.id,
    )


@bp.post(f"/<{_KIND}:kind>/<uuid:record_id>/review")
@requires(Permission.REVIEW_RECORDS)
def review(kind: str, record_id: UUID) -> ResponseReturnValue:
    """Acknowledge, comment or send back."""
    form = ReviewForm()
    if not form.validate():
        return _record(Kind(kind), record_id, form), 422
    new = form.to_review(Kind(kind), record_id)
    services.give(session(), by=current_officer, new=new, now=now())
    session().commit()
    return _after(kind, record_id, at_record=form.back.data == "record")


@bp.post(f"/<{_KIND}:kind>/<uuid:record_id>/mended")
@requires(Permission.LOG_RECORDS)
def mended(kind: str, record_id: UUID) -> ResponseReturnValue:
    """The author has done what was asked for."""
    services.say_mended(
        session(), by=current_officer, kind=Kind(kind), record_id=record_id, now=now()
    )
    session().commit()
    return go("home.show")


def _after(kind: str, record_id: UUID, *, at_record: bool) -> ResponseReturnValue:
    """Back to where the form stood, with what was said on it."""
    if wants_fragment():
        return _record(Kind(kind), record_id, fresh())
    if at_record:
        row = queries.get_row(session(), current_officer, Kind(kind), record_id)
        return redirect(FeedWords(session()).address(row), code=303)
    return redirect(url_for("feed.record", kind=kind, record_id=record_id), code=303)
