"""Codes from an app and printed recovery codes."""

import base64
import binascii

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from blueprints.me.forms import ConfirmForm, TotpForm
from blueprints.me.views import bp, done
from domain.people import account, totp
from domain.posters import qr
from domain.vault.sealing import CannotOpen
from web.authz import current_officer, signed_in
from web.context import config, now, ring, session, sign_in, who
from web.extensions import db
from web.password_fields import add_error


def _first_a_code(back: str) -> ResponseReturnValue | None:
    """Whoever knows only the password may not make themselves a second factor."""
    row = sign_in()
    if config().second_factor_required and (row is None or not row.second_factor):
        return redirect(url_for("auth.second_factor", next=url_for(back)), 303)
    return None


def _offer(form: TotpForm, seed: str) -> str:
    side, path = qr.outline(totp.address(officer=current_officer, seed=seed))
    groups = " ".join(seed[i : i + 4] for i in range(0, len(seed), 4))
    return render_template("me/totp.html", form=form, path=path, side=side, typed=groups)


@bp.get("/totp")
@signed_in
def totp_setup() -> ResponseReturnValue:
    """A fresh seed as a QR code for the app."""
    if first := _first_a_code("me.totp_setup"):
        return first
    if current_officer.totp_sealed is not None:
        return render_template("me/totp_remove.html", form=ConfirmForm())
    seed = totp.new_seed()
    sealed = totp.seal_seed(ring(), officer=current_officer, seed=seed)
    form = TotpForm(formdata=None, seed=base64.urlsafe_b64encode(sealed).decode())
    return _offer(form, seed)


@bp.post("/totp")
@signed_in
def set_totp() -> ResponseReturnValue:
    """Keep the seed once the app has shown that it works."""
    if first := _first_a_code("me.totp_setup"):
        return first
    form = TotpForm()
    sealed, seed = _offered(form.seed.data or "")
    if not seed:
        return redirect(url_for("me.totp_setup"), 303)
    step = totp.step_of(seed, form.code.data or "", now()) if form.validate() else None
    if step is None:
        if not form.errors:
            add_error(form.code, _("Mã chưa đúng. Xem lại giờ của điện thoại."))
        return _offer(form, seed), 422
    account.set_totp(
        session(),
        ring(),
        officer=current_officer,
        sealed=sealed,
        step=step,
        who=who(),
        now=now(),
    )
    return done("totp")


def _offered(text: str) -> tuple[bytes, str]:
    """The seed that the page before offered to this officer; empty when it is not one."""
    try:
        sealed = base64.urlsafe_b64decode(text)
        return sealed, totp.open_seed(ring(), officer=current_officer, sealed=sealed)
    except (binascii.Error, ValueError, IndexError, CannotOpen):
        return b"", ""


@bp.post("/totp/remove")
@signed_in
def remove_totp() -> ResponseReturnValue:
    """Forget the app."""
    if first := _first_a_code("me.totp_setup"):
        return first
    form = ConfirmForm()
    if not form.validate():
        return render_template("me/totp_remove.html", form=form), 422
    account.remove_totp(session(), ring(), officer=current_officer, who=who(), now=now())
    return done("totp-removed")


@bp.get("/recovery-codes")
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Ask for the password before ten new codes are made."""
    first = _first_a_code("me.recovery_codes")
    return first or render_template("me/recovery_codes.html", form=ConfirmForm(), codes=[])


@bp.post("/recovery-codes")
@signed_in
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new codes, shown on this page once and nowhere else."""
    if first := _first_a_code("me.recovery_codes"):
        return first
    form = ConfirmForm()
    if not form.validate():
        return render_template("me/recovery_codes.html", form=form, codes=[]), 422
    codes = account.renew_recovery_codes(
        session(), ring(), officer=current_officer, who=who(), now=now()
    )
    page = render_template("me/recovery_codes.html", form=form, codes=codes)
    db.session.commit()
    return page
