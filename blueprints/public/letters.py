"""A tip that comes as a letter: sealed on the phone, sent at once or when the network was back.

The letter opens before anything looks at the form: from then on the request is what the form would
have sent, word for word. Only the answer differs, as a script reads it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from itertools import accumulate
from typing import Any

from flask import abort, g, jsonify, request
from flask.wrappers import Response
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from domain.sentence import Sentence
from domain.vault.letters import open_letter
from domain.vault.sealing import CannotOpen
from web.context import now, ring
from web.language import say
from web.letter_reading import plain
from web.letter_type import MEDIA_TYPE

MOST_BYTES = 24 * 1024 * 1024
"""Five photos of any phone; what is larger goes as a form, which lies on the disk meanwhile."""
MOST_WORDS = 512 * 1024
"""Bytes of the words beside them."""
MOST_FIELDS, MOST_PHOTOS = 200, 30
LONGEST_KEPT = timedelta(hours=24)
_CANNOT_OPEN = Sentence("Máy chủ không mở được tin này.")
_NOT_TAKEN = {
    "empty": Sentence("Chưa có gì để gửi. Chọn một việc, kể vài chữ, hoặc gửi một hình."),
    "too_long": Sentence("Một ô dài quá 20.000 chữ."),
    "stale": Sentence("Trang mở lâu quá nên máy chưa nhận. Mở trang báo tin, ghi lại giúp."),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of this request."""

    item: str
    """What it was bound to: the id of the form."""
    kept_for: timedelta
    """How long the phone kept it, both ends by the phone's clock."""


def came() -> Letter | None:
    """The letter that this request is; none for a form."""
    found: Letter | None = g.get("tip_letter")
    return found


def kept_for() -> timedelta:
    """How long the phone kept the words of this request; a form that comes by itself, not at
    all."""
    letter = came()
    return letter.kept_for if letter else timedelta()


def written_at() -> datetime:
    """When the words of this request were written: "today" in them means that day."""
    return now() - kept_for()


def read() -> None:
    """Open the letter, if one came, and put what it says in place of the request's own body."""
    if request.mimetype != MEDIA_TYPE:
        return
    item, raw = request.headers.get("Outbox-Item", ""), _body()
    try:
        words, rest = _parts(open_letter(ring(), raw, f"{item}/form"))
        said: dict[str, Any] = json.loads(words)
        fields = [(plain(name), plain(text)) for name, text in said["fields"]]
        form = ImmutableMultiDict(fields[:MOST_FIELDS])
        photos = [("photos", one) for one in _photos(said["photos"], rest)]
        kept_for = _kept_for(said.get("saved_at"))
    except (CannotOpen, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        abort(_answer(HTTPStatus.BAD_REQUEST, item, sentence=say(_CANNOT_OPEN)))
    if form.get("submission_id") != item:
        abort(_answer(HTTPStatus.BAD_REQUEST, item, sentence=say(_CANNOT_OPEN)))
    request.form, request.files = form, ImmutableMultiDict(photos)
    g.tip_letter = Letter(item, kept_for)


def _body() -> bytes:
    request.max_content_length = MOST_BYTES
    raw = request.get_data()
    if len(raw) < (request.content_length or 0):
        # Cut on its way: without the id in the answer the phone knows that it was not read.
        abort(HTTPStatus.BAD_REQUEST)
    return raw


def _parts(plain: bytes) -> tuple[bytes, memoryview]:
    """The words and the photos' bytes, which are copied nowhere. What is long is photos: to read
    as much as words would hold up everybody else."""
    end = plain.find(b"\0", 0, MOST_WORDS + 1)
    if end < 0 and len(plain) > MOST_WORDS:
        raise ValueError
    end = len(plain) if end < 0 else end
    return plain[:end], memoryview(plain)[end + 1 :]


def _photos(told: list[dict[str, Any]], data: memoryview) -> Iterator[FileStorage]:
    if len(told) > MOST_PHOTOS:
        raise ValueError
    sizes = [int(one["size"]) for one in told]
    if sum(sizes) != len(data) or min(sizes, default=0) < 0:
        raise ValueError
    for one, size, end in zip(told, sizes, accumulate(sizes), strict=True):
        yield FileStorage(
            BytesIO(data[end - size : end]),
            plain(one["name"]) or "photo",
            "photos",
            content_type=plain(one.get("type", "")),
        )


def _kept_for(saved_at: object) -> timedelta:
    """A phone's clock may be wrong by years, but hardly by much between two looks at it."""
    try:
        sent = datetime.fromisoformat(request.headers.get("Outbox-Clock", ""))
        passed = sent - datetime.fromisoformat(str(saved_at))
    except (ValueError, TypeError):
        return timedelta()
    return passed if timedelta() <= passed <= LONGEST_KEPT else timedelta()


def stored(letter: Letter, url: str) -> Response:
    """It is stored, and this is the receipt."""
    return _answer(HTTPStatus.CREATED, letter.item, url=url, number="")


def not_taken(letter: Letter, problem: str) -> Response:
    """The form would have been shown again; the phone cannot show what it sealed."""
    return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, letter.item, sentence=say(_NOT_TAKEN[problem]))


def _answer(status: HTTPStatus, item: str, **told: str) -> Response:
    answer = jsonify({"id": item, **told})
    answer.status_code = status
    g.csp = "default-src 'none'"
    return answer
