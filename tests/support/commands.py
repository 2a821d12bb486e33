"""Runs flask commands as an operator does: a process of its own on an instance folder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def flask(
    instance: Path, *words: str, stdin: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `flask WORDS` with the instance folder; settings are environment variables."""
    keep = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "LD_LIBRARY_PATH"}}
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env={**keep, "INSTANCE_DIR": str(instance), **settings},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
    )
