"""The style of one public page: only the rules it uses and only the colours these use."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_letters

from web.assets import minify_css

CSS = Path(__file__).resolve().parents[1] / "static" / "css"
PARTS = ("base", "ways", "cards", "form", "receipt")

_CLASS = re.compile(r'\bclass="([^"]+)"')
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_SELECTOR_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_SELECTOR_TAG = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_DARK = re.compile(r"(--[\w-]+):\s*light-dark\(\s*[^,]+,\s*([^)]+)\)")
_USED_TOKEN = re.compile(r"var\((--[\w-]+)\)")
_TOKEN_NAME = re.compile(r"--[\w-]+")


@dataclass(frozen=True, slots=True)
class Style:
    """What stands in a page's style block, and its hash for the policy."""

    css: str
    digest: str


def source_hash(text: str) -> str:
    """How a content security policy names an inline block: 'sha256-…' without the quotes."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def style_of(html: str) -> Style:
    """The style that a rendered page needs."""
    classes = frozenset(name for found in _CLASS.findall(html) for name in found.split())
    return _style(classes, frozenset(_TAG.findall(html)))


@cache
def _style(classes: frozenset[str], tags: frozenset[str]) -> Style:
    css = _named_short("".join(_used(_all_rules(), classes, tags)))
    return Style(css, source_hash(css))


@cache
def _all_rules() -> str:
    sources = ((CSS / "public" / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    return minify_css("".join(sources))


def _used(css: str, classes: frozenset[str], tags: frozenset[str]) -> Iterator[str]:
    for selector, body in _blocks(css):
        if selector.startswith("@"):
            if inner := "".join(_used(body, classes, tags)):
                yield f"{selector}{{{inner}}}"
        elif kept := [s for s in selector.split(",") if _applies(s, classes, tags)]:
            yield f"{','.join(kept)}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a minified stylesheet as selector and body, nested ones whole."""
    start = 0
    while (opened := css.find("{", start)) >= 0:
        depth, end = 1, opened + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[start:opened].strip(), css[opened + 1 : end - 1]
        start = end


def _applies(selector: str, classes: frozenset[str], tags: frozenset[str]) -> bool:
    bare = re.sub(r"\[[^\]]*\]|::?[\w-]+", "", selector)
    return classes.issuperset(_SELECTOR_CLASS.findall(bare)) and tags.issuperset(
        _SELECTOR_TAG.findall(bare)
    )


@cache
def _tokens() -> tuple[dict[str, str], dict[str, str]]:
    """Values for light and for dark, read from the one file where colours have their names."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    light, _, dark = text.partition("@supports")
    return {k: v.strip() for k, v in _TOKEN.findall(light)}, dict(_DARK.findall(dark))


def _named_short(css: str) -> str:
    """Put the used values in front, dark ones for whoever prefers dark, all under short names."""
    light, dark = _tokens()
    used = sorted(set(_USED_TOKEN.findall(css)))
    day = "".join(f"{name}:{light[name]};" for name in used)
    night = "".join(f"{name}:{dark[name]};" for name in used if name in dark)
    values = minify_css(
        f":root{{{day}}}@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{night}}}}}"
    )
    short = {name: f"--{ascii_letters[index]}" for index, name in enumerate(used)}
    return _TOKEN_NAME.sub(lambda found: short.get(found[0], found[0]), values + css)
