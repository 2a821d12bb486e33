"""Two versions of one activity, side by side, field by field."""

from flask import request, url_for

from blueprints.outreach.entry import Entry
from domain.history.rules import Fields
from domain.outreach.content import Content, content_of
from domain.outreach.models import Outreach
from web import logged, records


def show_conflict(entry: Entry, mine: Content, record: Outreach, *, base: Fields) -> str:
    """The page that asks, for each field that differs, which version to keep."""
    found = records.differences(mine.fields(), content_of(record).fields(), base, entry.words.field)
    return logged.two_versions(
        record,
        found,
        typed=records.typed_again(request.form),
        action=url_for("outreach.correct", record_id=record.id),
    )
