"""One event that several units logged: joining its records, telling them apart, parting them."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from blueprints.outreach.entry import Entry
from blueprints.outreach.views import bp
from domain.outreach import services
from domain.outreach.models import Outreach
from domain.people.rules import Permission
from web import joint, logged
from web.authz import requires


@bp.post("/<uuid:record_id>/join")
@requires(Permission.LOG_RECORDS)
def join(record_id: UUID) -> ResponseReturnValue:
    """The record and the one that the form names are of one event."""
    entry = Entry()
    return joint.join(
        logged.visible(Outreach, record_id), entry.acting(), services.telling(entry.choices)
    )


@bp.post("/<uuid:record_id>/apart")
@requires(Permission.LOG_RECORDS)
def keep_apart(record_id: UUID) -> ResponseReturnValue:
    """They are two events: nobody is asked again."""
    return joint.keep_apart(logged.visible(Outreach, record_id), Entry().acting())


@bp.post("/<uuid:record_id>/part")
@requires(Permission.LOG_RECORDS)
def part(record_id: UUID) -> ResponseReturnValue:
    """The record stands for itself again."""
    entry = Entry()
    return joint.part(
        logged.to_change(Outreach, record_id), entry.acting(), services.telling(entry.choices)
    )
