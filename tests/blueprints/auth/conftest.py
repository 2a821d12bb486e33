"""People at the door."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import NOBODY
from domain.people import codes
from domain.people.models import CodePurpose, Officer
from domain.people.queries import by_username
from tests.factories import PASSWORD
from tests.support.page import Browser, Page
from web.extensions import db

Change = Callable[..., None]


@pytest.fixture
def strict(app: Flask) -> Iterator[None]:
    """A deployment that asks for a second factor before tips open."""
    before = app.extensions["config"]
    app.extensions["config"] = replace(before, second_factor_required=True)
    yield
    app.extensions["config"] = before


@pytest.fixture
def change(app: Flask) -> Change:
    """`change("xa1", is_active=False)`: somebody else changes an officer's row."""

    def apply(username: str, **values: object) -> None:
        with app.app_context():
            officer = by_username(db.session(), username)
            assert officer is not None
            for name, value in values.items():
                setattr(officer, name, value)
            db.session.commit()

    return apply


@pytest.fixture
def code_for(app: Flask, people) -> Callable[..., str]:
    """`code_for("xa1", CodePurpose.ENROL_PHONE)`: what the chief reads out."""

    def issue(username: str, purpose: CodePurpose = CodePurpose.ENROL_PHONE) -> str:
        with app.app_context():
            officer = by_username(db.session(), username)
            assert officer is not None
            text = codes.issue_code(
                db.session(),
                app.extensions["ring"],
                for_officer=officer,
                by=NOBODY,
                purpose=purpose,
                now=datetime.now(UTC),
            )
            db.session.commit()
        return text

    return issue


def sign_in(browser: Browser, username: str, password: str = PASSWORD, **more: object) -> None:
    """Sign in as people do; fails unless it works."""
    form = browser.get("/login?again=1").form("password")
    browser.send(form, username=username, password=password, status=303, **more)


def refused(browser: Browser, username: str, password: str, status: int = 422) -> Page:
    """The page after a sign-in that must not work."""
    form = browser.get("/login?again=1").form("password")
    return browser.send_for_page(form, {"username": username, "password": password}, status=status)


def is_in(browser: Browser) -> bool:
    """Whether the account page opens."""
    return browser.raw("/me").status_code == 200


def enrol(browser: Browser, username: str, code: str) -> None:
    """Sign in on an own phone with the chief's code, which enrols it."""
    form = browser.get("/login?again=1").form("password")
    browser.send(
        form, username=username, password=PASSWORD, code=code, device_kind="own_phone", status=303
    )


def actions(app: Flask, username: str = "") -> list[tuple[str, str]]:
    """Action and reason of the audit entries, of one person's when named."""
    with app.app_context():
        query = select(AuditEntry).order_by(AuditEntry.seq)
        if username:
            query = query.join(Officer, Officer.id == AuditEntry.actor_id)
            query = query.where(Officer.username == username)
        return [(entry.action, entry.reason) for entry in db.session.scalars(query)]
