"""The slip that somebody takes home who reported to an officer."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.tips import desk
from blueprints.tips.views import bp
from domain.people.rules import Permission
from domain.tips import codes, entry, news, queries
from domain.tips.rules import number_label
from web.authz import current_officer, requires
from web.context import config, session, tree_day
from web.drafts import take_saved
from web.htmx import render


@bp.get("/<uuid:tip_id>/slip")
@requires(Permission.ENTER_TIPS)
def slip(tip_id: UUID) -> ResponseReturnValue:
    """The slip to print: a claim number for some minutes, or the tip's number and whom to ask."""
    tip = queries.get_own(session(), current_officer, tip_id, tree_day())
    claim = entry.claim_until(session(), tip)
    number = entry.claim_number(session(), acting=desk.acting(), tip=tip)
    page = render(
        "tips/slip.html",
        tip=tip,
        number=number_label(tip.number),
        claim=claim,
        claim_number=codes.grouped(number) if number else "",
        duty_phone=desk.duty_phone(tip),
        ask_on=news.promised_on(session(), tip),
        address=f"{config().public_url}/receipt",
        saved=take_saved(),
    )
    return page, 410 if claim is not None and not number else 200
