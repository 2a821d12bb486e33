"""A newer release of the product: the same code with other scripts."""

import shutil
from pathlib import Path

from tests.support.server import ROOT

PARTS = ("app.py", "blueprints", "domain", "web", "static", "templates", "migrations")
CHANGED = "static/js/outbox/world.js"


def newer_release(folder: Path, number: int) -> Path:
    """Its root, to start a server from."""
    folder.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    script = folder / CHANGED
    script.write_text(f"{script.read_text(encoding='utf-8')}\n/* {number} */\n", encoding="utf-8")
    return folder
