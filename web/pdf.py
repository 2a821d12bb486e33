"""Word files as PDF, where the machine has an office program that converts them.

What it opens may be somebody's own form. The form was looked at when it was sent; the program is
held all the same: it runs no macro, fetches nothing, and leaves nothing behind.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from domain.errors import BadInput, Refusal
from domain.papers.docx_files import require_plain
from domain.sentence import Sentence

PROGRAM = "soffice"
PATIENCE = 60
"""Seconds; the first start of the program takes ten."""
_AT_ONCE = 2
"""Each takes some 200 MB, and a thread of the server for as long as it takes."""
_WAIT = 20
"""Seconds until somebody's turn; the Word file is there meanwhile."""
_turns = BoundedSemaphore(_AT_ONCE)
_NOWHERE = "127.0.0.1"
_RULES = {
    "Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
    "Office.Writer/Content/Update": {"Link": "2"},
    "Inet/Settings": {
        "ooInetProxyType": "1",
        "ooInetHTTPProxyName": _NOWHERE,
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": _NOWHERE,
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
}
"""Settings of LibreOffice: no link out of a document is followed, no macro runs at the highest of
four levels, linked content is never (2) renewed, and the way into the net leads nowhere."""


class NotConverted(Refusal):
    """The program is gone, hung or made nothing."""

    sentence = Sentence("Máy chủ chưa chuyển được sang PDF. Tải tệp Word giúp.")


def is_offered() -> bool:
    """Whether there is a converter."""
    return shutil.which(PROGRAM) is not None


def of_word_file(document: bytes) -> bytes:
    """The same pages as PDF. Raises `NotConverted`.

    The program gets a folder of its own that nobody else may look into, for the file, its profile
    and what it keeps meanwhile, and nothing of our environment but where programs lie: secrets
    stay here. Two run at once; whoever waits too long for a turn is told to take the Word file.
    """
    try:
        require_plain(document)  # A form may have been sent before we knew all that it must not do.
    except BadInput:
        raise NotConverted from None
    if not _turns.acquire(timeout=_WAIT):
        raise NotConverted
    try:
        with TemporaryDirectory(prefix="pdf-") as name:
            return _made_in(Path(name), document)
    finally:
        _turns.release()


def _made_in(folder: Path, document: bytes) -> bytes:
    source, made = folder / "paper.docx", folder / "paper.pdf"
    source.write_bytes(document)
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_profile(), "utf-8")
    _run(folder, source)
    if not made.is_file():
        raise NotConverted
    return made.read_bytes()


def _profile() -> str:
    """The rules as LibreOffice keeps them."""
    told = "".join(
        f'<item oor:path="/org.openoffice.{where}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for where, rules in _RULES.items()
        for name, value in rules.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{told}</oor:items>'
    )


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
    # The launcher starts a second process; a session of their own lets both be ended together.
    with subprocess.Popen(  # noqa: S603 - our own words, and a file that we named.
        command,
        env=_surroundings(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            code = running.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise NotConverted from None
        finally:
            # Also when it ended by itself: a launcher that died leaves the program running.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    if code:
        raise NotConverted


def _surroundings(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
    }
