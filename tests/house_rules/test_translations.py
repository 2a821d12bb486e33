"""Every sentence that reaches a screen can be said in English, and is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import Environment, nodes

from tests.support.catalogue import ROOT, catalogues, extracted, read, updated

VIETNAMESE = re.compile("[à-ỹÀ-ỸđĐ]")
HOLES = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")
SAID_EVERYWHERE = re.compile("Lắng Nghe|Tiếng Việt")
"""The product's name, and what the language calls itself."""
TRANSLATES = {"_", "gettext", "ngettext"}
ALWAYS_VIETNAMESE = {
    "blueprints/forums/telling.py": "the sentence for the unit's group chat",
    "blueprints/outreach/telling.py": "the sentence for the unit's group chat",
    "domain/demo": "the demo's made-up people and stories",
    "domain/documents/nd30.py": "papers as Decree 30/2020 wants them",
    "domain/documents/letter.py": "the same, sent to somebody",
    "domain/forums/minutes.py": "the minutes, a paper",
    "domain/papers/arrival.py": "the half-day on a paper and in the register",
    "domain/papers/case_content.py": "what stands in the file of a case",
    "domain/papers/case_dossier.py": "the file of a case, a paper",
    "domain/papers/case_file.py": "the names of files in it",
    "domain/papers/content.py": "what stands in papers",
    "domain/papers/example.py": "a form to begin from, a paper",
    "domain/papers/notices.py": "notices, papers",
    "domain/papers/register.py": "the register, a paper",
    "domain/papers/summary.py": "the summary, a paper",
    "domain/places/csv_lines.py": "answers in the terminal",
    "domain/places/importing.py": "answers in the terminal",
    "domain/places/loading.py": "names that the shipped data lacks",
    "domain/places/naming.py": "how units are called",
    "domain/posters/layout.py": "the printed poster",
    "domain/posters/poster_pdf.py": "the printed poster",
    "domain/posters/printing.py": "the printed poster",
    "domain/reference/setting_kinds.py": "what stands for the unit in a symbol of papers",
    "domain/reference/settings.py": "names an admin may change",
    "domain/text.py": "letters",
    "domain/tips/codes.py": "what stands in a text where a code stood",
    "domain/tips/money.py": "how amounts are said",
    "domain/tips/qr_payloads.py": "words to look for",
    "domain/tips/quarantine.py": "words to look for",
    "domain/tips/recognising.py": "words to look for",
    "domain/tips/shapes.py": "words to look for",
    "domain/tips/urgency.py": "words to look for",
    "domain/tips/web_names.py": "words to look for",
    "domain/vault/keys.py": "answers in the terminal",
    "web/cli_data.py": "answers in the terminal",
    "web/devices.py": "a browser's name",
    "web/errors.py": "the page of last resort, which calls nothing that may fail",
    "web/fields.py": "words that people type",
    "web/telling.py": "the sentence for the unit's group chat",
    "web/filters.py": "days and hours as Vietnamese says them; English has its own branch",
}


def _sentences(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _translations(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said)


@pytest.fixture(scope="module")
def today() -> Catalog:
    return extracted()


@pytest.fixture(scope="module")
def sources(today: Catalog) -> set[str]:
    """Every sentence that extraction finds."""
    return {text for message in today if message.id for text in _sentences(message)}


@pytest.fixture(params=catalogues())
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_extraction_sees_the_screens(sources):
    assert len(sources) > 1200
    assert "Đã nhận tin. Cảm ơn đã báo sớm." in sources, "templates"
    assert "Chọn vai trò." in sources, "forms"
    assert "Ghi tối đa %(most)s chữ." in sources, "refusals of the domain"
    assert "Nhận hình từ bà con" in sources, "names of settings"


def test_every_catalogue_holds_the_sentences_of_today(language, today, sources):
    path = catalogues()[language]
    held = {text for m in read(path, language) if m.id for text in _sentences(m)}
    assert sources - held == set(), "`make catalogue`, then translate what is new"
    assert held - sources == set(), "`make catalogue` takes out what nobody says any more"
    assert updated(path, language, today) == path.read_text(encoding="utf-8"), "`make catalogue`"


def test_every_sentence_is_translated_with_its_values_in_place(language):
    wrong = []
    for message in read(catalogues()[language], language):
        source = _sentences(message)[0]
        said = _translations(message)
        if not source:
            continue
        if message.fuzzy or not all(said) or (message.pluralizable and len(said) != 2):
            wrong.append(f"not translated: {source}")
        elif any(sorted(HOLES.findall(one)) != sorted(HOLES.findall(source)) for one in said):
            wrong.append(f"other values: {source} -> {said}")
        elif any(_edges(one) != _edges(source) for one in said):
            wrong.append(f"other spaces at the ends: {source} -> {said}")
    assert wrong == []


def _is_vietnamese(text: str) -> bool:
    return bool(VIETNAMESE.search(SAID_EVERYWHERE.sub("", text)))


def _edges(text: str) -> tuple[bool, bool]:
    return text[0].isspace(), text[-1].isspace()


def test_templates_say_nothing_in_vietnamese_that_cannot_be_translated():
    parser = Environment(extensions=["jinja2.ext.i18n"])
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        tree = parser.parse(path.read_text(encoding="utf-8"))
        said = {
            id(argument)
            for call in tree.find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATES
            for argument in call.args
        }
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}: {text.strip()}"
            for node, text in _literals(tree)
            if _is_vietnamese(text) and id(node) not in said
        ]
    assert found == [], "wrap it in _()"


def _literals(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    for data in tree.find_all(nodes.TemplateData):
        yield data, data.data
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant, constant.value


def test_python_says_nothing_in_vietnamese_that_cannot_be_translated(sources):
    found, needless = [], set(ALWAYS_VIETNAMESE)
    for path in sorted(
        p for f in ("domain", "web", "blueprints") for p in (ROOT / f).rglob("*.py")
    ):
        name = str(path.relative_to(ROOT))
        loose = [text for text in _strings(path) if _is_vietnamese(text) and text not in sources]
        allowed = {one for one in ALWAYS_VIETNAMESE if name == one or name.startswith(f"{one}/")}
        if loose:
            needless -= allowed
        if not allowed:
            found += [f"{name}: {text}" for text in loose]
    assert found == [], "wrap it in gettext(), in the domain in Sentence()"
    assert needless == set(), "these say nothing in Vietnamese: take them off the list"


def _strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value
