"""A phone full of reports: the outbox's own modules in Node.js, and what is stored of them."""

import base64
import json
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app import create_app
from domain.people import passes
from domain.people.queries import by_username
from domain.vault.keys import KeyRing
from domain.vault.letters import public_key
from tests.support.images import photo
from tests.support.node import node_folder
from tests.support.page import Browser
from web.config import Config, read
from web.context import now

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "tests/js/phone.js"
OFFICER = "xa1"
MARK = "Điểm hẹn "
"""Each report names a meeting point of its own, by which its copies are counted."""
_ROWS = """
SELECT id, venue FROM outreach UNION ALL SELECT id, venue FROM forums
UNION ALL SELECT id, '' FROM tips
"""


@dataclass(frozen=True)
class Report:
    """An outreach report that waits in the phone."""

    id: str
    form: str
    to: str
    fields: list[tuple[str, str]]
    photos: list[str]


@dataclass(frozen=True)
class Owner:
    """What the phone was given at sign-in: the server's key and a pass."""

    key: str
    token: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """What became of it, as the phone sees it."""

    seconds: float
    items: list[dict[str, Any]]

    @property
    def states(self) -> Counter[str]:
        """How many are sent, waiting, or need somebody."""
        return Counter(item["state"] for item in self.items)


def config_of(instance: Path) -> Config:
    """The settings of a prepared instance with the demo."""
    return read({"INSTANCE_DIR": str(instance), "DEMO": "1"})


def owner_of(instance: Path) -> Owner:
    """The officer's key, pass and prefilled form, from a stopped or a running instance."""
    config = config_of(instance)
    ring = KeyRing(config.data_keys)
    app = create_app(config)
    try:
        fields = Browser(app, OFFICER).get("/outreach/new").form("held_on").values
    finally:
        app.extensions["photo_process"].close()
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
    engine = create_engine(make_url(config.database_url))
    with Session(engine) as db:
        officer = by_username(db, OFFICER)
        assert officer is not None
        token = passes.issue(ring, officer=officer, opens_tips=True, now=now())
    engine.dispose()
    key = base64.b64encode(public_key(ring).point).decode()
    return Owner(key=key, token=token, fields=fields)


def reports(owner: Owner, count: int, photos: list[Path]) -> list[Report]:
    """So many reports that all differ, each with these photos."""
    return [_report(owner, number, [str(file) for file in photos]) for number in range(count)]


def _report(owner: Owner, number: int, files: list[str]) -> Report:
    record_id = str(uuid4())
    texts = {**owner.fields, "id": record_id, "venue": f"{MARK}{number}"}
    fields = [(name, value) for name, held in texts.items() for value in _texts(held)]
    return Report(record_id, "outreach", "/outreach/new", fields, files)


def picture(folder: Path, width: int, height: int) -> Path:
    """A photo of that size in a file."""
    file = folder / f"{width}x{height}.jpg"
    file.write_bytes(photo(width=width, height=height))
    return file


def _texts(held: object) -> list[str]:
    return [str(one) for one in held] if isinstance(held, list) else [str(held)]


def send(
    line: str,
    owner: Owner,
    waiting: Iterable[Report],
    *,
    speed: float = 1.0,
    seconds: float = 300.0,
) -> Sent:
    """Sends what waits, as long as it takes."""
    asked = {
        "line": line,
        "key": owner.key,
        "pass": owner.token,
        "reports": [vars(report) for report in waiting],
        "speed": speed,
        "seconds": seconds,
    }
    done = subprocess.run(
        [node_folder() / "node", PROGRAM],
        cwd=ROOT,
        input=json.dumps(asked),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(done.stdout)
    return Sent(told["seconds"], told["items"])


@dataclass(frozen=True)
class Stored:
    """What the server holds of forms of all three kinds."""

    copies: Counter[str]
    """Records by meeting point; of tips nothing can be read."""
    ids: Counter[str]
    photos: Counter[str]
    """Readable photos by record."""

    def since(self, before: "Stored") -> "Stored":
        """What came after that."""
        return Stored(
            self.copies - before.copies, self.ids - before.ids, self.photos - before.photos
        )


def stored_in(instance: Path) -> Stored:
    """Read out of the database file, past all code of the product."""
    with closing(sqlite3.connect(instance / "lang-nghe.sqlite3")) as db:
        rows = [(str(UUID(id_)), venue) for id_, venue in db.execute(_ROWS)]
        whole = db.execute("SELECT record_id FROM photos WHERE file_key != '' AND problem = ''")
        photos = Counter(str(UUID(id_)) for (id_,) in whole if id_)
    copies = Counter(venue for _, venue in rows if venue)
    return Stored(copies, Counter(id_ for id_, _ in rows), photos)
