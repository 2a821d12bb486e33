"""Logging a new forum."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.forums import forms
from blueprints.forums.conflict import show_conflict
from blueprints.forums.entry import ADD, Entry, more_lines
from blueprints.forums.forms import EntryForm
from blueprints.forums.meanwhile import known_at_first, with_theirs
from blueprints.forums.views import bp
from domain.forums import rules, services
from domain.forums.models import Forum
from domain.media.services import Received
from domain.people.rules import Permission
from domain.records import queries
from domain.records.services import is_same
from web import logged, records
from web.authz import by_letter, current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go

DRAFT = "forum-new"
LIVE = "live"
"""The button that goes on to writing line by line."""


@bp.get("/new")
@requires(Permission.LOG_RECORDS)
def new() -> ResponseReturnValue:
    """The form, with one line for an opinion."""
    return Entry().start()


@bp.post("/new")
@by_letter("forum")
@requires(Permission.LOG_RECORDS)
def create() -> ResponseReturnValue:
    """Keep the forum. The same form sent again leads to the same record."""
    record_id = records.record_id_in(request.form.get("id", ""))
    received = records.receive_photos(record_id)
    entry, texts = Entry(), forms.without_gaps(request.form)
    form = entry.form(texts, more_lines(texts))
    form.id.data = str(record_id)
    if ADD in request.form or not form.validate():
        return _again(entry, form, received)
    db, content = session(), form.to_content()
    if record := queries.already_sent(db, Forum, by=current_officer, record_id=record_id):
        return _repeated(entry, form, record, received)
    if records.beside(form, rules.problems(content, entry.choices, today=today())):
        return _again(entry, form, received)
    services.log(
        db,
        acting=entry.acting(),
        record_id=record_id,
        content=content,
        photos=records.keep_photos(record_id, received),
        sent_photos=records.digests(received),
    )
    db.commit()
    return _kept(record_id)


def _kept(record_id: UUID) -> ResponseReturnValue:
    mark_saved(DRAFT)
    return go("forums.live" if LIVE in request.form else "forums.show", record_id=record_id)


def _again(entry: Entry, form: EntryForm, received: list[Received]) -> ResponseReturnValue:
    """The form with everything typed, the photos kept for the next try."""
    logged.keep_for_next_try(records.record_id_in(form.id.data or ""), received)
    return entry.show(form), 200 if ADD in request.form else 422


def _repeated(
    entry: Entry, form: EntryForm, record: Forum, received: list[Received]
) -> ResponseReturnValue:
    """The record if the form says what it said before, else both versions."""
    if is_same(record, form.to_content(), records.digests(received)):
        return _kept(record.id)
    logged.keep_for_next_try(record.id, received)
    texts = forms.without_gaps(request.form)
    texts["known"] = str(known_at_first(record))
    return show_conflict(entry, with_theirs(texts, record), record, base={}), 409
