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

_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>")
_CLASS = re.compile(r'\bclass="([^"]+)"')
_SELECTOR_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_SELECTOR_TAG = re.compile(r"^[a-z][a-z0-9]*")
_NOT_AN_ELEMENT = re.compile(r"\[[^\]]*\]|::?[\w-]+(?:\([^)]*\)+)?|#[\w-]+")
_COMBINATOR = re.compile(r"[\s>+~]+")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_DARK = re.compile(r"(--[\w-]+):\s*light-dark\(\s*[^,]+,\s*([^)]+)\)")
_AROUND_SIGNS = re.compile(r" ([+~]) ")
_USED_TOKEN = re.compile(r"var\((--[\w-]+)\)")
_TOKEN_NAME = re.compile(r"--[\w-]+")


Element = tuple[str, frozenset[str]]
"""A tag and the classes on it."""


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
    return _style(frozenset(_elements(html)))


def _elements(html: str) -> Iterator[Element]:
    for tag, attributes in set(_ELEMENT.findall(html)):
        named = _CLASS.search(attributes)
        yield tag, frozenset(named[1].split() if named else ())


@cache
def _style(elements: frozenset[Element]) -> Style:
    css = _named_short("".join(_used(_all_rules(), elements)))
    return Style(css, source_hash(css))


@cache
def _all_rules() -> str:
    sources = ((CSS / "public" / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    return _AROUND_SIGNS.sub(r"\1", minify_css("".join(sources)))


def _used(css: str, elements: frozenset[Element]) -> Iterator[str]:
    for selector, body in _blocks(css):
        if selector.startswith("@"):
            if inner := "".join(_used(body, elements)):
                yield f"{selector}{{{inner}}}"
        elif kept := [s for s in selector.split(",") if _applies(s, elements)]:
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


def _applies(selector: str, elements: frozenset[Element]) -> bool:
    """Whether each part of a selector fits some element; how these are nested is not asked."""
    parts = _COMBINATOR.split(_NOT_AN_ELEMENT.sub("", selector).strip())
    return all(_fits_one(part, elements) for part in parts)


def _fits_one(part: str, elements: frozenset[Element]) -> bool:
    wanted = set(_SELECTOR_CLASS.findall(part))
    tag = _SELECTOR_TAG.match(part)
    return any(classes >= wanted and (tag is None or tag[0] == name) for name, classes in elements)


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
