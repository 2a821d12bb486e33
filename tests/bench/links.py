"""What it costs to normalise and link a new tip among a million identifiers, on both engines."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from statistics import median
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, insert, text
from sqlalchemy.orm import Session

import domain.tables  # noqa: F401 - maps every table.
from domain.base import Base
from domain.people.models import Officer, Role
from domain.places import loading
from domain.places.queries import communes
from domain.tips import identifiers, links, receiving, recognising
from domain.tips.fingerprints import Told
from domain.tips.models import FoundIn, HalfDay, Source, Tip, TipIdentifier
from domain.tips.receiving import NewTip
from domain.tips.sealing import TipBody
from domain.tips.tracing import Trace
from domain.vault.keys import KeyRing, new_data_key
from tests.bench.table import BenchRow
from tests.factories import DISTRICT, TREE_DAY, make_officer, place
from tests.support.postgres import fresh_database, start_postgres
from web.database import prepare

IDENTIFIERS = 1_000_000
OF_A_TIP = 10
BATCH = 10_000
ROUNDS = 200
NAMED_BY = 4
GOAL_MS = 5.0
STORY = (
    "Sáng nay có người gọi số 0900 000 417 xưng công an, kêu chuyển vào stk 0123456789 MB, vào"
    " xacminh-vneid.com/dang-nhap khai báo, nhắn telegram @dautu_mau."
)


def measure() -> list[BenchRow]:
    """Median and the slowest of a hundred, of a tip whose account four others name."""
    found = []
    for engine, opened in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgresql)):
        with opened() as db_engine:
            took = sorted(_rounds(db_engine))
        name = f"normalise and link a new tip, {IDENTIFIERS:,} identifiers ({engine})"
        found.append(BenchRow(name, median(took), GOAL_MS, "ms"))
        found.append(BenchRow(f"the same, slowest of {ROUNDS}", took[-1], None, "ms"))
    found.append(BenchRow("recognise in a story of 20,000 letters", _longest(), 50, "ms"))
    return found


def _longest() -> float:
    story = (STORY * 200)[:20_000]
    took = []
    for _ in range(15):
        began = time.perf_counter()
        recognising.recognise(story)
        took.append(time.perf_counter() - began)
    return median(took) * 1_000


def _rounds(engine: Engine) -> Iterator[float]:
    ring = KeyRing((new_data_key(),))
    with Session(engine) as db:
        viewer, tip_id = _fill(db, ring)
        _settle(engine)
        tip = db.get_one(Tip, tip_id)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            found = links.ties(db, viewer, tip, _traces(ring), TREE_DAY)
            yield (time.perf_counter() - began) * 1_000
            if len(found.tips) != NAMED_BY:
                raise RuntimeError("the account that other tips name links nothing")


def _traces(ring: KeyRing) -> list[Trace]:
    """What the story names, normalised and tagged as a new tip's would be."""
    return [
        Trace(
            one.kind.value,
            one.value,
            uuid4(),
            identifiers.tag(ring, one.kind.value, one.value),
            FoundIn.FIELD,
        )
        for one in recognising.recognise(STORY)
    ]


def _fill(db: Session, ring: KeyRing) -> tuple[Officer, UUID]:
    """Real places, a supervisor, tips in all communes and their identifiers."""
    loading.load_packaged(db)
    viewer = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    units = [one.id for one in communes(db, place(db, DISTRICT).id, TREE_DAY)]
    chance, common = Random(9), _traces(ring)
    count = IDENTIFIERS // OF_A_TIP
    ids = [UUID(int=chance.getrandbits(128), version=4) for _ in range(count)]
    plain = _plain_row(ring, units[0])
    for start in range(0, count, BATCH):
        batch = range(start, min(start + BATCH, count))
        db.execute(insert(Tip), [_tip(plain, ids[n], n, units, chance) for n in batch])
        db.execute(
            insert(TipIdentifier),
            [row for n in batch for row in _identifiers(ids[n], n, common, chance)],
        )
        db.commit()
    return viewer, ids[-1]


def _plain_row(ring: KeyRing, unit_id: UUID) -> dict[str, object]:
    told = Told(
        unit_id=unit_id,
        place_id=unit_id,
        source=Source.WEB,
        category="impersonation",
        body=TipBody(story=STORY),
    )
    tip_id, key = NewTip.fresh_key()
    tip = NewTip(id=tip_id, key=key, submission_id=uuid4(), told=told)
    row = receiving.row_of(ring, tip, day=date(2024, 6, 4), half=HalfDay.MORNING)
    return {**row, "sealed_received": b"-", "number": 0}


def _tip(
    plain: dict[str, object], tip_id: UUID, n: int, units: list[UUID], chance: Random
) -> dict[str, object]:
    return {
        **plain,
        "id": tip_id,
        "number": n + 1,
        "unit_id": units[n % len(units)],
        "submission_lookup": chance.randbytes(32),
        "fingerprint": chance.randbytes(32),
    }


def _identifiers(
    tip_id: UUID, n: int, common: list[Trace], chance: Random
) -> Iterator[dict[str, object]]:
    """Ten of each tip, of which the first few tips have what the new one names."""
    for position in range(OF_A_TIP):
        shared = n < NAMED_BY and position < len(common)
        yield {
            "id": UUID(int=chance.getrandbits(128), version=4),
            "tip_id": tip_id,
            "kind": "bank_account",
            "tag": common[position].tag if shared else b"\x01" + chance.randbytes(7),
            "sealed_value": b"-" * 96,
            "position": position,
            "found_in": FoundIn.FIELD,
            "tag_form": "",
        }


def _settle(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


@contextmanager
def _on_sqlite() -> Iterator[Engine]:
    with (
        tempfile.TemporaryDirectory(prefix="lang-nghe-links-") as folder,
        _prepared(f"sqlite:///{folder}/links.sqlite3") as engine,
    ):
        yield engine


@contextmanager
def _on_postgresql() -> Iterator[Engine]:
    with (
        start_postgres(durable=False) as server,
        fresh_database(server, "links") as url,
        _prepared(url) as engine,
    ):
        yield engine


@contextmanager
def _prepared(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    prepare(engine)
    Base.metadata.create_all(engine)
    try:
        yield engine
    finally:
        engine.dispose()
