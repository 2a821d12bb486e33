"""Posters that stand in the app's own database."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from domain.people.models import Officer
from domain.posters.models import Poster
from domain.vault.keys import KeyRing
from tests.factories_posters import issued
from web.extensions import db as flask_db


@pytest.fixture
def hang(app: Flask, ring: KeyRing, people) -> Callable[..., Poster]:
    """`hang(spot="Chợ")`: a poster that the chief of Phương Trà has issued."""

    def put_up(by: Officer | None = None, **told: object) -> Poster:
        with app.app_context(), Session(flask_db.engine, expire_on_commit=False) as session:
            by_whom = session.get(Officer, (by or people.chief).id)
            poster = issued(session, ring, by=by_whom, at=told.pop("at", by_whom.place), **told)
            session.commit()
            session.expunge_all()
        return poster

    return put_up


@pytest.fixture
def reached_at(app: Flask) -> Iterator[Callable[..., None]]:
    """`reached_at("https://tin.example.vn")`: change how this deployment is reached."""
    before = app.extensions["config"]

    def change(public_url: str, *, demo: bool = False) -> None:
        app.extensions["config"] = replace(before, public_url=public_url, demo=demo)

    yield change
    app.extensions["config"] = before
