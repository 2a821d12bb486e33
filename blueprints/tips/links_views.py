"""The group of tips that name the same phone, account or link."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.tips import desk
from blueprints.tips.links_page import LinksPage
from blueprints.tips.views import bp
from domain.audit.models import Action
from domain.people.rules import Permission
from domain.tips import access
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
    acting.audit(session(), Action.TIP_LINKS_READ, tip)
    page = render("tips/links.html", page=LinksPage(acting, tip), tip=tip)
    session().commit()
    return page
