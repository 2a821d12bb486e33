"""Line drawings for templates: `icon()` and `logo()`, inlined so that no page waits for one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup, escape

DRAWINGS = Path(__file__).with_name("icons.svg")
_SYMBOL = re.compile(r'<symbol id="([a-z]+)">(.*)</symbol>')


@cache
def drawings() -> dict[str, str]:
    """Return the inner SVG of every drawing by its name, read once from `icons.svg`."""
    return dict(_SYMBOL.findall(DRAWINGS.read_text(encoding="utf-8")))


def icon(name: str, size: int = 24, label: str = "") -> Markup:
    """Return a drawing as inline SVG, `size` pixels square.

    Without a `label` it is hidden from screen readers, so a word must stand beside it. A name
    that has no drawing raises `KeyError`.
    """
    if not label:
        return _silent(name, size)
    return _drawn(name, size, f'role="img" aria-label="{escape(label)}"')


@cache
def _silent(name: str, size: int) -> Markup:
    return _drawn(name, size, 'aria-hidden="true"')


def _drawn(name: str, size: int, described: str) -> Markup:
    # The drawings are our own file and the label is escaped just above.
    return Markup(  # noqa: S704
        f'<svg width="{size:d}" height="{size:d}" viewBox="0 0 24 24" {described}>'
        f"{drawings()[name]}</svg>"
    )


@cache
def logo(size: int = 30) -> Markup:
    """Return the lotus-and-sound-waves mark, `size` pixels square, in the colour of its text."""
    return Markup(  # noqa: S704 - the drawing is our own file.
        f'<svg class="mark" width="{size:d}" height="{size:d}" viewBox="0 0 32 32"'
        f' stroke-width="2.3" aria-hidden="true">{drawings()["logo"]}</svg>'
    )


def init_app(app: Flask) -> None:
    """Give every template the globals `icon` and `logo`."""
    app.jinja_env.globals.update(icon=icon, logo=logo)
