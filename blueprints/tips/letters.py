"""A letter out of a box that is typed in as a tip: of which opening, until the tip is stored."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips.entry_form import TipForm
from domain.errors import NotFound
from domain.mailboxes import openings
from domain.mailboxes.models import MailboxOpening
from domain.tips.entry import Slip
from domain.tips.models import Source, Tip
from domain.tips.rules import number_label
from web import letter_answers, logged
from web.addresses import url_for
from web.authz import current_officer
from web.context import session
from web.htmx import go

FIELD = "letter_of"
"""The hidden box with the opening's id; the tip itself never learns it."""
TIP_DRAFT = "tip-new"


def opening() -> MailboxOpening | None:
    """The opening whose next letter is being typed in, when one waits there."""
    asked = _asked()
    return openings.letter_to_enter(session(), current_officer, asked) if asked else None


def preset(form: TipForm) -> None:
    """Begin the form as a letter's: it lay in a box, and nobody waits for a slip."""
    form.source.data = Source.MAILBOX.value
    form.slip.data = Slip.NONE.value


def count(form: TipForm) -> None:
    """The tip of this form, which was stored just now, is one letter fewer to enter."""
    asked = _asked()
    if asked and form.sent_source() is Source.MAILBOX:
        openings.count_letter(session(), current_officer, asked)


def draft() -> str:
    """The name of the form's draft: a letter's never lies where another tip's does."""
    asked = _asked()
    return f"letter-{asked}" if asked else TIP_DRAFT


def after(form: TipForm, tip_id: UUID) -> ResponseReturnValue:
    """The page that follows: the opening with its next letter, unless somebody takes a slip."""
    asked, wants_none = _asked(), form.slip.data == Slip.NONE.value
    slip = {} if wants_none else {"slip": url_for("tips.slip", tip_id=tip_id)}
    letter_answers.tell(number=number_label(session().get_one(Tip, tip_id).number), **slip)
    if asked and wants_none and _is_seen(asked):
        return go("mailboxes.show", record_id=asked)
    return go("tips.slip", tip_id=tip_id)


def _is_seen(opening_id: UUID) -> bool:
    try:
        logged.visible(MailboxOpening, opening_id)
    except NotFound:
        return False
    return True


def _asked() -> UUID | None:
    text = request.form.get(FIELD, "") or request.args.get("opening", "")
    try:
        return UUID(text)
    except ValueError:
        return None
