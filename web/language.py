"""Which language a page speaks: Vietnamese, or English from the profile or the address."""

from typing import cast

from babel.support import NullTranslations
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import get_domain, get_locale, gettext
from flask_login import current_user

from domain.clock import LOCAL_TIME
from domain.sentence import Sentence
from web.extensions import babel

LANGUAGES = ("vi", "en")


def choose() -> str:
    """The profile says it; where nobody is signed in the address does; never a header."""
    if "language" in g:
        return str(g.language)
    if not has_request_context():
        return "vi"
    if request.blueprint in {"public", None} or not current_user.is_authenticated:
        asked = request.args.get("lang", "vi")
    else:
        asked = current_user.language
    return asked if asked in LANGUAGES else "vi"


def is_english() -> bool:
    """Whether the page speaks English; asked by every date and number on it. Without a page not."""
    known = g.get("is_english") if has_app_context() else False
    if known is None:
        known = g.is_english = str(get_locale()) == "en"
    return bool(known)


def _words() -> NullTranslations:
    """The catalogue of the page, looked for once: Flask-Babel would at every word."""
    known = g.get("words")
    if known is None:
        known = g.words = get_domain().get_translations()
    return cast("NullTranslations", known)


def _one(message: str) -> str:
    return _words().ugettext(message)


def _one_or_more(one: str, more: str, count: int) -> str:
    return _words().ungettext(one, more, count)


def say(sentence: str) -> str:
    """A sentence of the domain in the language of the page, values and all.

    What the catalogue does not know, such as words that somebody typed, stays as it is.
    """
    if not sentence:
        return ""
    if not isinstance(sentence, Sentence) or not sentence.values:
        return str(gettext(sentence))
    values = {
        name: say(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return str(gettext(sentence.template, **values))


def init_app(app: Flask) -> None:
    """Bind Flask-Babel, and give templates `say`."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE=LOCAL_TIME.key,
        BABEL_TRANSLATION_DIRECTORIES="web/translations",
    )
    app.add_template_filter(say)
    babel.init_app(app, locale_selector=choose, timezone_selector=lambda: LOCAL_TIME.key)
    env = app.jinja_env
    env.install_gettext_callables(_one, _one_or_more, newstyle=True)  # type: ignore[attr-defined]
    env.globals["_"] = env.globals["gettext"]
