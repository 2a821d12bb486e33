"""The blueprint with all that it needs of the app."""

from flask import Flask

from blueprints.uploads import limits, senders
from blueprints.uploads.views import bp
from web.extensions import csrf


def init_app(app: Flask) -> None:
    """A pass stands for the form's own token: no page of ours was open to give one."""
    limits.init_app(app)
    senders.init_app(app)
    csrf.exempt(bp)


__all__ = ["bp", "init_app"]
