"""Somebody with a hamlet to work in, for every kind of record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import People
from tests.factories_outreach import make_hamlet
from tests.support.page import Browser
from web.context import today
from web.extensions import db as flask_db


@pytest.fixture
def hamlet_id(app: Flask, people: People) -> str:
    """Ấp 3 of the officer's commune."""
    with app.app_context(), Session(flask_db.engine) as session:
        hamlet = make_hamlet(session)
        session.commit()
        return str(hamlet.id)


@pytest.fixture
def officer(hamlet_id: str, browser_of: Callable[[str], Browser]) -> Browser:
    """The commune's officer at the phone."""
    return browser_of("xa1")


@pytest.fixture
def day(app: Flask) -> date:
    """Today in Vietnam."""
    return today()


@pytest.fixture
def stored(app: Flask):
    """Ask the database something, in a session that is closed before anything else happens."""

    def ask(question: Callable[[Session], Any]) -> Any:
        with app.app_context(), Session(flask_db.engine) as session:
            return question(session)

    return ask
