"""Photos of a request: made safe outside any transaction, then kept by the service."""

import hashlib
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import Flask, current_app, request
from werkzeug.datastructures import FileStorage

from domain.media.incoming import Incoming
from domain.media.problems import BrokenPhoto, PhotoProblem, StorageUnavailable
from domain.media.process import PhotoProcess
from domain.media.services import Received
from domain.media.sniff import MOST_BYTES
from domain.media.store import Store
from domain.media.taken import Reads
from web.context import config, ring
from web.extensions import db


def store() -> Store:
    """The photo store of this deployment."""
    return cast("Store", current_app.extensions["photo_store"])


def incoming() -> Incoming:
    """Where photos lie that are still on their way."""
    return cast("Incoming", current_app.extensions["photos_incoming"])


def _process() -> PhotoProcess:
    return cast("PhotoProcess", current_app.extensions["photo_process"])


def sent(field: str = "photos") -> list[FileStorage]:
    """The files of a form's photo field, without the empty part that browsers add."""
    return [file for file in request.files.getlist(field) if file.filename]


def receive(
    files: Sequence[FileStorage],
    *,
    limit: int,
    keep_original: bool = False,
    reads: Reads = Reads.NOTHING,
) -> list[Received]:
    """Make photos safe, one after the other; past `limit` files each is named and left out.

    So is each photo when the store is full or failing: the words are stored all the same.
    Ends the running transaction first: decoding must not hold the database's write lock.
    """
    if not files:
        return []
    db.session.rollback()
    if (reason := _closed()) is not None:
        return [Received(file_name=f.filename or "", digest=b"", problem=reason) for f in files]
    return [
        _one(file, over=index >= limit, keep_original=keep_original, reads=reads)
        for index, file in enumerate(files)
    ]


def _closed() -> PhotoProblem | None:
    try:
        return None if store().free_space().takes_photos else PhotoProblem.NO_ROOM
    except StorageUnavailable:
        return PhotoProblem.STORE_DOWN


def _one(file: FileStorage, *, over: bool, keep_original: bool, reads: Reads) -> Received:
    name = file.filename or ""
    if over:
        return Received(file_name=name, digest=b"", problem=PhotoProblem.TOO_MANY)
    return made_safe(
        file.stream.read(MOST_BYTES + 1), name=name, keep_original=keep_original, reads=reads
    )


def made_safe(
    data: bytes,
    *,
    name: str = "",
    keep_original: bool = False,
    reads: Reads = Reads.NOTHING,
    photo_id: UUID | None = None,
) -> Received:
    """One photo through the photo process; no transaction may be running meanwhile."""
    digest = ring().mac("photo-digest", data)
    try:
        safe = _process().make_safe(data, reads)
    except BrokenPhoto as broken:
        return Received(file_name=name, digest=digest, problem=broken.problem, photo_id=photo_id)
    return Received(
        photo_id=photo_id,
        file_name=name,
        digest=digest,
        safe=safe,
        original=data if keep_original else None,
        original_sha256=hashlib.sha256(data).hexdigest() if keep_original else "",
    )


def codes_in(picture: bytes) -> list[str]:
    """What the QR codes in a safe picture say; nothing for one that cannot be read."""
    try:
        return _process().read_codes(picture)
    except BrokenPhoto:
        return []


def init_app(app: Flask) -> None:
    """One store and one photo process per app; the process starts with the first photo."""
    with app.app_context():
        app.extensions["photo_store"] = Store(config().media_dir)
        app.extensions["photos_incoming"] = Incoming(config().media_dir)
        app.extensions["photo_process"] = PhotoProcess()
