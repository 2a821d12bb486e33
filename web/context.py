"""What a request needs to know: the time, the keys, the settings, who is acting."""

from datetime import UTC, date, datetime
from typing import cast

from flask import current_app, g
from sqlalchemy.orm import Session

from domain.audit.services import NOBODY, Who
from domain.clock import local_day
from domain.people.models import Officer, SignIn
from domain.reference import settings as reference_settings
from domain.reference.settings import Settings
from domain.vault.keys import KeyRing
from web.config import Config
from web.extensions import db

BY_LETTER = "letter"
"""Stands in the audit log where a sign-in does, of what waited in a phone."""


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the wall in Vietnam."""
    return local_day(now())


def session() -> Session:
    """The real SQLAlchemy session of this request."""
    return db.session()


def config() -> Config:
    """The configuration of this deployment."""
    return cast("Config", current_app.extensions["config"])


def ring() -> KeyRing:
    """The keys of this deployment."""
    return cast("KeyRing", current_app.extensions["ring"])


def settings() -> Settings:
    """The settings in force, read once a request."""
    if "settings" not in g:
        g.settings = reference_settings.load(session())
    return cast("Settings", g.settings)


def tree_day() -> date:
    """The day whose tree of places is in use."""
    return settings().tree_day(today())


def sign_in() -> SignIn | None:
    """The sign-in of this request, if any."""
    return cast("SignIn | None", g.get("sign_in"))


def who() -> Who:
    """Who acts, as the audit log writes it; without a sign-in where a pass spoke for them."""
    found = sign_in()
    officer = cast("Officer | None", g.get("officer"))
    if officer is None:
        return NOBODY
    return Who(
        actor_id=officer.id,
        role=officer.role.value,
        place_id=officer.place_id,
        sign_in=found.id.hex()[:16] if found else BY_LETTER if "spoken_for" in g else "",
    )
