"""Addresses of our own pages, put together once: a page of lists asks for dozens of them."""

from functools import cache
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, has_request_context
from flask import url_for as by_rules


def url_for(endpoint: str, **values: Any) -> str:
    """The same address as Flask's `url_for` gives.

    Ids need no quoting, so an address with nothing else in it differs from the next one in the ids
    alone, and Werkzeug need not go through its rules again.
    """
    for value in values.values():
        if type(value) is not UUID:
            return by_rules(endpoint, **values)
    if endpoint.startswith(".") or not has_request_context():
        return by_rules(endpoint, **values)
    return _pattern(endpoint, tuple(values)).format(**values)


@cache
def _pattern(endpoint: str, names: tuple[str, ...]) -> str:
    ids: dict[str, Any] = {name: uuid4() for name in names}
    pattern = by_rules(endpoint, **ids).replace("{", "{{").replace("}", "}}")
    for name, id_ in ids.items():
        pattern = pattern.replace(str(id_), f"{{{name}}}")
    return pattern


def init_app(app: Flask) -> None:
    """Give it to templates."""
    app.jinja_env.globals["url_for"] = url_for
