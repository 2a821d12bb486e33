"""A phone with something in its outbox, and the records of the server."""

from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from tests.support.outbox import Phone, fields_of
from web.extensions import db as flask_db


@pytest.fixture
def phone(ring, people):
    """`phone("outreach")`: the officer's, with one form of that kind."""
    return lambda form="outreach": Phone(ring, people.officer, form)


@pytest.fixture
def talk(officer, hamlet_id):
    """The fields of an activity."""
    form = officer.get("/outreach/new?channel=leaflet").form("channel")
    form.values |= {"place": hamlet_id, "count_leaflets": "120"}
    return fields_of(form)


@pytest.fixture
def database(app):
    """`with database() as db`: what is stored."""

    @contextmanager
    def opened():
        with app.app_context(), Session(flask_db.engine) as session:
            yield session

    return opened
