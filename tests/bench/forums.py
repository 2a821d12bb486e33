"""What it costs to save a forum of 25 opinions and 6 photos, beside the same rows written bare.

The form is sent as a browser sends it: every box of the page, as multipart. Product and floor run
in one process and are called as a server calls them, so that no client is measured; each writes
into a database of its own. `forum_floor` says what the floor does and what it leaves out.
"""

import gc
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder, run_wsgi_app

import domain.tables  # noqa: F401 - maps every table.
from app import create_app
from domain.base import Base
from domain.media.models import Photo
from domain.places import loading
from domain.reference import defaults
from domain.vault.keys import KeyRing, new_data_key
from tests.bench import forum_floor
from tests.bench.processes import cpu_seconds
from tests.bench.stage import CONTENT_TYPE, multipart, server_of
from tests.bench.table import BenchRow
from tests.factories import make_officer
from tests.factories_outreach import make_hamlet
from tests.support.page import Browser
from tests.support.postgres import fresh_database, start_postgres
from web.config import Config
from web.context import today
from web.database import prepare
from web.extensions import db

ROUNDS = 40
KEY = new_data_key()
GIST = "Đường vào tổ {} tối, hay mất gà vịt ban đêm, đèn hư báo hoài chưa ai thay"
WRITTEN = (
    "forums",
    "opinions",
    "photos WHERE record_id IS NOT NULL",
    "feed_rows",
    "daily_counts",
    "feed_totals",
    "search_entries",
    "audit_entries",
)
"""What both must have written alike."""


@dataclass(frozen=True)
class _Cost:
    """Seconds of one request: on the processor, and on the clock."""

    cpu: float
    time: float


@dataclass(frozen=True)
class Databases:
    """One for the product, one for the floor, alike; the first process of their server, if any."""

    name: str
    ours: str
    floor: str
    server: int = 0


class Secretary:
    """An officer signed in, whose photos wait already, with the form as the page hands it out."""

    def __init__(self, app: Flask, officer_id: UUID, hamlet_id: UUID) -> None:
        with app.app_context():
            self.engine = db.engine
        self.app, self.officer_id, self.hamlet_id = app, officer_id, hamlet_id
        self.browser = Browser(app, "xa1")
        held = self.browser.get("/forums/new").form("attendance").values
        self.boxes = {name: str(value) for name, value in held.items()}
        cookie = self.browser.client.get_cookie("session")
        assert cookie is not None
        self.cookie = f"{cookie.key}={cookie.value}"

    def prepare(self, record_id: UUID) -> None:
        """Six photos that were made safe before."""
        claim = KeyRing((KEY,)).mac("photo-claim", record_id.bytes + self.officer_id.bytes)
        with Session(self.engine) as session:
            for position in range(forum_floor.PHOTOS):
                session.add(
                    Photo(
                        id=uuid4(),
                        claim=claim,
                        position=position,
                        file_key=f"{uuid4().hex}.jpg",
                        thumb_key=f"{uuid4().hex}.jpg",
                        received_sha256=uuid4().bytes,
                        created_on=today(),
                    )
                )
            session.commit()

    def fill_in(self, record_id: UUID) -> bytes:
        """The body that a browser sends for a forum with its opinions."""
        told = {
            "id": str(record_id),
            "place": str(self.hamlet_id),
            "started_at": "19:00",
            "venue": "Nhà văn hóa",
            "attendance": "48",
            "chair": "Thiếu tá Ví Dụ",
        }
        line = {name: text for name, text in self.boxes.items() if name.startswith("opinion-1-")}
        fields = {name: text for name, text in self.boxes.items() if name not in line} | told
        for number in range(1, forum_floor.OPINIONS + 1):
            said = {**line, "opinion-1-gist": GIST.format(number)}
            for name, typed in said.items():
                fields[name.replace("-1-", f"-{number}-", 1)] = typed
        return multipart(fields)


def measure(engine: str) -> list[BenchRow]:
    """CPU and time of the whole request on one engine: rounds interleaved, medians of the rounds'
    own ratios. The CPU of a database server counts for both."""
    with ExitStack() as stack:
        made = _databases(engine, stack)
        rounds = list(_rounds(made, stack))
    what = f"a forum with {forum_floor.OPINIONS} opinions and {forum_floor.PHOTOS} photos"
    bare = "of bare Flask with the same rows in one commit"
    name = made.name
    return [
        BenchRow(f"{name}: CPU of {what}", median(o.cpu for o, _ in rounds) * 1e3, None, "ms"),
        BenchRow(f"{name}: CPU, {bare}", median(o.cpu / f.cpu for o, f in rounds), 1.5, "x"),
        BenchRow(f"{name}: time, {bare}", median(o.time / f.time for o, f in rounds), None, "x"),
    ]


def _databases(engine: str, stack: ExitStack) -> Databases:
    if engine == "sqlite":
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lang-nghe-forums-")))
        return Databases(
            "SQLite",
            f"sqlite:///{folder / 'ours.sqlite3'}",
            f"sqlite:///{folder / 'floor.sqlite3'}",
        )
    server = stack.enter_context(start_postgres(durable=True))
    ours, floor = (stack.enter_context(fresh_database(server, n)) for n in ("ours", "floor"))
    return Databases("PostgreSQL", ours, floor, server_of(server))


def filled(address: str) -> tuple[UUID, UUID, UUID]:
    """Tables, real places and lists with one officer: ids of officer, unit and a hamlet there."""
    engine = create_engine(address)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        loading.load_packaged(session)
        defaults.load_packaged(session)
        defaults.read_tree_of(session, "2025-06-30")
        officer, hamlet = make_officer(session, "xa1"), make_hamlet(session)
        ids = officer.id, officer.place_id, hamlet.id
        session.commit()
    engine.dispose()
    return ids


def _rounds(made: Databases, stack: ExitStack) -> Iterator[tuple[_Cost, _Cost]]:
    officer_id, _, hamlet_id = filled(made.ours)
    theirs, their_unit, their_hamlet = filled(made.floor)
    app = stack.enter_context(_app(made.ours))
    secretary = Secretary(app, officer_id, hamlet_id)
    store = forum_floor.Store(made.floor, theirs, their_unit)
    stack.enter_context(closing(store.connection))
    forum_floor.app.config["store"] = store
    # As the product's server does once it is built.
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        record_id = uuid4()
        body = secretary.fill_in(record_id)
        secretary.prepare(record_id)
        forum_floor.wait(record_id)
        alike = body.replace(str(hamlet_id).encode(), str(their_hamlet).encode())
        yield (
            _cost(app, request("/forums/new", body, secretary.cookie), made.server),
            _cost(forum_floor.app, request("/forum", alike), made.server),
        )
    _compare(made)


def _compare(made: Databases) -> None:
    """Raises `RuntimeError` unless product and floor have written the same."""
    ours, floor = _written(made.ours), _written(made.floor)
    if ours != floor:
        raise RuntimeError(f"the product wrote {ours}, the floor {floor}")


def _written(address: str) -> list[Any]:
    """How many rows stand in each table, what the counts say, and how long the words are."""
    engine = create_engine(address)
    with engine.connect() as connection:
        found = [connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in WRITTEN]
        counts = "SELECT measure, sum(value) FROM daily_counts GROUP BY measure ORDER BY measure"
        words = "SELECT sum(length(folded)) FROM search_entries"
        told = [*map(tuple, connection.execute(text(counts))), connection.scalar(text(words))]
    engine.dispose()
    return [*zip(WRITTEN, found, strict=True), *told]


def request(path: str, body: bytes, cookie: str = "") -> dict[str, Any]:
    """A form post as a server hands it to an app."""
    built = EnvironBuilder(path=path, method="POST", input_stream=io.BytesIO(body))
    with closing(built):
        environ = built.get_environ()
    length = {"CONTENT_TYPE": CONTENT_TYPE, "CONTENT_LENGTH": str(len(body))}
    return {**environ, **length, "HTTP_COOKIE": cookie}


def _cost(app: Flask, environ: dict[str, Any], server: int) -> _Cost:
    theirs = cpu_seconds(server) if server else 0.0
    cpu, clock = time.process_time(), time.perf_counter()
    _, status, _ = run_wsgi_app(app, environ, buffered=True)
    spent, took = time.process_time() - cpu, time.perf_counter() - clock
    if server:
        spent += cpu_seconds(server) - theirs
    if not status.startswith("303"):
        raise RuntimeError(f"saving answered {status}")
    return _Cost(cpu=spent, time=took)


@contextmanager
def _app(address: str) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="lang-nghe-forums-") as folder:
        path = Path(folder)
        app = create_app(
            Config(
                instance_dir=path,
                database_url=address,
                media_dir=path / "media",
                secret_key="0" * 40,
                data_keys=(KEY,),
                public_url="http://127.0.0.1",
                second_factor_required=False,
                testing=True,
            )
        )
        yield app
        with app.app_context():
            db.engine.dispose()
        app.extensions["photo_process"].close()
