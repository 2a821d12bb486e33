"""My numbers: what this officer and the whole unit did in a period, and what is still owed."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from blueprints.numbers.words import NumberWords
from domain.numbers import queries
from domain.numbers.periods import PeriodKey, periods
from domain.people.rules import Permission
from web.authz import current_officer, requires
from web.context import now, session, settings, today, tree_day
from web.htmx import render

bp = Blueprint("numbers", __name__, url_prefix="/home/numbers")


@bp.get("")
@requires(Permission.LOG_RECORDS)
def show() -> ResponseReturnValue:
    """The figures of one period; of this month unless another one is asked for."""
    known = periods(settings(), today())
    asked = request.args.get("period", "")
    chosen = PeriodKey(asked) if asked in set(PeriodKey) else PeriodKey.MONTH
    found = queries.of(session(), current_officer, known[chosen], on=tree_day(), now=now())
    return render(
        "numbers/show.html",
        numbers=found,
        period=known[chosen],
        chosen=chosen,
        words=NumberWords(session()),
        unit=current_officer.place,
    )
