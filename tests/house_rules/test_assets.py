"""Static files as browsers get them: small, unchanging under their address, and as published."""

import base64
import hashlib
import re
from itertools import chain
from pathlib import Path

import brotli
import pytest
import tinycss2
from flask import Flask

from web import assets
from web.assets import (
    minify_css,
    page_sources,
    publish,
    short_names,
    stylesheet_sources,
    with_names,
)

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
HTMX = STATIC / "vendor" / "htmx-2.0.11"
IDB = STATIC / "vendor" / "idb-8.0.4"

# What an officer's phone fetches before the first page works, with room left for the page itself.
SHELL_LIMIT = 24 * 1024
STYLES_LIMIT = 8 * 1024


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The app's static files alone."""
    app = Flask(__name__, root_path=str(ROOT), instance_path=str(tmp_path), static_folder=None)
    assets.init_app(app)
    return app


def _packed(path: Path) -> int:
    return len(brotli.compress(path.read_bytes(), quality=11))


@pytest.mark.parametrize("folder", [HTMX, IDB], ids=lambda folder: folder.name)
def test_a_library_is_the_file_that_was_reviewed(folder: Path) -> None:
    digest, name = (folder / "DIGEST").read_text().split()
    algorithm, _, expected = digest.partition("-")
    found = hashlib.new(algorithm, (folder / name).read_bytes()).digest()
    assert base64.b64encode(found).decode() == expected
    assert (folder / "LICENSE").exists()


def test_the_joined_stylesheet_means_what_its_sources_mean() -> None:
    joined = "".join(path.read_text() for path in stylesheet_sources(STATIC))
    assert _meaning(minify_css(joined)) == _meaning(joined)


def _meaning(css: str) -> str:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    assert not [rule for rule in rules if rule.type == "error"]
    text = re.sub(r"/\*.*?\*/", "", tinycss2.serialize(rules), flags=re.DOTALL)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip()


def test_short_names_change_names_alone() -> None:
    css = minify_css("".join(path.read_text() for path in stylesheet_sources(STATIC)))
    short = with_names(css, short_names(css))
    long_ones, short_ones = (re.findall(r"(?<![\w-])--[\w-]+", text) for text in (css, short))
    names = set(zip(long_ones, short_ones, strict=True))
    assert len(names) == len(set(long_ones)) == len(set(short_ones)) > 52, "one name for each"
    assert re.sub(r"(?<![\w-])--[\w-]+", "--", short) == re.sub(r"(?<![\w-])--[\w-]+", "--", css)
    kept = ".a--b{--long:1;c:var(--long) var(--elsewhere)}"
    assert with_names(kept, short_names(kept)) == ".a--b{--a:1;c:var(--a) var(--elsewhere)}"


def test_the_sheet_of_a_page_uses_only_properties_that_every_page_has() -> None:
    joined = "".join(path.read_text() for path in stylesheet_sources(STATIC))
    for path in chain(*page_sources(STATIC).values()):
        used = set(re.findall(r"(?<![\w-])--[\w-]+", path.read_text()))
        assert used <= set(short_names(minify_css(joined))), path


def test_a_component_whose_styles_travel_with_few_blueprints_stands_on_their_pages_alone() -> None:
    templates = ROOT / "templates"
    sources = {
        p.relative_to(templates).as_posix(): p.read_text() for p in templates.rglob("*.html")
    }
    for component, blueprints in assets.OF_FEW_BLUEPRINTS.items():
        users = _using(f"components/{component}.html", sources)
        assert {name.split("/")[0] for name in users} == set(blueprints), component


def _using(template: str, sources: dict[str, str]) -> set[str]:
    """The templates that take in one, themselves or by another that they take in."""
    found: set[str] = set()
    reached = {template}
    while reached:
        named = [f'"{name}"' for name in reached]
        reached = {n for n, text in sources.items() if any(one in text for one in named)} - found
        found |= reached
    return found


def test_the_sheet_of_a_page_is_sent_to_pages_of_its_blueprint_alone(app: Flask) -> None:
    stylesheets = app.jinja_env.globals["stylesheets"]
    assert stylesheets("forums")[0] == stylesheets("media")[0] == stylesheets(None)[0]
    assert (len(stylesheets("forums")), len(stylesheets("media"))) == (2, 1)


def test_no_page_or_script_names_a_custom_property() -> None:
    for path in [*(ROOT / "templates").rglob("*.html"), *(STATIC / "js").rglob("*.js")]:
        assert re.search(r"""var\(--|["'`]--[a-z]""", path.read_text()) is None, path


def test_strings_in_styles_survive() -> None:
    assert (
        minify_css('a::after { content: " ;  } /* x */"; }') == 'a::after{content:" ;  } /* x */"}'
    )


def test_the_shell_is_light_enough_for_a_weak_line(tmp_path: Path) -> None:
    published = publish(STATIC, tmp_path)
    build = tmp_path / published.build
    styles = _packed(build / "css" / "staff.css")
    own = _packed(build / "js" / "behaviours.js")
    assert styles <= STYLES_LIMIT
    assert styles + own + _packed(HTMX / "htmx.min.js") <= SHELL_LIMIT


def test_files_are_kept_by_browsers_for_ever_and_travel_packed(app: Flask) -> None:
    stylesheets = app.jinja_env.globals["stylesheets"]("forums")
    scripts = [script.url for script in app.jinja_env.globals["scripts"]()]
    for address in [*stylesheets, *scripts]:
        for encoding in ("br", "gzip"):
            accept = {"Accept-Encoding": encoding}
            with app.test_client().get(address, headers=accept) as answer:
                assert answer.status_code == 200
                assert answer.headers["Content-Encoding"] == encoding
                assert "immutable" in answer.headers["Cache-Control"]
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Access-Control-Allow-Origin" not in answer.headers
                assert not {"ETag", "Last-Modified", "Server"} & set(answer.headers.keys())


def test_a_change_anywhere_gives_new_addresses_and_old_ones_still_answer(tmp_path: Path) -> None:
    source, target = tmp_path / "static", tmp_path / "published"
    (source / "css").mkdir(parents=True)
    for name in assets.FOUNDATION:
        (source / "css" / f"{name}.css").write_text(f".{name} {{ margin: 0 }}")
    (source / "js").mkdir()
    (source / "sw.js").write_text("")
    (source / "js" / "behaviours.js").write_text("export {};\n")
    first = publish(source, target)
    assert publish(source, target) == first
    (source / "js" / "behaviours.js").write_text("export const more = 1;\n")
    second = publish(source, target)
    assert second.build != first.build
    assert (target / first.build / "js" / "behaviours.js").exists()


def test_the_sources_of_styles_are_not_published(tmp_path: Path) -> None:
    published = publish(STATIC, tmp_path)
    names = {
        path.relative_to(tmp_path / published.build).as_posix()
        for path in (tmp_path / published.build).rglob("*.css")
    }
    pages = {f"css/pages/{blueprint}.css" for blueprint in page_sources(STATIC)}
    assert names == {"css/staff.css", *pages}


def test_every_behaviour_named_in_a_page_is_where_the_loader_looks_for_it() -> None:
    named: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for names in re.findall(r'data-behaviour="([\w ]+)"', path.read_text()):
            named |= set(names.split())
    folder = STATIC / "js"
    loader = (folder / "behaviours.js").read_text()
    doors = dict(re.findall(r'^  (\w+): "(\w+)",$', loader, re.MULTILINE))
    for name in named - {path.stem for path in (folder / "behaviours").glob("*.js")}:
        door = (folder / f"{doors.get(name, 'pages')}.js").read_text()
        given = rf"\bas {name}\b|export (?:async )?function {name}\("
        assert re.search(given, door), f"{doors.get(name, 'pages')}.js gives {name}"
