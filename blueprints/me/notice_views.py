"""What somebody is told of: the list in the app, calls to their browser, the morning's mail."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.me import notice_words
from blueprints.me.forms import MailForm
from blueprints.me.views import bp, done
from domain.notices import browsers, queries, services
from domain.people import account
from domain.text import one_line
from web import outgoing, pushing
from web.authz import current_officer, signed_in
from web.context import config, now, ring, session, settings, who
from web.htmx import go, render


@bp.get("/notices")
@signed_in
def notices() -> ResponseReturnValue:
    """What waits to be seen, the newest first; each line leads to where it is dealt with."""
    found = queries.unseen(session(), current_officer)
    return render(
        "me/notices.html",
        lines=[(one.id, notice_words.when(one), *notice_words.told(one)) for one in found],
        push_on=settings()["web_push_on"],
        mail_on=outgoing.takes_mail(),
    )


@bp.post("/notices")
@signed_in
def see_notices() -> ResponseReturnValue:
    """Those that stood on the page have been read; what came since still waits."""
    ids = [found for text in request.form.getlist("notice") if (found := _id_in(text))]
    services.see_some(session(), officer_id=current_officer.id, ids=ids, now=now())
    session().commit()
    return go("me.notices")


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@bp.get("/push")
@signed_in
def push() -> ResponseReturnValue:
    """Whether this person's browsers are called, and the button that allows it."""
    return _push_page()


def _push_page(problem: str = "") -> str:
    return render(
        "me/push.html",
        is_on=settings()["web_push_on"],
        key=pushing.public_key(config()),
        count=browsers.count(session(), current_officer),
        problem=problem,
    )


@bp.post("/push")
@signed_in
def allow_push() -> ResponseReturnValue:
    """Keep the address under which the browser's push server takes calls."""
    endpoint = request.form.get("endpoint", "").strip()
    if not settings()["web_push_on"] or not pushing.may_call(endpoint, config()):
        problem = _(
            "Trình duyệt này chưa đưa ra được nơi nhận. Thử lại, hoặc dùng trình duyệt khác."
        )
        return _push_page(problem), 422
    browsers.allow(session(), officer=current_officer, endpoint=endpoint, now=now())
    session().commit()
    return go("me.push")


@bp.post("/push/stop")
@signed_in
def stop_push() -> ResponseReturnValue:
    """Call none of this person's browsers any more."""
    browsers.stop(session(), officer=current_officer)
    session().commit()
    return go("me.push")


@bp.get("/mail")
@signed_in
def mail() -> ResponseReturnValue:
    """The address to which the morning's figures go."""
    return _mail_page(MailForm(formdata=None, email=current_officer.email or ""))


@bp.post("/mail")
@signed_in
def set_mail() -> ResponseReturnValue:
    """Keep the address; an empty one ends the mail."""
    form = MailForm()
    if not form.validate():
        return _mail_page(form), 422
    email = one_line(form.email.data or "") or None
    account.set_email(session(), ring(), officer=current_officer, email=email, who=who(), now=now())
    return done("mail")


def _mail_page(form: MailForm) -> str:
    return render("me/mail.html", form=form, is_on=outgoing.takes_mail())
