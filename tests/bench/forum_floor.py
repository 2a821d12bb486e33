"""The floor of saving a forum: bare Flask writing the same rows with the database driver alone.

It stands on a database of its own with the product's tables, indexes and tree of places, made as
durable as the product's, and gets the same form post, which it reads with Flask's own parser. In
one commit it writes every row that the product writes, with the same words in them: the forum with
its fingerprint, 25 opinions, 6 photos attached, the feed of each place of the path, daily counts
and totals, the search entry with its full-text index, and the audit entry sealed to the one before
it. It checks nothing, knows nobody and shows no words: no sign-in, form token, rules, languages.

More than half of what it costs is Flask's parser: a browser sends this form as multipart because it
has a box for photos. Sent without that box, url-encoded, the floor would cost about half as much.
"""

import hashlib
import hmac
import json
import re
import sqlite3
import time
import unicodedata
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import psycopg
from flask import Flask, redirect, request
from sqlalchemy.engine import make_url
from werkzeug.wrappers import Response

OPINIONS, PHOTOS = 25, 6
AT, TREE_DAY = "2026-01-01 00:00:00.000000", "2025-06-30"
AUTHOR, KEY = "Thiếu úy Mẫu", bytes(32)
SHOWN = {"hamlet", "commune"}
OF_OPINION = ("kind", "topic", "gist", "name", "outcome", "answer", "responsible")

PATH = (
    "SELECT p.id, p.level, p.full_name FROM place_scopes s JOIN places p ON p.id = s.viewer_id"
    " WHERE s.place_id = ? AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?)"
)
FORUM = (
    "INSERT INTO forums (id, place_id, held_on, started_at, venue, attendance, chair, contents,"
    " minutes, notes, author_id, entered_at, fingerprint, attendance_is_approximate, partners,"
    " sent_photos, gone, version, withdrawn_reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', '[]', '{}', 1, '')"
)
OPINION = (
    "INSERT INTO opinions (id, forum_id, position, kind, topic, gist, name, outcome, answer,"
    " responsible, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
)
ATTACH = (
    "UPDATE photos SET record_kind = 'forum', record_id = ?, claim = NULL WHERE claim = ?"
    " RETURNING id, position"
)
FEED = (
    "INSERT INTO feed_rows (place_id, happened_at, record_id, kind, summary)"
    " VALUES (?, ?, ?, 'forum', ?)"
)
COUNT = (
    "INSERT INTO daily_counts (place_id, kind, measure, day, value) VALUES (?, 'forum', ?, ?, ?)"
    " ON CONFLICT (place_id, kind, measure, day)"
    " DO UPDATE SET value = daily_counts.value + excluded.value"
)
TOTAL = (
    "INSERT INTO feed_totals (place_id, kind, total) VALUES (?, 'forum', 1)"
    " ON CONFLICT (place_id, kind) DO UPDATE SET total = feed_totals.total + 1"
)
WORDS = "INSERT INTO search_entries (number, record_id, folded, comments) VALUES (?, ?, ?, '')"
INDEX = "INSERT INTO search_index (rowid, folded, comments) VALUES (?, ?, '')"
HEAD = "SELECT seq, mac FROM audit_head WHERE chain = 'acts'"
ENTRY = (
    "INSERT INTO audit_entries (seq, at, actor_id, place_id, role, action, object_kind, object_id,"
    " reason, sign_in, key_id, mac)"
    " VALUES (?, ?, ?, ?, 'officer', 'record_created', 'forum', ?, '', '', 'bench', ?)"
)
MOVE = "UPDATE audit_head SET seq = ?, mac = ? WHERE chain = 'acts'"

app = Flask(__name__)


class Store:
    """One connection to the floor's database, whichever engine it is on."""

    def __init__(self, address: str, officer_id: UUID, place_id: UUID) -> None:
        """`address` is the product's kind of URL. The officer and its place stand in it."""
        url = make_url(address)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.officer, self.unit = self.key(officer_id), self.key(place_id)
        if self.is_sqlite:
            self.connection: Any = sqlite3.connect(
                str(url.database), isolation_level=None, check_same_thread=False
            )
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(plain, autocommit=True)
        self.run("INSERT INTO audit_head (chain, seq, mac) VALUES ('acts', 0, ?)", bytes(32))

    def key(self, id_: UUID) -> str:
        """An id as the engine keeps it."""
        return id_.hex if self.is_sqlite else str(id_)

    def run(self, statement: str, *values: Any) -> Any:
        """Run a statement; its cursor."""
        return self.connection.execute(self._text(statement), values)

    def all(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each of some rows."""
        if self.is_sqlite:
            self.connection.executemany(statement, rows)
        else:
            self.connection.cursor().executemany(self._text(statement), rows)

    def _text(self, statement: str) -> str:
        return statement if self.is_sqlite else statement.replace("?", "%s")


def wait(record_id: UUID) -> None:
    """Photos that were made safe before and wait for this forum."""
    store: Store = app.config["store"]
    names = "record_kind, width, height, thumb_key, original_key, original_sha256, file_name"
    empty = "'', 0, 0, 'x.jpg', '', '', ''"
    store.all(
        f"INSERT INTO photos (id, claim, position, file_key, received_sha256, {names}, problem,"
        f" is_sealed, created_on) VALUES (?, ?, ?, ?, ?, {empty}, '', ?, ?)",
        [
            (store.key(uuid4()), record_id.bytes, n, f"{n}.jpg", uuid4().bytes, False, AT[:10])
            for n in range(PHOTOS)
        ],
    )


@app.post("/forum")
def forum() -> Response:
    """A forum with its opinions, photos, feed, counts, words and audit entry in one commit."""
    store: Store = app.config["store"]
    form, record_id = request.form, UUID(request.form["id"])
    place = store.key(UUID(form["place"]))
    store.run("BEGIN IMMEDIATE" if store.is_sqlite else "BEGIN")
    _write_forum(store, record_id, place)
    photos = sorted(
        store.run(ATTACH, store.key(record_id), record_id.bytes), key=lambda row: row[1]
    )
    path = store.run(PATH, place, TREE_DAY, TREE_DAY).fetchall()
    _write_feed(store, record_id, path, [str(row[0]) for row in photos[:3]])
    _write_words(store, record_id, path)
    _write_audit(store, record_id)
    store.run("COMMIT")
    return redirect("/forum", 303)


def _write_forum(store: Store, record_id: UUID, place: str) -> None:
    form, key = request.form, store.key(record_id)
    told = [form[name] for name in ("held_on", "started_at", "venue", "attendance", "chair")]
    if store.is_sqlite:
        told[1] += ":00.000000"
    texts = [form[name] for name in ("contents", "minutes", "notes")]
    fingerprint = hashlib.sha256(json.dumps(form, ensure_ascii=False).encode()).hexdigest()
    store.run(FORUM, key, place, *told, *texts, store.officer, AT, fingerprint, False)
    store.all(
        OPINION,
        [
            (store.key(uuid4()), key, n, *(form[f"opinion-{n}-{part}"] for part in OF_OPINION))
            for n in range(1, OPINIONS + 1)
        ],
    )


def _write_feed(store: Store, record_id: UUID, path: Sequence[Any], photos: list[str]) -> None:
    form, key = request.form, store.key(record_id)
    names = {level: name for _, level, name in path}
    counts = {"records": 1, "people": int(form["attendance"]), "opinions": OPINIONS}
    told = {
        "place": names["hamlet"],
        "commune": names["commune"],
        "author": AUTHOR,
        "photos": photos,
        "venue": form["venue"],
        "attendance": int(form["attendance"]),
        "opinions": OPINIONS,
        "open": 0,
        "counts": counts,
        "day": form["held_on"],
    }
    summary = json.dumps(told, ensure_ascii=False)
    at = f"{form['held_on']} {form['started_at']}:00.000000"
    store.all(FEED, [(place[0], at, key, summary) for place in path])
    day = form["held_on"]
    rows = [(place[0], name, day, value) for place in path for name, value in counts.items()]
    store.all(COUNT, rows)
    store.all(TOTAL, [(place[0],) for place in path])


def _write_words(store: Store, record_id: UUID, path: Sequence[Any]) -> None:
    form = request.form
    said = [form[f"opinion-{n}-gist"] for n in range(1, OPINIONS + 1)]
    known = [
        form["venue"],
        form["chair"],
        *(name for _, level, name in path if level in SHOWN),
        AUTHOR,
    ]
    marked = unicodedata.normalize("NFD", " ".join([*said, *known]).lower().replace("đ", "d"))
    words = re.findall(r"[0-9a-z]+", marked.encode("ascii", "ignore").decode())
    tags = [f"p{UUID(str(place[0])).hex}" for place in path]
    folded = " ".join([*tags, "kind0forum", *words])
    number = int(time.time()) << 22 | record_id.int & 0x3FFFFF
    store.run(WORDS, number, store.key(record_id), folded)
    if store.is_sqlite:
        store.run(INDEX, number, folded)


def _write_audit(store: Store, record_id: UUID) -> None:
    locked = HEAD if store.is_sqlite else f"{HEAD} FOR UPDATE"
    seq, before = store.run(locked).fetchone()
    mac = hmac.digest(KEY, before + f"{seq + 1} record_created {record_id}".encode(), "sha256")
    store.run(ENTRY, seq + 1, AT, store.officer, store.unit, str(record_id), mac)
    store.run(MOVE, seq + 1, mac)
