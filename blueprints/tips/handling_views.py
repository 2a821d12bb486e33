"""Working on a tip: take it, set its state, correct its category."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.conflict import chosen, keeps_theirs, show_conflict, was_sent_twice
from blueprints.tips.forms import StateForm
from blueprints.tips.page import again
from blueprints.tips.views import bp
from domain.errors import StaleVersion
from domain.people.rules import Permission
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.tips import handling
from web import records
from web.authz import requires
from web.context import session, today
from web.htmx import go


@bp.post("/<uuid:tip_id>/take")
@requires(Permission.READ_TIPS)
def take(tip_id: UUID) -> ResponseReturnValue:
    """Make the tip one's own to look into."""
    tip = desk.to_handle(tip_id)
    if not keeps_theirs("taken_by"):
        handling.take(session(), acting=desk.acting(), tip=tip, version=forms.version_sent())
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.post("/<uuid:tip_id>/state")
@requires(Permission.READ_TIPS)
def set_state(tip_id: UUID) -> ResponseReturnValue:
    """Put the tip into another state."""
    tip = desk.to_handle(tip_id)
    move = forms.move_of(chosen(tip), tip)
    form = StateForm().offer(tip)
    if records.beside(form, handling.problems_of_move(session(), tip, move)):
        return again(tip, state_form=form)
    handling.set_state(
        session(), acting=desk.acting(), tip=tip, version=forms.version_sent(), move=move
    )
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.post("/<uuid:tip_id>/category")
@requires(Permission.READ_TIPS)
def correct(tip_id: UUID) -> ResponseReturnValue:
    """Put the tip under another category."""
    tip = desk.to_handle(tip_id)
    known = [item.code for item in reference.items(session(), ListKey.TIP_CATEGORIES, today())]
    handling.correct_category(
        session(),
        acting=desk.acting(),
        tip=tip,
        version=forms.version_sent(),
        category=chosen(tip).get("category", tip.category),
        known=known,
    )
    session().commit()
    return go("tips.show", tip_id=tip_id)


@bp.errorhandler(StaleVersion)
def _stale(_: StaleVersion) -> ResponseReturnValue:
    """Somebody was first: both versions, and nothing typed is lost."""
    session().rollback()
    tip = desk.visible(UUID(str((request.view_args or {})["tip_id"])))
    if was_sent_twice(tip):
        return go("tips.show", tip_id=tip.id)
    return show_conflict(tip), 409
