"""Tells a letter out of a phone's outbox from a page's form."""

from flask import request

MEDIA_TYPE = "application/vnd.lang-nghe.letter"


def is_letter() -> bool:
    """Whether the request comes to a door of staff as a letter; citizens' have their own."""
    return request.mimetype == MEDIA_TYPE and request.blueprint not in {"public", None}
