"""Citizen pages keep to what Chrome 70 knows: old phones, old WebViews, Zalo's own browser."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static" / "css" / "public").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js" / "public").rglob("*.js"))
TEMPLATES = [
    ROOT / "templates" / "layouts" / "public.html",
    ROOT / "templates" / "layouts" / "empty.html",
    *sorted((ROOT / "templates" / "public").glob("*.html")),
]

# What came after Chrome 70 (October 2018), and the release that brought it.
NEWER_CSS = {
    r":has\(": 105, r":is\(": 88, r":where\(": 88, r":not\([^)]*,": 88, r"@layer": 99,
    r"@container": 105, r"@property": 85, r"@scope": 118, r"&": 112, r"light-dark\(": 123,
    r"color-mix\(": 111, r"oklch\(": 111, r"(?<![-\w])inset\s*:": 87, r"clamp\(": 79,
    r"(?<![-\w])(?:min|max)\(": 79, r"aspect-ratio": 88, r"(?<!grid-)(?<!-)\bgap\s*:": 84,
    r"\d(?:s|d|l)v[hw]\b": 108, r"accent-color": 93, r"margin-(?:inline|block)\s*:": 87,
    r"padding-(?:inline|block)\s*:": 87, r"text-wrap": 114, r"content-visibility": 85,
    r"overflow\s*:\s*clip": 90, r"backdrop-filter": 76, r"subgrid": 117, r"field-sizing": 123,
    r"color-scheme": 81, r"forced-colors": 89, r"translate\s*:": 104, r"rotate\s*:": 104,
}  # fmt: skip
NEWER_JS = {
    r"\?\.(?!\d)": 80, r"\?\?": 80, r"\|\|=|&&=": 85, r"\.replaceAll\(": 85, r"\.at\(": 92,
    r"\.matchAll\(": 73, r"fromEntries": 73, r"allSettled": 76, r"Promise\.any": 85,
    r"structuredClone": 98, r"globalThis": 71, r"\.replaceChildren\(": 86, r"randomUUID": 92,
    r"\.findLast": 97, r"\bstatic\s*\{": 94, r"\d_\d{3}\b": 75, r"\.requestSubmit": 76,
    r"(?:blob|file)\.(?:text|arrayBuffer|stream)\(": 76, r"^\s*await\b": 89,
    r"#[a-z]\w*\s*[=(;]": 74,
    r"AbortSignal\.timeout": 103, r"showPicker": 99, r"\.toSorted|\.toReversed": 110,
}  # fmt: skip
NEWER_HTML = {
    r"<dialog": 117, r"\bpopover\b": 114, r"\binert\b": 102, r"<search\b": 118,
    r'loading="lazy"': 77, r'fetchpriority': 101, r'type="module"': 61, r":~:text=": 80,
    r'target="_blank"': 0, r"\bdownload(?:=|\b(?=[^<]*>))": 0, r"<(?:video|audio|iframe|object)": 0,
}  # fmt: skip
"""Zero: not a question of age, but new windows, downloads and frames fail in Zalo and Facebook."""


def _found(paths: list[Path], list_: dict[str, int], *, without: str = "") -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {hit.group()!r} (Chrome {version})"
        for path in paths
        for pattern, version in list_.items()
        for hit in re.finditer(
            pattern, re.sub(without, "", path.read_text(encoding="utf-8")), re.MULTILINE
        )
    ]


def test_styles_of_citizen_pages_use_nothing_newer():
    assert _found(STYLES, NEWER_CSS, without=r"(?s)/\*.*?\*/") == []


def test_scripts_of_citizen_pages_use_nothing_newer():
    assert _found(SCRIPTS, NEWER_JS, without=r"(?s)/\*.*?\*/|//[^\n]*") == []


def test_citizen_pages_use_no_element_or_address_that_is_newer():
    assert _found(TEMPLATES, NEWER_HTML) == []


@pytest.mark.parametrize(
    ("text", "list_"),
    [
        (".a { inset: 0; gap: 4px; }", NEWER_CSS),
        (".a:has(b) { width: min(1px, 2px); }", NEWER_CSS),
        ("const a = b?.c ?? 1;", NEWER_JS),
        ('<a target="_blank" download>', NEWER_HTML),
    ],
)
def test_the_list_catches_what_it_names(text, list_):
    assert any(re.search(pattern, text) for pattern in list_)


@pytest.mark.parametrize("text", [".a { grid-gap: 4px; inset-x: 0; min-width: 1px; }"])
def test_the_list_leaves_alone_what_is_old(text):
    assert not [pattern for pattern in NEWER_CSS if re.search(pattern, text)]


def test_what_stands_in_rules_of_its_own_is_skipped_by_an_old_browser():
    for path in STYLES:
        for line in path.read_text(encoding="utf-8").splitlines():
            selector = line.partition("{")[0]
            assert ":focus-visible" not in selector or "," not in selector, line
