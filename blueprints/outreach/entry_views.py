"""Logging a new outreach activity."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.outreach.conflict import show_conflict
from blueprints.outreach.entry import Entry
from blueprints.outreach.forms import EntryForm
from blueprints.outreach.views import bp
from domain.media.services import Received
from domain.outreach import rules, services
from domain.outreach.models import Outreach
from domain.people.rules import Permission
from domain.records import queries
from domain.records.services import is_same
from web import logged, records
from web.authz import by_letter, current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go, wants_fragment

DRAFT = "outreach-new"


@bp.get("/new")
@requires(Permission.LOG_RECORDS)
def new() -> ResponseReturnValue:
    """The form, filled in like the officer's last activity."""
    entry = Entry()
    if wants_fragment():
        return entry.offer()
    texts, like = entry.start()
    return entry.show(entry.form(texts), like=like)


@bp.post("/new")
@by_letter("outreach")
@requires(Permission.LOG_RECORDS)
def create() -> ResponseReturnValue:
    """Keep the activity. The same form sent again leads to the same record."""
    record_id = records.record_id_in(request.form.get("id", ""))
    received = records.receive_photos(record_id)
    entry = Entry()
    form = entry.form(request.form)
    form.id.data = str(record_id)
    if "change_channel" in request.form or not form.validate():
        return _again(entry, form, received)
    db, content = session(), form.to_content()
    if record := queries.already_sent(db, Outreach, by=current_officer, record_id=record_id):
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
    return _saved(record_id)


def _saved(record_id: UUID) -> ResponseReturnValue:
    mark_saved(DRAFT)
    return go("outreach.show", record_id=record_id)


def _again(entry: Entry, form: EntryForm, received: list[Received]) -> ResponseReturnValue:
    """The form with everything typed, the photos kept for the next try."""
    logged.keep_for_next_try(records.record_id_in(form.id.data or ""), received)
    status = 200 if "change_channel" in request.form else 422
    return entry.show(form), status


def _repeated(
    entry: Entry, form: EntryForm, record: Outreach, received: list[Received]
) -> ResponseReturnValue:
    """The record if the form says what it said before, else both versions."""
    if is_same(record, form.to_content(), records.digests(received)):
        return _saved(record.id)
    logged.keep_for_next_try(record.id, received)
    return show_conflict(entry, form.to_content(), record, base={}), 409
