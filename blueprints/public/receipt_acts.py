"""Leaving or withdrawing a contact, and asking the unit above, on the page about a tip."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.public import follow_pages, quotas, receipt_pages, tokens
from blueprints.public.replies import Reply
from blueprints.public.tokens import PageKind, PageToken
from blueprints.public.views import bp
from domain.errors import BadInput, NotFound
from domain.tips import appeals, contacts
from domain.tips.models import Tip
from web.authz import public
from web.context import now, ring, session, tree_day
from web.language import say

WITHDRAW = "withdraw"


@bp.post("/receipt/contact")
@public
def leave_contact() -> ResponseReturnValue:
    """Leave, replace or withdraw how to be reached."""
    opened = _opened()
    if opened is None:
        return receipt_pages.ask_code_again()
    tip, token = opened
    if request.form.get("act") == WITHDRAW:
        contacts.withdraw(session(), ring(), tip=tip, now=now(), on=tree_day())
        return _done(token, "withdrawn", "lienlac")
    reply = Reply.of_request()
    if wrong := _leave(tip, reply.contact):
        session().rollback()
        return follow_pages.show(tip, token, status=422, wrong=wrong, reply=reply)
    return _done(token, "contact", "lienlac")


@bp.post("/receipt/appeal")
@public
def appeal() -> ResponseReturnValue:
    """Ask the unit above to look again; whoever handled the tip cannot stop it."""
    opened = _opened()
    if opened is None:
        return receipt_pages.ask_code_again()
    tip, token = opened
    if not follow_pages.may_appeal(tip):
        raise NotFound
    appeals.appeal(session(), ring(), tip=tip, now=now(), on=tree_day())
    return _done(token, "appeal", "captren")


def _leave(tip: Tip, contact: str) -> str:
    """Keep the contact; a sentence when it cannot be."""
    if quotas.says_too_much(tip.id):
        return say(quotas.SAID_TOO_MUCH)
    try:
        contacts.leave(session(), ring(), tip=tip, contact=contact, now=now(), on=tree_day())
    except BadInput as refusal:
        return say(refusal.sentence)
    return ""


def _opened() -> tuple[Tip, PageToken] | None:
    """The tip and token of the ticket in the form; none once its time is over."""
    token = tokens.opened(ring(), PageKind.TICKET, request.form.get("ticket", ""), now())
    if token is None or token.is_over:
        return None
    tip = session().get(Tip, token.tip_id)
    return (tip, token) if tip else None


def _done(token: PageToken, what: str, anchor: str) -> ResponseReturnValue:
    session().commit()
    address = receipt_pages.follow_address(token, done=what)
    return redirect(f"{address}#{anchor}", code=303)
