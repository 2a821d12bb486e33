"""What every command does: progress, one clear sentence on failure, finding a place by its code."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from domain.errors import NotFound, Refusal
from domain.places.models import Place
from domain.places.queries import by_code
from web.backup import Progress
from web.context import session


@contextmanager
def bar(label: str) -> Iterator[Progress]:
    """Progress in about twenty lines, from the first step on."""
    shown = [0]

    def step(done: int, whole: int) -> None:
        if done == whole or done - shown[0] >= max(1, whole // 20):
            click.echo(f"{label}: {done}/{whole}", err=True)
            shown[0] = done

    yield step


@contextmanager
def plain_failure() -> Iterator[None]:
    """One clear sentence and a non-zero exit instead of a traceback."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    except (OperationalError, ProgrammingError):
        raise click.ClickException(
            "The database cannot be used: it is busy, or its tables are not there yet"
            " (flask db upgrade)."
        ) from None


def place_with(code: str, on: date) -> Place:
    """The place that bears a code on the day, or the end of the command."""
    try:
        return by_code(session(), code, on)
    except NotFound:
        raise click.ClickException(f"No place has the code {code} on {on}.") from None
