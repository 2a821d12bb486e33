"""Addresses that are put together once are those that Flask gives."""

from uuid import UUID, uuid4

import pytest
from flask import url_for as by_rules
from werkzeug.routing import BuildError

from web.addresses import url_for


@pytest.mark.parametrize(
    ("endpoint", "names"),
    [
        ("home.show", ()),
        ("plans.show", ("plan_id",)),
        ("forums.ask_for_answer", ("record_id", "opinion_id")),
        ("plans.show", ("plan_id", "from")),
    ],
)
def test_an_address_is_the_one_that_flask_gives_for_one_id_after_another(app, endpoint, names):
    with app.test_request_context("/home"):
        for _ in range(3):
            ids = {name: uuid4() for name in names}
            assert url_for(endpoint, **ids) == by_rules(endpoint, **ids)
        nil = dict.fromkeys(names, UUID(int=0))
        assert url_for(endpoint, **nil) == by_rules(endpoint, **nil)


def test_what_is_typed_is_quoted_as_before(app):
    with app.test_request_context("/home"):
        typed = {"plan_id": uuid4(), "ask": "{x}&y=1"}
        assert url_for("plans.show", **typed) == by_rules("plans.show", **typed)
        assert url_for("plans.show", **typed).endswith("?ask=%7Bx%7D%26y%3D1")


def test_a_page_that_does_not_exist_is_refused_every_time(app):
    with app.test_request_context("/home"):
        for _ in range(2):
            with pytest.raises(BuildError):
                url_for("plans.nothing")
            with pytest.raises(BuildError):
                url_for("plans.show")
