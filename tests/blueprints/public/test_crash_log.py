"""What a crash writes into the server's log: the place in our code, and nothing that was sent."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from web.extensions import db

CANARY = "hoàng yến"


@pytest.fixture
def broken(villager, monkeypatch):
    """A server on which looking a receipt up fails."""

    def fault(*_, **__):
        raise ValueError(CANARY) from KeyError(CANARY)

    monkeypatch.setitem(villager.app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("domain.tips.receipts.state_of", fault)
    return villager


def test_a_crash_tells_the_route_and_never_the_token_or_what_was_typed(broken, caplog):
    answer = broken.browser.send(broken.form(), {"story": CANARY})
    address = answer.headers["Location"]
    with caplog.at_level(logging.DEBUG):
        assert broken.browser.raw(address).status_code == 500
    assert "/receipt/<string:token>" in caplog.text and "receipt_pages.py" in caplog.text
    assert "ValueError" in caplog.text and "KeyError" in caplog.text
    assert address.rpartition("/")[2] not in caplog.text
    assert CANARY not in caplog.text and broken.code not in caplog.text


def test_what_a_database_refuses_does_not_repeat_the_values(app):
    with app.app_context(), pytest.raises(SQLAlchemyError) as refused:
        db.session.execute(text("SELECT nothing FROM tips WHERE category = :c"), {"c": CANARY})
    assert CANARY not in str(refused.value)
