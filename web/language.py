"""Which language a page speaks: Vietnamese, or English from the profile or the address."""

from flask import Flask, g, has_request_context, request
from flask_login import current_user

from domain.clock import LOCAL_TIME
from web.extensions import babel

LANGUAGES = ("vi", "en")


def choose() -> str:
    """Public pages take it from the address, staff pages from the profile; never from a header."""
    if "language" in g:
        return str(g.language)
    if not has_request_context():
        return "vi"
    if request.blueprint in {"public", None}:
        asked = request.args.get("lang", "vi")
    else:
        asked = current_user.language if current_user.is_authenticated else "vi"
    return asked if asked in LANGUAGES else "vi"


def init_app(app: Flask) -> None:
    """Bind Flask-Babel."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE=LOCAL_TIME.key,
        BABEL_TRANSLATION_DIRECTORIES="web/translations",
    )
    babel.init_app(app, locale_selector=choose, timezone_selector=lambda: LOCAL_TIME.key)
