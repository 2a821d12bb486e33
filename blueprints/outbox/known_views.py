"""Which forms of a phone's outbox are records by now, though the phone did not hear of it."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.outbox.views import bp
from domain.forums.models import Forum
from domain.outreach.models import Outreach
from domain.records import queries as records
from domain.tips import entry
from web.addresses import url_for
from web.authz import officer, signed_in
from web.context import session

MOST = 50
"""Forms that are asked about at once."""
SHOWS = {Outreach: "outreach.show", Forum: "forums.show"}


@bp.get("/known")
@signed_in
def known() -> ResponseReturnValue:
    """Those of these forms that the officer has sent: one that came back and was put right on
    another screen needs no look on the phone any more."""
    asked = [_told(text) for text in request.args.getlist("item")[:MOST]]
    return {"known": [told for told in asked if told]}, {"Cache-Control": "no-store"}


def _told(text: str) -> dict[str, str]:
    try:
        item_id = UUID(text)
    except ValueError:
        return {}
    for model, endpoint in SHOWS.items():
        version = records.own_version(session(), model, officer().id, item_id)
        if version is not None:
            url = url_for(endpoint, record_id=item_id)
            return {"id": text, "url": url, "version": str(version)}
    if entry.is_own(session(), officer(), item_id):
        return {"id": text, "url": url_for("tips.show", tip_id=item_id), "version": ""}
    return {}
