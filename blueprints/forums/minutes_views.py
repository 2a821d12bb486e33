"""The minutes of a forum as a Word file."""

import re
from io import BytesIO
from urllib.parse import quote
from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from blueprints.forums.views import bp
from domain.errors import NotFound
from domain.forums import last_time, minutes
from domain.forums.models import Forum
from domain.people.rules import Permission
from domain.text import fold
from web import logged
from web.authz import current_officer, requires
from web.context import now, session, settings, today

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
    answer = send_file(BytesIO(minutes.minutes_of(record, known)), mimetype=DOCX, max_age=0)
    answer.headers["Content-Disposition"] = _named(minutes.file_name(record))
    return answer


def _named(name: str) -> str:
    """The header that names a file: without accents for old programs, and as it is. Left to
    itself the framework would drop each "đ" of the first."""
    plain = re.sub(r"[^0-9a-z .-]", "", fold(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
