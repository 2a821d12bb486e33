"""What sealing costs an officer who opens a tip and looks at its five photos.

The floor is the very same app on a database and a photo folder of its own, where everything that
is sealed in the product lies open: no cipher, no padding, no wrapped key. Sign-in, rights, audit
entries, drawing and commits stand on both sides.
"""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from unittest.mock import patch

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder, run_wsgi_app

import domain.tables  # noqa: F401 - maps every table.
from app import create_app
from domain.base import Base
from domain.clock import local_day
from domain.media import services as media
from domain.media.safe import make_safe
from domain.media.services import Received
from domain.media.store import Store
from domain.places import loading
from domain.reference import defaults
from domain.tips.models import Tip
from domain.tips.sealing import tip_key
from domain.vault import sealing
from domain.vault.keys import KeyRing, new_data_key
from tests.bench.table import BenchRow
from tests.factories import TREE_DAY, make_officer
from tests.factories_tips import make_tip
from tests.support.images import phone_photo
from tests.support.page import Browser
from web.config import Config
from web.database import prepare

PHOTOS = 5
ROUNDS, WARM_UP = 40, 5
TIMES = 1.5
KEY = new_data_key()
_SHOWN = re.compile(r'(?:href|src)="?(/tips/[0-9a-f-]+/photos/[^" >]+\.jpg)')

Clock = Callable[[], float]


class _Desk:
    """An officer signed in, with one tip to open; asks the app without any server or client."""

    def __init__(self, app: Flask, tip: str) -> None:
        self._app, self._tip = app, f"/tips/{tip}"
        cookie = Browser(app, "xa1").client.get_cookie("session")
        self._cookie = f"session={cookie.value}" if cookie else ""
        page = b"".join(run_wsgi_app(app, self._environ(self._tip))[0]).decode()
        self._photos = sorted(set(_SHOWN.findall(page)))
        if len(self._photos) != 2 * PHOTOS:
            raise RuntimeError(f"the tip's page shows {len(self._photos)} pictures")

    def _environ(self, path: str) -> dict[str, object]:
        return dict(EnvironBuilder(path, headers={"Cookie": self._cookie}).get_environ())

    def open(self, clock: Clock) -> float:
        """Seconds for the page, its small pictures and the five whole ones."""
        environs = [self._environ(path) for path in (self._tip, *self._photos)]
        began = clock()
        for environ in environs:
            body, status, _ = run_wsgi_app(self._app, environ, buffered=True)
            b"".join(body)
            if status != "200 OK":
                raise RuntimeError(f"{environ['PATH_INFO']} answered {status}")
        return clock() - began


def measure() -> list[BenchRow]:
    """Medians of interleaved rounds, by our own CPU and by the clock on the wall."""
    with tempfile.TemporaryDirectory(prefix="lang-nghe-sealed-") as name, ExitStack() as stack:
        sealed = stack.enter_context(_served(Path(name) / "sealed"))
        with everything_open():
            bare = stack.enter_context(_served(Path(name) / "bare"))
        found = []
        for told, clock in (("CPU", time.process_time), ("time", time.perf_counter)):
            ratios, ours = _rounds(sealed, bare, clock)
            found.append(
                BenchRow(f"{told} to open a sealed tip with {PHOTOS} photos", ours, None, "ms")
            )
            found.append(BenchRow(f"{told}, of the same unsealed", ratios, TIMES, "x"))
    return found


def _rounds(sealed: _Desk, bare: _Desk, clock: Clock) -> tuple[float, float]:
    """The median ratio of a round, and the median milliseconds of the sealed one."""
    taken = []
    for turn in range(WARM_UP + ROUNDS):
        ours = sealed.open(clock)
        with everything_open():
            floor = bare.open(clock)
        if turn >= WARM_UP:
            taken.append((ours / floor, ours * 1e3))
    return median(ratio for ratio, _ in taken), median(ms for _, ms in taken)


@contextmanager
def everything_open() -> Iterator[None]:
    """Within, sealing is writing and unsealing is reading."""
    with (
        patch.object(sealing, "_encrypt", lambda _key, plain, _bound: plain),
        patch.object(sealing, "_decrypt", lambda _key, held, _bound: held),
        patch.object(sealing, "pad", lambda data, _step: data),
        patch.object(sealing, "unpad", lambda framed: framed),
    ):
        yield


@contextmanager
def _served(instance: Path) -> Iterator[_Desk]:
    """An app with one tip in it."""
    instance.mkdir()
    config = Config(
        instance_dir=instance,
        database_url=f"sqlite:///{instance}/tips.sqlite3",
        media_dir=instance / "media",
        secret_key="0123456789" * 5,
        data_keys=(KEY,),
        public_url="http://127.0.0.1:8000",
        second_factor_required=False,
        testing=True,
    )
    engine = create_engine(config.database_url)
    prepare(engine)
    Base.metadata.create_all(engine)
    config.media_dir.mkdir()
    with Session(engine) as db:
        tip_id = _fill(db, Store(config.media_dir))
    engine.dispose()
    app = create_app(config)
    try:
        yield _Desk(app, tip_id)
    finally:
        app.extensions["photo_process"].close()
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


def _fill(db: Session, store: Store) -> str:
    loading.load_packaged(db)
    defaults.load_packaged(db)
    defaults.read_tree_of(db, TREE_DAY.isoformat())
    make_officer(db, "xa1")
    ring, now = KeyRing((KEY,)), datetime.now(UTC)
    tip = db.get_one(Tip, make_tip(db, ring, at=now).tip_id)
    safe, key, day = make_safe(phone_photo()), tip_key(ring, tip), local_day(now)
    photos = [
        media.seal_under(
            store,
            key=key,
            received=Received(file_name=f"{n}.jpg", digest=bytes((n,)) * 32, safe=safe),
            on=day,
        )
        for n in range(PHOTOS)
    ]
    media.attach(db, photos=photos, kind="tip", record_id=tip.id)
    db.commit()
    return str(tip.id)
