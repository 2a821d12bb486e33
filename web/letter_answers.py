"""What a letter is answered: JSON that echoes its id, because a portal's page must never look like
a receipt; and a form that was refused is held for its author first."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Flask, g, json, request, template_rendered
from flask import session as cookie
from flask.wrappers import Response
from flask_babel import gettext as _
from wtforms import Form

from domain.letters.unread import TrayFull
from domain.people import held_forms
from domain.people.held_forms import LONGEST_PATH, Content
from domain.people.models import Officer
from web import form_versions, letter_notes, letterbox, outbox_keys, typed
from web.addresses import url_for
from web.context import now, ring, session
from web.language import say
from web.letter_type import Letter, letter

_REFUSED = frozenset({400, 403, 404, 409, 410, 422})


def tell(**told: str) -> None:
    """What a form's view tells the phone beside the address: `number`, `slip`."""
    g.letter_told = told


def _note_page(_sender: Flask, context: dict[str, Any], **_more: Any) -> None:
    """The form that a refusal shows is where its sentences stand."""
    if letter():
        g.refused_form = context.get("form")
        g.other_version_at, g.other_version = context.get("back"), context.get("version", "")


def _answer(response: Response) -> Response:
    found = letter()
    if found is None or response.status_code >= 500:
        return response
    # The pages that are drawn on the way note things in the cookie of whoever delivers it.
    cookie.modified = False
    status, told = response.status_code, {"id": found.item_id}
    if status == 303:
        status = 201
        told |= {"url": response.headers.pop("Location"), "number": "", **g.get("letter_told", {})}
        # New or not: photos that were added to the same words are expected from now on.
        letter_notes.taken(found)
        session().commit()
    elif status in _REFUSED or status < 300:
        # A page that only wants to ask something more has stored nothing either.
        status = status if status in _REFUSED else 422
        try:
            told |= _refusal(found, status)
        except TrayFull as full:
            session().rollback()
            status, told["sentence"] = 503, say(full.sentence)
    else:
        told["sentence"] = g.get("said", "")
    response.set_data(json.dumps(told))
    response.status_code, response.mimetype = status, "application/json"
    return response


def _refusal(found: Letter, status: int) -> dict[str, Any]:
    errors = list(_errors(g.get("refused_form")))
    first = errors[0]["sentence"] if errors else ""
    told: dict[str, Any] = {
        "sentence": g.get("said") or first or _sentence(status),
        "errors": errors,
    }
    if held := _hold(found):
        told["held"] = url_for("auth.held", held_id=held)
    if status == 409:
        told["version"] = str(g.get("other_version", ""))
        if isinstance(g.get("other_version_at"), str):
            told["url"] = g.other_version_at
    return told


def _sentence(status: int) -> str:
    if status == 409:
        return str(_("Máy chủ đã có một bản khác của phiếu này."))
    return str(_("Phiếu này chưa gửi được. Mở ra, coi lại rồi gửi."))


def _errors(form: object) -> Iterable[dict[str, str]]:
    for field in form if isinstance(form, Form) else ():
        for sentence in _sentences(field.errors):
            label = str(field.label.text)
            yield {"field": field.name, "label": label, "sentence": str(sentence)}


def _sentences(errors: Any) -> Iterable[Any]:
    """Sentences of a field, and of the fields inside one."""
    if isinstance(errors, Mapping):
        errors = errors.values()
    elif not isinstance(errors, list | tuple):
        return [errors]
    return [sentence for one in errors for sentence in _sentences(one)]


def _hold(found: Letter) -> UUID | None:
    """Keep the form for its author, one tap from being sent; None when nobody is known to be."""
    author = _author_id()
    if author is None or not found.fields:
        return None
    db = session()
    db.rollback()
    row = held_forms.keep_letter(
        db,
        ring(),
        item_id=UUID(found.item_id),
        officer_id=author,
        path=form_versions.address_of(found.form) or request.path[:LONGEST_PATH],
        content=Content(fields=typed.fields()),
        now=now(),
    )
    db.commit()
    return row.id if row else None


def _author_id() -> UUID | None:
    author: Officer | None = g.get("letter_author")
    return author.id if author else None


def init_app(app: Flask) -> None:
    """Open letters, and answer them before anything else looks at the answer."""
    outbox_keys.init_app(app)
    letterbox.init_app(app)
    letter_notes.init_app(app)
    app.after_request(_answer)
    template_rendered.connect(_note_page, app)
