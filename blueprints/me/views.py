"""One's own account."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from blueprints.me.forms import AppearanceForm, PasswordForm, PinForm
from domain.people import account, enrolment, queries, recovery
from domain.people.account import handle_of
from domain.people.models import DeviceKind
from web.authz import current_officer, signed_in
from web.context import now, ring, session, sign_in, who
from web.extensions import db
from web.password_fields import shortest_password

bp = Blueprint("me", __name__, url_prefix="/me")


def _kinds() -> dict[DeviceKind, str]:
    return {
        DeviceKind.OWN_PHONE: str(_("Điện thoại của tôi")),
        DeviceKind.SHARED_PHONE: str(_("Điện thoại dùng chung")),
        DeviceKind.STATION_PC: str(_("Máy tính cơ quan")),
    }


def done(said: str) -> ResponseReturnValue:
    """Commit, and back to the account page, which says what was done."""
    db.session.commit()
    return redirect(url_for("me.show", said=said), 303)


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Who I am here, how pages look, and everything that opens my account."""
    return _page(AppearanceForm(formdata=None, obj=current_officer))


def _page(form: AppearanceForm) -> str:
    officer, row = current_officer, sign_in()
    return render_template(
        "me/show.html",
        form=form,
        officer=officer,
        kinds=_kinds(),
        sign_ins=queries.sign_ins_of(session(), officer=officer, now=now()),
        this=handle_of(row) if row else "",
        handle_of=handle_of,
        phones=enrolment.enrolments_of(session(), officer=officer, now=now()),
        this_phone=row.enrolment_id if row else None,
        codes_left=recovery.left(session(), officer=officer),
        said=request.args.get("said", ""),
    )


@bp.post("")
@signed_in
def appear() -> ResponseReturnValue:
    """Language, text size and theme."""
    form = AppearanceForm()
    if not form.validate():
        return _page(form), 422
    form.populate_obj(current_officer)
    return done("appearance")


@bp.get("/password")
@signed_in
def password() -> ResponseReturnValue:
    """The form for a new password."""
    form = PasswordForm(officer=current_officer)
    return render_template(
        "me/password.html", form=form, shortest=shortest_password(current_officer)
    )


@bp.post("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """A new password; every other sign-in ends."""
    form, row = PasswordForm(officer=current_officer), sign_in()
    if row is None or not form.validate():
        shortest = shortest_password(current_officer)
        return render_template("me/password.html", form=form, shortest=shortest), 422
    account.change_password(
        session(),
        ring(),
        officer=current_officer,
        password=form.password.data or "",
        keep=row,
        who=who(),
        now=now(),
    )
    return done("password")


@bp.get("/pin")
@signed_in
def pin() -> ResponseReturnValue:
    """The form for a new PIN."""
    return render_template("me/pin.html", form=PinForm())


@bp.post("/pin")
@signed_in
def change_pin() -> ResponseReturnValue:
    """A new PIN."""
    form = PinForm()
    if not form.validate():
        return render_template("me/pin.html", form=form), 422
    account.change_pin(
        session(),
        ring(),
        officer=current_officer,
        pin=form.pin.data or "",
        who=who(),
        now=now(),
    )
    return done("pin")
