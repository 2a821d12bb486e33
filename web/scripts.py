"""Modules as they are published: what lies in folders within those in front, under short names.

`static/js/pages.js` is the door of what pages do: the parts have no address of their own and are
written into the modules that import them. That is one door each, but for what is so small that
citizens get it too.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

_FROM = re.compile(r'^(import|export) (?:(\* as \w+|\{[^}]*\}) from )?"([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)

_PARTS = {"behaviours", "kept_tip", "offline", "outbox", "pages"}
"""Folders of modules that have no address."""

_MINIFIER = [one.version for one in distributions(name="tdewolff-minify")]
"""Empty on a Mac of today, for which there is none: there, scripts go out as they are written."""
_MINIFY = """
import json, sys, minify
minify.config({"js-version": 2018})
texts = json.load(sys.stdin)
json.dump([minify.string("text/javascript", text) for text in texts], sys.stdout)
"""
"""The youngest words that it may use itself are known to Chrome 70, which some citizens have."""


def making() -> bytes:
    """What makes scripts into what is sent: other bytes, other files."""
    return Path(__file__).read_bytes() + "".join(_MINIFIER).encode()


def published_modules(static: Path) -> Iterator[Path]:
    """The modules that have an address of their own: those below `js/` that are parts of none."""
    return filter(_has_address, sorted((static / "js").rglob("*.js")))


def _has_address(module: Path) -> bool:
    return module.parent.name not in _PARTS


def joined(module: Path) -> str:
    """The text of a module, what has no address of its own written into it."""
    joining = _Joined(module)
    text = joining.text()
    return text if len(joining.bodies) > 1 else module.read_text(encoding="utf-8")


def minified(texts: dict[str, str]) -> dict[str, str]:
    """The scripts, by their names, without blanks and comments and with short names inside.

    The library brings a runtime with threads of its own. It does its work in a process of its own,
    so that no server carries these along.
    """
    names = [name for name in texts if not name.endswith(".min.js")]
    if not _MINIFIER:
        return texts
    done = subprocess.run(  # noqa: S603 - our own words.
        [sys.executable, "-c", _MINIFY],
        input=json.dumps([texts[name] for name in names]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return texts | dict(zip(names, json.loads(done.stdout), strict=True))


class _Joined:
    """Several modules in one text, each in a function that returns what it exports.

    It returns a list, from which others take by place: names would have to be sent.
    """

    def __init__(self, door: Path) -> None:
        self.door = door
        self.imports: list[str] = []
        self.bodies: list[str] = []
        self.places: dict[Path, tuple[str, list[str]]] = {}

    def text(self) -> str:
        """What lies outside, the modules in the order in which they need each other, the door."""
        whole, given = self._place(self.door)
        last = f"export const [{', '.join(given)}] = {whole};\n"
        return "".join([*self.imports, *self.bodies, last])

    def _place(self, module: Path) -> tuple[str, list[str]]:
        """A module's name in the text, where it stands by now, and what it gives, in order."""
        if module not in self.places:
            is_apart = module != self.door and _has_address(module)
            self.places[module] = self._import(module) if is_apart else self._write(module)
        return self.places[module]

    def _import(self, module: Path) -> tuple[str, list[str]]:
        name = f"o{len(self.imports)}"
        path = Path(os.path.relpath(module, self.door.parent)).as_posix()
        address = path if path.startswith(".") else f"./{path}"
        self.imports.append(f'import * as {name} from "{address}";\n')
        return name, []

    def _write(self, module: Path) -> tuple[str, list[str]]:
        text = module.read_text(encoding="utf-8")
        given = {name: name for name in _EXPORT.findall(text)}

        def take(found: re.Match[str]) -> str:
            word, names, address = found.groups()
            other, has = self._place(Path(os.path.normpath(module.parent / address)))
            if word == "export":
                for name, local in _pairs(names):
                    given[local] = f"{other}[{has.index(name)}]" if has else f"{other}.{name}"
                return ""
            return _taken(names, other, has) if names else ""

        body = _EXPORT.sub("", _FROM.sub(take, text))
        name = f"m{len(self.bodies)}"
        returned = ", ".join(given.values())
        self.bodies.append(f"const {name} = (() => {{\n{body}return [{returned}];\n}})();\n")
        return name, list(given)


def _pairs(names: str) -> list[tuple[str, str]]:
    """What is named in braces, each with the name that it has here."""
    return [(name, local or name) for name, local in re.findall(r"(\w+)(?: as (\w+))?", names)]


def _taken(names: str, module: str, has: list[str]) -> str:
    """The names of an import, from the list of a module or from one that lies outside."""
    if names.startswith("*"):
        inside = ", ".join(f"{name}: {module}[{place}]" for place, name in enumerate(has))
        return f"const {names.removeprefix('* as ')} = {{ {inside} }};\n"
    if not has:
        return f"const {names.replace(' as ', ': ')} = {module};\n"
    local = dict(_pairs(names))
    places = ", ".join(local.get(name, "") for name in has).rstrip(", ")
    return f"const [{places}] = {module};\n"
