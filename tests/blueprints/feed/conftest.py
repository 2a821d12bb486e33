"""Things that happen while somebody reads the feed."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.feed.models import Kind
from tests.factories import place
from tests.factories_feed import put
from web.extensions import db as flask_db


@pytest.fixture
def happen(app, people):
    """Let something happen at a place; committed."""

    def make(kind=Kind.OUTREACH, *, code="30094", ago=timedelta(0), **told):
        with app.app_context():
            db = flask_db.session()
            record_id = put(db, place(db, code), kind, at=datetime.now(UTC) - ago, **told)
            db.commit()
            return record_id

    return make
