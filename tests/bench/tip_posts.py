"""What it costs to send a tip, beside bare Flask with a durable commit on the same engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import create_engine, func, select

from blueprints.public import tokens
from blueprints.public.tokens import PageKind
from domain.tips.models import Tip
from tests.bench import load
from tests.bench.load import Outcome
from tests.bench.processes import cpu_seconds
from tests.bench.stage import CONTENT_TYPE, STORY, Product, Serving, multipart
from tests.bench.table import BenchRow
from web.context import now

ROUNDS = 7
REQUESTS = 200
AT_ONCE = 64


@dataclass(frozen=True)
class Engine:
    """One engine: product and floor on it, and the first process of its server if it has one."""

    name: str
    product: Product
    floor: Serving
    database_pid: int = 0


@dataclass(frozen=True)
class _Cost:
    """CPU seconds of one request and answers a second."""

    cpu: float
    rate: float


def measure(engine: Engine) -> list[BenchRow]:
    """CPU and rate of sending tips one after another over eight lines; then many at once."""
    fields = {"category": "impersonation", "story": STORY, "happened_on": "today"}
    body = multipart(fields)
    small = [load.post("/one", body, CONTENT_TYPE)] * REQUESTS
    same = [load.post("/same", body, CONTENT_TYPE)] * REQUESTS
    ours = engine.product.serving
    for serving, requests in ((ours, engine.product.tips(60)), (engine.floor, [*small[:60]])):
        load.run(serving.port, requests)
    load.run(engine.floor.port, same[:60])
    before, set_apart = _stored(engine.product), _quarantined(engine.product)
    sent, rounds = 0, []
    for _ in range(ROUNDS):
        tips = engine.product.tips(REQUESTS)
        sent += len(tips)
        rounds.append(
            (
                _cost(engine, ours, tips),
                _cost(engine, engine.floor, same),
                _cost(engine, engine.floor, small),
            )
        )
    stored = _stored(engine.product) - before
    apart = _quarantined(engine.product) - set_apart
    if stored != sent or apart:
        raise RuntimeError(f"{sent} sent, {stored} stored, {apart} put apart")
    name = engine.name
    return [
        BenchRow(f"{name}: CPU of a tip", median(r[0].cpu for r in rounds) * 1e3, None, "ms"),
        BenchRow(
            f"{name}: CPU, of bare Flask with the same rows in one commit",
            median(ours.cpu / same.cpu for ours, same, _ in rounds),
            1.35,
            "x",
        ),
        BenchRow(
            f"{name}: rate, of bare Flask with the same rows in one commit",
            median(ours.rate / same.rate for ours, same, _ in rounds),
            0.75,
            "x",
            at_least=True,
        ),
        BenchRow(
            f"{name}: CPU, of bare Flask with one row",
            median(ours.cpu / one.cpu for ours, _, one in rounds),
            None,
            "x",
        ),
        BenchRow(
            f"{name}: rate, of bare Flask with one row",
            median(ours.rate / one.rate for ours, _, one in rounds),
            None,
            "x",
        ),
        *_at_once(engine),
    ]


def _cost(engine: Engine, serving: Serving, requests: Sequence[bytes]) -> _Cost:
    pids = [serving.pid, *([engine.database_pid] if engine.database_pid else [])]
    before = cpu_seconds(*pids)
    outcome = load.run(serving.port, requests)
    spent = cpu_seconds(*pids) - before
    if set(outcome.statuses) != {303}:
        raise RuntimeError(f"{engine.name}: sending answered {outcome.statuses}")
    return _Cost(cpu=spent / len(requests), rate=outcome.rate)


def _at_once(engine: Engine) -> list[BenchRow]:
    """As many tips as there are lines, all sent in the same instant."""
    before = _stored(engine.product)
    requests = engine.product.tips(AT_ONCE)
    outcome = load.run(engine.product.serving.port, requests, connections=AT_ONCE)
    stored = _stored(engine.product) - before
    failed = sum(count for status, count in outcome.statuses.items() if status >= 500)
    name, same_instant = engine.name, f"{AT_ONCE} tips in the same instant"
    return [
        BenchRow(f"{name}: {same_instant}, stored", stored, AT_ONCE, "", at_least=True),
        BenchRow(f"{name}: {same_instant}, answers of 500 and above", failed, 0, ""),
        BenchRow(
            f"{name}: {same_instant}, different receipts",
            len(_codes(engine.product, outcome)),
            AT_ONCE,
            "",
            at_least=True,
        ),
        BenchRow(f"{name}: {same_instant}, until the last answer", outcome.seconds, None, "s"),
    ]


def _codes(product: Product, outcome: Outcome) -> set[str]:
    """The receipt codes behind the addresses that the answers lead to."""
    found = set()
    for location in outcome.locations:
        text = location.partition("?")[0].rpartition("/")[2]
        token = tokens.opened(product.ring, PageKind.RECEIPT, text, now())
        if token is not None and token.code:
            found.add(token.code)
    return found


def _stored(product: Product) -> int:
    return _count(product, is_quarantined=False) + _quarantined(product)


def _quarantined(product: Product) -> int:
    return _count(product, is_quarantined=True)


def _count(product: Product, *, is_quarantined: bool) -> int:
    engine = create_engine(product.config.database_url)
    query = select(func.count()).select_from(Tip).where(Tip.is_quarantined.is_(is_quarantined))
    with engine.connect() as connection:
        counted = connection.scalar(query) or 0
    engine.dispose()
    return counted
