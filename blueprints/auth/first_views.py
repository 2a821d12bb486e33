"""The first sign-in, and the one after a reset: a one-time code, then a password of one's own."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.auth import arrival
from blueprints.auth.forms import FirstForm
from blueprints.auth.views import bp
from domain.people import sign_in
from domain.people.models import DeviceKind, Officer, OneTimeCode
from domain.people.passwords import hash_password
from domain.people.rules import needs_second_factor
from domain.people.sign_in import Device
from web.authz import public
from web.context import now, ring, session
from web.devices import label
from web.extensions import db
from web.password_fields import shortest_password


def _page(form: FirstForm, officer: Officer) -> str:
    return render_template(
        "auth/first.html",
        form=form,
        officer=officer,
        shortest=shortest_password(officer),
        needs_pin=needs_second_factor(officer),
    )


def _again(form: FirstForm, officer: Officer, code: OneTimeCode) -> str:
    """The page with what is wrong; a good password beside a bad PIN is not asked for again."""
    if not form.lacks_only_the_pin():
        return _page(form, officer)
    arrival.keep_password(code, form.password.data or "")
    del form.password, form.again
    return _page(form, officer)


def _code_is_over() -> ResponseReturnValue:
    return redirect(url_for("auth.sign_in", say="code-over"), 303)


@bp.get("/first-sign-in")
@public
def first() -> ResponseReturnValue:
    """Choose a password and a PIN; only whoever just typed a live code sees this."""
    known = arrival.first_code()
    if known is None:
        return _code_is_over()
    arrival.forget_password()
    _, officer, _ = known
    return _page(FirstForm(officer=officer), officer)


@bp.post("/first-sign-in")
@public
def choose() -> ResponseReturnValue:
    """Use the code up, keep password and PIN, and go in."""
    known = arrival.first_code()
    if known is None:
        return _code_is_over()
    code, officer, kind = known
    kept = arrival.kept_password(code)
    form = FirstForm(officer=officer, has_password=bool(kept))
    if not form.validate():
        return _again(form, officer, code), 422
    opened = sign_in.choose_password(
        session(),
        ring(),
        code=code,
        officer=officer,
        password_hash=kept or hash_password(form.password.data or ""),
        pin=form.pin.data or "",
        device=Device(kind=DeviceKind(kind) if kind else None, label=label()),
        now=now(),
    )
    target = arrival.let_in(officer, opened) if opened is not None else ""
    db.session.commit()
    return redirect(target, 303) if target else _code_is_over()
