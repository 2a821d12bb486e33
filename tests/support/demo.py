"""The demo district for tests on a live server: made once a run, copied for each server."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.support.server import running_server


def demo_district(folders: pytest.TempPathFactory) -> Path:
    """An instance folder of one's own that holds the demo, fit for `running_server`."""
    mine = folders.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    pattern = shared / "demo" / "instance"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Another test process may be making it right now.
        if not pattern.exists():
            making = shared / "demo-being-made" / "instance"
            with running_server(making):
                pass
            making.parent.rename(pattern.parent)
    return Path(shutil.copytree(pattern, folders.mktemp("live") / "instance"))
