"""One event that several units logged: joining its records, telling them apart, parting them."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.forums.entry import Entry
from blueprints.forums.views import bp
from domain.forums import services
from domain.forums.models import Forum
from domain.people.rules import Permission
from web import joint, logged
from web.authz import requires


@bp.post("/<uuid:record_id>/join")
@requires(Permission.LOG_RECORDS)
def join(record_id: UUID) -> ResponseReturnValue:
    """The record and the one that the form names are of one event."""
    entry = Entry()
    return joint.join(logged.visible(Forum, record_id), entry.acting(), services.telling)


@bp.post("/<uuid:record_id>/apart")
@requires(Permission.LOG_RECORDS)
def keep_apart(record_id: UUID) -> ResponseReturnValue:
    """They are two events: nobody is asked again."""
    return joint.keep_apart(logged.visible(Forum, record_id), Entry().acting())


@bp.post("/<uuid:record_id>/part")
@requires(Permission.LOG_RECORDS)
def part(record_id: UUID) -> ResponseReturnValue:
    """The record stands for itself again."""
    entry = Entry()
    return joint.part(logged.to_change(Forum, record_id), entry.acting(), services.telling)
