"""Two versions of one activity, side by side, field by field."""

from typing import Any

from flask import request

from blueprints.outreach.entry import Entry
from domain.history import queries as history
from domain.history import rights
from domain.history.rules import Fields
from domain.outreach.content import Content, content_of
from domain.outreach.models import Outreach
from domain.outreach.services import KIND
from web import records
from web.authz import current_officer
from web.context import session
from web.htmx import render


def show_conflict(entry: Entry, mine: Content, record: Outreach, *, base: Fields) -> str:
    """The page that asks, for each field that differs, which version to keep."""
    corrections = history.of_record(session(), KIND, record.id)
    saved_by, saved_at = record.author.name, record.entered_at
    if corrections:
        saved_by, saved_at = corrections[0][1].name, corrections[0][0].changed_at
    return render(
        "outreach/conflict.html",
        record=record,
        differences=records.differences(
            mine.fields(), content_of(record).fields(), base, entry.words.field
        ),
        typed=records.typed_again(request.form),
        saved_by=saved_by,
        saved_at=saved_at,
        strip=records.strip_of(records.waiting_photos(record.id), record_id=record.id),
        may_correct=rights.may_correct(current_officer, record),
    )


def base_of(record: Outreach, version: str) -> dict[str, Any]:
    """What the fields that were saved since held when this person opened the form."""
    return history.values_at(session(), KIND, record.id, int(version) if version.isdigit() else 0)
