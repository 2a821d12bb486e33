"""Several tips at once: chosen on one page, given, handed up or ended together."""

from collections.abc import Callable

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.utils import redirect
from wtforms import RadioField, TextAreaField

from blueprints.tips import desk, forms
from blueprints.tips.rows import Rows
from blueprints.tips.views import bp
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.places import queries as places
from domain.text import clean
from domain.tips import assigning, handling, inbox, many, transferring
from domain.tips.lifecycle import Move
from domain.tips.many import Chosen
from domain.tips.models import Tip, TipState
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from web import records
from web.authz import current_officer, requires
from web.context import session, tree_day
from web.htmx import render

MINE, UP = "mine", "up"
NEEDS_WHY = {UP, *(state.value for state in (TipState.SPAM, TipState.NOT_ENOUGH))}


class ManyForm(FlaskForm):
    """What is done to the chosen tips, and why."""

    act = RadioField(_l("Làm gì"), validate_choice=False)
    note = TextAreaField(_l("Lý do"))


@bp.get("/pick")
@requires(Permission.READ_TIPS)
def pick() -> ResponseReturnValue:
    """The unit's open tips with a box before each."""
    return _show(ManyForm())


@bp.post("/pick")
@requires(Permission.READ_TIPS)
def act_on_many() -> ResponseReturnValue:
    """Do the same to every chosen tip; what could not be done is told."""
    form, chosen = ManyForm(), forms.chosen_in(request.form)
    if records.beside(form, _problems(form, chosen)):
        return _show(form, {one.id for one in chosen}), 422
    outcome = many.act(session(), acting=desk.acting(), chosen=chosen, how=_how(form))
    session().commit()
    return redirect(url_for("tips.pick", done=outcome.done, left=outcome.left), code=303)


def _problems(form: ManyForm, chosen: list[Chosen]) -> list[BadInput]:
    known = {code for code, _ in _acts()}
    found = []
    if not chosen or form.act.data not in known:
        found.append(BadInput("act", "Chọn ít nhất một tin và một việc."))
    if form.act.data in NEEDS_WHY and len(clean(form.note.data or "")) < 3:
        found.append(BadInput("note", "Ghi lý do, ít nhất vài chữ."))
    return found


def _how(form: ManyForm) -> Callable[[Tip, int], object]:
    act, acting, note = form.act.data or "", desk.acting(), form.note.data or ""
    if act == MINE:
        return lambda tip, version: handling.take(
            session(), acting=acting, tip=tip, version=version
        )
    if act == UP:
        above = places.parent_unit(session(), current_officer.place)
        hand = HandOver(way=TransferWay.UP, to_unit_id=above.id if above else None, note=note)
        return lambda tip, version: transferring.transfer(
            session(), acting=acting, tip=tip, version=version, hand=hand
        )
    if act in set(TipState):
        move = Move(state=TipState(act), note=note)
        return lambda tip, version: handling.set_state(
            session(), acting=acting, tip=tip, version=version, move=move
        )
    officer_id = forms.id_or_none(act)
    return lambda tip, version: assigning.assign(
        session(), acting=acting, tip=tip, version=version, officer_id=officer_id
    )


def _acts() -> list[tuple[str, str]]:
    above = places.parent_unit(session(), current_officer.place)
    people = assigning.colleagues(session(), desk.acting())
    return [
        (MINE, gettext("Tôi nhận xử lý")),
        *(
            (str(one.id), gettext("Giao %(name)s", name=one.name))
            for one in people
            if one.id != current_officer.id
        ),
        (TipState.VERIFYING.value, gettext("Đặt đang xác minh")),
        *([(UP, gettext("Chuyển %(unit)s", unit=above.unit_title))] if above else []),
        (TipState.NOT_ENOUGH.value, gettext("Kết thúc: chưa đủ căn cứ")),
        (TipState.SPAM.value, gettext("Kết thúc: tin rác")),
    ]


def _show(form: ManyForm, ticked: set[object] | frozenset[object] = frozenset()) -> str:
    form.act.choices = _acts()
    tips = inbox.open_tips(session(), current_officer, tree_day(), limit=many.MOST)
    return render(
        "tips/pick.html",
        form=form,
        tips=tips,
        ticked=ticked,
        rows=Rows(),
        done=request.args.get("done", type=int),
        left=request.args.get("left", 0, type=int),
    )
