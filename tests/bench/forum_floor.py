"""The floor of saving a forum: bare Flask writing the same rows with the database driver alone."""

import sqlite3
from uuid import uuid4

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

OPINIONS, PHOTOS = 25, 6
PLACES = (1, 2, 3, 4)
"""A forum shows in the feeds of its hamlet, commune, district and province."""
MEASURES = ("records", "people", "opinions", "open_opinions")
SCHEMA = """
CREATE TABLE forums (id text PRIMARY KEY, place text, held_on text, started_at text, venue text,
  attendance int, chair text, author text, entered_at text, fingerprint text);
CREATE TABLE opinions (id text PRIMARY KEY, forum text, position int, kind text, topic text,
  gist text, name text, outcome text, answer text, responsible text, due_on text);
CREATE INDEX opinions_forum ON opinions (forum, position);
CREATE TABLE photos (id text PRIMARY KEY, record text, claim text, position int);
CREATE INDEX photos_claim ON photos (claim);
CREATE TABLE feed (place int, at text, id text, summary text, PRIMARY KEY (place, at, id));
CREATE TABLE counts (place int, measure text, value int, PRIMARY KEY (place, measure));
CREATE TABLE audit (id text PRIMARY KEY, action text, object text, mac blob);
CREATE TABLE words (number integer PRIMARY KEY, record text, folded text);
CREATE VIRTUAL TABLE word_index USING fts5(folded, content='words', content_rowid='number');
"""
COUNT = (
    "INSERT INTO counts VALUES (?, ?, 1)"
    " ON CONFLICT (place, measure) DO UPDATE SET value = counts.value + 1"
)
OF_FORUM = ("id", "place", "held_on", "started_at", "venue", "attendance", "chair")
OF_OPINION = ("kind", "topic", "gist", "name", "outcome", "answer", "responsible", "due_on")

app = Flask(__name__)


def begin(path: str) -> None:
    """Open a fresh database as durable as the product's."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(SCHEMA)
    app.config["connection"] = connection


def wait(record_id: str) -> None:
    """Photos that were made safe before and wait for this forum."""
    rows = [(uuid4().hex, None, record_id, position) for position in range(PHOTOS)]
    app.config["connection"].executemany("INSERT INTO photos VALUES (?, ?, ?, ?)", rows)


@app.post("/forum")
def forum() -> Response:
    """A forum with its opinions, photos, feed, counts, words and audit entry in one commit."""
    connection, form = app.config["connection"], request.form
    id_ = form["id"]
    said = [
        (uuid4().hex, id_, n, *(form[f"opinion-{n}-{part}"] for part in OF_OPINION))
        for n in range(1, OPINIONS + 1)
    ]
    words = " ".join(form[f"opinion-{n}-gist"] for n in range(1, OPINIONS + 1)).lower()
    connection.execute("BEGIN IMMEDIATE")
    told = [form[name] for name in OF_FORUM]
    connection.execute(
        "INSERT INTO forums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*told, "officer", "2026-01-01 00:00:00", id_),
    )
    connection.executemany("INSERT INTO opinions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", said)
    connection.execute("UPDATE photos SET record = ?, claim = NULL WHERE claim = ?", (id_, id_))
    connection.executemany(
        "INSERT INTO feed VALUES (?, ?, ?, ?)",
        [(place, "2026-01-01 00:00:00", id_, '{"opinions":25}') for place in PLACES],
    )
    connection.executemany(COUNT, [(place, one) for place in PLACES for one in MEASURES])
    number = connection.execute(
        "INSERT INTO words (record, folded) VALUES (?, ?)", (id_, words)
    ).lastrowid
    connection.execute("INSERT INTO word_index (rowid, folded) VALUES (?, ?)", (number, words))
    connection.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?)", (uuid4().hex, "created", id_, bytes(32))
    )
    connection.execute("COMMIT")
    return redirect("/forum", 303)
