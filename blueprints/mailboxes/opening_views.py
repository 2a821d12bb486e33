"""Logging an opening of a box, and the page of one."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.mailboxes.change_views import show_conflict
from blueprints.mailboxes.entry import Entry, opening_to_begin
from blueprints.mailboxes.forms import OpeningForm
from blueprints.mailboxes.reading import Reading
from blueprints.mailboxes.views import bp
from domain.mailboxes import openings, queries, rules
from domain.mailboxes.models import Mailbox, MailboxOpening
from domain.media.services import Received
from domain.people.rules import Permission
from domain.records.queries import already_sent
from domain.records.services import is_same
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go


@bp.get("/openings/<uuid:record_id>")
@requires(Permission.READ_RECORDS)
def show(record_id: UUID) -> ResponseReturnValue:
    """One opening with everything that is known of it."""
    opening = logged.visible(MailboxOpening, record_id)
    return logged.page("mailboxes/opening.html", opening, Reading(session(), opening))


@bp.get("/<uuid:box_id>/open")
@requires(Permission.LOG_RECORDS)
def open_box(box_id: UUID) -> ResponseReturnValue:
    """The form of an opening, with those two who opened the box last."""
    entry, box = Entry(), queries.get_box(session(), current_officer, box_id)
    rules.require_may_log(current_officer, box)
    return entry.show_opening(box, entry.opening_form(box, opening_to_begin(box)))


@bp.post("/<uuid:box_id>/open")
@requires(Permission.LOG_RECORDS)
def log_opening(box_id: UUID) -> ResponseReturnValue:
    """Keep the opening. The same form sent again leads to the same record."""
    record_id = records.record_id_in(request.form.get("id", ""))
    received = records.receive_photos(record_id)
    db, entry = session(), Entry()
    box = queries.get_box(db, current_officer, box_id)
    rules.require_may_log(current_officer, box)
    form = entry.opening_form(box, request.form)
    form.id.data = str(record_id)
    if not form.validate():
        return _again(entry, box, form, received)
    opening = already_sent(db, MailboxOpening, by=current_officer, record_id=record_id)
    if opening is not None:
        return _repeated(entry, form, opening, received)
    if records.beside(form, rules.problems_of_opening(form.to_content(), box, today=today())):
        return _again(entry, box, form, received)
    _keep(entry, box, form, received)
    db.commit()
    return _saved(box, record_id)


def _keep(entry: Entry, box: Mailbox, form: OpeningForm, received: list[Received]) -> None:
    record_id = records.record_id_in(form.id.data or "")
    openings.log(
        session(),
        acting=entry.acting(),
        box=box,
        record_id=record_id,
        content=form.to_content(),
        photos=records.keep_photos(record_id, received),
        sent_photos=records.digests(received),
    )


def _saved(box: Mailbox, record_id: UUID) -> ResponseReturnValue:
    mark_saved(f"opening-of-{box.id}")
    return go("mailboxes.show", record_id=record_id)


def _again(
    entry: Entry, box: Mailbox, form: OpeningForm, received: list[Received]
) -> ResponseReturnValue:
    """The form with everything typed, the photos kept for the next try."""
    logged.keep_for_next_try(records.record_id_in(form.id.data or ""), received)
    return entry.show_opening(box, form), 422


def _repeated(
    entry: Entry, form: OpeningForm, opening: MailboxOpening, received: list[Received]
) -> ResponseReturnValue:
    """The record if the form says what it said before, else both versions."""
    if is_same(opening, form.to_content(), records.digests(received)):
        return _saved(opening.mailbox, opening.id)
    logged.keep_for_next_try(opening.id, received)
    return show_conflict(form.to_content(), opening, base={}), 409
