"""What the time of an answer tells of a code to somebody outside: it should tell nothing.

Timed from the last byte sent to the last byte received, on a running server, in random order:

- a code that opens a tip, beside one that nobody was ever given. The pages differ, so whoever has
  guessed right sees it; the time must not tell sooner, nor anyone who sees only that bytes went by;
- codes of an erased tip, and numbers of a slip that was used or ran out, beside one that nobody was
  given: the same page, of the same length under the same headers, in the same time;
- a story that quotes somebody's live code, beside one that quotes 16 digits of no tip: the code is
  covered before the tip is stored, and sending must not tell whether it was.

The figure is the area under the ROC curve: the chance that an answer of the one kind took longer
than one of the other, 0.5 where nothing can be told. By chance alone it strays over 0.03 in one of
forty comparisons of a thousand pairs.
"""

import re
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, create_engine, select, update
from sqlalchemy.orm import Session

from blueprints.public import tokens
from blueprints.public.tokens import PageKind
from domain.clock import local_day
from domain.tips import codes
from domain.tips.models import Tip, TipState
from domain.tips.talk_models import TipClaim
from tests.bench import load, stage
from tests.bench.stage import STORY, Product
from tests.bench.table import BenchRow
from tests.support.commands import flask
from web.context import now

PAIRS, WARM_UP = 1_000, 20
EACH = 20
"""Codes of each kind, drawn by lot."""
FARTHEST = 0.03
LINES = 4
LONG_AGO = date(2020, 1, 6)
FORM = "application/x-www-form-urlencoded"
NOBODYS, LIVE, ERASED, USED, RUN_OUT = "nobody's", "live", "erased", "used", "run out"
SAME_PAGE = (NOBODYS, ERASED, USED, RUN_OUT)
QUOTED_LIVE, QUOTED_NOBODYS = "quotes a live code", "quotes nobody's"
_VARIES = re.compile(rb"\r\n(?:Date|Location): [^\r]*", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Answer:
    """How long it took, and what somebody sees who cannot read it."""

    seconds: float
    shape: bytes
    body: bytes


Asked = tuple[str, bytes]
"""A kind, and the request."""


def measure(instance: Path) -> list[BenchRow]:
    """On a stopped instance with the demo district."""
    chance = Random()
    with stage.product(instance) as product:
        given = _given(product, chance, instance)
        looked_up = _times(product, _lookups(given, chance), chance)
        quoting = _times(product, _stories(product, given, chance), chance)
    _same_to_the_eye(looked_up, SAME_PAGE)
    _same_to_the_eye(quoting, (QUOTED_LIVE, QUOTED_NOBODYS), of_body=False)
    return [
        BenchRow("looking up a code that nobody has", _typical(looked_up[NOBODYS]), None, "ms"),
        BenchRow("looking up a code that opens a tip", _typical(looked_up[LIVE]), None, "ms"),
        _row("a code that opens a tip", looked_up[LIVE], looked_up[NOBODYS]),
        _row("a code of an erased tip", looked_up[ERASED], looked_up[NOBODYS]),
        _row("a slip's number that was used", looked_up[USED], looked_up[NOBODYS]),
        _row("a slip's number that ran out", looked_up[RUN_OUT], looked_up[NOBODYS]),
        _row("a story that quotes a live code", quoting[QUOTED_LIVE], quoting[QUOTED_NOBODYS]),
    ]


def _row(name: str, ones: Sequence[_Answer], others: Sequence[_Answer]) -> BenchRow:
    strayed = abs(area([a.seconds for a in ones], [b.seconds for b in others]) - 0.5)
    return BenchRow(f"AUC of times of {name}, away from 0.5", strayed, FARTHEST, "")


def area(ones: Sequence[float], others: Sequence[float]) -> float:
    """The chance that one of the first is larger than one of the others; of equals, half."""
    ordered = sorted([(value, 1) for value in ones] + [(value, 0) for value in others])
    ranks: dict[float, list[int]] = {}
    for rank, (value, _) in enumerate(ordered, start=1):
        ranks.setdefault(value, []).append(rank)
    summed = sum(sum(ranks[value]) / len(ranks[value]) for value in ones)
    return (summed - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))


def _typical(answers: Sequence[_Answer]) -> float:
    return sorted(one.seconds for one in answers)[len(answers) // 2] * 1e3


def _same_to_the_eye(
    answers: dict[str, list[_Answer]], kinds: Sequence[str], *, of_body: bool = True
) -> None:
    shapes = {(one.shape, one.body if of_body else b"") for kind in kinds for one in answers[kind]}
    if len(shapes) != 1:
        raise RuntimeError(f"answers to {kinds} differ: {sorted(shapes)[:2]}")


def _given(product: Product, chance: Random, instance: Path) -> dict[str, list[str]]:
    """Codes of tips that are there and of erased ones; numbers of slips that are over."""
    sent = load.run(product.serving.port, product.tips(3 * EACH), connections=1).locations
    held = [_code_in(product, location) for location in sent]
    given = {LIVE: held[:EACH], ERASED: held[EACH : 2 * EACH]}
    engine = create_engine(product.config.database_url)
    with Session(engine) as db:
        ended = {"state": TipState.SPAM, "closed_on": LONG_AGO}
        db.execute(update(Tip).where(_bears(product, given[ERASED])).values(ended))
        tips = list(db.scalars(select(Tip.id).where(_bears(product, held[2 * EACH :]))))
        day = local_day(now())
        for number, tip_id in enumerate(tips):
            kind = USED if number % 2 else RUN_OUT
            claim, used = codes.new_number(chance), day if kind == USED else None
            lookup = codes.lookup(product.ring, claim, product.ring.newest)
            until = day + timedelta(days=5 if used else -1)
            row = TipClaim(tip_id=tip_id, claim_lookup=lookup, expires_on=until, used_on=used)
            db.add(row)
            given.setdefault(kind, []).append(claim)
        db.commit()
    engine.dispose()
    for words in (("settings", "set", "retention_signed", "bench"), ("maintenance",)):
        done = flask(instance, *words, DEMO="1")
        if done.returncode:
            raise RuntimeError(done.stderr)
    return given


def _bears(product: Product, held: Sequence[str]) -> ColumnElement[bool]:
    ring = product.ring
    return Tip.receipt_lookup.in_([codes.lookup(ring, code, ring.newest) for code in held])


def _code_in(product: Product, location: str) -> str:
    text = location.partition("?")[0].rpartition("/")[2]
    token = tokens.opened(product.ring, PageKind.RECEIPT, text, now())
    if token is None:
        raise RuntimeError(f"no receipt at {location}")
    return token.code


def _lookups(given: dict[str, list[str]], chance: Random) -> list[Asked]:
    asked = []
    for _ in range(PAIRS):
        asked.append((NOBODYS, codes.new_number(chance)))
        asked += [(kind, chance.choice(held)) for kind, held in given.items()]
    return [(kind, load.post("/receipt", _typed(code), FORM)) for kind, code in asked]


def _typed(code: str) -> bytes:
    return urlencode({"code": codes.grouped(code)}).encode()


def _stories(product: Product, given: dict[str, list[str]], chance: Random) -> list[Asked]:
    asked = []
    for _ in range(PAIRS):
        asked.append((QUOTED_LIVE, chance.choice(given[LIVE])))
        asked.append((QUOTED_NOBODYS, codes.new_number(chance)))
    stories = [f"{STORY} {codes.grouped(code)}" for _, code in asked]
    requests = product.tips_telling(stories)
    return [(kind, request) for (kind, _), request in zip(asked, requests, strict=True)]


def _times(product: Product, asked: list[Asked], chance: Random) -> dict[str, list[_Answer]]:
    """Answers by kind, asked in random order over a few lines."""
    chance.shuffle(asked)
    port = product.serving.port
    with ThreadPoolExecutor(LINES) as lines:
        warm = [asked[n % len(asked)] for n in range(WARM_UP)]
        list(lines.map(lambda one: _ask(port, 0, one[1]), warm))
        told = list(lines.map(lambda n: _ask(port, n + 1, asked[n][1]), range(len(asked))))
    found: dict[str, list[_Answer]] = {}
    for (kind, _), answer in zip(asked, told, strict=True):
        found.setdefault(kind, []).append(answer)
    return found


def _ask(port: int, number: int, request: bytes) -> _Answer:
    """From a network of its own: guesses from one place are slowed, which is another matter."""
    origin = f"127.{1 + number // 250}.{1 + number % 250}.1"
    with socket.create_connection((load.HOST, port), 60, (origin, 0)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began, answer = time.perf_counter(), b""
        line.sendall(request)
        while not _is_whole(answer):
            part = line.recv(65_536)
            if not part:
                raise ConnectionError("closed in the middle of an answer")
            answer += part
        seconds = time.perf_counter() - began
    head, _, body = answer.partition(b"\r\n\r\n")
    return _Answer(seconds, _VARIES.sub(b"", head), body)


def _is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(end and length) and len(body) >= int(length[1] if length else 0)
