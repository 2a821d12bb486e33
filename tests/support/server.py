"""The real server in its own process, as `make run` starts it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90.0
STOP_SECONDS = 20.0
# Settings of the shell that starts the tests must not leak into the server under test.
SETTINGS = {
    "HOST",
    "PORT",
    "INSTANCE_DIR",
    "DATABASE_URL",
    "SECRET_KEY",
    "DATA_KEYS",
    "PUBLIC_URL",
    "TRUSTED_PROXIES",
    "SECOND_FACTOR",
    "DEMO",
}


@dataclass(frozen=True)
class LiveServer:
    """A server that answers at `url`; `demo` is its demo.json, empty outside demo mode."""

    url: str
    instance: Path
    demo: dict[str, Any]
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """Everything the server has printed so far."""
        return _log_file(self.instance).read_text(errors="replace")


@contextlib.contextmanager
def running_server(
    instance: Path, settings: Mapping[str, str] | None = None, *, root: Path = ROOT
) -> Iterator[LiveServer]:
    """Serve `instance` on a free port, in demo mode unless `settings` says otherwise, by the code
    in `root`.

    Yields when the server has printed its address; stops it by SIGTERM at the end.
    """
    instance.mkdir(parents=True, exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    environment |= {
        "HOST": "127.0.0.1",
        "PORT": str(_free_port()),
        "INSTANCE_DIR": str(instance),
        "DEMO": "1",
        **(settings or {}),
    }
    with _log_file(instance).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.serve"],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        url = _wait_for_address(process, instance)
        demo = instance / "demo.json"
        yield LiveServer(
            url=url,
            instance=instance,
            demo=json.loads(demo.read_text()) if demo.exists() else {},
            process=process,
        )
    finally:
        _stop(process)


def kill(server: LiveServer) -> None:
    """As a power cut does it: no process of it hears a word before."""
    for pid in [*_children(server.process.pid), server.process.pid]:
        os.kill(pid, signal.SIGKILL)
    server.process.wait(timeout=10)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _log_file(instance: Path) -> Path:
    return instance.with_name(f"{instance.name}.log")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_for_address(process: subprocess.Popen[bytes], instance: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while True:
        printed = _log_file(instance).read_text(errors="replace")
        for line in printed.splitlines():
            if line.startswith("ADDRESS "):
                return line.removeprefix("ADDRESS ").strip().rstrip("/")
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not become ready:\n{printed}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
