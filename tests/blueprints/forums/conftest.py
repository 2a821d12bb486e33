"""Somebody with a hamlet to hold forums in and things to send."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import People
from tests.factories_outreach import make_hamlet
from tests.support.images import photo
from tests.support.page import Browser, Form
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


@pytest.fixture
def logged(officer: Browser, hamlet_id: str) -> str:
    """The address of a forum with a promise, something passed on and something answered there."""
    said = {
        "venue": "Nhà văn hóa",
        "opinion-1-gist": "Karaoke hát quá 22 giờ",
        "opinion-1-outcome": "promised",
        "opinion-2-gist": "Đèn đường tổ 5 hư",
        "opinion-2-outcome": "passed_on",
        "opinion-2-responsible": "Điện lực",
        "opinion-3-gist": "Số lạ gọi kêu nâng cấp SIM",
    }
    return officer.send(entry(officer, hamlet_id), said).headers["Location"]


def entry(browser: Browser, hamlet_id: str) -> Form:
    """The form of a new forum, filled in as far as it must be."""
    form = browser.get("/forums/new").form("attendance")
    form.values["place"] = hamlet_id
    return form


def file(name: str = "anh.jpg", data: bytes | None = None) -> tuple[io.BytesIO, str]:
    """A file as a form carries it."""
    return io.BytesIO(photo(width=320, height=240) if data is None else data), name


def record_id(location: str) -> UUID:
    """The id in the address of a record."""
    return UUID(location.rsplit("/", 1)[1])
