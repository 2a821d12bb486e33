"""The minutes of a forum as a Word file."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.forums.views import bp
from domain.errors import NotFound
from domain.forums import last_time, minutes
from domain.forums.models import Forum
from domain.people.rules import Permission
from web import logged
from web.authz import current_officer, requires
from web.context import now, session, settings, today
from web.files import DOCX, attached


@bp.get("/<uuid:record_id>/minutes.docx", endpoint="minutes")
@requires(Permission.READ_RECORDS)
def word_file(record_id: UUID) -> ResponseReturnValue:
    """Everything that is known of the forum, ready to be numbered, printed and signed."""
    record = logged.visible(Forum, record_id)
    if record.withdrawn_at is not None:
        raise NotFound
    last = last_time.last_time(
        session(),
        current_officer,
        place_id=record.place_id,
        before=record.held_on,
        today=today(),
    )
    known = minutes.circumstances_of(
        session(), record, settings(), viewer=current_officer, last=last, now=now()
    )
    return attached(minutes.minutes_of(record, known), DOCX, minutes.file_name(record))
