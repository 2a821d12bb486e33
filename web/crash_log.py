"""What a crash leaves in the server's log: where it happened in our code, never what was sent.

An address holds a receipt's token or a poster's code, and the message of an exception whatever was
typed; beside the minute either would tell of a person.
"""

import traceback
from collections.abc import Iterator
from functools import partial
from types import TracebackType

from flask import Flask, request

Crash = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


def _told(error: BaseException | None) -> Iterator[str]:
    """Kinds of the exceptions and the lines they passed through, the last one first."""
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}, after\n"
        yield from traceback.format_tb(error.__traceback__)
        error = error.__cause__ or error.__context__


def _write(app: Flask, crash: Crash) -> None:
    route = request.url_rule.rule if request.url_rule else "no route"
    app.logger.error("Crash at %s %s: %s", request.method, route, "".join(_told(crash[1])))


def write_job(app: Flask, name: str, error: BaseException) -> None:
    """Write what stopped a job that runs by itself."""
    app.logger.error("Crash in %s: %s", name, "".join(_told(error)))


def init_app(app: Flask) -> None:
    """Write crashes so, in place of Flask's own way."""
    app.log_exception = partial(_write, app)  # type: ignore[method-assign]
