"""The floor: bare Flask doing the same jobs with the database drivers alone.

`FLOOR_DATABASE` is the path of an SQLite file or the address of a PostgreSQL server. Like the
product's pages, the minimal form is sent compressed; it was compressed once, at the start.
"""

import gzip
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

app = Flask(__name__)
own = threading.local()

FORM = gzip.compress((Path(__file__).parent / "minimal_form.html").read_bytes(), 9)
SEALED = bytes(900)
"""As much as the sealed parts of a tip weigh."""
SUMMARY = '{"place":"Xã Mẫu","commune":"Xã Mẫu","category":"impersonation","state":"new"}'

SCHEMA = """
CREATE TABLE IF NOT EXISTS tips (id text PRIMARY KEY, unit text, story text, sealed {bytes});
CREATE TABLE IF NOT EXISTS feed (
  place int, at text, id text, summary text, PRIMARY KEY (place, at, id)
);
CREATE TABLE IF NOT EXISTS audit (id text PRIMARY KEY, action text, object text, mac {bytes});
CREATE TABLE IF NOT EXISTS counts (place int, measure text, value int,
  PRIMARY KEY (place, measure));
"""
TIP = "INSERT INTO tips VALUES (?, ?, ?, ?)"
FEED = "INSERT INTO feed VALUES (?, ?, ?, ?)"
AUDIT = "INSERT INTO audit VALUES (?, ?, ?, ?)"
COUNT = (
    "INSERT INTO counts VALUES (?, ?, 1)"
    " ON CONFLICT (place, measure) DO UPDATE SET value = counts.value + 1"
)
PLACES = (1, 2, 3)
"""A tip shows in the feeds of its commune, district and province."""
MEASURES = ("records", "via_poster", "category", "total")
SINGLES = ("series", "audit head", "poster day")

Run = Callable[[str, list[tuple[object, ...]]], None]


@app.get("/hello")
def hello() -> str:
    """The framework and nothing else."""
    return "hello"


@app.get("/form")
def form() -> Response:
    """A static form page."""
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"}
    return Response(FORM, headers=headers)


@app.post("/one")
def one() -> AnyResponse:
    """A tip as one row."""
    _in_one_commit(_tip)
    return redirect("/form", 303)


@app.post("/same")
def same() -> AnyResponse:
    """A tip as the same rows that the product writes: tip, feed, counts, audit."""
    _in_one_commit(_tip_with_the_rest)
    return redirect("/form", 303)


def _tip(run: Run) -> str:
    id_ = uuid4().hex
    run(TIP, [(id_, request.form["category"], request.form["story"], SEALED)])
    return id_


def _tip_with_the_rest(run: Run) -> None:
    id_ = _tip(run)
    run(FEED, [(place, "2026-01-01 00:00:00", id_, SUMMARY) for place in PLACES])
    run(COUNT, [(place, measure) for place in PLACES for measure in MEASURES])
    run(COUNT, [(0, single) for single in SINGLES])
    run(AUDIT, [(uuid4().hex, "tip_received", id_, bytes(32))])


def _in_one_commit(work: Callable[[Run], object]) -> None:
    address = os.environ["FLOOR_DATABASE"]
    if address.startswith("postgresql://"):
        _postgres(address, work)
    else:
        _sqlite(address, work)


def _sqlite(path: str, work: Callable[[Run], object]) -> None:
    if not hasattr(own, "sqlite"):
        own.sqlite = sqlite3.connect(path, isolation_level=None, timeout=10)
        own.sqlite.execute("PRAGMA journal_mode=WAL")
        own.sqlite.execute("PRAGMA synchronous=FULL")
        own.sqlite.executescript(SCHEMA.format(bytes="blob"))
    own.sqlite.execute("BEGIN IMMEDIATE")
    work(own.sqlite.executemany)
    own.sqlite.execute("COMMIT")


def _postgres(address: str, work: Callable[[Run], object]) -> None:
    import psycopg

    if not hasattr(own, "postgres"):
        own.postgres = psycopg.connect(address)
        with own.postgres.transaction():
            own.postgres.execute("SELECT pg_advisory_xact_lock(1)")
            own.postgres.execute(SCHEMA.format(bytes="bytea"))
    cursor = own.postgres.cursor()

    def run(statement: str, rows: list[tuple[object, ...]]) -> None:
        text = statement.replace("?", "%s")
        if len(rows) == 1:
            cursor.execute(text, rows[0])
        else:
            cursor.executemany(text, rows)

    work(run)
    own.postgres.commit()


def forget() -> None:
    """Close this thread's connections; the next tip opens its database anew."""
    for connection in vars(own).values():
        connection.close()
    vars(own).clear()
