"""Reading a tip, opening one from above by a reason, and opening the contact."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.tips import desk
from blueprints.tips.forms import ReasonForm
from blueprints.tips.page import Page
from blueprints.tips.views import bp
from blueprints.tips.words import Words
from domain.feed.models import Kind
from domain.people.rules import Permission
from domain.tips import access, receipts, rules
from domain.tips.models import Tip
from web import records
from web.authz import audited, current_officer, requires
from web.context import ring, session
from web.htmx import go, render
from web.supervision import Supervision


@bp.get("/<uuid:tip_id>")
@audited
@requires(Permission.READ_TIPS)
def show(tip_id: UUID) -> ResponseReturnValue:
    """The tip, opened and audited. A supervisor above states a reason first; a unit that handed
    it on sees where it stands."""
    acting, tip = desk.acting(), desk.visible(tip_id)
    if not access.is_open(session(), acting=acting, tip=tip):
        if not access.is_below(session(), acting, tip):
            return go("tips.handed_on", tip_id=tip_id)
        return _ask(tip, ReasonForm())
    access.read(session(), acting=acting, tip=tip)
    page = Page(acting, tip).show()
    session().commit()
    return page


@bp.post("/<uuid:tip_id>/open")
@requires(Permission.READ_TIPS)
def open_from_above(tip_id: UUID) -> ResponseReturnValue:
    """Open the tip of a unit below for a quarter of an hour."""
    tip, form = desk.visible(tip_id), ReasonForm()
    reason = form.reason.data or ""
    if records.beside(form, rules.problems_of_reason(reason)):
        return _ask(tip, form), 422
    access.state_reason(session(), acting=desk.acting(), tip=tip, reason=reason)
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.post("/<uuid:tip_id>/contact")
@requires(Permission.READ_TIPS)
def contact(tip_id: UUID) -> ResponseReturnValue:
    """The contact the person left, shown in this answer and nowhere else."""
    acting, tip, form = desk.acting(), desk.visible(tip_id), ReasonForm()
    access.require_open(session(), acting=acting, tip=tip)
    reason = form.reason.data or ""
    if records.beside(form, rules.problems_of_reason(reason)):
        access.read(session(), acting=acting, tip=tip)
        page = Page(acting, tip).show(reason_form=form)
        session().commit()
        return page, 422
    told = access.open_contact(session(), acting=acting, tip=tip, reason=reason)
    page = render(
        "tips/contact.html",
        tip=tip,
        number=rules.number_label(tip.number),
        contact=told,
        reason=rules.said(reason),
        recognition_number=receipts.recognition_number(ring(), tip),
        calls_from=desk.calls_from(tip),
    )
    session().commit()
    return page


def _ask(tip: Tip, form: ReasonForm) -> str:
    """The page that asks a supervisor why; it shows no more than the feed does."""
    return render(
        "tips/reason.html",
        tip=tip,
        form=form,
        number=rules.number_label(tip.number),
        line=Words(session()).line(tip, current_officer.place_id),
        category=Words(session()).category(tip.category),
        supervision=Supervision(session(), Kind.TIP, tip.id),
    )
