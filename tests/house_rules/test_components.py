"""The components: one macro a file, its own stylesheet, markup that anyone can use."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
import tinycss2
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import FlaskForm
from jinja2 import Environment, StrictUndefined, nodes
from wtforms import RadioField, SelectMultipleField, StringField

from tests.support.page import check_markup
from web import filters, icons
from web.assets import page_sources, stylesheet_sources
from web.place_chips import Chip, PlaceChips
from web.review_form import ReviewForm

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
CSS = ROOT / "static" / "css"
MACROS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
LOOKS = sorted(path.stem for path in (CSS / "components").glob("*.css"))

# A hidden field has no look.
UNSEEN = {"csrf_field"}

# How each component is written in a page; the longest form of it, errors and options included.
SAMPLES = {
    "appbar": "{% call appbar('Tin báo', note='Trực ban', back='/tips') %}{{ 1 }}{% endcall %}",
    "banner": "{% call banner('Chú ý.', text='Có tin', tone='hot') %}{{ 1 }}{% endcall %}"
    "{{ banner('Gấp', href='/tips') }}",
    "bars": "{{ bars([('Giả công an', 14), ('Vay', 0)]) }}{{ bars([('Vay', 0)]) }}",
    "asked": "{{ asked('Thiếu tá Mẫu: “Ghi rõ nơi.”', 'venue') }}",
    "reviews": "{{ reviews(said) }}",
    "review_form": "{{ review_form(review, '/feed') }}",
    "check": "{{ check('approx', 'Ước chừng', checked=True, hint='Nhớ lại', id='approx') }}",
    "chip": "{{ chip('Chờ gửi', tone='warn') }}{{ chip('Mới') }}",
    "conflict": "{{ conflict([thing], 'Cán bộ A', '9:12') }}",
    "csrf_field": "{{ csrf_field() }}",
    "device_row": "<ul>{{ device_row('Máy tính', 'vào lúc 9:00', here=True) }}{{ device_row('Máy',"
    " 'gắn', action='/x', button='Gỡ', handle='a1', confirm='Gỡ?') }}</ul>",
    "draft_line": "{{ draft_line() }}",
    "due": "{{ due('over', 'Quá 2 ngày') }}{{ due('soon', 'Còn 2 ngày') }}",
    "empty_state": "{{ empty_state('Chưa có gì.', href='/new', action='Ghi', glyph='plus') }}",
    "error_summary": "{{ error_summary(form, others=[('photos', 'Hình hư')]) }}",
    "facts": "{{ facts([('Báo lúc', '14:42')]) }}",
    "feed_row": "<ul>{% call feed_row('9:31', 'Diễn đàn', 'Ấp 3', 'x', href='/f',"
    " thumbs=[('/a', 'Hình')]) %}{{ 1 }}{% endcall %}</ul>",
    "field": "{{ field(form.venue, hint='Ghi ngắn', rows=3) }}",
    "filters": "{% call filters('/feed', '#feed', 'Lọc') %}{{ 1 }}{% endcall %}",
    "glyph": "{{ glyph('horn', tone='ok') }}",
    "history": "{{ history([corrected], 'Cán bộ A', corrected.at) }}",
    "kpi": "{{ kpi(2, 'quá hạn', note='Xem', href='/tips', tone='hot') }}{{ kpi(0, 'tin') }}",
    "message": "{{ message('Người báo', '16:20', 'Dạ', ours=True) }}",
    "more": "{% call more('Ghi thêm', hint='Giờ', open=True) %}{{ 1 }}{% endcall %}",
    "news": "<div class='news' role='status'>{{ news('/live', '2 tin mới', '/tips', '#feed') }}"
    "</div>",
    "opt": "{{ opt('kind', 'a', 'Loa', checked=True, type='checkbox') }}",
    "opts": "{{ opts(form.channel, hint='Một thôi') }}"
    "{% call opts(form.scams, type='checkbox') %}{{ 1 }}{% endcall %}",
    "ordinal": "{{ ordinal(4) }}",
    "pager": "{{ pager('/feed?after=x') }}{{ pager('') }}",
    "photo_strip": "{{ photo_strip(photos=[thing], name='photos', remove='gone', errors=['Hư']) }}",
    "place_opts": "{{ place_opts(form.channel, areas) }}",
    "proof": "{{ proof() }}",
    "quick": "{{ quick('/outreach/new', 'Tuyên truyền', 'horn') }}",
    "recognition": "{{ recognition(47, 'Đọc đúng số này.') }}",
    "row": "<ul>{% call row('Tin', meta='Ấp 3', href='/t', side='x', arrow=True) %}{{ 1 }}"
    "{% endcall %}{{ row('Tin') }}</ul>",
    "savebar": "{% call savebar('Lưu', name='then', value='next') %}{{ 1 }}{% endcall %}",
    "secret_notice": "{{ secret_notice() }}",
    "seg": "{{ seg('size', 'Khổ', [('a4', 'A4'), ('a3', 'A3')], 'a4', hidden_legend=True) }}",
    "soft_notes": "{{ soft_notes([('m1', 'Hình này mờ')], remove='seen') }}",
    "stepper": "{{ stepper('count', 'Lượt', value='3', hint='Ước chừng', errors=['Ghi số']) }}",
    "sync": "{{ sync() }}",
    "table": "{% call table('Bảng', [('Mã', ''), ('Lượt', 'figure')], pick='Tất cả') %}"
    "<tr><td>{{ 1 }}</td></tr>{% endcall %}",
    "tabs": "{{ tabs([('/a', 'Của xã', True), ('/b', 'Của tôi', False)], label='Khay') }}",
    "timeline": "{{ timeline([thing]) }}",
}


class SampleForm(FlaskForm):
    """One field of each kind that components draw."""

    venue = StringField("Nơi")
    channel = RadioField("Hình thức", choices={"loa": "Loa", "to_roi": "Tờ rơi"})
    scams = SelectMultipleField("Chiêu lừa", choices={"s1": "Giả công an"})


@pytest.fixture
def draw() -> Iterator[object]:
    """Render a piece of a page as the app would, without its views and its database."""
    app = Flask(__name__, root_path=str(ROOT))
    app.config.update(SECRET_KEY="sample", WTF_CSRF_ENABLED=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(csrf_token=lambda: "token", is_kept=lambda: False)
    Babel(app, default_locale="vi")
    icons.init_app(app)
    filters.init_app(app)
    with app.test_request_context():
        form = SampleForm()
        form.venue.errors = ["Ghi nơi."]
        form.channel.errors = ["Chọn một."]
        values = {
            "form": form,
            "thing": SimpleNamespace(
                id=1, src="/m/1", alt="Hình 1", href="/m/1", name="notes", label="Ghi chú",
                mine="Có", theirs="", keep="", text="Nhận tin", note="14:42", state="now",
            ),
            "corrected": SimpleNamespace(
                name="Cán bộ B", at=datetime(2024, 6, 5, tzinfo=UTC),
                changes=[("Ghi chú", "", "Có")],
            ),
            "said": [
                SimpleNamespace(
                    name="Thiếu tá Mẫu", kind="sent_back", text="Ghi rõ nơi.", about="Ghi chú",
                    asks=False, at=datetime(2024, 6, 5, tzinfo=UTC), mended_by="Cán bộ A",
                    mended_at=datetime(2024, 6, 6, tzinfo=UTC), changes=[("Ghi chú", "", "Có")],
                )
            ],
            "review": ReviewForm(meta={"csrf": False}),
            "areas": PlaceChips(
                label="Ấp", areas=[Chip(value="loa", text="1")], is_numbered=True,
                whole=Chip(value="x", text="Toàn xã"), elsewhere=Chip(value="y", text="Ấp cũ"),
            ),
        }  # fmt: skip
        yield lambda source: render_template_string(source, **values)


def _page(html: str) -> SimpleNamespace:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return SimpleNamespace(root=parser.parse(f"<!doctype html><main>{html}</main>"), address="it")


@pytest.mark.parametrize("name", MACROS)
def test_a_component_draws_markup_that_anyone_can_use(name: str, draw) -> None:
    assert name in SAMPLES, "write in SAMPLES how a page uses this component"
    source = f'{{% from "components/{name}.html" import {name} %}}{SAMPLES[name]}'
    page = _page(draw(source))
    check_markup(page)
    for element in page.root.iter("svg"):
        assert element.get("aria-hidden") or element.get("aria-label")
    for element in page.root.iter("img"):
        assert element.get("alt") is not None


@pytest.mark.parametrize("name", MACROS)
def test_a_file_holds_one_macro_of_its_own_name_and_few_arguments(name: str) -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse((TEMPLATES / "components" / f"{name}.html").read_text())
    macros = list(tree.find_all(nodes.Macro))
    assert [macro.name for macro in macros] == [name]
    assert len(macros[0].args) <= 7


def test_every_component_has_its_stylesheet_and_the_reverse() -> None:
    assert sorted(set(MACROS) - UNSEEN) == LOOKS


@pytest.mark.parametrize("name", LOOKS)
def test_a_stylesheet_speaks_of_its_own_component_first(name: str) -> None:
    css = (CSS / "components" / f"{name}.css").read_text()
    root = name.replace("_", "-")
    selectors = re.findall(r"\.[a-z][\w-]*", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    assert f".{root}" in selectors, f"no rule for .{root}: name the root class after the macro"
    assert selectors[0].startswith(f".{root}")


def test_an_error_is_tied_to_its_box(draw) -> None:
    source = '{% from "components/field.html" import field %}{{ field(form.venue, hint="Ngắn") }}'
    box = next(_page(draw(source)).root.iter("input"))
    assert box.get("aria-invalid") == "true"
    assert box.get("aria-describedby") == "venue-hint venue-error"


def test_nothing_is_announced_when_nothing_is_wrong(draw) -> None:
    source = (
        '{% from "components/error_summary.html" import error_summary %}'
        "{% set none_wrong = {'errors': {}} %}{{ error_summary(none_wrong) }}"
    )
    assert draw(source).strip() == ""


def test_words_from_people_are_never_markup(draw) -> None:
    source = (
        '{% from "components/row.html" import row %}{% from "components/message.html" import'
        " message %}{{ row('<b>đậm</b>') }}{{ message('A', '9:00', '<script>') }}"
    )
    assert "<b>" not in draw(source)
    assert "<script>" not in draw(source)


def _templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def test_every_imported_macro_is_used() -> None:
    unused = []
    for path in _templates():
        source = path.read_text()
        for imported in re.findall(r'\{% from "[^"]+" import (.+?)(?: with context)? %\}', source):
            for part in imported.split(","):
                name = part.split(" as ")[-1].strip()
                if len(re.findall(rf"\b{name}\(|call {name}\b", source)) < 1:
                    unused.append(f"{path.relative_to(ROOT)}: {name}")
    assert unused == [], "take these imports out"


def test_pages_import_macros_inside_the_block_that_uses_them() -> None:
    outside = []
    for path in _templates():
        source = path.read_text()
        if "{% extends" in source:
            top = source.split("{% block", 1)[0]
            outside += [str(path.relative_to(ROOT))] * ("{% from" in top or "{% import" in top)
    assert outside == [], "a block rendered alone does not see imports at the top"


def _rules(path: Path) -> Iterator[tinycss2.ast.Node]:
    def inside(rules: list[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
        for rule in rules:
            assert rule.type != "error", f"{path.name}: {rule.message}"
            if rule.type == "qualified-rule":
                yield rule
            elif rule.content is not None:
                yield from inside(tinycss2.parse_rule_list(rule.content, True, True))

    yield from inside(tinycss2.parse_stylesheet(path.read_text(), True, True))


def _declarations(rule: tinycss2.ast.Node) -> Iterator[tinycss2.ast.Declaration]:
    for declaration in tinycss2.parse_blocks_contents(rule.content, True, True):
        assert declaration.type == "declaration", (
            "styles are not nested: old phones know no nesting"
        )
        yield declaration


SOURCES = stylesheet_sources(ROOT / "static")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|\b(?:white|black|red)\b", re.IGNORECASE
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_styles_keep_to_the_house_style(path: Path) -> None:
    for rule in _rules(path):
        selector = tinycss2.serialize(rule.prelude)
        assert "#" not in selector, f"{selector}: style a class, not an id"
        for declaration in _declarations(rule):
            value = tinycss2.serialize(declaration.value)
            assert not declaration.important, f"{selector}: no !important; use the layers"
            assert path.stem == "tokens" or not COLOUR.search(value), (
                f"{selector}: {value.strip()}: take a colour from tokens.css"
            )


def test_every_token_that_is_used_exists_and_every_token_is_used() -> None:
    of_pages = chain(*page_sources(ROOT / "static").values())
    text = "\n".join(path.read_text() for path in [*SOURCES, *of_pages])
    defined = set(re.findall(r"^\s*(--[\w-]+):", text, re.MULTILINE))
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert used - defined == set()
    assert defined - used == set()


def test_every_colour_has_a_plain_light_value_for_browsers_without_light_dark() -> None:
    plain, modern = (CSS / "tokens.css").read_text().split("@supports")
    light = dict(re.findall(r"(--[\w-]+): ([^;]+);", plain))
    for name, value in re.findall(r"(--[\w-]+): light-dark\(([^,]+),", modern):
        assert light.get(name) == value, f"{name}: the two light values differ"


def _says_that_secrets_stay_out(name: str, sources: dict[str, str]) -> bool:
    """Whether a template says so, or every page that draws it does."""
    users = [user for user, source in sources.items() if f'"{name}"' in source]
    return "secret_notice(" in sources[name] or (
        bool(users) and all(_says_that_secrets_stay_out(user, sources) for user in users)
    )


def test_wherever_officers_write_freely_they_are_told_that_secrets_stay_out():
    files = {str(path.relative_to(TEMPLATES)): path for path in TEMPLATES.rglob("*.html")}
    sources = {name: path.read_text() for name, path in files.items()}
    written = [
        name
        for name, source in sources.items()
        if re.search(r"\brows=\w", source)
        and name.partition("/")[0] not in {"public", "admin"}
        and name != "components/field.html"
    ]
    assert len(written) > 5
    assert [name for name in written if not _says_that_secrets_stay_out(name, sources)] == []
