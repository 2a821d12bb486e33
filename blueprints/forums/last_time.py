"""Last time's promises where a forum is opened: on its form, on its page, while it goes on."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from blueprints.forums.entry import Entry
from blueprints.forums.reading import how_it_stands
from blueprints.forums.views import bp
from domain.errors import NotFound
from domain.forums import last_time, queries, services
from domain.forums.content import handling_of
from domain.forums.feed_entry import is_open
from domain.forums.last_time import LastTime
from domain.forums.models import Forum, Opinion
from domain.people.rules import Permission
from domain.records import rights
from web import logged
from web.authz import current_officer, requires
from web.context import session, today
from web.htmx import go, render


@bp.context_processor
def offered() -> dict[str, Callable[..., Any]]:
    """For every page of forums: what was promised last time, and how to say it."""
    return {
        "last_time_of": of_record,
        "last_time_at": of_place,
        "last_time_words": in_words,
        "stands_of": stands_of,
    }


def of_record(record: Forum) -> LastTime | None:
    """What was promised the last time before this forum, in the same place."""
    return _before(record.place_id, record.held_on)


def of_place(place: str, held_on: date | None) -> LastTime | None:
    """The same before a forum that is only being written down; `place` is an id as text."""
    try:
        place_id = UUID(place)
    except ValueError:
        return None
    return _before(place_id, held_on or today())


def _before(place_id: UUID, day: date) -> LastTime | None:
    return last_time.last_time(
        session(), current_officer, place_id=place_id, before=day, today=today()
    )


def in_words(last: LastTime) -> str:
    """ "5 ý kiến lần trước: 4 đã trả lời, 1 quá hạn"."""
    total = len(last.promises)
    counted = [
        (last.answered, gettext("%(count)s đã trả lời", count=last.answered)),
        (last.overdue, gettext("%(count)s quá hạn", count=last.overdue)),
        (last.waiting, gettext("%(count)s còn chờ", count=last.waiting)),
    ]
    return str(
        ngettext(
            "%(num)s ý kiến lần trước: %(what)s",
            "%(num)s ý kiến lần trước: %(what)s",
            total,
            what=", ".join(text for count, text in counted if count),
        )
    )


def stands_of(opinion: Opinion) -> tuple[str, str, str, bool]:
    """How an opinion stands, as its chip says it, and whether it still waits."""
    return (*how_it_stands(opinion), is_open(opinion))


@bp.get("/last-time")
@requires(Permission.LOG_RECORDS)
def last_time_there() -> ResponseReturnValue:
    """What was promised the last time in the place that was just chosen."""
    try:
        held_on = date.fromisoformat(request.args.get("held_on", ""))
    except ValueError:
        held_on = None
    return render(
        "forums/_last_time.html", last=of_place(request.args.get("place", ""), held_on), here=None
    )


@bp.post("/<uuid:record_id>/last-time/<uuid:opinion_id>")
@requires(Permission.LOG_RECORDS)
def answered_next_time(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """An opinion of an earlier forum was answered at this one; the words may come later."""
    here = logged.visible(Forum, record_id)
    rights.require_may_correct(current_officer, here)
    earlier = logged.to_change(Forum, queries.forum_of(session(), opinion_id))
    opinion = queries.opinion_of(earlier, opinion_id)
    if earlier.place_id != here.place_id or earlier.held_on >= here.held_on:
        raise NotFound
    if is_open(opinion):
        with logged.mending(earlier):
            services.answer(
                session(),
                acting=Entry().acting(),
                record=earlier,
                opinion=opinion,
                version=earlier.version,
                handling=last_time.answered_at(here, handling_of(opinion)),
            )
        session().commit()
    return go("forums.live" if "live" in request.form else "forums.show", record_id=record_id)
