"""Staff pages travel compressed. The session cookie is SameSite=Lax, so no other site can make a
signed-in browser fetch them and measure their length; public pages compress themselves."""

from flask import Flask, Response, request
from flask_compress import Compress

compress = Compress()
SMALLEST = 600
"""Bytes below which compressing costs more than it saves."""


def _staff_page(response: Response) -> Response:
    if response.mimetype == "text/html" and request.blueprint not in {"public", None}:
        compress.after_request(response)
    return response


def init_app(app: Flask) -> None:
    """Compress HTML of the staff zone, brotli first."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=7,
        COMPRESS_BR_WINDOW=16,
        COMPRESS_LEVEL=5,
        COMPRESS_MIN_SIZE=SMALLEST,
        COMPRESS_MIMETYPES=["text/html"],
    )
    compress.init_app(app)
    app.after_request(_staff_page)
