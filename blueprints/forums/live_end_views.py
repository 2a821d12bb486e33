"""The end of a forum that was written down line by line: how many came, and back to its page."""

from dataclasses import replace
from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.forums import live_page
from blueprints.forums.entry import Entry
from blueprints.forums.live_page import EndForm
from blueprints.forums.views import bp
from domain.forums import rules, services
from domain.forums.content import Content, content_of
from domain.forums.models import Forum
from domain.people.rules import Permission
from domain.records import rights
from web import logged, records
from web.authz import current_officer, requires
from web.context import session
from web.drafts import mark_saved
from web.htmx import go


@bp.post("/<uuid:record_id>/live/end")
@requires(Permission.LOG_RECORDS)
def end_live(record_id: UUID) -> ResponseReturnValue:
    """Keep how many came, if it was said here, and show the record with what goes to Zalo."""
    record, form = logged.to_change(Forum, record_id), EndForm()
    rights.require_may_correct(current_officer, record)
    people = form.attendance.data
    if not form.validate() or records.beside(form, rules.problems_of_attendance(people)):
        return live_page.show(record, end=form), 422
    if people is not None and form.is_changed:
        with logged.mending(record):
            _save(record, replace(content_of(record), **form.told()))
    session().commit()
    mark_saved(f"forum-{record_id}")
    return go("forums.show", record_id=record_id)


def _save(record: Forum, content: Content) -> None:
    services.correct(
        session(),
        acting=Entry().acting(),
        record=record,
        version=record.version,
        content=content,
    )
