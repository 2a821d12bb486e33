"""Correcting and withdrawing outreach activities."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.outreach import forms
from blueprints.outreach.conflict import show_conflict
from blueprints.outreach.entry import Entry
from blueprints.outreach.forms import EntryForm
from blueprints.outreach.views import bp
from domain.media.services import Received
from domain.outreach import rules, services
from domain.outreach.content import content_of
from domain.outreach.models import Outreach
from domain.people.rules import Permission
from domain.records import rights
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go


@bp.get("/<uuid:record_id>/edit")
@requires(Permission.LOG_RECORDS)
def edit(record_id: UUID) -> ResponseReturnValue:
    """The form with what the record says."""
    record = logged.visible(Outreach, record_id)
    rights.require_may_correct(current_officer, record)
    entry = Entry()
    texts = forms.texts_of(content_of(record))
    texts["id"], texts["version"] = str(record.id), str(record.version)
    return entry.show(entry.form(texts), record)


@bp.post("/<uuid:record_id>/edit")
@requires(Permission.LOG_RECORDS)
def correct(record_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    received = records.receive_photos(record_id)
    record, entry = logged.to_change(Outreach, record_id), Entry()
    rights.require_may_correct(current_officer, record)
    was = content_of(record)
    form = entry.form(records.merged(request.form, forms.texts_of(was), forms.boxes_of))
    form.id.data = str(record_id)
    if "change_channel" in request.form or not form.validate():
        return _again(entry, form, record, received)
    mine, version = form.to_content(), request.form.get("version", "")
    if mine.fields() != was.fields() and version != str(record.version):
        return _stale(entry, form, record, received)
    if records.beside(form, rules.problems(mine, entry.choices, today=today(), was=was)):
        return _again(entry, form, record, received)
    _save(entry, form, record, received)
    session().commit()
    mark_saved(f"outreach-{record_id}")
    return go("outreach.show", record_id=record_id)


def _save(entry: Entry, form: EntryForm, record: Outreach, received: list[Received]) -> None:
    with logged.mending(record):
        services.correct(
            session(),
            acting=entry.acting(),
            record=record,
            version=logged.version_sent(),
            content=form.to_content(),
            add=records.keep_photos(record.id, received),
            remove=records.ticked_photos(),
        )


def _again(
    entry: Entry, form: EntryForm, record: Outreach, received: list[Received]
) -> ResponseReturnValue:
    logged.keep_for_next_try(record.id, received)
    status = 200 if "change_channel" in request.form else 422
    return entry.show(form, record), status


def _stale(
    entry: Entry, form: EntryForm, record: Outreach, received: list[Received]
) -> ResponseReturnValue:
    logged.keep_for_next_try(record.id, received)
    return show_conflict(entry, form.to_content(), record, base=logged.base_of(record)), 409


@bp.get("/<uuid:record_id>/withdraw")
@requires(Permission.LOG_RECORDS)
def ask_to_withdraw(record_id: UUID) -> ResponseReturnValue:
    """The page that asks why."""
    return logged.ask_to_withdraw(logged.visible(Outreach, record_id))


@bp.post("/<uuid:record_id>/withdraw")
@requires(Permission.LOG_RECORDS)
def withdraw(record_id: UUID) -> ResponseReturnValue:
    """Take the record back, with a reason that stays on it."""
    return logged.withdraw(
        logged.to_change(Outreach, record_id), Entry().acting(), taking_back=services.withdraw
    )
