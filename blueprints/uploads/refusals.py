"""What a phone hears when a photo is not taken, and what every answer of the protocol says."""

import contextlib
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from blueprints.uploads import tus
from blueprints.uploads.limits import Crowded, TooFast
from domain.errors import Refusal
from domain.media.incoming import OtherOffset
from domain.media.upload_models import Zone
from domain.media.uploads import MOST_BYTES
from domain.people.passes import NoPass
from web.errors import status_of
from web.extensions import db
from web.language import say
from web.late_photos import CannotKeep, NotNow, OtherBytes

_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NoPass, 401),
    (tus.OtherVersion, 412),
    (tus.OtherKind, 415),
    (CannotKeep, 422),
    (TooFast, 429),
    (OtherBytes, 460),
    (NotNow, 503),
    (Crowded, 503),
)
"""What the protocol and this door add to the table of all refusals."""
_OF_THIS_PHOTO = {401, 413, 422, 460}
_OF_A_CREATION = {400, 404, 409}
"""Of an upload that was begun before, each of these means to ask once more where it stands."""


def register(bp: Blueprint) -> None:
    """Give the blueprint its answers."""
    bp.register_error_handler(Refusal, _on_refusal)
    bp.register_error_handler(HTTPException, _on_http)
    bp.after_request(_as_tus)


def _on_refusal(refusal: Refusal) -> ResponseReturnValue:
    """The sentence; with the id of the upload where it says something of this very photo."""
    db.session.rollback()
    status = next((s for kind, s in _STATUS if isinstance(refusal, kind)), status_of(refusal))
    told = {"sentence": say(refusal.sentence)}
    if status in _OF_THIS_PHOTO or (request.method == "POST" and status in _OF_A_CREATION):
        told["id"] = _upload_id()
    answer = jsonify(told)
    answer.status_code = status
    if isinstance(refusal, OtherOffset):
        answer.headers["Upload-Offset"] = str(refusal.held)
    if isinstance(refusal, TooFast):
        answer.headers["Retry-After"] = str(refusal.seconds)
    return answer


def _on_http(error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    return Response(status=error.code or 500)


def _upload_id() -> str:
    found = (request.view_args or {}).get("upload_id")
    if isinstance(found, UUID):
        return str(found)
    with contextlib.suppress(tus.NotTus):
        return tus.metadata(request.headers.get("Upload-Metadata", "")).get("id", "")
    return ""


def _as_tus(answer: Response) -> Response:
    answer.headers["Tus-Resumable"] = tus.VERSION
    if request.method == "OPTIONS" or answer.status_code == 412:
        answer.headers["Tus-Version"] = tus.VERSION
        answer.headers["Tus-Extension"] = tus.EXTENSIONS
        answer.headers["Tus-Max-Size"] = str(MOST_BYTES[Zone.STAFF])
        answer.headers["Tus-Checksum-Algorithm"] = ",".join(tus.CHECKSUMS)
    return answer
