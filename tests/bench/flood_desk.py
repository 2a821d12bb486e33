"""The desk after a flood: how many lines the tray has, and how many taps and seconds clear it."""

import time
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from domain.people.queries import by_username
from domain.tips.models import Tip, TipState
from tests.bench.table import BenchRow
from tests.support.page import Browser
from web.config import read
from web.extensions import db

OFFICER = "xa1"
TRAY = "/tips?tray=quarantine"
MOST_TAPS = 2


def measure(instance: Path) -> list[BenchRow]:
    """On the stopped instance, as an officer of the commune that the flood came to."""
    app = create_app(read({"INSTANCE_DIR": str(instance), "DEMO": "1"}))
    try:
        return _cleared(app, Browser(app, OFFICER))
    finally:
        app.extensions["photo_process"].close()
        with app.app_context():
            db.engine.dispose()


def _cleared(app: Flask, officer: Browser) -> list[BenchRow]:
    before = _waiting(app)
    began = time.perf_counter()
    tray = officer.get(TRAY)
    drawn = time.perf_counter() - began
    taps = [officer.get(tray.links()["Dọn cả khay"])]
    began = time.perf_counter()
    taps.append(officer.send_for_page(taps[-1].form("tip")))
    done = time.perf_counter() - began
    left = _waiting(app)
    lines = [box for box in tray.all("input", name="tip") if box.get("type") == "checkbox"]
    return [
        BenchRow("the tray: tips that wait apart", before, None, ""),
        BenchRow("the tray: lines", len(lines), None, ""),
        BenchRow("the tray: drawn in", drawn, None, "s"),
        BenchRow("the tray: page before it is compressed", len(tray.html.encode()), None, "B"),
        BenchRow("the tray: taps that clear it", len(taps), MOST_TAPS, ""),
        BenchRow("the tray: left after them", left, 0, ""),
        BenchRow("the tray: cleared and drawn anew in", done, None, "s"),
    ]


def _waiting(app: Flask) -> int:
    """Tips of the officer's commune that wait apart."""
    with app.app_context():
        officer = by_username(db.session(), OFFICER)
        query = select(func.count(Tip.id)).where(
            Tip.unit_id == (officer.place_id if officer else None),
            Tip.is_quarantined.is_(True),
            Tip.state == TipState.NEW,
        )
        return db.session.scalar(query) or 0
