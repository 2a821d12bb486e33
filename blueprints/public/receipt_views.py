"""Looking a tip up by its 16 digits, the pages this leads to, and answering the police."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.utils import redirect

from blueprints.public import (
    answering,
    claim_pages,
    even_time,
    follow_pages,
    guessing,
    receipt_pages,
    tokens,
)
from blueprints.public.replies import Reply
from blueprints.public.tokens import PageKind, PageToken
from blueprints.public.views import bp
from domain.tips import codes, receipts
from domain.tips.codes import WrongDigit
from domain.tips.models import Tip
from web.authz import public
from web.context import now, ring, session, today
from web.language import say
from web.public_page import page


@bp.get("/receipt")
@public
def receipt() -> ResponseReturnValue:
    """Ask for the 16 digits; the address never holds them."""
    return receipt_pages.lookup_form()


@bp.post("/receipt")
@public
def look_up() -> ResponseReturnValue:
    """Open a tip by its code, or send a message with the ticket of an opened page."""
    if "ticket" in request.form:
        return _answer()
    if seconds := guessing.wait():
        return _must_wait(seconds)
    code = codes.normalise(request.form.get("code", ""))
    even_time.begin()
    found = receipts.find(session(), ring(), code=code, today=today())
    if found is None:
        guessing.missed()
        return receipt_pages.nowhere()
    if found.tip_id is None:
        return claim_pages.show(found.claimed_tip_id)
    tip = session().get_one(Tip, found.tip_id)
    return follow_pages.show(tip, PageToken(tip.id, code), reply=Reply.of_request())


@bp.get("/receipt/<string:token>")
@public
def receipt_shown(token: str) -> ResponseReturnValue:
    """The receipt itself, or what became of the tip, for some minutes after each act."""
    for kind, show in (
        (PageKind.RECEIPT, receipt_pages.receipt_page),
        (PageKind.FOLLOW, follow_pages.show),
    ):
        opened = tokens.opened(ring(), kind, token, now())
        if opened is None:
            continue
        tip = session().get(Tip, opened.tip_id)
        return receipt_pages.over() if opened.is_over or tip is None else show(tip, opened)
    return receipt_pages.nowhere()


def _answer() -> ResponseReturnValue:
    answer = answering.arrive()
    tip = session().get(Tip, answer.token.tip_id) if answer.token else None
    if answer.token is None or answer.token.is_over or tip is None:
        return receipt_pages.ask_code_again(had_photos=bool(answer.received))
    if wrong := answering.store(answer, tip):
        session().rollback()
        return follow_pages.show(
            tip, answer.token, status=422, wrong=wrong, reply=answer.reply, problems=answer.received
        )
    session().commit()
    answering.clean_up(answer)
    if answering.has_problems(answer.received):
        return follow_pages.show(tip, answer.token, done="message", problems=answer.received)
    return redirect(f"{receipt_pages.follow_address(answer.token, done='message')}#tn", code=303)


@bp.get("/receipt/lost")
@public
def lost() -> ResponseReturnValue:
    """The code is gone: what can and what cannot be done."""
    return page("public/lost.html")


@bp.post("/receipt/claim")
@public
def claim() -> ResponseReturnValue:
    """The last four digits of the real code were typed: it comes alive, the slip's number dies."""
    opened = tokens.opened(ring(), PageKind.CLAIM, request.form.get("ticket", ""), now())
    if opened is None or opened.is_over:
        return receipt_pages.over()
    return claim_pages.use(opened, request.form.get("last_four", ""))


@bp.errorhandler(WrongDigit)
def wrong_digit(refusal: WrongDigit) -> ResponseReturnValue:
    """The check digit answers; no lookup was made and no strike is counted."""
    return receipt_pages.lookup_form(
        status=422,
        headline=gettext("Mã có chữ số sai"),
        typed=request.form.get("code", "")[:60],
        wrong=say(refusal.sentence),
    )


def _must_wait(seconds: int) -> ResponseReturnValue:
    sentence = ngettext(
        "Gõ sai mấy lần rồi. Chờ %(num)s giây rồi thử lại giúp.",
        "Gõ sai mấy lần rồi. Chờ %(num)s giây rồi thử lại giúp.",
        seconds,
    )
    answer = receipt_pages.lookup_form(
        status=429, headline=gettext("Chờ một chút"), sentence=sentence
    )
    answer.headers["Retry-After"] = str(seconds)
    return answer
