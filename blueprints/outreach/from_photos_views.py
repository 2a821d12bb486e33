"""Photos from the gallery become the lines of a table, one for each day and place."""

from uuid import UUID, uuid5

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from blueprints.outreach import several_form
from blueprints.outreach.several import Several
from blueprints.outreach.views import bp
from domain.media.services import Received
from domain.media.taken import Reads
from domain.outreach.photo_groups import APART_HOURS, APART_METRES, Group, Shot, grouped
from domain.people.rules import Permission
from web import photos, records
from web.authz import requires
from web.context import now, session
from web.htmx import render
from web.uploads import MANY_PHOTOS_AT_ONCE


@bp.get("/from-photos")
@requires(Permission.LOG_RECORDS)
def from_photos() -> ResponseReturnValue:
    """The page that asks for the photos, and what may be read of them."""
    return _page()


@bp.post("/from-photos")
@requires(Permission.LOG_RECORDS)
def sort_photos() -> ResponseReturnValue:
    """The table with a line for each group of photos, which wait under its record's id."""
    reads = _asked()
    received = photos.receive(photos.sent(), limit=MANY_PHOTOS_AT_ONCE, reads=reads)
    if not received:
        return _page(gettext("Chọn ít nhất một hình.")), 422
    batch = records.record_id_in(request.form.get("id", ""))
    table, texts = Several(MultiDict()), MultiDict[str, str]()
    start = table.last_time()
    for number, group in enumerate(_groups(received), start=1):
        record_id = _id_of(batch, [received[one] for one in group.numbers])
        records.keep_photos(record_id, [received[one] for one in group.numbers])
        texts.update(several_form.begun(number, start | _known(group), record_id))
    session().commit()
    table.hold(texts)
    return table.show()


def _page(problem: str = "") -> str:
    return render(
        "outreach/from_photos.html",
        batch=records.record_id_in(request.form.get("id", "")),
        problem=problem,
        ticked=set(request.form),
        most=MANY_PHOTOS_AT_ONCE,
        hours=APART_HOURS,
        metres=APART_METRES,
    )


def _asked() -> Reads:
    """What the officer let be read; a place without a time would tell no event from another."""
    if "read_time" not in request.form:
        return Reads.NOTHING
    return Reads.TIME | Reads.PLACE if "by_place" in request.form else Reads.TIME


def _groups(received: list[Received]) -> list[Group]:
    shots = [
        Shot(number, one.safe.taken if one.safe else None) for number, one in enumerate(received)
    ]
    return grouped(shots, now=now())


def _id_of(batch: UUID, group: list[Received]) -> UUID:
    """The same photos of the same form wait under the same id, however often they are sent."""
    return uuid5(batch, " ".join(sorted(one.digest.hex() for one in group)))


def _known(group: Group) -> dict[str, str]:
    """What the cameras said, as the boxes of a line."""
    known = {}
    if group.first is not None:
        known["held_on"] = f"{group.first:%Y-%m-%d}"
        known["started_at"] = f"{group.first:%H:%M}"
    if group.place is not None:
        known["latitude"], known["longitude"] = map(str, group.place)
        known["located"] = "y"
    return known
