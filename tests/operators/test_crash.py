"""Killed at any moment: what was acknowledged is there once, what was not is there at most once."""

import http.client
import random
import re
import sqlite3
import threading
import time
import urllib.parse
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.commands import flask
from tests.support.demo import demo_district
from tests.support.server import kill, running_server

KILLS = 6
CLIENTS = 3
HIDDEN = re.compile(r'name="?(submission_id|form_token)"? value="?([^"\s>]+)')
CODE = re.compile(r'id="?receipt-code"?[^>]*>\s*([\d ]{19})')


@dataclass
class Sent:
    """One tip a client tried to send until it had an answer."""

    fields: dict[str, str]
    code: str = ""
    tries: int = 0


@dataclass
class Ledger:
    """What every client knows, as in an accounting book."""

    sent: list[Sent] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def _open(url: str, data: dict[str, str] | None = None) -> str:
    body = urllib.parse.urlencode(data).encode() if data else None
    with urllib.request.urlopen(url, body, timeout=10) as answer:
        return answer.read().decode()


def _client(number: int, address: list[str], ledger: Ledger, stop: threading.Event) -> None:
    current: Sent | None = None
    count = 0
    while not stop.is_set():
        try:
            if current is None:
                hidden = dict(HIDDEN.findall(_open(address[0])))
                count += 1
                current = Sent({**hidden, "story": f"Chuyện số {number}-{count} để thử"})
                with ledger.lock:
                    ledger.sent.append(current)
            current.tries += 1
            found = CODE.search(_open(address[0], current.fields))
            if found:
                current.code, current = found.group(1), None
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)  # Killed in mid-answer: nobody knows whether it was stored.


def _wait_for_answers(ledger: Ledger) -> None:
    """Until a few more tips were acknowledged: a slow machine is killed at work too."""
    wanted = sum(bool(sent.code) for sent in list(ledger.sent)) + CLIENTS
    deadline = time.monotonic() + 30
    while sum(bool(sent.code) for sent in list(ledger.sent)) < wanted:
        assert time.monotonic() < deadline, "nobody could send a tip"
        time.sleep(0.02)


def _finish(ledger: Ledger, address: str) -> None:
    """Whoever had no answer sends again; whoever had one sends the same and gets the same."""
    for sent in ledger.sent:
        again = CODE.search(_open(address, sent.fields))
        assert again is not None, "a tip can always be sent again"
        assert again.group(1) == (sent.code or again.group(1)), "the same tip, the same receipt"
        sent.code = again.group(1)


def _crash_again_and_again(instance: Path, ledger: Ledger) -> None:
    chance, stop, address = random.Random(60), threading.Event(), [""]
    clients = [
        threading.Thread(target=_client, args=(n, address, ledger, stop), daemon=True)
        for n in range(CLIENTS)
    ]
    for round_ in range(KILLS + 1):
        with running_server(instance) as server:
            address[0] = f"{server.url}/q/{server.demo['poster_code']}/tip"
            if round_ == 0:
                for client in clients:
                    client.start()
            if round_ < KILLS:
                _wait_for_answers(ledger)
                time.sleep(chance.uniform(0, 0.4))
                kill(server)
                continue
            stop.set()
            for client in clients:
                client.join(timeout=30)
            _finish(ledger, address[0])


def test_nothing_acknowledged_is_lost_and_nothing_is_stored_twice(tmp_path_factory):
    instance, ledger = demo_district(tmp_path_factory), Ledger()
    before = _tips(instance)
    _crash_again_and_again(instance, ledger)
    assert len(ledger.sent) > KILLS
    assert len({sent.code for sent in ledger.sent}) == len(ledger.sent)
    stored = _tips(instance) - before
    assert stored == len(ledger.sent), "each tip that was sent stands there once"
    assert flask(instance, "audit", "verify", DEMO="1").returncode == 0


def _tips(instance: Path) -> int:
    """Tips in the database, which is whole."""
    with closing(sqlite3.connect(instance / "lang-nghe.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return int(connection.execute("SELECT count(*) FROM tips").fetchone()[0])
