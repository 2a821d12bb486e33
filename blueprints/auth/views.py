"""Signing in and out, the PIN, enrolling a phone."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.utils import redirect

from blueprints.auth import arrival, demo
from blueprints.auth.forms import SignInForm
from domain.people import sign_in as signing_in
from domain.people.rules import may_sign_in_without
from domain.people.sign_in import Answer, Outcome
from web.authz import current_officer, public
from web.context import now, ring, session
from web.context import sign_in as present_sign_in
from web.devices import likely_kind
from web.extensions import db
from web.navigation import first_page
from web.next_page import allowed
from web.sign_in import leave

bp = Blueprint("auth", __name__)


def _page(form: SignInForm, *, asks_code: bool = False, may_wait: bool = False) -> str:
    return render_template(
        "auth/sign_in.html",
        form=form,
        asks_code=asks_code,
        may_wait=may_wait,
        demo_sign_ins=[] if asks_code else demo.sign_ins(),
        said=request.args.get("say", ""),
    )


@bp.get("/login")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in already goes on, unless they ask to do it again."""
    if current_user.is_authenticated and not request.args.get("again"):
        return redirect(allowed(request.args.get("next", "")) or first_page(current_officer), 303)
    form = SignInForm(
        formdata=None,
        device_kind=likely_kind().value,
        next=allowed(request.args.get("next", "")),
        held=request.args.get("held", "")[:36],
    )
    return _page(form)


@bp.get("/enrol")
@public
def show_enrol() -> ResponseReturnValue:
    """What the chief's link opens on the officer's own phone: opening it uses nothing up."""
    code = request.args.get("code", "")[:20]
    if current_user.is_authenticated:
        return redirect(url_for("auth.second_factor", code=code), 303)
    form = SignInForm(formdata=None, device_kind="own_phone", code=code, enrolling="1")
    return _page(form)


@bp.post("/login")
@public
def enter() -> ResponseReturnValue:
    """Weigh what was typed: wrong, wait, ask for a code, choose a password, or in."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    wait, answer = arrival.weigh(form)
    if answer is None:
        form.slowed(wait)
        return _page(form, asks_code=arrival.knows_password()), 429, {"Retry-After": str(wait)}
    target = arrival.receive(form, answer)
    db.session.commit()
    return redirect(target, 303) if target else _refuse(form, answer)


def _refuse(form: SignInForm, answer: Answer) -> ResponseReturnValue:
    if answer.outcome is Outcome.WRONG:
        form.wrong()
        return _page(form), 422
    may_wait = answer.officer is not None and may_sign_in_without(answer.officer)
    if answer.outcome is Outcome.WRONG_CODE:
        form.wrong_code()
        return _page(form, asks_code=True, may_wait=may_wait), 422
    return _page(form, asks_code=True, may_wait=may_wait)


@bp.get("/logout")
@public
def show_sign_out() -> ResponseReturnValue:
    """Ask once; a link alone signs nobody out."""
    if not current_user.is_authenticated:
        return redirect(url_for("auth.sign_in"), 303)
    return render_template("auth/sign_out.html")


@bp.post("/logout")
@public
def sign_out() -> ResponseReturnValue:
    """End this sign-in at once, here and for any copy of its cookie."""
    row = present_sign_in() if current_user.is_authenticated else None
    if row is not None:
        signing_in.sign_out(session(), ring(), row=row, officer=current_officer, now=now())
        db.session.commit()
    leave()
    return redirect(url_for("auth.sign_in"), 303)
