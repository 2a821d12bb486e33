"""The officer's home screen beside an empty page with the same layout: bytes, and our own CPU."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

from flask import Blueprint, Flask, render_template
from flask.testing import FlaskClient

from app import create_app
from tests.bench.table import BenchRow
from tests.support.page import Browser
from web.authz import signed_in
from web.config import read

ROUNDS = 200
WARM_UP = 20
HOME_BYTES, TIMES = 15_360, 1.3
HOME, EMPTY = "/home", "/bench/empty"
OFFICER = "xa1"
LAYOUT = """
{% extends "layouts/staff.html" %}
{% set tab = "home" %}
{% block title %}Xã{% endblock %}
{% block appbar %}
  {% from "components/appbar.html" import appbar %}
  {{ appbar("Xã", "Thiếu úy") }}
{% endblock %}
"""


def measure(instance: Path) -> list[BenchRow]:
    """On a stopped instance with the demo district: medians of interleaved rounds."""
    with _signed_in(instance) as client:
        whole = len(_open(client, HOME, as_sent=False))
        sent = len(_open(client, HOME, as_sent=True))
        ours, bare = _seconds(client)
    return [
        BenchRow("home screen, before it is compressed", whole, None, "B"),
        BenchRow("home screen, body as sent", sent, HOME_BYTES, "B"),
        BenchRow("CPU of an empty page with the same layout", bare * 1_000, None, "ms"),
        BenchRow("CPU of the home screen, of the empty page", ours / bare, TIMES, "x"),
    ]


@contextmanager
def _signed_in(instance: Path) -> Iterator[FlaskClient]:
    app = create_app(read({"INSTANCE_DIR": str(instance), "DEMO": "1"}))
    _add_empty_page(app)
    try:
        yield Browser(app, OFFICER).client
    finally:
        app.extensions["photo_process"].close()
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


def _add_empty_page(app: Flask) -> None:
    """A page of the staff zone, compiled once and compressed like any other."""
    template = app.jinja_env.from_string(LAYOUT)
    bp = Blueprint("bench", __name__)
    bp.add_url_rule(EMPTY, "empty", signed_in(lambda: render_template(template)))
    app.register_blueprint(bp)


def _open(client: FlaskClient, address: str, *, as_sent: bool = True) -> bytes:
    headers = {"Accept-Encoding": "br"} if as_sent else {}
    answer = client.get(address, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer.get_data()


def _seconds(client: FlaskClient) -> tuple[float, float]:
    """CPU of the home screen and of the empty page."""
    chance = Random(3)
    taken: dict[str, list[float]] = {HOME: [], EMPTY: []}
    for turn in range(WARM_UP + ROUNDS):
        for address in chance.sample((HOME, EMPTY), 2):
            worked = time.process_time()
            _open(client, address)
            if turn >= WARM_UP:
                taken[address].append(time.process_time() - worked)
    return median(taken[HOME]), median(taken[EMPTY])
