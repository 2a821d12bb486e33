"""What a letter says beside its form, noted in the very transaction that stores its record.

Between two transactions a crash could leave a record without its note, and photos that nobody
expects.
"""

from functools import partial
from uuid import UUID

from flask import Flask, g
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.letters import notes
from domain.letters.notes import Note
from domain.people import held_forms
from domain.people.models import HeldForm
from web import form_versions, photo_homes
from web.context import now, ring, session
from web.expected_photos import expect
from web.letter_clock import clock
from web.letter_type import Letter, letter


def _watch() -> None:
    """Wait for the record that this letter becomes, unless it is there: then nothing is new."""
    found = letter()
    if found is None or "letter_author" not in g:
        return
    record_id, model = UUID(found.item_id), photo_homes.model_of(found.form)
    if model is not None and session().get(model, record_id) is None:
        event.listen(session(), "before_commit", partial(_note_new, found))


def _note_new(found: Letter, db: Session) -> None:
    """Views commit more than once; only one of these commits stores the record."""
    model = photo_homes.model_of(found.form)
    if model is not None and db.get(model, UUID(found.item_id)) is not None:
        taken(found)


def taken(found: Letter) -> None:
    """Note what a letter said whose record is stored; it is no longer held. The caller commits."""
    record_id, db = UUID(found.item_id), session()
    note = Note(
        saved_at=found.saved_at,
        skew=notes.skew_of(clock(), now()),
        version=found.version,
        unknown=form_versions.unknown(found.form, found.version, found.fields),
    )
    notes.keep(db, ring(), kind=found.form, record_id=record_id, note=note)
    expect(found.form, record_id, found.photos)
    row = db.get(HeldForm, record_id)
    if row is not None and row.officer_id == g.letter_author.id:
        held_forms.drop(db, row)


def init_app(app: Flask) -> None:
    """Register behind what opens letters."""
    app.before_request(_watch)
