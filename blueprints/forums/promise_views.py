"""The promises of a unit: what waits for an answer, and what was answered lately."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.forums.views import bp
from domain.forums import due
from domain.forums.due import Owed
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Level, Place
from web.authz import current_officer, requires
from web.context import session, today, tree_day
from web.htmx import render

LATELY = timedelta(days=30)
NEAR = timedelta(days=7)


@bp.get("/promises")
@requires(Permission.READ_RECORDS)
def promises() -> ResponseReturnValue:
    """What was promised in the viewer's places, the one due first in front."""
    unit = current_officer.place
    areas = places.areas(session(), unit, tree_day())
    chosen = _chosen(areas)
    waiting = due.promises(session(), current_officer, within=chosen)
    since = today() - LATELY
    return render(
        "forums/promises.html",
        groups=list(_groups(waiting.shown, today())),
        waiting=waiting,
        answered=due.answered_since(session(), current_officer, since, chosen),
        areas=areas,
        twins=places.twins(session(), areas),
        chosen=chosen,
        unit=unit,
        above=unit.level != Level.COMMUNE,
        due_state=due.state,
        today=today(),
        may_answer=may(current_officer, Permission.LOG_RECORDS),
    )


def _chosen(areas: Sequence[Place]) -> UUID | None:
    """The area asked for, if it is one of the unit's."""
    asked = request.args.get("place", "")
    return next((area.id for area in areas if str(area.id) == asked), None)


def _groups(shown: Sequence[Owed], on: date) -> Iterator[tuple[str, list[Owed]]]:
    """The promises under headings; one that nobody sees to stands where its day puts it."""
    dated = [(one, one.due_on) for one in shown if one.due_on]
    groups = [
        (gettext("Quá hạn"), [one for one, day in dated if day < on]),
        (gettext("Tới hạn trong 7 ngày"), [one for one, day in dated if on <= day <= on + NEAR]),
        (gettext("Còn xa"), [one for one, day in dated if day > on + NEAR]),
        (gettext("Chưa hẹn ngày"), [one for one in shown if one.due_on is None]),
    ]
    return ((title, ones) for title, ones in groups if ones)
