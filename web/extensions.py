"""The extensions, created here and bound to the app in app.py."""

from flask import g
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from domain.base import Base
from domain.engines import to_json
from web.letter_type import is_letter


class FormTokens(CSRFProtect):
    """Flask-WTF's check. The pass inside a letter is its token: no other site can write one."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Check the form's token, unless its pass is checked instead."""
        if is_letter():
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions=apply_exemptions)


db = SQLAlchemy(
    metadata=Base.metadata,
    # What an exception says of a statement never holds the values in it.
    engine_options={"json_serializer": to_json, "hide_parameters": True},
)
login_manager = LoginManager()
csrf = FormTokens()
babel = Babel()
