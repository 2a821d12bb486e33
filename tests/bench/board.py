"""What the board of a district with twenty thousand open tips costs beside one with two hundred."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import create_engine, insert, text
from sqlalchemy.orm import Session

import domain.tables  # noqa: F401 - maps every table.
from app import create_app
from domain.base import Base
from domain.clock import local_day
from domain.people.models import Role
from domain.places import loading
from domain.places.queries import communes
from domain.reference import defaults
from domain.tips import receiving, sealing
from domain.tips.fingerprints import Told
from domain.tips.models import HalfDay, LossBand, Source, Tip, TipState
from domain.tips.receiving import NewTip
from domain.tips.sealing import TipBody
from domain.vault.keys import KeyRing, new_data_key
from tests.bench.table import BenchRow
from tests.factories import DISTRICT, TREE_DAY, make_officer, place
from tests.support.page import Browser
from tests.support.postgres import fresh_database, start_postgres
from web.config import Config
from web.database import prepare

FEW, MANY = 200, 20_000
TIMES = 1.3
ROUNDS, WARM_UP = 60, 8
BOARD = "/tips/board"
KEY = new_data_key()
_STATES = (
    (TipState.NEW,) * 4 + (TipState.HELD,) * 3 + (TipState.VERIFYING,) * 2 + (TipState.WAITING,)
)
_BATCH = 2_000


def measure() -> list[BenchRow]:
    """Medians of interleaved rounds: our own CPU where the database runs within it, else the clock
    on the wall."""
    found = []
    engines = (
        ("SQLite", _on_sqlite, time.process_time),
        ("PostgreSQL", _on_postgresql, time.perf_counter),
    )
    for engine, opened, clock in engines:
        with opened() as (few, many):
            seconds = _seconds({FEW: few, MANY: many}, clock)
        found.append(
            BenchRow(f"board of {FEW} open tips, {engine}", seconds[FEW] * 1e3, None, "ms")
        )
        ratio = seconds[MANY] / seconds[FEW]
        name = f"board of {MANY} open tips, of that ({engine})"
        found.append(BenchRow(name, ratio, TIMES, "x"))
    return found


def _seconds(clients: dict[int, FlaskClient], clock: Callable[[], float]) -> dict[int, float]:
    chance = Random(5)
    taken: dict[int, list[float]] = {count: [] for count in clients}
    for turn in range(WARM_UP + ROUNDS):
        for count in chance.sample(list(clients), len(clients)):
            began = clock()
            answer = clients[count].get(BOARD)
            if turn >= WARM_UP:
                taken[count].append(clock() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"the board answered {answer.status_code}")
    return {count: median(times) for count, times in taken.items()}


@contextmanager
def _on_sqlite() -> Iterator[tuple[FlaskClient, FlaskClient]]:
    with tempfile.TemporaryDirectory(prefix="lang-nghe-board-") as folder, ExitStack() as stack:
        few, many = (
            stack.enter_context(_served(f"sqlite:///{folder}/{count}.sqlite3", count, folder))
            for count in (FEW, MANY)
        )
        yield few, many


@contextmanager
def _on_postgresql() -> Iterator[tuple[FlaskClient, FlaskClient]]:
    with (
        tempfile.TemporaryDirectory(prefix="lang-nghe-board-") as folder,
        start_postgres(durable=False) as server,
        fresh_database(server, "few") as few_url,
        fresh_database(server, "many") as many_url,
        _served(few_url, FEW, folder) as few,
        _served(many_url, MANY, folder) as many,
    ):
        yield few, many


@contextmanager
def _served(url: str, count: int, folder: str) -> Iterator[FlaskClient]:
    """A supervisor signed in to a district with so many open tips."""
    engine = create_engine(url)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as db:
        _fill(db, count)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    instance = Path(folder) / str(count)
    app = create_app(
        Config(
            instance_dir=instance,
            database_url=url,
            media_dir=instance / "media",
            secret_key="0123456789" * 5,
            data_keys=(KEY,),
            public_url="http://127.0.0.1:8000",
            second_factor_required=False,
            testing=True,
        )
    )
    try:
        yield Browser(app, "huyen").client
    finally:
        app.extensions["photo_process"].close()
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


def _fill(db: Session, count: int) -> None:
    loading.load_packaged(db)
    defaults.load_packaged(db)
    defaults.read_tree_of(db, TREE_DAY.isoformat())
    make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    district = place(db, DISTRICT)
    units = [one.id for one in communes(db, district.id, TREE_DAY)]
    chance, now = Random(count), datetime.now(UTC)
    plain = _plain(KeyRing((KEY,)), units[0], now)
    for start in range(0, count, _BATCH):
        batch = range(start, min(start + _BATCH, count))
        db.execute(insert(Tip), [_tip(plain, number, units, chance, now) for number in batch])
    db.commit()


def _plain(ring: KeyRing, unit: UUID, now: datetime) -> dict[str, Any]:
    body = TipBody(story="Có người gọi xưng công an.")
    told = Told(unit_id=unit, place_id=unit, source=Source.WEB, category="impersonation", body=body)
    id_, key = NewTip.fresh_key()
    tip = NewTip(id=id_, key=key, submission_id=id_, told=told)
    row = receiving.row_of(ring, tip, day=local_day(now), half=HalfDay.MORNING)
    return {**row, "sealed_received": sealing.seal_received(key, id_, now)}


def _tip(
    plain: dict[str, Any], number: int, units: list[UUID], chance: Random, now: datetime
) -> dict[str, Any]:
    state = chance.choice(_STATES)
    opened = None if state is TipState.NEW else now - timedelta(hours=chance.randint(1, 200))
    dated = state is not TipState.NEW and chance.random() < 0.7
    return {
        **plain,
        "id": UUID(int=chance.getrandbits(128), version=4),
        "number": number + 1,
        "unit_id": chance.choice(units),
        "state": state,
        "received_on": local_day(now) - timedelta(days=chance.randint(0, 60)),
        "is_urgent": chance.random() < 0.02,
        "loss_band": chance.choice(list(LossBand)),
        "opened_at": opened,
        "accepted_at": opened,
        "due_at": now + timedelta(hours=chance.randint(-50, 600)) if dated else None,
        "submission_lookup": chance.randbytes(32),
        "fingerprint": chance.randbytes(32),
        "receipt_lookup": None,
    }
