"""The group of tips that name the same phone, account or link, and merging them into a case."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.case_forms import MergeForm, ticked
from blueprints.tips.links_page import LinksPage
from blueprints.tips.views import bp
from domain.audit.models import Action
from domain.people.rules import Permission
from domain.tips import access, case_queries, cases
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.cases import NewCase
from domain.tips.models import Tip
from web import records
from web.authz import audited, requires
from web.context import session
from web.htmx import go, render


@bp.get("/<uuid:tip_id>/links")
@audited
@requires(Permission.READ_TIPS)
def links(tip_id: UUID) -> ResponseReturnValue:
    """The group of a tip. Its numbers and accounts are words of the tip, so whoever may not read
    those yet is asked for a reason first."""
    acting, tip = desk.acting(), desk.visible(tip_id)
    if not access.is_open(session(), acting=acting, tip=tip):
        return go("tips.show", tip_id=tip_id)
    return _show(acting, tip, None)


@bp.post("/<uuid:tip_id>/links")
@requires(Permission.KEEP_CASES)
def merge(tip_id: UUID) -> ResponseReturnValue:
    """Merge the ticked tips into a new case, or put them into one that stands."""
    acting, tip = desk.acting(), desk.visible(tip_id)
    access.require_open(session(), acting=acting, tip=tip)
    case, new, form = _into(acting), _new_case(), MergeForm()
    if not cases.is_repeat(session(), new):
        tips = case_queries.mergeable(session(), acting.by, new.tip_ids, acting.on)
        wrong = cases.problems(session(), acting=acting, tips=tips, reason=new.reason, case=case)
        if records.beside(form, wrong):
            return _show(acting, tip, form), 422
    if case is None:
        case = cases.open_case(session(), acting=acting, new=new)
    else:
        cases.add(session(), acting=acting, case=case, new=new)
    session().commit()
    return go("tips.case", case_id=case.id)


def _into(acting: Acting) -> TipCase | None:
    """The case that was chosen, locked; None for a new one. Raises `NotFound`."""
    case_id = forms.id_or_none(request.form.get("into", ""))
    if case_id is None:
        return None
    return case_queries.get_to_keep(session(), acting.by, case_id, acting.on)


def _new_case() -> NewCase:
    return NewCase(
        id=forms.uuid_in(request.form.get("id", "")),
        tip_ids=ticked(),
        reason=request.form.get("reason", ""),
    )


def _show(acting: Acting, tip: Tip, form: MergeForm | None) -> str:
    acting.audit(session(), Action.TIP_LINKS_READ, tip)
    page = LinksPage(acting, tip)
    form = (form or MergeForm()).offer(page.into())
    made = render("tips/links.html", page=page, tip=tip, form=form)
    session().commit()
    return made
