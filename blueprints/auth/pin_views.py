"""Tip pages again: the PIN after idling, the second factor where sign-in began without."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.auth import arrival
from blueprints.auth.forms import CodeForm, PinForm
from blueprints.auth.views import bp
from domain.people import pins, sign_in
from domain.people.pins import Verdict
from domain.people.services import renew_secret
from web.authz import current_officer, signed_in
from web.context import now, ring, session, who
from web.context import sign_in as present_sign_in
from web.extensions import db
from web.next_page import allowed
from web.sign_in import enter, leave, renew
from web.slow_down import limits


def _asked() -> dict[str, str]:
    return {
        "next": allowed(request.args.get("next", "")),
        "held": request.args.get("held", "")[:36],
    }


def _onward(form: PinForm | CodeForm) -> ResponseReturnValue:
    """To the form that waits if it is named, else to the page asked for."""
    held = form.held.data or ""
    target = arrival.destination_after_step(current_officer, form.next.data or "", held)
    db.session.commit()
    return redirect(target, 303)


@bp.get("/pin")
@signed_in
def pin() -> ResponseReturnValue:
    """Ask for the PIN; whoever has none signs in again in full."""
    if not current_officer.pin_hash:
        return _full_sign_in(_asked(), say="idle")
    return render_template("auth/pin.html", form=PinForm(formdata=None, **_asked()))


@bp.post("/pin")
@signed_in
def enter_pin() -> ResponseReturnValue:
    """Open tip pages, slow down, or fall back to a full sign-in."""
    form, row = PinForm(), present_sign_in()
    if row is None or not form.validate():
        return render_template("auth/pin.html", form=form), 422
    if wait := limits().pin.take(row.id, now()):
        form.slowed(wait)
        return render_template("auth/pin.html", form=form), 429, {"Retry-After": str(wait)}
    verdict = pins.attempt(
        session(),
        ring(),
        row=row,
        officer=current_officer,
        pin=form.pin.data or "",
        who=who(),
        now=now(),
    )
    return _answer(form, verdict)


def _answer(form: PinForm, verdict: Verdict) -> ResponseReturnValue:
    row = present_sign_in()
    if verdict is Verdict.RIGHT and row is not None:
        renew(renew_secret(session(), row=row, second_factor=row.second_factor, now=now()))
        return _onward(form)
    db.session.commit()
    if verdict is Verdict.SPENT:
        leave()
        asked = {"next": allowed(form.next.data or ""), "held": form.held.data or ""}
        return _full_sign_in(asked, say="pin-spent")
    form.wrong()
    return render_template("auth/pin.html", form=form), 422


def _full_sign_in(asked: dict[str, str], say: str) -> ResponseReturnValue:
    target = url_for(
        "auth.sign_in",
        again=1,
        say=say,
        next=asked["next"] or None,
        held=asked["held"] or None,
    )
    return redirect(target, 303)


@bp.get("/second-factor")
@signed_in
def second_factor() -> ResponseReturnValue:
    """Ask for the code that opens tip pages."""
    form = CodeForm(formdata=None, code=request.args.get("code", "")[:20], **_asked())
    return render_template("auth/second_factor.html", form=form)


@bp.post("/second-factor")
@signed_in
def enter_second_factor() -> ResponseReturnValue:
    """Add the second factor to this sign-in under a new secret."""
    form, row = CodeForm(), present_sign_in()
    if row is None or not form.validate():
        return render_template("auth/second_factor.html", form=form), 422
    key = str(current_officer.id).encode()
    if wait := limits().code.take(key, now()):
        form.slowed(wait)
        page = render_template("auth/second_factor.html", form=form)
        return page, 429, {"Retry-After": str(wait)}
    opened = sign_in.step_up(
        session(), ring(), row=row, officer=current_officer, typed=form.code.data or "", now=now()
    )
    if opened is None:
        db.session.commit()
        form.wrong()
        return render_template("auth/second_factor.html", form=form), 422
    limits().code.forgive(key)
    enter(opened)
    return _onward(form)
