"""The page that a slip's one-time number opens: the real code, shown to its owner alone."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.public import receipt_pages, tokens
from blueprints.public.tokens import PageKind, PageToken
from domain.errors import BadInput
from domain.tips import claims, codes
from web.context import now, ring, session, today
from web.language import say
from web.public_page import page


def show(tip_id: UUID | None, *, wrong: str = "", status: int = 200) -> ResponseReturnValue:
    """The real code, and the field for its last four digits."""
    if tip_id is None:
        return receipt_pages.nowhere()
    claim = claims.live(session(), tip_id=tip_id, today=today())
    ticket = tokens.sealed(ring(), PageKind.CLAIM, PageToken(tip_id, ""), now())
    return page(
        "public/claim.html",
        status=status,
        code=codes.grouped(claims.code_of(session(), ring(), claim)),
        ticket=ticket,
        wrong=wrong,
    )


def use(tip_id: UUID, last_four: str) -> ResponseReturnValue:
    """Let the code come alive when its last four digits were copied right."""
    claim = claims.live(session(), tip_id=tip_id, today=today())
    code = claims.code_of(session(), ring(), claim)
    try:
        claims.use(session(), ring(), claim=claim, last_four=last_four, now=now())
    except BadInput as refusal:
        return show(tip_id, wrong=say(refusal.sentence), status=422)
    session().commit()
    return redirect(receipt_pages.follow_address(PageToken(tip_id, code)), code=303)
