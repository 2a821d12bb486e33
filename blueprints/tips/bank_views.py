"""The bank request of a tip, calls that were made for it, and that its victim was spoken to."""

from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk
from blueprints.tips.bank_page import BankPage, SpokenForm
from blueprints.tips.call_forms import CallForm
from blueprints.tips.views import bp
from domain.banking import calls, rules
from domain.banking.names import BankNames
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.tips import access
from domain.tips.models import Tip
from web import records
from web.authz import audited, requires
from web.context import now, session
from web.htmx import go


@bp.get("/<uuid:tip_id>/bank")
@audited
@requires(Permission.READ_TIPS)
def bank(tip_id: UUID) -> ResponseReturnValue:
    """The request to read out or print. Who must state a reason first does so on the tip."""
    tip = desk.visible(tip_id)
    if not access.is_open(session(), acting=desk.acting(), tip=tip):
        return go("tips.show", tip_id=tip_id)
    return _show(tip)


@bp.post("/<uuid:tip_id>/bank/calls")
@requires(Permission.READ_TIPS)
def log_call(tip_id: UUID) -> ResponseReturnValue:
    """Keep what came of a call, the unit's own or one from above: money does not wait for who
    sleeps. The same form sent again keeps it once."""
    tip, form = desk.to_note(tip_id), CallForm().offer("")
    call = form.to_call(BankNames(session()))
    if records.beside(form, rules.problems_of_call(call, now=now())):
        return _show(tip, call_form=form, call_id=call.id), 422
    if again := calls.problem_of_repeat(session(), desk.acting().ring, tip=tip, call=call):
        records.beside(form, [again])
        return _show(tip, call_form=form, call_id=uuid4()), 422
    calls.log(session(), acting=desk.acting(), tip=tip, call=call)
    session().commit()
    return go("tips.bank", tip_id=tip_id, _anchor="calls")


@bp.post("/<uuid:tip_id>/bank/victim")
@requires(Permission.READ_TIPS)
def say_spoken(tip_id: UUID) -> ResponseReturnValue:
    """The victim was spoken to, or that is taken back."""
    tip, form = desk.to_handle(tip_id), SpokenForm()
    takes_back = "take_back" in request.form
    if not takes_back and not form.spoken.data:
        problem = BadInput("spoken", "Đánh dấu ô này sau khi đã nói chuyện với bị hại.")
        records.beside(form, [problem])
        return _show(tip, spoken_form=form), 422
    calls.say_spoken(session(), acting=desk.acting(), tip=tip, spoken=not takes_back)
    session().commit()
    return go("tips.bank", tip_id=tip_id)


def _show(tip: Tip, **typed: object) -> str:
    acting = desk.acting()
    access.read(session(), acting=acting, tip=tip)
    page = BankPage(acting, tip).show(**typed)
    session().commit()
    return page
