"""A small program that stands in for the office program, and the way to find a real one."""

import shutil
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2

from web import pdf

REAL = shutil.which(pdf.PROGRAM)
"""The office program of this machine, if it has one."""
_BEGINS = f"""#!{sys.executable} -I
# Stands in for the office program: checks how it is called, then does what a test wants.
import os, stat, sys, time
from pathlib import Path
source = Path(sys.argv[-1])
home = source.parent
is_alone = stat.S_IMODE(home.stat().st_mode) == 0o700
at_home = os.environ["HOME"] == os.environ["TMPDIR"] == str(home)
profile = home / "profile"
rules = (profile / "user" / "registrymodifications.xcu").read_text()
is_held = "DisableMacrosExecution" in rules and "BlockUntrustedRefererLinks" in rules
is_told = sys.argv[1] == "-env:UserInstallation=" + profile.as_uri()
if not (is_alone and at_home and is_held and is_told) or "SECRET_KEY" in os.environ:
    sys.exit(3)
"""


def blank_page() -> bytes:
    """A true PDF of one empty page of A4."""
    made = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595.3, 841.9)
        document.save(made)
    return made.getvalue()


WORKS = f"source.with_suffix('.pdf').write_bytes({blank_page()!r})"


def standing_in(folder: Path) -> Callable[[str], None]:
    """Puts a program into a folder that does what it is told."""

    def put(does: str) -> None:
        program = folder / pdf.PROGRAM
        program.write_text(_BEGINS + does)
        program.chmod(0o755)

    return put


def real_or_standing_in(folder: Path) -> None:
    """The office program of this machine, else one that makes an empty page of anything."""
    if REAL is None:
        standing_in(folder)(WORKS)
    else:
        (folder / pdf.PROGRAM).symlink_to(REAL)
