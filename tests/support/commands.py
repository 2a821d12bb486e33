"""Runs flask commands as an operator does: a process of its own on an instance folder."""

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
KEPT = {"PATH", "HOME", "LANG", "LD_LIBRARY_PATH"}
STREAMS = ("stdin", "stdout", "stderr")

# A process that has imported the code and does nothing else; commands are forked from it, which
# spares each of them the two seconds that importing takes.
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["app", "flask.cli", "flask_migrate", "web.cli_seed"])


def flask(
    instance: Path, *words: str, stdin: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `flask WORDS` with the instance folder; settings are environment variables."""
    environment = {key: value for key, value in os.environ.items() if key in KEPT}
    environment |= {"INSTANCE_DIR": str(instance), **settings}
    with tempfile.TemporaryDirectory(prefix="lang-nghe-command-") as name:
        folder = Path(name)
        for stream in STREAMS:
            (folder / stream).write_text(stdin if stream == "stdin" else "", encoding="utf-8")
        process = _FORKING.Process(target=_command, args=(words, environment, folder))
        process.start()
        process.join(SECONDS)
        if process.is_alive():
            process.kill()
            raise subprocess.TimeoutExpired(words, SECONDS)
        said = [(folder / stream).read_text(encoding="utf-8") for stream in STREAMS[1:]]
    assert process.exitcode is not None
    return subprocess.CompletedProcess(words, process.exitcode, *said)


def _command(words: tuple[str, ...], environment: dict[str, str], folder: Path) -> None:
    """What `python -m flask` does, with nothing of the tests around it."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(STREAMS):
        os.dup2(os.open(folder / stream, os.O_RDWR), number)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
    sys.argv = ["flask", *words]
    runpy.run_module("flask", run_name="__main__")
