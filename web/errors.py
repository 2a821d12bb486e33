"""From refusal to status, and the pages people see when something is wrong."""

import sys

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from domain.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    Refusal,
    SameIdOtherContent,
    StaleVersion,
)
from domain.letters.unread import LetterKept, LetterTooLarge, TrayFull
from domain.media.incoming import OtherOffset
from domain.media.problems import DiskFull, StorageUnavailable
from domain.media.uploads import TooHeavy, TooManyOpen, TooManyPhotos
from domain.people.passes import NoPass
from domain.posters.rules import PosterEnded, SeriesBusy
from domain.sentence import Sentence
from web import public_page, typed
from web.database import writing
from web.extensions import db
from web.form_versions import OtherVersion
from web.htmx import wants_fragment
from web.language import say
from web.letter_mapping import DayOfWrongClock
from web.letter_type import is_letter
from web.letter_writers import HandedOn
from web.pdf import NotConverted

STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (StaleVersion, 409),
    (SameIdOtherContent, 409),
    (PosterEnded, 409),
    (NoPass, 401),
    (HandedOn, 403),
    (LetterKept, 403),
    (OtherVersion, 422),
    (DayOfWrongClock, 422),
    (LetterTooLarge, 413),
    (TrayFull, 503),
    (BadInput, 422),
    (OtherOffset, 409),
    (TooHeavy, 413),
    (TooManyPhotos, 422),
    (TooManyOpen, 429),
    (SeriesBusy, 503),
    (DiskFull, 507),
    (StorageUnavailable, 503),
    (NotConverted, 503),
)
BUSY = Sentence(
    "Máy chủ đang bận, chưa lưu được. Những gì vừa ghi vẫn còn nguyên; bấm gửi lại giúp."
)
SLOW = Sentence("Máy chủ đang bận, chưa mở được trang này. Ít phút nữa mở lại giúp.")
BROKEN = Sentence(
    "Có lỗi bên máy chủ, chưa lưu được. Những gì vừa ghi vẫn còn nguyên; ít phút nữa bấm gửi lại."
)
LEFT_OPEN = Sentence("Trang mở lâu quá. Tải lại trang rồi gửi lại giúp; bản nháp vẫn còn.")
_SENTENCES = {
    400: Sentence("Yêu cầu không đọc được. Tải lại trang rồi làm lại giúp."),
    404: NotFound.sentence,
    405: Sentence("Trang này không nhận cách gửi đó."),
    410: Sentence("Trang này đã hết hạn."),
    413: Sentence("Gửi lên nặng quá nên chưa nhận được. Bớt hình rồi gửi lại giúp."),
    429: Sentence("Gửi nhiều quá. Chờ một chút rồi thử lại."),
    500: Sentence("Có lỗi bên máy chủ. Chưa lưu được; thử lại sau ít phút giúp."),
}
_NOT_OFFERED_AGAIN = typed.WITH_SECRETS | {"public", None}
"""Public forms come back by themselves."""

_LAST_RESORT = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Có lỗi</title>'
    f"<h1>Có lỗi</h1><p>{_SENTENCES[500]}</p></html>"
)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: the only table of its kind."""
    return next((status for kind, status in STATUS if isinstance(refusal, kind)), 400)


def page(status: int, sentence: str) -> ResponseReturnValue:
    """The error page of the zone the person is in, or its fragment for htmx."""
    db.session.rollback()
    sentence = say(sentence)
    if is_letter():
        g.said = sentence  # Answered as JSON, which the phone tells from a page.
        return sentence, status
    if wants_fragment():
        # The notice line takes it: what somebody typed must never be replaced by a refusal.
        aside = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
        words = render_template("errors/fragment.html", status=status, sentence=sentence)
        return words, status, aside
    if request.blueprint in {"public", None}:
        return public_page.page(
            "public/error.html", status=status, sentence=sentence, error_status=status
        )
    return render_template("errors/error.html", status=status, sentence=sentence), status


def _on_refusal(refusal: Refusal) -> ResponseReturnValue:
    return page(status_of(refusal), refusal.sentence)


def _on_http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    return page(status, _SENTENCES.get(status, Refusal.sentence))


def _on_csrf(_: CSRFError) -> ResponseReturnValue:
    return page(400, LEFT_OPEN)


def _unsaved(status: int, sentence: str, otherwise: str) -> ResponseReturnValue:
    """What a server's fault looks like: a staff form that was on its way is offered again."""
    is_page = request.method == "POST" and not (wants_fragment() or is_letter())
    if not is_page or request.blueprint in _NOT_OFFERED_AGAIN:
        return page(status, otherwise)
    db.session.rollback()
    return typed.again(status, say(sentence))


def _on_database(_: OperationalError) -> ResponseReturnValue:
    writing.set(False)  # Saying so must not wait for the lock that the form waited for.
    return _unsaved(503, BUSY, otherwise=SLOW)


def _on_crash(_: InternalServerError) -> ResponseReturnValue:
    try:
        return _unsaved(500, BROKEN, otherwise=_SENTENCES[500])
    except Exception:  # The page that says something broke must not break itself.
        current_app.log_exception(sys.exc_info())
        return _LAST_RESORT, 500


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, _on_refusal)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(OperationalError, _on_database)
    app.register_error_handler(InternalServerError, _on_crash)
    app.register_error_handler(HTTPException, _on_http)
