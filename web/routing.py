"""Routes that learn to write their addresses when somebody first asks for one."""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class Route(Rule):
    """Werkzeug compiles two functions for every route at once, although a page needs a dozen of
    them: for all our routes that is a tenth of what the app's start costs."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now = super()._compile_builder

        def compile_first(_rule: Rule, /, **values: object) -> tuple[str, str]:
            builder: Builder = compile_now(append_unknown).__get__(self, None)
            setattr(self, "_build_unknown" if append_unknown else "_build", builder)
            return builder(**values)

        return compile_first


def init_app(app: Flask) -> None:
    """Make every route of the app such a one. Before any is added."""
    app.url_rule_class = Route
