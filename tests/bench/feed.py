"""What a feed page costs at a million rows beside ten thousand, on both engines."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

import domain.tables  # noqa: F401 - maps every table.
from app import create_app
from domain.base import Base
from domain.clock import local_day
from domain.feed.bulk import Pile
from domain.feed.models import Kind
from domain.feed.queries import Cursor
from domain.feed.services import Happening
from domain.people.models import Role
from domain.places import loading
from domain.places.models import Place
from domain.places.queries import communes
from domain.reference import defaults
from domain.vault.keys import new_data_key
from tests.bench.table import BenchRow
from tests.factories import DISTRICT, TREE_DAY, make_officer, place
from tests.support.page import Browser
from tests.support.postgres import fresh_database, start_postgres
from web.config import Config
from web.database import prepare

SMALL, LARGE = 10_000, 1_000_000
ROUNDS = 150
SEARCHES = 15
RARE, MOST_RARE = "bacsimau", 20
"""A word of so many records, however many there are."""
LEVELS = 3
"""Commune, district, province: the rows of a record."""
NEWEST = datetime(2026, 11, 20, tzinfo=UTC)
HALF_YEAR = timedelta(days=180)
KEY = new_data_key()
KINDS = (Kind.OUTREACH, Kind.TIP, Kind.TIP, Kind.OUTREACH, Kind.FORUM, Kind.TIP, Kind.POSTER)
SAID: dict[Kind, dict[str, Any]] = {
    Kind.OUTREACH: {
        "channel": "mobile_speaker",
        "venue": "chợ xã",
        "scams": ["S25", "S11"],
        "main": ["people", 62, False],
    },
    Kind.FORUM: {"venue": "", "attendance": 57, "opinions": 6, "open": 1},
    Kind.TIP: {
        "category": "impersonation",
        "loss": "from_10m",
        "half": "morning",
        "urgent": False,
        "state": "held",
        "unit": "Công an xã",
    },
    Kind.POSTER: {"code": "23456C", "serial": "0007", "spot": "Nhà văn hóa", "event": "issued"},
}


@dataclass
class Site:
    """An app on a filled database, and somebody who reads its feed."""

    client: FlaskClient
    places: list[UUID]
    rows: int
    span: timedelta

    def address(self, chosen: int, depth: float) -> str:
        """A page of one place that begins somewhere in its time."""
        at = NEWEST - self.span * depth
        return f"/feed?place={self.places[chosen]}&after={Cursor(at, UUID(int=0))}"

    def search(self, words: str) -> str:
        """A search over the whole district."""
        return f"/feed?q={words}"

    def seconds(self, address: str, *, shown: int = 50) -> tuple[float, float]:
        """What one page takes from the request to the last byte, and of that our own CPU."""
        start, worked = time.perf_counter(), time.process_time()
        answer = self.client.get(address)
        taken = time.perf_counter() - start, time.process_time() - worked
        rows = answer.get_data(as_text=True).count('class="feed-row"')
        if answer.status_code != 200 or rows != shown:
            raise RuntimeError(f"{address} answered {answer.status_code} with {rows} rows")
        return taken


def measure() -> list[BenchRow]:
    """The ratio of medians of interleaved rounds: the whole page over HTTP, 50 rows, any depth."""
    found = []
    for engine, site_pair in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgresql)):
        with site_pair() as (small, large):
            middle, slowest = _ratios(small, large)
            searches = list(_searches(small, large, engine))
        found.append(
            BenchRow(f"feed page at {LARGE:,} rows, of {SMALL:,} ({engine})", middle, 1.15, "x")
        )
        found.append(BenchRow(f"feed page, CPU at p99 of the median ({engine})", slowest, 3, "x"))
        found += searches
    return found


def _ratios(small: Site, large: Site) -> tuple[float, float]:
    chance = Random(147)
    taken: dict[int, list[tuple[float, float]]] = {small.rows: [], large.rows: []}
    for site in (small, large):
        for _ in range(10):
            site.seconds(site.address(0, 0.5))
    for _ in range(ROUNDS):
        # Near the oldest end a small place has no full page left.
        chosen, depth = chance.randrange(len(small.places)), chance.uniform(0, 0.6)
        for site in chance.sample((small, large), 2):
            taken[site.rows].append(site.seconds(site.address(chosen, depth)))
    whole = {rows: median(both[0] for both in pages) for rows, pages in taken.items()}
    worked = sorted(cpu for _, cpu in taken[large.rows])
    return whole[large.rows] / whole[small.rows], worked[int(ROUNDS * 0.99)] / median(worked)


def _searches(small: Site, large: Site, engine: str) -> Iterator[BenchRow]:
    """A word of every record, and two words that only few of them have together."""
    for name, words, shown in (("common", "chợ", 50), ("rare", f"chợ {RARE}", MOST_RARE)):
        took: dict[int, list[float]] = {small.rows: [], large.rows: []}
        for _ in range(SEARCHES):
            for site in (small, large):
                took[site.rows].append(site.seconds(site.search(words), shown=shown)[0])
        slow, quick = median(took[large.rows]), median(took[small.rows])
        yield BenchRow(f"search for a {name} word at {LARGE:,} rows ({engine})", slow, None, "s")
        yield BenchRow(f"the same, of {SMALL:,} rows ({engine})", slow / quick, None, "x")


@contextmanager
def _on_sqlite() -> Iterator[tuple[Site, Site]]:
    with tempfile.TemporaryDirectory(prefix="lang-nghe-feed-") as folder, ExitStack() as stack:
        sites = [
            stack.enter_context(_site(f"sqlite:///{folder}/{rows}.sqlite3", rows))
            for rows in (SMALL, LARGE)
        ]
        yield sites[0], sites[1]


@contextmanager
def _on_postgresql() -> Iterator[tuple[Site, Site]]:
    with start_postgres(durable=False) as server, ExitStack() as stack:
        sites = []
        for rows in (SMALL, LARGE):
            url = stack.enter_context(fresh_database(server, f"feed_{rows}"))
            sites.append(stack.enter_context(_site(url, rows)))
        yield sites[0], sites[1]


@contextmanager
def _site(url: str, rows: int) -> Iterator[Site]:
    places = _fill(url, rows)
    with tempfile.TemporaryDirectory(prefix="lang-nghe-feed-") as folder:
        app = create_app(
            Config(
                instance_dir=Path(folder),
                database_url=url,
                media_dir=Path(folder) / "media",
                secret_key="0" * 40,
                data_keys=(KEY,),
                public_url="http://127.0.0.1:8000",
                second_factor_required=False,
                testing=True,
            )
        )
        try:
            yield Site(Browser(app, "huyen").client, places, rows, _span(rows))
        finally:
            _close(app)


def _close(app: Flask) -> None:
    app.extensions["photo_process"].close()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def _fill(url: str, rows: int) -> list[UUID]:
    """Schema, real places, a supervisor, and so many feed rows."""
    engine = create_engine(url)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as db:
        loading.load_packaged(db)
        defaults.load_packaged(db)
        defaults.read_tree_of(db, TREE_DAY.isoformat())
        make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
        found = list(communes(db, place(db, DISTRICT).id, TREE_DAY))
        _pile_up(db, found, rows // LEVELS)
        db.commit()
        ids = [here.id for here in found]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return ids


def _span(rows: int) -> timedelta:
    """The same number a day at both sizes, so that both pages show the same: only older is more."""
    return HALF_YEAR * (rows / LARGE)


def _pile_up(db: Session, found: list[Place], records: int) -> None:
    chance, pile, span = Random(15), Pile(db, TREE_DAY), _span(records * LEVELS)
    # The kinds repeat every seven records; the first of them is found by words.
    apart = records // MOST_RARE // len(KINDS) * len(KINDS)
    rare = range(0, apart * MOST_RARE, apart)
    for i in range(records):
        at = NEWEST - span * ((records - i) / records)
        where, kind = found[i % len(found)], KINDS[i % len(KINDS)]
        said = {"place": where.full_name, "commune": where.full_name, "author": "Thiếu úy Mẫu"}
        photos = [str(UUID(int=chance.getrandbits(128))) for _ in range(i % 3)]
        pile.add(
            Happening(
                record_id=UUID(int=chance.getrandbits(128)),
                kind=kind,
                place_id=where.id,
                happened_at=at,
                day=local_day(at),
                summary={**said, "photos": photos, **SAID[kind]},
                counts={"records": 1, "people": 62},
                words=f"loa kéo ở chợ ấp {i % 7} {RARE if i in rare else ''}",
            )
        )
    pile.close()
