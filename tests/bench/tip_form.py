"""What it costs to open the tip form, beside the framework's "hello"."""

from statistics import median

from tests.bench import load
from tests.bench.processes import cpu_seconds
from tests.bench.stage import Product, Serving
from tests.bench.table import BenchRow

ROUNDS = 9
REQUESTS = 800


def measure(product: Product, floor: Serving) -> list[BenchRow]:
    """CPU of the server for one GET; rounds interleaved, the ratio taken round by round."""
    code = product.posters()[0]
    cases = {
        "hello": (floor, "/hello"),
        "minimal": (floor, "/form"),
        "form": (product.serving, f"/q/{code}/tip"),
        "alive": (product.serving, "/healthz"),
    }
    for serving, path in cases.values():
        load.run(serving.port, [load.get(path)], times=200)
    rounds = [
        {name: _cpu(serving, path) for name, (serving, path) in cases.items()}
        for _ in range(ROUNDS)
    ]
    hello = median(taken["hello"] for taken in rounds)
    times = {name: median(taken[name] / taken["hello"] for taken in rounds) for name in cases}
    return [
        BenchRow("CPU of “hello” by bare Flask", hello * 1e3, None, "ms"),
        BenchRow("GET of the tip form, CPU of “hello”", times["form"], 1.3, "x"),
        BenchRow("a static form by bare Flask", times["minimal"], None, "x"),
        BenchRow("the product's smallest answer, /healthz", times["alive"], None, "x"),
    ]


def _cpu(serving: Serving, path: str) -> float:
    """Seconds of one request."""
    before = cpu_seconds(serving.pid)
    outcome = load.run(serving.port, [load.get(path)], times=REQUESTS)
    spent = cpu_seconds(serving.pid) - before
    if set(outcome.statuses) != {200}:
        raise RuntimeError(f"{path} answered {outcome.statuses}")
    return spent / REQUESTS
