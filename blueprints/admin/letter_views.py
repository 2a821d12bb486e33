"""The tray of letters that nobody could read: tried again, or let go with a reason."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from blueprints.admin.views import bp
from domain.errors import BadInput
from domain.letters import unread
from domain.letters.models import UnreadLetter, Why
from domain.people import queries
from domain.people.rules import Permission
from domain.sentence import Sentence
from domain.text import clean
from web import letter_tray
from web.authz import requires
from web.context import now, ring, session, who
from web.htmx import go, render
from web.records import beside

LONGEST = 200
_NO_REASON = Sentence("Ghi lý do bỏ, tối đa 200 chữ.")


class DropForm(FlaskForm):
    """Why a letter is let go for good."""

    reason = StringField(_l("Lý do bỏ"))


@bp.get("/letters")
@requires(Permission.ADMINISTER)
def letters() -> ResponseReturnValue:
    """What waits: the day, the size, and the number by which the phone knows it."""
    opened, rows = request.args.get("opened", ""), unread.waiting(session())
    return render(
        "admin/letters.html",
        letters=rows,
        names=queries.names_of(session(), [row.sender_id for row in rows if row.sender_id]),
        strangers=sum(row.sender_id is None and row.why is Why.SEALED for row in rows),
        opened=int(opened) if opened.isascii() and opened.isdigit() and len(opened) < 5 else None,
    )


@bp.post("/letters")
@requires(Permission.ADMINISTER)
def open_letters() -> ResponseReturnValue:
    """Try all of them again: a key may be back, or this version reads more than the last."""
    opened = sum(letter_tray.open_again(row.id) for row in unread.waiting(session()))
    session().commit()
    return go("admin.letters", opened=opened)


@bp.get("/letters/<uuid:letter_id>/drop")
@requires(Permission.ADMINISTER)
def ask_to_drop(letter_id: UUID) -> ResponseReturnValue:
    """The page that asks why."""
    return _ask(DropForm(), letter_id)


@bp.post("/letters/<uuid:letter_id>/drop")
@requires(Permission.ADMINISTER)
def drop_letter(letter_id: UUID) -> ResponseReturnValue:
    """Let it go; the phone that sent it still has its own."""
    form, row = DropForm(), unread.get(session(), letter_id)
    if not _has_reason(form):
        return _ask(form, letter_id), 422
    return _drop(form, [row])


@bp.get("/letters/drop-unknown")
@requires(Permission.ADMINISTER)
def ask_to_drop_unknown() -> ResponseReturnValue:
    """The same for all that came from nobody knows where."""
    return _ask_for_unknown(DropForm())


@bp.post("/letters/drop-unknown")
@requires(Permission.ADMINISTER)
def drop_unknown() -> ResponseReturnValue:
    """Let go of all of them; each has an entry in the audit log."""
    form = DropForm()
    if not _has_reason(form):
        return _ask_for_unknown(form), 422
    return _drop(form, unread.of_strangers(session()))


def _has_reason(form: DropForm) -> bool:
    is_right = 0 < len(clean(form.reason.data or "")) <= LONGEST
    return not beside(form, [] if is_right else [BadInput("reason", _NO_REASON)])


def _drop(form: DropForm, rows: Sequence[UnreadLetter]) -> ResponseReturnValue:
    reason = clean(form.reason.data or "")
    for row in rows:
        unread.drop(session(), ring(), row=row, reason=reason, who=who(), now=now())
    session().commit()
    return go("admin.letters")


def _ask_for_unknown(form: DropForm) -> str:
    count = len(unread.of_strangers(session()))
    return render("admin/drop_unknown_letters.html", form=form, count=count)


def _ask(form: DropForm, letter_id: UUID) -> str:
    row = unread.get(session(), letter_id)
    names = queries.names_of(session(), [row.sender_id] if row.sender_id else [])
    return render("admin/drop_letter.html", form=form, row=row, sender="".join(names.values()))
