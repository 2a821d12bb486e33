"""`python -m web.serve`: migrate, make keys, seed an empty demo, then serve until told to stop."""

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from domain.errors import Refusal
from web.config import Config, read

if TYPE_CHECKING:
    from flask import Flask

THREADS = 16
_ARENAS = -8
"""M_ARENA_MAX of glibc's <malloc.h>."""


class Server(BaseApplication):
    """One web process with threads: limits and keys are then exact in memory."""

    def __init__(self, config: Config, make_app: "Callable[[], Flask]", ready: str) -> None:
        self._config, self._make_app, self._ready = config, make_app, ready
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings; none is read from files or its own environment variable."""
        host = f"[{self._config.host}]" if ":" in self._config.host else self._config.host
        options = {
            "bind": f"{host}:{self._config.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": 30,
            "keepalive": 5,
            "accesslog": None,
            "errorlog": "-",
            # A warning about a broken request would name the address it came from.
            "loglevel": "error",
            "forwarded_allow_ips": "",
            "limit_request_line": 4094,
            "limit_request_fields": 60,
            "proc_name": "lang-nghe",
            "control_socket_disable": True,
            # Not sooner: a worker that cannot yet hear a signal would outlive the order to stop.
            "post_worker_init": self._say_ready,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def _say_ready(self, worker: Worker) -> None:
        """The first worker serves; one that replaces it has nothing new to tell."""
        if worker.age == 1:
            print(self._ready, flush=True)
        from web.minute import Beat

        Beat(worker.wsgi).start()

    def load(self) -> "Flask":
        """The WSGI app, built in the worker.

        What it is made of stays for good: looking through it for garbage, again and again while it
        is built and then for ever after, would find none.
        """
        gc.disable()
        app = self._make_app()
        gc.freeze()
        gc.enable()
        return app


def _prepare(config: Config) -> dict[str, Any]:
    """Bring the database up to date and, in demo mode, fill an empty one.

    In a process of its own, so that the server's memory holds nothing of it.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        status = 1
        try:
            with os.fdopen(write_end, "w", encoding="utf-8") as pipe:
                json.dump(_told(config), pipe)
            status = 0
        except Refusal as refusal:
            print(refusal, file=sys.stderr)
        except Exception:
            # Nobody above this process would say what happened.
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as pipe:
        text = pipe.read()
    _, ended = os.waitpid(child, 0)
    if ended != 0 or not text:
        raise SystemExit("The database could not be prepared; see above.")
    return dict(json.loads(text))


def _told(config: Config) -> dict[str, Any]:
    from web.prepared import told_when_prepared

    told = told_when_prepared(config)
    if told is not None:
        return told
    from app import create_app
    from web.preparing import prepare

    return prepare(config, create_app(config))


def _lines(told: dict[str, Any]) -> str:
    lines = [f"ADDRESS {told['address']}"]
    lines += [
        f"SIGN-IN {s['username']} {s['password']} {s['role']} {s['place']}"
        for s in told.get("sign_ins", ())
    ]
    if told.get("poster"):
        lines.append(f"POSTER {told['poster']}")
    return "\n".join(lines)


def _share_heaps() -> None:
    """Keep threads on two heaps: with one for each, what they freed lies idle many times over."""
    with contextlib.suppress(AttributeError, OSError):  # A setting of glibc; others do without.
        ctypes.CDLL(None).mallopt(_ARENAS, 2)


def main() -> None:
    """Serve one deployment as the environment says."""
    _share_heaps()
    try:
        config = read()
    except Refusal as refusal:
        raise SystemExit(str(refusal)) from None
    told = _prepare(config)

    def make_app() -> "Flask":
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        from app import create_app

        return create_app(config)

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Server(config, make_app, _lines(told)).run()


if __name__ == "__main__":
    main()
