"""How templates are compiled and what they share, so that drawing a page repeats no work."""

import re
from collections.abc import Callable, MutableMapping
from types import FunctionType, MethodType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined
from jinja2.ext import Extension
from jinja2.runtime import Context

_INDENT = re.compile(r"\s*\n\s*")
_BEFORE_BLOCK = re.compile(
    r"\n ?(?=</?(?:body|dd|details|div|dl|dt|fieldset|footer|form|h[1-6r]|head|header|html|legend"
    r"|li|main|meta|ol|p|section|style|summary|title|ul)\b)"
)
_PUBLIC = ("public/", "layouts/public.html", "layouts/empty.html")


class LeanTemplates(Extension):
    """Takes indentation, and breaks that mean nothing, out of templates when compiled.

    Only what a template's author wrote is touched, never a value that is filled in later.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Leave one line break where there was one, and none before what starts a line anyway.

        Public pages, of which every byte counts, mark each blank after a statement. In others one
        blank stays for it, because the break after a statement is not printed.
        """
        gap = "\n" if name and name.startswith(_PUBLIC) else "\n "
        return _BEFORE_BLOCK.sub("", _INDENT.sub(gap, source))


class Page(Context):
    """What a template is filled from."""

    def call(self, what: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function or a method that asks for nothing of Jinja's as it stands: Jinja looks
        for its own marks in five places, of each of the hundreds that a page calls."""
        plain = what.__func__ if type(what) is MethodType else what
        if type(plain) is FunctionType and not plain.__dict__:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return what(*args, **kwargs)
        return super().call(what, *args, **kwargs)


class Templates(Environment):
    """The app's templates, none of which brings globals of its own."""

    context_class = Page

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The one set for all, looked up directly: Jinja would lay an empty set over it, and go
        through both by name at every include and import."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Decide it all before the first extension asks for the templates."""
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(LeanTemplates)
    app.jinja_env.globals.pop("config", None)
