"""The Chromium that browser tests drive: found, or else installed, and always started alike."""

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    # Root in a container cannot open Chromium's own sandbox, and only our own pages are shown.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# The driver of playwright needs libatomic1, which a minimal system lacks.
DEBIAN_PACKAGES = ("chromium", "fontconfig", "fonts-noto-core", "libatomic1")
TRIES = 3
CLOSE_SECONDS = 30.0


@functools.cache
def find_chromium() -> Path | None:
    """The browser of this machine: `CHROMIUM` when set, else the first usual name that starts."""
    if given := os.environ.get("CHROMIUM"):
        if not _starts(Path(given)):
            raise RuntimeError(f"CHROMIUM={given} is not a Chromium that starts.")
        return Path(given)
    found = (Path(path) for name in NAMES if (path := shutil.which(name)))
    return next((path for path in found if _starts(path)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser without a window: the machine's, or else playwright's own download."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))


def close_in_time(close: Callable[[], None]) -> None:
    """Close a browser or a context of it; one that never answers is killed, or the run would hang.

    A browser that dies in closing says nothing of the pages that it showed: the next test gets
    another one.
    """
    watch = threading.Timer(CLOSE_SECONDS, kill_browsers_of, args=(os.getpid(),))
    watch.start()
    try:
        with contextlib.suppress(Error):
            close()
    finally:
        watch.cancel()


@contextlib.contextmanager
def started() -> Iterator[Callable[[], Browser]]:
    """What gives the one browser of a process, started anew should it have died."""
    with sync_playwright() as playwright:
        running = launch(playwright)

        def living() -> Browser:
            nonlocal running
            if not running.is_connected():
                running = launch(playwright)
            return running

        yield living
        close_in_time(running.close)


def kill_browsers_of(process: int) -> None:
    """Kill every Chromium that this process started, itself or through playwright's driver."""
    rows = [
        (int(pid), name, int(rest.split()[1]))
        for pid, name, rest in map(_split_stat, Path("/proc").glob("[0-9]*/stat"))
        if pid
    ]
    ours: set[int] = set()
    more = {process}
    while more:
        ours |= more
        more = {pid for pid, _, parent in rows if parent in ours} - ours
    for pid, name, _ in rows:
        if pid in ours and "chrom" in name:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _split_stat(path: Path) -> tuple[str, str, str]:
    """Number, name and the rest of a line of /proc; nothing of a process that has just ended."""
    try:
        pid, _, rest = path.read_text("utf-8", "replace").partition(" (")
    except OSError:
        return "", "", ""
    name, _, rest = rest.rpartition(") ")
    return pid, name, rest


def provide_chromium() -> None:
    """Make sure of a browser that opens and of a font with the Vietnamese letters, or raise."""
    if not (_opens() and has_vietnamese_font()):
        _install()
        _open_and_close()
    if not has_vietnamese_font():
        raise RuntimeError("no font here has the Vietnamese letters; fonts-noto-core is one.")


def has_vietnamese_font() -> bool:
    """Whether fontconfig knows a font for Vietnamese; other systems than Linux ship one."""
    listing = shutil.which("fc-list")
    if listing is None:
        return not sys.platform.startswith("linux")
    fonts = subprocess.run([listing, ":lang=vi"], check=True, capture_output=True, text=True)
    return bool(fonts.stdout.strip())


def _starts(path: Path) -> bool:
    """Some systems put a script under the browser's name that only says how to install it."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def _opens() -> bool:
    """Whether tests could start now; browser, driver and libraries each fail in their own way."""
    try:
        _open_and_close()
    except Exception:
        return False
    return True


def _open_and_close() -> None:
    with sync_playwright() as playwright:
        launch(playwright).close()


def _install() -> None:
    print("Installing Chromium and a Vietnamese font for the browser tests …", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES)
        find_chromium.cache_clear()
    elif find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _apt_get(*arguments: str) -> None:
    """Mirrors time out now and then, and another installation may hold the lock."""
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in range(1, TRIES + 1):
        done = subprocess.run(
            command, env=environment, check=attempt == TRIES, stdout=subprocess.DEVNULL
        )
        if done.returncode == 0:
            return
        time.sleep(5 * attempt)


if __name__ == "__main__":
    try:
        provide_chromium()
    except Exception as problem:
        sys.exit(f"The browser tests need Chromium: {problem}")
