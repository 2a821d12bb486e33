"""What is measured stands here: the product with its demo district, and the bare floor, both under
the same server settings."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url

from domain.posters.models import Poster, PosterState
from domain.vault.keys import KeyRing
from tests.bench import load
from tests.support.commands import flask
from tests.support.server import LiveServer, running_server
from web import form_tokens
from web.config import Config, read
from web.context import now
from web.serve import THREADS

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
BOUNDARY = "----bench"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
STORY = (
    "Sáng nay có người gọi tới xưng là công an, nói tôi dính vào vụ rửa tiền, kêu tôi chuyển hết"
    " tiền trong sổ tiết kiệm vào tài khoản họ đưa để kiểm tra, còn dặn không được nói với ai."
)
LIMITS = {
    "tips_per_bucket_hour": "1000",
    "tips_per_poster_hour": "1000",
    "tips_per_unit_hour": "10000",
    "tips_per_hour": "100000",
    "tips_alike_from": "100000",
}
"""A few lines send thousands of tips; none of these may wait apart, which would cost less."""


@dataclass(frozen=True)
class Serving:
    """A server that answers: its port, and its first process."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{load.HOST}:{self.port}"


@dataclass(frozen=True)
class Product:
    """The product as it serves, and what a bench may read of its instance."""

    live: LiveServer
    config: Config

    @property
    def serving(self) -> Serving:
        """Port and first process."""
        return Serving(port=make_url(self.live.url).port or 0, pid=self.live.process.pid)

    @property
    def ring(self) -> KeyRing:
        """Its keys."""
        return KeyRing(self.config.data_keys)

    def posters(self) -> list[str]:
        """Codes of posters that hang."""
        engine = create_engine(self.config.database_url)
        with engine.connect() as connection:
            live = select(Poster.code).where(Poster.state == PosterState.LIVE)
            codes = list(connection.scalars(live.order_by(Poster.code)))
        engine.dispose()
        return codes

    def tips(self, count: int, photo: bytes = b"") -> list[bytes]:
        """Requests that send that many different tips, over all posters in turn.

        Their tokens are made here, a minute old, as if each form had been open that long.
        """
        return self.tips_telling([f"{STORY} ({number})" for number in range(count)], photo)

    def tips_telling(self, stories: Sequence[str], photo: bytes = b"") -> list[bytes]:
        """The same with these stories."""
        codes, ring = self.posters(), self.ring
        made = now() - timedelta(minutes=1)
        requests = []
        for number, story in enumerate(stories):
            id_ = uuid4()
            fields = {
                "submission_id": str(id_),
                "form_token": form_tokens.form_token(ring, id_, made),
                "send_to": "commune",
                "category": "impersonation",
                "story": story,
                "happened_on": "today",
            }
            path = f"/q/{codes[number % len(codes)]}/tip"
            requests.append(load.post(path, multipart(fields, photo), CONTENT_TYPE))
        return requests


def multipart(fields: dict[str, str], photo: bytes = b"") -> bytes:
    """The fields as a browser sends a form; a photo field without a photo is sent as well."""
    named = "hinh.jpg" if photo else ""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="{named}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return b"".join(("".join(parts).encode(), photo, f"\r\n--{BOUNDARY}--\r\n".encode()))


def prepare(instance: Path, database_url: str = "", *, limits: Mapping[str, str] = LIMITS) -> None:
    """A stopped instance with the demo district and limits wide enough for one busy client; those
    that ship where `limits` is empty."""
    settings = {"DATABASE_URL": database_url} if database_url else {}
    with running_server(instance, settings):
        pass
    for key, value in limits.items():
        done = flask(instance, "settings", "set", key, value, **settings)
        if done.returncode:
            raise RuntimeError(done.stderr)


@contextlib.contextmanager
def product(instance: Path, database_url: str = "") -> Iterator[Product]:
    """Serve a prepared instance."""
    settings = {"DATABASE_URL": database_url} if database_url else {}
    with running_server(instance, settings) as live:
        config = read({"INSTANCE_DIR": str(instance), "DEMO": "1", **settings})
        wait_until_it_answers(make_url(live.url).port or 0)
        yield Product(live, config)


@contextlib.contextmanager
def floor(database: str, *, workers: int = 1, threads: int = THREADS) -> Iterator[Serving]:
    """Serve the floor, on a fresh database, as the product is served unless told otherwise."""
    with socket.create_server((load.HOST, 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tests.bench.floor_app:app"]
    command += ["--bind", f"{load.HOST}:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(workers), "--threads", str(threads), "--keep-alive", "5"]
    command += ["--log-level", "warning", "--no-control-socket"]
    environment = {**os.environ, "FLOOR_DATABASE": database}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until_it_answers(port)
        yield Serving(port, process.pid)
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def wait_until_it_answers(port: int, path: str = "/healthz") -> None:
    """Return with the first answer, whatever its status."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            load.first_answer(port, path)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def server_of(database_url: str) -> int:
    """The first process of the PostgreSQL server that this run started; 0 when it did not."""
    folder = str(make_url(database_url).query.get("host", ""))
    note = Path(folder) / "data" / "postmaster.pid"
    return int(note.read_text().split()[0]) if note.is_file() else 0
