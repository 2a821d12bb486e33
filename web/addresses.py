"""Addresses of our own pages, put together once: a page of lists asks for dozens of them."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, has_request_context
from flask import url_for as by_rules
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that learns to put addresses together when the first one is asked of it.

    Werkzeug writes and compiles two functions for each rule at once, and few of the rules are ever
    asked: for all of them that was a twentieth of a start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        learn = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return learn(append_unknown)(rule, **values)

        return build


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
    """Give it to templates, and have the rules of what is registered after this learn late."""
    app.url_rule_class = LateRule
    app.jinja_env.globals["url_for"] = url_for
