"""The extensions, created here and bound to the app in app.py."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from domain.base import Base
from domain.engines import to_json

db = SQLAlchemy(
    metadata=Base.metadata,
    # What an exception says of a statement never holds the values in it.
    engine_options={"json_serializer": to_json, "hide_parameters": True},
)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
