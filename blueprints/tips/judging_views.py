"""The second person at an end, and the unit above when a person is not content."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.forms import AppealForm
from blueprints.tips.page import again
from blueprints.tips.views import bp
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.text import clean
from domain.tips import access, appeals, checking
from web import records
from web.authz import requires
from web.context import session
from web.htmx import go


@bp.post("/<uuid:tip_id>/confirm")
@requires(Permission.READ_TIPS)
def confirm(tip_id: UUID) -> ResponseReturnValue:
    """Say as the second person that the end is right."""
    tip = desk.to_judge(tip_id)
    checking.confirm(session(), acting=desk.acting(), tip=tip, version=forms.version_sent())
    own = access.is_own(session(), desk.acting(), tip)
    session().commit()
    return go("tips.show", tip_id=tip_id) if own else go("tips.inbox", tray="lifted")


@bp.post("/<uuid:tip_id>/appeal")
@requires(Permission.READ_TIPS)
def decide(tip_id: UUID) -> ResponseReturnValue:
    """Answer, from above, a person who asked to look again."""
    tip, form = desk.to_judge(tip_id), AppealForm().offer()
    decision, said = forms.decision_of(request.form), request.form.get("words", "")
    if records.beside(form, _problems(decision, said)) or decision is None:
        return again(tip, appeal_form=form)
    appeals.decide(
        session(),
        acting=desk.acting(),
        tip=tip,
        version=forms.version_sent(),
        decision=decision,
        words=said,
    )
    session().commit()
    return go("tips.inbox", tray="lifted")


def _problems(decision: appeals.Decision | None, said: str) -> list[BadInput]:
    found = [] if decision else [BadInput("decision", "Chọn một quyết định.")]
    if not clean(said):
        found.append(BadInput("words", "Ghi vài chữ trả lời người báo."))
    return found
