"""Handing a tip over: to a colleague, to another unit, and taking back one's own last step."""

from collections.abc import Collection
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.tips import desk, forms, papers_panel, words
from blueprints.tips.forms import AssignForm, BackForm, TakeUpForm, TransferForm
from blueprints.tips.page import again
from blueprints.tips.views import bp
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.tips import (
    access,
    assigning,
    coming_back,
    lifecycle,
    queries,
    taking_up,
    transferring,
    undoing,
)
from domain.tips.models import Tip, TipState
from domain.tips.rules import number_label
from domain.tips.transferring import HandOver
from domain.tips.work_models import TipTransfer, TransferWay
from web import records
from web.authz import current_officer, requires
from web.context import session, tree_day
from web.htmx import go, render


@bp.post("/<uuid:tip_id>/assign")
@requires(Permission.READ_TIPS)
def assign(tip_id: UUID) -> ResponseReturnValue:
    """Give the tip to somebody of the unit."""
    tip, acting = desk.to_handle(tip_id), desk.acting()
    officer_id = forms.id_or_none(request.form.get("officer", ""))
    try_ = AssignForm().offer(assigning.colleagues(session(), acting), tip)
    if officer_id is None and records.beside(try_, [BadInput("officer", "Chọn một cán bộ.")]):
        return again(tip, assign_form=try_)
    assigning.assign(
        session(), acting=acting, tip=tip, version=forms.version_sent(), officer_id=officer_id
    )
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.post("/<uuid:tip_id>/undo")
@requires(Permission.READ_TIPS)
def undo(tip_id: UUID) -> ResponseReturnValue:
    """Bring back the state before one's own last step."""
    tip = desk.to_handle(tip_id)
    undoing.undo(session(), acting=desk.acting(), tip=tip, version=forms.version_sent())
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.get("/<uuid:tip_id>/transfer")
@requires(Permission.READ_TIPS)
def ask_where(tip_id: UUID) -> ResponseReturnValue:
    """Where the tip may go."""
    tip = queries.get_own(session(), current_officer, tip_id, tree_day())
    lifecycle.require_follows(tip, TipState.TRANSFERRED)
    return _show(tip, TransferForm())


@bp.post("/<uuid:tip_id>/transfer")
@requires(Permission.READ_TIPS)
def transfer(tip_id: UUID) -> ResponseReturnValue:
    """Hand the tip on under a numbered slip."""
    hand = forms.hand_of(request.form)
    if (slip := _sent_before(tip_id, hand)) is not None:
        return _to_slip(slip)
    tip, acting, form = desk.to_handle(tip_id), desk.acting(), TransferForm()
    if records.beside(form, transferring.problems(session(), acting, tip, hand)):
        return _show(tip, form), 422
    slip = transferring.transfer(
        session(), acting=acting, tip=tip, version=forms.version_sent(), hand=hand
    )
    session().commit()
    return _to_slip(slip)


@bp.post("/<uuid:tip_id>/take-up")
@requires(Permission.HOLD_TIPS)
def take_up(tip_id: UUID) -> ResponseReturnValue:
    """Take the tip of a unit below up to the own one, under a slip; a second tap shows it again."""
    tip, acting, form = desk.to_judge(tip_id), desk.acting(), TakeUpForm()
    if access.is_own(session(), acting, tip):
        return go("tips.handed_on", tip_id=tip_id)
    note = form.taking_note.data or ""
    if records.beside(form, taking_up.problems(note)):
        return again(tip, take_up_form=form)
    slip = taking_up.take_up(
        session(), acting=acting, tip=tip, version=forms.version_sent(), reason=note
    )
    session().commit()
    return _to_slip(slip)


@bp.post("/<uuid:tip_id>/come-back")
@requires(Permission.READ_TIPS)
def come_back(tip_id: UUID) -> ResponseReturnValue:
    """Note that a tip is back from an authority outside; a second tap finds it here."""
    tip, acting, form = desk.to_judge(tip_id), desk.acting(), BackForm()
    if tip.state is not TipState.TRANSFERRED:
        return go("tips.show", tip_id=tip_id)
    note = form.back_note.data or ""
    if records.beside(form, coming_back.problems(note)):
        return again(tip, back_form=form)
    coming_back.come_back(
        session(), acting=acting, tip=tip, version=forms.version_sent(), reason=note
    )
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.get("/<uuid:tip_id>/handed-on")
@requires(Permission.READ_TIPS)
def handed_on(tip_id: UUID) -> ResponseReturnValue:
    """The slip's number, where the tip is now, and under which number the unit follows it."""
    tip = desk.visible(tip_id)
    here = queries.numbers(session(), current_officer, [tip], tree_day())
    units = session().scalars(queries.own_units(current_officer, tree_day())).all()
    return render(
        "tips/handed_on.html",
        tip=tip,
        number=number_label(here[tip.id]),
        handed=(handed := transferring.newest(session(), tip, units=units)),
        title=_what_happened(handed, units),
        may_open=_may_open(tip),
        state=words.states()[tip.state],
        papers=papers_panel.of_handed_on(desk.acting(), tip),
    )


def _what_happened(handed: TipTransfer | None, units: Collection[UUID]) -> str:
    if handed is None or handed.way is not TransferWay.TAKEN_UP:
        return str(gettext("Đã chuyển."))
    if handed.to_unit_id in units:
        return str(gettext("Đã rút tin lên."))
    return str(gettext("Cấp trên đã rút tin lên."))


def _may_open(tip: Tip) -> bool:
    """Whether there is a way into the tip from here: by looking, or by stating a reason."""
    acting = desk.acting()
    return access.is_own(session(), acting, tip) or access.is_below(session(), acting, tip)


def _sent_before(tip_id: UUID, hand: HandOver) -> TipTransfer | None:
    """The slip that the same form made already, when it was sent twice; the tip is gone by then."""
    tip, mine = desk.visible(tip_id), current_officer.place_id
    if tip.unit_id == mine and tip.state is not TipState.TRANSFERRED:
        return None
    made = transferring.newest(session(), tip, units=[mine])
    if made is None or (made.by_id, made.way) != (current_officer.id, hand.way):
        return None
    return made if made.to_unit_id == hand.to_unit_id else None


def _to_slip(slip: TipTransfer) -> ResponseReturnValue:
    return go("tips.handed_on", tip_id=slip.tip_id, slip=slip.slip_number, year=slip.slip_year)


def _show(tip: Tip, form: TransferForm) -> str:
    offered = transferring.offered(session(), desk.acting(), tip)
    named = [
        (f"{way.value}:{place.id}", f"{words.ways()[way]}: {place.unit_title}")
        for way, units in offered.items()
        for place in units
    ]
    form.to_unit.choices = [*named, (TransferWay.OUTSIDE.value, words.ways()[TransferWay.OUTSIDE])]
    return render("tips/transfer.html", tip=tip, form=form, number=number_label(tip.number))
