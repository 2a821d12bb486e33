"""No file grows past its limit; one that does is split by noun."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ("app.py", "blueprints", "web", "domain")
MAX_FUNCTION = 40
MAX_VIEW = 25

LIMITS = (
    ("app.py", "app.py", 100),
    ("Python module", "{app.py,blueprints/**/*.py,web/**/*.py,domain/**/*.py}", 300),
    ("page template", "templates/**/*.html", 150),
    ("component macro", "templates/components/*.html", 60),
    ("CSS file", "static/css/**/*.css", 150),
    ("JS module", "static/js/**/*.js", 200),
    ("service worker", "static/sw.js", 100),
    ("test module", "tests/**/test_*.py", 400),
    ("conftest", "tests/**/conftest.py", 150),
)


def _matching(pattern: str) -> list[Path]:
    if not pattern.startswith("{"):
        return sorted(ROOT.glob(pattern))
    return sorted(p for part in pattern.strip("{}").split(",") for p in ROOT.glob(part))


@pytest.mark.parametrize(("kind", "pattern", "limit"), LIMITS)
def test_no_file_is_longer_than_its_kind_allows(kind, pattern, limit):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _matching(pattern)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    }
    assert long == {}, f"a {kind} has at most {limit} lines: split it by noun"


def _functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _is_view(function: ast.FunctionDef) -> bool:
    return any("bp." in ast.unparse(decorator) for decorator in function.decorator_list)


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(ROOT)}:{f.lineno} {f.name} has {length} lines"
        for pattern in SOURCE
        for path in (
            [ROOT / pattern] if pattern.endswith(".py") else sorted((ROOT / pattern).rglob("*.py"))
        )
        for f in _functions(path)
        if (length := (f.end_lineno or f.lineno) - f.lineno + 1)
        > (MAX_VIEW if _is_view(f) else MAX_FUNCTION)
    ]
    assert long == [], "a function has at most 40 lines, a view 25: move the work to the domain"
