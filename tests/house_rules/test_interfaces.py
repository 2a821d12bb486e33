"""What docs/interfaces.md promises is there in the running app."""

import re
import subprocess
import sys
from pathlib import Path

from tests.support.commands import flask

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "interfaces.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def _shape(address: str) -> str:
    """An address with every part that varies called <>."""
    return re.sub(r"<[^>]*>", "<>", address)


def test_every_address_on_the_page_is_served(app):
    served = {_shape(rule.rule) for rule in app.url_map.iter_rules()}
    promised = re.findall(
        r"`(/[^`\s]*)`",
        _section("Public addresses") + _section("Staff addresses") + _section("Uploads"),
    )
    assert len(promised) > 30
    assert [a for a in promised if _shape(a) not in served] == []


def test_every_setting_on_the_page_is_read_and_stands_in_the_readme():
    names = re.findall(r"`([A-Z_]{4,})`", _section("Environment"))
    source = (ROOT / "web" / "config.py").read_text(encoding="utf-8")
    assert len(names) == 17
    assert [n for n in names if f'"{n}"' not in source] == []
    assert [n for n in names if f"`{n}`" not in README] == []


def test_every_setting_that_is_read_stands_on_the_page():
    source = (ROOT / "web" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:env\.get\(|env, )"([A-Z_]+)"', source))
    assert read - set(re.findall(r"`([A-Z_]{4,})`", _section("Environment"))) == set()


def test_every_flask_command_on_the_page_exists(tmp_path):
    groups: dict[str, set[str]] = {}
    for words in re.findall(r"`flask ([a-z -]+)`", _section("`flask` commands")):
        group, _, command = words.partition(" ")
        groups.setdefault(group, set()).add(command)
    typed = [sys.executable, "-m", "flask", "--help"]
    listed = subprocess.run(typed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for group, commands in groups.items():
        assert f"\n  {group} " in listed
        helped = flask(tmp_path, group, "--help")
        assert helped.returncode == 0, helped.stderr
        assert [c for c in commands if c and f"\n  {c}" not in helped.stdout] == [], group


def test_every_make_target_on_the_page_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)`", _section("Commands")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_tip_form_has_every_field_of_the_page(app, browser_of):
    fields = set(
        re.findall(
            r"`([a-z_]+)`", _section("Public addresses").split("**Fields")[1].split("A category")[0]
        )
    )
    offered = browser_of().get("/tip?place=30094").form("story").names()
    assert fields - offered - {"photo_ids", "place"} == set()
