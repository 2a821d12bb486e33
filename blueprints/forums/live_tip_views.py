"""Turning an opinion into a tip."""

from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.forums.entry import Entry
from blueprints.forums.views import bp
from domain.errors import BadInput
from domain.forums import queries, to_tip
from domain.forums.models import Forum
from domain.people.rules import Permission
from domain.records import rights
from domain.tips import entry
from domain.tips.acting import Acting
from web import logged
from web.authz import current_officer, requires
from web.context import now, ring, session, settings, tree_day, who
from web.htmx import go, render


@bp.get("/<uuid:record_id>/opinions/<uuid:opinion_id>/tip")
@requires(Permission.ENTER_TIPS)
def ask_for_tip(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """What will happen, and the button."""
    record = logged.visible(Forum, record_id)
    rights.require_may_correct(current_officer, record)
    opinion = queries.opinion_of(record, opinion_id)
    labels = Entry().words.field
    return render(
        "forums/live_tip.html",
        record=record,
        opinion=opinion,
        tip_id=uuid4(),
        elsewhere=[labels(name, None)[0] for name in to_tip.mentioned_in(record, opinion)],
    )


@bp.post("/<uuid:record_id>/opinions/<uuid:opinion_id>/tip")
@requires(Permission.ENTER_TIPS)
def to_tip_now(record_id: UUID, opinion_id: UUID) -> ResponseReturnValue:
    """The opinion becomes a tip and leaves the forum. Sent again it leads to the same tip."""
    logged.visible(Forum, record_id)
    tip_id = _tip_id()
    tips = Acting(by=current_officer, who=who(), now=now(), ring=ring(), on=tree_day())
    if entry.already_sent(session(), acting=tips, tip_id=tip_id):
        return go("tips.show", tip_id=tip_id)
    record = logged.to_change(Forum, record_id)
    to_tip.turn(
        session(),
        acting=Entry().acting(),
        tips_acting=tips,
        record=record,
        opinion=queries.opinion_of(record, opinion_id),
        tip_id=tip_id,
        claim_days=settings()["claim_days"],
    )
    session().commit()
    return go("tips.show", tip_id=tip_id)


def _tip_id() -> UUID:
    """The id that the page was made with. Without one nobody has read what will happen."""
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        raise BadInput("id", "Mở lại trang này, đọc kỹ rồi bấm.") from None
