"""Word files as PDF, where the machine has an office program that converts them."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.errors import Refusal
from domain.sentence import Sentence

PROGRAM = "soffice"
PATIENCE = 60
"""Seconds; the first start of the program takes ten."""


class NotConverted(Refusal):
    """The program is gone, hung or made nothing."""

    sentence = Sentence("Máy chủ chưa chuyển được sang PDF. Tải tệp Word giúp.")


def is_offered() -> bool:
    """Whether there is a converter."""
    return shutil.which(PROGRAM) is not None


def of_word_file(document: bytes) -> bytes:
    """The same pages as PDF. Raises `NotConverted`.

    The program gets a folder of its own that nobody else may look into, for the file and for its
    profile, and nothing of our environment but where programs lie: secrets stay here.
    """
    with TemporaryDirectory(prefix="pdf-") as name:
        folder = Path(name)
        source = folder / "paper.docx"
        source.write_bytes(document)
        _run(folder, source)
        made = folder / "paper.pdf"
        if not made.is_file():
            raise NotConverted
        return made.read_bytes()


def _run(folder: Path, source: Path) -> None:
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotConverted
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    # The launcher starts a second process; a session of their own lets both be ended together.
    with subprocess.Popen(  # noqa: S603 - our own words, and a file that we named.
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            code = running.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise NotConverted from None
    if code:
        raise NotConverted
