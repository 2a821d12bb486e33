"""A database that cannot be written now: one plain sentence, and nothing typed is lost."""

from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, event

from domain.tips.models import Tip
from tests.support.page import Page
from tests.support.villager import count
from web.extensions import db


@contextmanager
def _held(app):
    """Another process writes and does not finish; nobody here waits long for it."""
    with app.app_context():
        engine = db.engine
    on_postgres = engine.dialect.name == "postgresql"

    def hurry(connection, record, proxy):
        connection.execute("SET lock_timeout = '50ms'" if on_postgres else "PRAGMA busy_timeout=50")
        connection.commit()

    other = create_engine(engine.url)
    with other.connect() as holder:
        holder.exec_driver_sql(
            "LOCK TABLE tips, tip_messages IN ACCESS EXCLUSIVE MODE"
            if on_postgres
            else "BEGIN IMMEDIATE"
        )
        event.listen(engine, "checkout", hurry)
        yield
        event.remove(engine, "checkout", hurry)
    other.dispose()
    engine.dispose()


@pytest.mark.parametrize("zone", ["tip", "message"])
def test_what_was_typed_comes_back_when_the_database_is_busy(villager, zone):
    kept = villager.send(story="tin trước")
    form = villager.form() if zone == "tip" else villager.look_up(kept.code).form("ticket")
    field = "story" if zone == "tip" else "message"
    with _held(villager.app):
        answer = villager.browser.send(form, {field: "giữ giùm"}, status=503)
    page = Page(answer, "/")
    assert "Máy chủ đang bận" in page.text
    assert page.form(field).values[field] == "giữ giùm"
    assert count(villager.app, Tip) == 1
    if zone == "tip":
        assert villager.send(page.form("story")).code
