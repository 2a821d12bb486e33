"""Static files under addresses that name their content, so that a browser may keep them for ever.

At its first start everything in `static/` is published into the instance folder and served from
there by WhiteNoise, compressed beforehand:

- `/static/<build>/…`, where `<build>` is a digest over all of our own files, and over what makes of
  them what is sent. Modules that import one another by relative address therefore always get the
  same build;
- `/static/<build>/css/staff.css`, one file made of the small sources, in the order given here;
- `/static/<build>/css/pages/<blueprint>.css`, what only the pages of one blueprint need;
- `/static/<build>/js/….js`, with the folder of its name, if there is one, written into it;
- `/static/vendor/<name>-<version>/…`, which a new release of ours does not make anyone fetch again.

All are sent as immutable. Earlier builds stay in the folder, so that a page opened before a
restart still finds its files.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from string import ascii_letters
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from web.scripts import joined, making, minified, published_modules

FOUNDATION = ("tokens", "reset", "base", "controls", "layout", "blocks")
HTMX = "vendor/htmx-2.0.11/htmx.min.js"
LOADER = "js/behaviours.js"
WORKER = "sw.js"
SHEET = "css/staff.css"
PAGES = "css/pages"
OF_FEW_BLUEPRINTS = {
    "bars": ("feed",),
    "draft_line": ("forums", "mailboxes", "outreach", "plans", "tips"),
    "filters": ("feed", "posters"),
    "kpi": ("feed", "tips"),
    "message": ("tips",),
    "news": ("feed", "tips"),
    "place_opts": ("forums", "mailboxes", "outreach", "plans"),
    "proof": ("tips",),
    "recognition": ("tips",),
    "seg": ("forums", "me"),
    "stepper": ("forums", "outreach"),
    "table": ("posters", "tips"),
    "timeline": ("tips",),
}
"""Components that the pages of few blueprints show: their styles travel with those."""

_COMPRESSIBLE = {".css", ".js", ".svg", ".json", ".txt"}
_IMMUTABLE = r"^/static/(?:[0-9a-f]{12}|vendor)/"

_VALIDATORS = {"ETag", "Last-Modified"}

_TO_VENDOR = re.compile(r'(?<=")(?:\.\./)+vendor/')
_STRING_OR_COMMENT = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)
_CUSTOM_PROPERTY = re.compile(r"(?<![\w-])--[\w-]+")
_DEFINITION = re.compile(r"(?<=[{;])(--[\w-]+)(?=:)")
_AROUND_MARKS = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,>])\s*|(:)\s+|\s+""")


@dataclass(frozen=True)
class Script:
    """A script tag: its address, and whether it is a module."""

    url: str
    module: bool


@dataclass(frozen=True)
class Assets:
    """The published files of one build."""

    build: str

    def url(self, path: str) -> str:
        """Return the address of a file of `static/`, such as `img/favicon.svg`."""
        return f"/static/{path}" if path.startswith("vendor/") else f"/static/{self.build}/{path}"

    pages: frozenset[str] = frozenset()
    """Blueprints whose pages have a stylesheet of their own."""
    worker: str = ""
    """The service worker's text, for the view that serves it where its scope begins."""

    def stylesheets(self, blueprint: str | None = None) -> list[str]:
        """Return the addresses of the staff stylesheets for a page of a blueprint, in order."""
        own = [self.url(f"{PAGES}/{blueprint}.css")] if blueprint in self.pages else []
        return [self.url(SHEET), *own]

    def scripts(self) -> list[Script]:
        """Return the scripts of a staff page in their order."""
        return [Script(self.url(HTMX), module=False), Script(self.url(LOADER), module=True)]


def stylesheet_sources(static: Path) -> list[Path]:
    """Return the files that make up the staff stylesheet, in the order they are joined."""
    css = static / "css"
    return [
        *(css / f"{name}.css" for name in FOUNDATION),
        *(p for p in _components(static) if p.stem not in OF_FEW_BLUEPRINTS),
    ]


def page_sources(static: Path) -> dict[str, list[Path]]:
    """Return, by blueprint, the stylesheets that its pages need beside the joined one."""
    found: dict[str, list[Path]] = {}
    for path in _components(static):
        for blueprint in OF_FEW_BLUEPRINTS.get(path.stem, ()):
            found.setdefault(blueprint, []).append(path)
    for path in sorted((static / PAGES).glob("*.css")):
        found.setdefault(path.stem, []).append(path)
    return found


def _components(static: Path) -> list[Path]:
    return sorted((static / "css" / "components").glob("*.css"))


def minify_css(text: str) -> str:
    """Take comments and needless blanks out of a stylesheet; strings stay as they are."""

    def squeeze(found: re.Match[str]) -> str:
        string, mark, colon = found.groups()
        return string or mark or colon or " "

    bare = _STRING_OR_COMMENT.sub(lambda found: found[1] or "", text)
    return _AROUND_MARKS.sub(squeeze, bare).replace(";}", "}").strip()


def short_names(css: str) -> dict[str, str]:
    """Names of a letter or two for the custom properties that a stylesheet defines, the most used
    ones first. Nothing but our stylesheets knows their names."""
    used = Counter(_CUSTOM_PROPERTY.findall(css))
    defined = sorted(set(_DEFINITION.findall(css)), key=lambda name: (-used[name], name))
    letters = [*ascii_letters, *map("".join, product(ascii_letters, repeat=2))]
    return {name: f"--{letter}" for name, letter in zip(defined, letters, strict=False)}


def with_names(css: str, short: dict[str, str]) -> str:
    """The stylesheet with custom properties under their short names."""
    return _CUSTOM_PROPERTY.sub(lambda found: short.get(found[0], found[0]), css)


class _Published(WhiteNoise):
    """Files whose address changes with their content: nobody will ask whether they changed, so
    nothing is sent to ask with."""

    def get_static_file(
        self, path: str, url: str, stat_cache: dict[str, os.stat_result] | None = None
    ) -> StaticFile:
        """The file with the heads that it is sent with."""
        file = super().get_static_file(path, url, stat_cache)
        file.alternatives = [
            (accepted, sent, [head for head in heads if head[0] not in _VALIDATORS])
            for accepted, sent, heads in file.alternatives
        ]
        return file


def publish(static: Path, target: Path) -> Assets:
    """Write the files of `static` into `target` under their lasting names and return the build."""
    build = target / _digest(static)
    target.mkdir(parents=True, exist_ok=True)
    if not build.exists():
        files = dict(_files(static))
        for name in [name for name in files if name.startswith("vendor/")]:
            published, content = target / name, files.pop(name)
            if not published.exists() or published.read_bytes() != content:
                _write(published, content)
        _publish_build(files, build)
    worker = (build / WORKER).read_text(encoding="utf-8")
    return Assets(build.name, frozenset(page_sources(static)), worker)


def init_app(app: Flask) -> None:
    """Publish the files, serve them, and give templates their addresses as globals."""
    target = Path(app.instance_path) / "assets"
    assets = publish(Path(app.root_path) / "static", target)
    app.extensions["assets"] = assets
    app.jinja_env.globals.update(
        stylesheets=assets.stylesheets, scripts=assets.scripts, asset_url=assets.url
    )
    app.wsgi_app = _Published(  # type: ignore[method-assign]
        app.wsgi_app,
        root=target,
        prefix="static/",
        allow_all_origins=False,
        immutable_file_test=_IMMUTABLE,
        add_headers_function=_harden,
    )


def _digest(static: Path) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes() + making())
    styles = [*stylesheet_sources(static), *chain(*page_sources(static).values())]
    for path in [*styles, *_apart_from_styles(static)]:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(static)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _files(static: Path) -> Iterator[tuple[str, bytes]]:
    sheet = minify_css(_joined(stylesheet_sources(static)))
    short = short_names(sheet)
    yield SHEET, with_names(sheet, short).encode()
    for blueprint, paths in page_sources(static).items():
        own = minify_css(_joined(paths))
        yield f"{PAGES}/{blueprint}.css", with_names(own, short).encode()
    modules = [*published_modules(static), static / WORKER, *(static / "vendor").rglob("*.js")]
    scripts = {path.relative_to(static).as_posix(): joined(path) for path in modules}
    for name, text in minified(scripts).items():
        yield name, _TO_VENDOR.sub("/static/vendor/", text).encode()
    for path in _apart_from_styles(static):
        if path.suffix != ".js":
            yield path.relative_to(static).as_posix(), path.read_bytes()


def _joined(paths: list[Path]) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in paths)


def _apart_from_styles(static: Path) -> Iterator[Path]:
    for path in sorted(static.rglob("*")):
        if path.suffix and path.is_file() and static / "css" not in path.parents:
            yield path


def _publish_build(files: dict[str, bytes], destination: Path) -> None:
    """Write a whole build beside its place and move it there, so that no half of one is served."""
    parent = destination.parent.parent
    with tempfile.TemporaryDirectory(prefix="assets-", dir=parent) as scratch:
        fresh = Path(scratch) / "build"
        for name, content in files.items():
            _write(fresh / name, content)
        try:
            fresh.rename(destination)
        except OSError:
            # Another process that started at the same moment was first, with the same bytes.
            if not destination.exists():
                raise


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix in _COMPRESSIBLE:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=11))


def _harden(headers: Headers, _path: str, _url: str) -> None:
    headers["Cache-Control"] = "max-age=31536000,immutable"  # A year: no address means two things.
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
