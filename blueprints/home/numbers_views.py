"""My numbers: what this officer and the whole unit did in a period, and what is still owed."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.home.numbers_words import NumberWords
from blueprints.home.views import bp
from domain.numbers import queries
from domain.numbers.periods import PeriodKey, periods
from domain.people.rules import Permission
from web.authz import current_officer, requires
from web.context import now, session, settings, today, tree_day
from web.htmx import render


@bp.get("/numbers")
@requires(Permission.LOG_RECORDS)
def numbers() -> ResponseReturnValue:
    """The figures of one period; of this month unless another one is asked for."""
    known = periods(settings(), today())
    asked = request.args.get("period", "")
    chosen = PeriodKey(asked) if asked in set(PeriodKey) else PeriodKey.MONTH
    found = queries.of(session(), current_officer, known[chosen], on=tree_day(), now=now())
    return render(
        "home/numbers.html",
        numbers=found,
        period=known[chosen],
        chosen=chosen,
        words=NumberWords(session()),
        unit=current_officer.place,
    )
