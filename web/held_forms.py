"""A form that came with a lapsed sign-in: kept whole, and sent again by its author."""

from io import BytesIO
from uuid import UUID, uuid4

from flask import Flask, current_app, g, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_login import current_user
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from domain.people import held_forms, queries
from domain.people.held_forms import Content, HeldFile
from domain.people.models import HeldForm
from web import typed
from web.authz import current_officer
from web.context import now, ring, session
from web.extensions import db
from web.photos import store
from web.sign_in import COOKIE_KEY, to_page

FIELD = "held_form"
_LONGEST_PATH = 400
_BEING_CORRECTED = "corrected"
_CORRECTS = ".correct"
"""Ends the name of what saves a correction of a record."""


def hold() -> ResponseReturnValue:
    """Nobody is signed in: keep the form if its author is known, and ask to sign in."""
    found = queries.lapsed_sign_in(session(), secret=cookie.get(COOKIE_KEY, ""), now=now())
    held = _keep(found.officer_id) if found is not None else None
    return to_page("auth.sign_in", held=held)


def keep() -> UUID | None:
    """Keep the form of the person who is signed in, until they have shown who they are again."""
    return _keep(current_officer.id)


def _keep(officer_id: UUID) -> UUID | None:
    if request.blueprint in typed.WITH_SECRETS:
        return None
    g.pop("held_form", None)
    if (already := _named(officer_id)) is not None:
        return already.id
    # The photos reach the disk before the transaction that speaks of them begins.
    db.session.rollback()
    held_id = uuid4()
    fields = [(name, value) for name, value in typed.fields() if name != FIELD]
    content = Content(fields=fields, files=_keep_files(held_id))
    held_forms.keep(
        session(),
        ring(),
        held_id=held_id,
        officer_id=officer_id,
        path=request.full_path.rstrip("?")[:_LONGEST_PATH],
        content=content,
        now=now(),
    )
    db.session.commit()
    return held_id


def _keep_files(held_id: UUID) -> list[HeldFile]:
    named = [(name, file) for name, file in request.files.items(multi=True) if file.filename]
    return [
        HeldFile(
            field=name,
            name=file.filename or "",
            type=file.mimetype,
            key=store().put_sealed(
                held_forms.seal_file(
                    ring(), held_id=held_id, number=number, data=file.stream.read()
                )
            ),
        )
        for number, (name, file) in enumerate(named)
    ]


def _named(officer_id: UUID) -> HeldForm | None:
    """The held form that this request sends again, if it is this officer's."""
    try:
        held_id = UUID(request.form.get(FIELD, ""))
    except ValueError:
        return None
    row = session().get(HeldForm, held_id)
    return row if row is not None and row.officer_id == officer_id else None


def _bring_files() -> None:
    """Put the files that were kept back into the request that sends the form again."""
    if request.method != "POST" or request.blueprint in {"public", None}:
        return
    if FIELD not in request.form or not current_user.is_authenticated:
        return
    row = _named(current_officer.id)
    if row is None or row.path.partition("?")[0] != request.path:
        return
    content = held_forms.content_of(ring(), row)
    brought = [(f.field, _file(row.id, n, f)) for n, f in enumerate(content.files)]
    sent_now = [(n, f) for n, f in request.files.items(multi=True) if f.filename]
    request.files = ImmutableMultiDict([*brought, *sent_now])
    g.held_form = row.id


def _file(held_id: UUID, number: int, file: HeldFile) -> FileStorage:
    data = held_forms.open_file(
        ring(), held_id=held_id, number=number, sealed=store().get(file.key)
    )
    return FileStorage(BytesIO(data), filename=file.name, name=file.field, content_type=file.type)


def forget(held_id: UUID) -> None:
    """Drop a held form of the signed-in officer and its files. Raises `NotFound`."""
    row = held_forms.get(session(), officer=current_officer, held_id=held_id, now=now())
    keys = [file.key for file in held_forms.content_of(ring(), row).files]
    held_forms.drop(session(), row)
    db.session.commit()
    for key in keys:
        store().delete(key)


def _after(response: Response) -> Response:
    """A form that was sent again and taken is no longer held; its files are left to the sweep,
    because nothing may go wrong any more once the record is saved.

    When something in it had to be put right first, the corrected form no longer names it: the
    cookie remembers which one it was.
    """
    if request.blueprint in {"public", None} or not g.get("sign_in"):
        return response
    held_id = g.pop("held_form", None)
    if held_id is not None and response.status_code in {409, 422}:
        cookie[_BEING_CORRECTED] = [str(held_id), request.path]
    if request.method != "POST" or response.status_code != 303:
        return response
    if held_id is None and cookie.get(_BEING_CORRECTED, ("", ""))[1] == request.path:
        held_id = cookie.pop(_BEING_CORRECTED)[0]
    if held_id is None and (request.endpoint or "").endswith(_CORRECTS):
        # A second version of a record, under its id: it was chosen from just now.
        held_id = (request.view_args or {}).get("record_id")
    view = current_app.view_functions.get(request.endpoint or "")
    if held_id is None and hasattr(view, "by_letter"):
        # It came as a letter before, was sent back, and is stored now from its page.
        held_id = request.form.get("id")
    if held_id is not None:
        _drop(str(held_id))
    return response


def _drop(held_id: str) -> None:
    row = held_forms.find(session(), officer=current_officer, text=held_id, now=now())
    if row is not None:
        held_forms.drop(session(), row)
        db.session.commit()


def init_app(app: Flask) -> None:
    """Register what the guards call, and what brings the files back."""
    app.extensions["hold_form"] = hold
    app.extensions["keep_form"] = keep
    app.before_request(_bring_files)
    app.after_request(_after)
