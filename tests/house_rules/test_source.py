"""Conventions that a reader relies on, checked on the text of the code."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [
    *sorted((ROOT / "domain").rglob("*.py")),
    *sorted((ROOT / "web").rglob("*.py")),
    *sorted((ROOT / "blueprints").rglob("*.py")),
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OLD_SPELLING = re.compile(r"\b\w*(?:oá|oà|oả|oã|oạ|uý|uỳ|uỷ|uỹ|uỵ)\b", re.IGNORECASE)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_nothing_under_domain_commits_but_what_streams_a_whole_demo():
    committing = [
        _name(path)
        for path in PYTHON
        if path.is_relative_to(ROOT / "domain")
        and not path.is_relative_to(ROOT / "domain" / "demo")
        and re.search(r"\.commit\(\)", path.read_text(encoding="utf-8"))
    ]
    assert committing == [], "the view or the command commits, once, last"


def test_every_module_and_every_public_function_of_the_domain_says_what_it_is_for():
    silent = []
    for path in PYTHON:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(_name(path))
        if not path.is_relative_to(ROOT / "domain"):
            continue
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if public and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{_name(path)}: {node.name}")
    assert silent == [], "one sentence: what belongs here, what it promises"


@pytest.mark.parametrize(
    "pattern", [r"\|\s*safe\b", r"\bon[a-z]+=\"", r"\bstyle=\"", r"hx-on", r"js:"]
)
def test_no_template_trusts_text_or_carries_inline_script_or_style(pattern):
    found = [_name(p) for p in TEMPLATES if re.search(pattern, p.read_text(encoding="utf-8"))]
    assert found == []


def test_no_markup_is_made_from_data_in_python():
    allowed = {"web/icons.py"}
    found = [
        _name(p)
        for p in PYTHON
        if _name(p) not in allowed
        and re.search(r"\bMarkup\(|render_template_string", p.read_text(encoding="utf-8"))
        and not _name(p).startswith("blueprints/public/")
    ]
    assert found == [], "let Jinja escape it"


def test_no_file_is_called_after_nothing():
    vague = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py"}
    assert [_name(p) for p in PYTHON if p.name in vague] == [], "a noun is missing"


def test_vietnamese_is_spelt_one_way():
    files = [*PYTHON, *TEMPLATES, *sorted((ROOT / "static" / "js").rglob("*.js"))]
    odd = [
        f"{_name(p)}: {word.group()}"
        for p in files
        for word in OLD_SPELLING.finditer(p.read_text(encoding="utf-8"))
        if not word.group().lower().startswith("qu")
    ]
    assert odd == [], "spell hóa, xóa, khóa, tùy, ủy"


def test_the_project_names_no_machine_and_no_package_index():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    bad = re.compile(r"(index-url|registry)[ =:\"]+https?://|\"resolved\": \"https?://")
    found = [
        name
        for name in tracked
        if name.endswith((".json", ".toml", ".txt", ".cfg", ".npmrc", ".md", ".py", "Makefile"))
        and (ROOT / name).is_file()
        and bad.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
        and "house_rules" not in name
    ]
    assert found == []
