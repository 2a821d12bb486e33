"""What it costs to save a forum of 25 opinions and 6 photos, beside the same rows written bare."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import domain.tables  # noqa: F401 - maps every table.
from app import create_app
from domain.base import Base
from domain.media.models import Photo
from domain.places import loading
from domain.reference import defaults
from domain.vault.keys import KeyRing, new_data_key
from tests.bench import forum_floor
from tests.bench.table import BenchRow
from tests.factories import make_officer
from tests.factories_outreach import make_hamlet
from tests.support.page import Browser
from web.config import Config
from web.context import today
from web.extensions import db

ROUNDS = 40
KEY = new_data_key()
GIST = "Đường vào tổ {} tối, hay mất gà vịt ban đêm, đèn hư báo hoài chưa ai thay"


@dataclass(frozen=True)
class _Cost:
    """Seconds of one request: on the processor, and on the clock."""

    cpu: float
    time: float


class Secretary:
    """An officer signed in, whose photos wait already."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.engine = db.engine
            Base.metadata.create_all(self.engine)
            with Session(self.engine) as session:
                loading.load_packaged(session)
                defaults.load_packaged(session)
                defaults.read_tree_of(session, "2025-06-30")
                self.officer_id = make_officer(session, "xa1").id
                self.hamlet_id = str(make_hamlet(session).id)
                session.commit()
        self.browser = Browser(app, "xa1")
        form = self.browser.get("/forums/new").form("attendance")
        self.token = str(form.values["csrf_token"])

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

    def send(self, fields: dict[str, str]) -> int:
        """Save the forum."""
        return self.browser.raw(
            "/forums/new", "POST", data={**fields, "csrf_token": self.token}
        ).status_code


def _fields(record_id: UUID, place_id: str) -> dict[str, str]:
    told = {
        "id": str(record_id),
        "place": place_id,
        "held_on": today().isoformat(),
        "started_at": "19:00",
        "venue": "Nhà văn hóa",
        "attendance": "48",
        "chair": "Thiếu tá Ví Dụ",
    }
    empty = dict.fromkeys(("topic", "name", "answer", "responsible", "due_on"), "")
    for number in range(1, forum_floor.OPINIONS + 1):
        said = {**empty, "kind": "information", "outcome": "answered", "gist": GIST.format(number)}
        told |= {f"opinion-{number}-{part}": text for part, text in said.items()}
    return told


def measure() -> list[BenchRow]:
    """CPU and time of the whole request, both in one process: rounds interleaved, medians of the
    rounds' own ratios."""
    rounds = list(_rounds())
    what = f"a forum with {forum_floor.OPINIONS} opinions and {forum_floor.PHOTOS} photos"
    bare = "of bare Flask with the same rows in one commit"
    return [
        BenchRow(f"CPU of {what}", median(ours.cpu for ours, _ in rounds) * 1e3, None, "ms"),
        BenchRow(f"CPU, {bare}", median(ours.cpu / floor.cpu for ours, floor in rounds), 1.5, "x"),
        BenchRow(
            f"time, {bare}", median(ours.time / floor.time for ours, floor in rounds), None, "x"
        ),
    ]


def _rounds() -> Iterator[tuple[_Cost, _Cost]]:
    with tempfile.TemporaryDirectory(prefix="lang-nghe-forums-") as folder, _app(folder) as app:
        secretary, floor = Secretary(app), forum_floor.app.test_client()
        forum_floor.begin(str(Path(folder) / "floor.sqlite3"))
        for _ in range(ROUNDS):
            record_id = uuid4()
            fields = _fields(record_id, secretary.hamlet_id)
            secretary.prepare(record_id)
            forum_floor.wait(str(record_id))
            yield (
                _cost(partial(secretary.send, fields)),
                _cost(partial(_send_bare, floor, fields)),
            )


def _send_bare(floor: FlaskClient, fields: dict[str, str]) -> int:
    return floor.post("/forum", data=fields).status_code


def _cost(send: Callable[[], int]) -> _Cost:
    cpu, clock = time.process_time(), time.perf_counter()
    status = send()
    spent = _Cost(cpu=time.process_time() - cpu, time=time.perf_counter() - clock)
    if status != 303:
        raise RuntimeError(f"saving answered {status}")
    return spent


@contextmanager
def _app(folder: str) -> Iterator[Flask]:
    path = Path(folder)
    app = create_app(
        Config(
            instance_dir=path,
            database_url=f"sqlite:///{path / 'ours.sqlite3'}",
            media_dir=path / "media",
            secret_key="0" * 40,
            data_keys=(KEY,),
            public_url="http://127.0.0.1",
            second_factor_required=False,
            testing=True,
        )
    )
    yield app
    app.extensions["photo_process"].close()
