"""Plans: the list, and the page of one."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from blueprints.plans.page import PlanPage
from domain.people.rules import Permission, may
from domain.plans import queries
from domain.plans.models import Plan
from web import logged
from web.authz import current_officer, requires
from web.context import session, today
from web.htmx import render
from web.plan_words import PlanWords

bp = Blueprint("plans", __name__, url_prefix="/plans")
MOST_PAGES = 99


@bp.get("")
@requires(Permission.READ_RECORDS)
def listing() -> ResponseReturnValue:
    """What is coming, what still has no result, what became of the last ones."""
    db, on, number = session(), today(), _page_asked_for()
    coming = queries.coming(db, current_officer, today=on, page=number)
    return render(
        "plans/listing.html",
        fragment="coming",
        words=PlanWords(db),
        number=number,
        coming=coming[: queries.A_PAGE],
        further=number + 1 if len(coming) > queries.A_PAGE else 0,
        unanswered=queries.unanswered(db, current_officer, today=on),
        answered=queries.answered(db, current_officer, today=on),
        may_plan=may(current_officer, Permission.LOG_RECORDS),
        place_name=current_officer.place.full_name,
    )


def _page_asked_for() -> int:
    text = request.args.get("page", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return min(max(int(text), 1), MOST_PAGES) if is_number else 1


@bp.get("/<uuid:plan_id>")
@requires(Permission.READ_RECORDS)
def show(plan_id: UUID) -> ResponseReturnValue:
    """One plan, and what can be done with it."""
    return PlanPage(logged.visible(Plan, plan_id)).show()
