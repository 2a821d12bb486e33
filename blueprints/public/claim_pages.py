"""The page that a slip's one-time number opens: the real code, shown to its owner alone."""

from secrets import SystemRandom
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


def show(tip_id: UUID | None) -> ResponseReturnValue:
    """The real code, and the field for its last four digits; the page itself carries the code."""
    if tip_id is None:
        return receipt_pages.nowhere()
    claims.live(session(), tip_id=tip_id, today=today())
    return _page(PageToken(tip_id, claims.new_code(session(), ring(), source=SystemRandom())))


def use(shown: PageToken, last_four: str) -> ResponseReturnValue:
    """Let the code come alive when its last four digits were copied right."""
    claim = claims.live(session(), tip_id=shown.tip_id, today=today())
    try:
        claims.use(session(), ring(), claim=claim, code=shown.code, last_four=last_four, now=now())
    except BadInput as refusal:
        return _page(shown, wrong=say(refusal.sentence), status=422)
    session().commit()
    return redirect(receipt_pages.follow_address(shown), code=303)


def _page(shown: PageToken, *, wrong: str = "", status: int = 200) -> ResponseReturnValue:
    return page(
        "public/claim.html",
        status=status,
        code=codes.grouped(shown.code),
        ticket=tokens.sealed(ring(), PageKind.CLAIM, shown, now()),
        wrong=wrong,
    )
