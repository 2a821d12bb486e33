"""Cases: the list, one case, and parting its tips again."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.case_forms import PartForm, ticked
from blueprints.tips.case_page import CasePage
from blueprints.tips.links_page import case_named
from blueprints.tips.views import bp
from domain.people.rules import Permission
from domain.tips import case_queries, cases
from domain.tips.case_models import TipCase
from web import records
from web.authz import audited, current_officer, requires
from web.context import session, tree_day
from web.htmx import go, render


@bp.get("/cases", endpoint="cases")
@requires(Permission.READ_TIPS)
def all_cases() -> ResponseReturnValue:
    """The cases of the unit and of those below."""
    found = case_queries.listing(session(), current_officer, tree_day())
    return render("tips/cases.html", found=found, named=case_named)


@bp.get("/cases/<uuid:case_id>", endpoint="case")
@audited
@requires(Permission.READ_TIPS)
def one_case(case_id: UUID) -> ResponseReturnValue:
    """A case and its tips."""
    case = case_queries.get_visible(session(), current_officer, case_id, tree_day())
    return _show(case, PartForm())


@bp.post("/cases/<uuid:case_id>")
@requires(Permission.KEEP_CASES)
def part(case_id: UUID) -> ResponseReturnValue:
    """Take the ticked tips out, or all of them."""
    acting, form = desk.acting(), PartForm()
    case = case_queries.get_to_keep(session(), acting.by, case_id, acting.on)
    version, chosen, reason = forms.version_sent(), ticked(), form.reason.data or ""
    ends = "dissolve" in request.form
    wrong = cases.problems_of_parting(case, version, ends or bool(chosen), reason)
    if case.dissolved_at is None and records.beside(form, wrong):
        return _show(case, form), 422
    if ends:
        cases.dissolve(session(), acting=acting, case=case, version=version, reason=reason)
    else:
        cases.take_out(
            session(), acting=acting, case=case, version=version, tip_ids=chosen, reason=reason
        )
    session().commit()
    return go("tips.case", case_id=case_id)


def _show(case: TipCase, form: PartForm) -> str:
    page = CasePage(desk.acting(), case)
    made = render("tips/case.html", page=page, case=case, form=form, ticked=ticked())
    session().commit()
    return made
