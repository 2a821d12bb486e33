"""The public zone as one part: its blueprint with every view, and what it keeps in memory."""

from flask import Flask

from blueprints.public import (
    front,
    guessing,
    keeping,
    kept_tips,
    poster_views,
    quotas,
    receipt_acts,
    receipt_views,
    tip_views,
)
from blueprints.public.views import bp
from domain.tips.money import in_words
from web import cookies, public_page, scanned


def init_app(app: Flask) -> None:
    """Bind what public pages need of the app; limits and kept pages start empty."""
    for part in (cookies, public_page, front, scanned, quotas, guessing):
        part.init_app(app)
    app.add_template_filter(in_words)
    keeping.forget_everything()
    app.extensions.setdefault("forget_limits", []).append(keeping.forget_everything)


__all__ = [
    "bp",
    "init_app",
    "kept_tips",
    "poster_views",
    "receipt_acts",
    "receipt_views",
    "tip_views",
]
