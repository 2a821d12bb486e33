"""Correcting and withdrawing forums."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.forums import forms
from blueprints.forums.conflict import show_conflict
from blueprints.forums.entry import ADD, Entry, more_lines
from blueprints.forums.forms import EntryForm, Texts
from blueprints.forums.meanwhile import with_theirs
from blueprints.forums.views import bp
from domain.forums import live, rules, services
from domain.forums.content import Content, content_of
from domain.forums.models import Forum
from domain.media.services import Received
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
    record = logged.visible(Forum, record_id)
    rights.require_may_correct(current_officer, record)
    entry, content = Entry(), content_of(record)
    texts = forms.texts_of(content)
    texts["id"], texts["version"] = str(record.id), str(record.version)
    texts["known"] = str(live.last_number(record))
    return entry.show(entry.form(texts, more_lines(texts)), record)


@bp.post("/<uuid:record_id>/edit")
@requires(Permission.LOG_RECORDS)
def correct(record_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    received = records.receive_photos(record_id)
    record, entry = logged.to_change(Forum, record_id), Entry()
    rights.require_may_correct(current_officer, record)
    was = content_of(record)
    merged = records.merged(request.form, forms.texts_of(was), forms.boxes_of)
    texts = with_theirs(forms.without_gaps(merged), record)
    form = entry.form(texts, more_lines(texts))
    form.id.data = str(record_id)
    if ADD in request.form or not form.validate():
        return _again(entry, form, record, received)
    mine, version = form.to_content(was), request.form.get("version", "")
    if mine.fields() != was.fields() and version != str(record.version):
        return _stale(entry, texts, record, received)
    if records.beside(form, rules.problems(mine, entry.choices, today=today(), was=was)):
        return _again(entry, form, record, received)
    _save(entry, mine, record, received)
    session().commit()
    mark_saved(f"forum-{record_id}")
    return go("forums.show", record_id=record_id)


def _save(entry: Entry, content: Content, record: Forum, received: list[Received]) -> None:
    with logged.mending(record):
        services.correct(
            session(),
            acting=entry.acting(),
            record=record,
            version=logged.version_sent(),
            content=content,
            add=records.keep_photos(record.id, received),
            remove=records.ticked_photos(),
        )


def _again(
    entry: Entry, form: EntryForm, record: Forum, received: list[Received]
) -> ResponseReturnValue:
    logged.keep_for_next_try(record.id, received)
    return entry.show(form, record), 200 if ADD in request.form else 422


def _stale(
    entry: Entry, texts: Texts, record: Forum, received: list[Received]
) -> ResponseReturnValue:
    logged.keep_for_next_try(record.id, received)
    return show_conflict(entry, texts, record, base=logged.base_of(record)), 409


@bp.get("/<uuid:record_id>/withdraw")
@requires(Permission.LOG_RECORDS)
def ask_to_withdraw(record_id: UUID) -> ResponseReturnValue:
    """The page that asks why."""
    return logged.ask_to_withdraw(logged.visible(Forum, record_id))


@bp.post("/<uuid:record_id>/withdraw")
@requires(Permission.LOG_RECORDS)
def withdraw(record_id: UUID) -> ResponseReturnValue:
    """Take the record back, with a reason that stays on it."""
    return logged.withdraw(
        logged.to_change(Forum, record_id), Entry().acting(), taking_back=services.withdraw
    )
