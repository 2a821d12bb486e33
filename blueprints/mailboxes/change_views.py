"""Correcting and withdrawing openings."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from blueprints.mailboxes import forms, words
from blueprints.mailboxes.entry import Entry
from blueprints.mailboxes.forms import OpeningForm
from blueprints.mailboxes.views import bp
from domain.errors import BadInput
from domain.history.rules import Fields
from domain.mailboxes import openings, rules
from domain.mailboxes.content import OpeningContent, opening_content
from domain.mailboxes.models import MailboxOpening
from domain.media.services import Received
from domain.people.rules import Permission
from domain.records import rights
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go


@bp.get("/openings/<uuid:record_id>/edit")
@requires(Permission.LOG_RECORDS)
def edit(record_id: UUID) -> ResponseReturnValue:
    """The form with what the record says."""
    opening = logged.visible(MailboxOpening, record_id)
    rights.require_may_correct(current_officer, opening)
    entry, texts = Entry(), forms.texts_of(opening_content(opening))
    texts["id"], texts["version"] = str(opening.id), str(opening.version)
    form = entry.opening_form(opening.mailbox, texts)
    return entry.show_opening(opening.mailbox, form, opening)


@bp.post("/openings/<uuid:record_id>/edit")
@requires(Permission.LOG_RECORDS)
def correct(record_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    received = records.receive_photos(record_id)
    opening, entry = logged.to_change(MailboxOpening, record_id), Entry()
    rights.require_may_correct(current_officer, opening)
    was = opening_content(opening)
    texts = records.merged(request.form, forms.texts_of(was), forms.boxes_of)
    form = entry.opening_form(opening.mailbox, texts)
    form.id.data = str(record_id)
    if not form.validate():
        return _again(entry, form, opening, received)
    mine, version = form.to_content(), request.form.get("version", "")
    if mine.fields() != was.fields() and version != str(opening.version):
        logged.keep_for_next_try(record_id, received)
        return show_conflict(mine, opening, base=logged.base_of(opening)), 409
    if records.beside(form, _problems(mine, opening)):
        return _again(entry, form, opening, received)
    _save(entry, mine, opening, received)
    session().commit()
    mark_saved(f"opening-{record_id}")
    return go("mailboxes.show", record_id=record_id)


@bp.get("/openings/<uuid:record_id>/withdraw")
@requires(Permission.LOG_RECORDS)
def ask_to_withdraw(record_id: UUID) -> ResponseReturnValue:
    """The page that asks why."""
    return logged.ask_to_withdraw(logged.visible(MailboxOpening, record_id))


@bp.post("/openings/<uuid:record_id>/withdraw")
@requires(Permission.LOG_RECORDS)
def withdraw(record_id: UUID) -> ResponseReturnValue:
    """Take the record back, with a reason that stays on it."""
    return logged.withdraw(logged.to_change(MailboxOpening, record_id), Entry().acting())


def show_conflict(mine: OpeningContent, opening: MailboxOpening, *, base: Fields) -> str:
    """The page that asks, for each field that differs, which version to keep."""
    theirs = opening_content(opening).fields()
    return logged.two_versions(
        opening,
        records.differences(mine.fields(), theirs, base, words.field),
        typed=records.typed_again(request.form),
        action=url_for("mailboxes.correct", record_id=opening.id),
    )


def _problems(mine: OpeningContent, opening: MailboxOpening) -> list[BadInput]:
    done = opening.letters_entered
    return list(rules.problems_of_opening(mine, opening.mailbox, today=today(), entered=done))


def _save(
    entry: Entry, content: OpeningContent, opening: MailboxOpening, received: list[Received]
) -> None:
    with logged.mending(opening):
        openings.correct(
            session(),
            acting=entry.acting(),
            opening=opening,
            version=logged.version_sent(),
            content=content,
            add=records.keep_photos(opening.id, received),
            remove=records.ticked_photos(),
        )


def _again(
    entry: Entry, form: OpeningForm, opening: MailboxOpening, received: list[Received]
) -> ResponseReturnValue:
    logged.keep_for_next_try(opening.id, received)
    return entry.show_opening(opening.mailbox, form, opening), 422
