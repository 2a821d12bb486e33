"""What a supervisor asks to be mended, beside the very box of the form that corrects a record."""

from flask_babel import gettext
from wtforms import Field, Form

from domain.records.models import LoggedRecord
from web.context import session
from web.supervision import Supervision, Word

_ONE_OPINION = "-gist"
"""A note on an opinion stands beside its line."""


def put_beside(form: Form, record: LoggedRecord | None) -> list[Word]:
    """Write each open note on the box it is about, as its description; returns the others.

    The macros show a description above the box, and put the cursor into it.
    """
    others = []
    notes = Supervision(session(), record.KIND, record.id).to_mend() if record else []
    for note in notes:
        box = _box(form, note.field)
        if box is None:
            others.append(note)
        else:
            box.description = gettext("%(name)s: “%(text)s”", name=note.name, text=note.text)
    return others


def _box(form: Form, name: str) -> Field | None:
    for one in (f"{name}{_ONE_OPINION}", name):
        try:
            return form[one]
        except KeyError:
            continue
    return None
