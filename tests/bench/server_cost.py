"""What the whole server holds in memory, what its start costs, and how soon `make run` serves."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from statistics import median

from tests.bench import load, stage
from tests.bench.processes import Memory, cpu_since_start, memory
from tests.bench.stage import CONTENT_TYPE, STORY, Product, Serving, multipart
from tests.bench.table import BenchRow
from tests.support.images import phone_photo

STARTS = 3
REQUESTS = 400
"""Of each kind, before memory is read."""


def measure(instance: Path, scratch: Path) -> list[BenchRow]:
    """Cold starts in turn; memory after the same load; then `make run` for the second time."""
    database = str(scratch / "floor-start.sqlite3")
    return [*_starts(instance, database), *_memory(instance, database), _make_run(instance)]


def _starts(instance: Path, database: str) -> list[BenchRow]:
    bare, ours = [], []
    for _ in range(STARTS):
        with stage.floor(database) as floor:
            bare.append(_until_first_page(floor, "/hello"))
        with stage.product(instance) as product:
            ours.append(_until_first_page(product.serving, "/"))
    times = median(mine / floor for mine, floor in zip(ours, bare, strict=True))
    return [
        BenchRow("CPU until the first page, bare Flask", median(bare), None, "s"),
        BenchRow("CPU until the first page, database checked first", median(ours), None, "s"),
        BenchRow("CPU until the first page, of bare Flask", times, 2.0, "x"),
    ]


def _until_first_page(serving: Serving, path: str) -> float:
    load.first_answer(serving.port, path)
    return cpu_since_start(serving.pid)


def _memory(instance: Path, database: str) -> list[BenchRow]:
    with stage.product(instance) as product:
        ours = _after_tips(product)
        _send_photo(product)
        with_photos = memory(product.serving.pid)
    with stage.floor(database) as floor:
        bare = _after_floor_load(floor)
    with stage.floor(database, workers=2, threads=4) as floor:
        two_workers = _after_floor_load(floor)
    under = "of bare Flask under the same settings"
    return [
        BenchRow("memory of the whole server after load", ours.proportional, None, "MB"),
        BenchRow(f"memory, {under}", ours.proportional / bare.proportional, None, "x"),
        BenchRow(
            f"memory, {under}, shared pages counted each time",
            ours.resident / bare.resident,
            None,
            "x",
        ),
        BenchRow(
            # As bare Flask and its peers ran when the goal was set.
            "memory, of bare Flask with 2 workers of 4 threads, counted likewise",
            ours.resident / two_workers.resident,
            1.4,
            "x",
        ),
        BenchRow(
            "memory once a photo came, its process included", with_photos.proportional, None, "MB"
        ),
    ]


def _after_tips(product: Product) -> Memory:
    port, code = product.serving.port, product.posters()[0]
    for path in (f"/q/{code}", f"/q/{code}/tip"):
        load.run(port, [load.get(path)], times=REQUESTS)
    load.run(port, product.tips(REQUESTS))
    return memory(product.serving.pid)


def _after_floor_load(floor: Serving) -> Memory:
    body = multipart({"category": "impersonation", "story": STORY})
    for path in ("/hello", "/form"):
        load.run(floor.port, [load.get(path)], times=REQUESTS)
    load.run(floor.port, [load.post("/same", body, CONTENT_TYPE)], times=REQUESTS)
    return memory(floor.pid)


def _send_photo(product: Product) -> None:
    outcome = load.run(product.serving.port, product.tips(1, photo=phone_photo()), connections=1)
    if set(outcome.statuses) != {303}:
        raise RuntimeError(f"a tip with a photo answered {outcome.statuses}")


def _make_run(instance: Path) -> BenchRow:
    """Seconds from the command to the first page, on an instance that was served before."""
    with socket.create_server((load.HOST, 0)) as listener:
        port = listener.getsockname()[1]
    environment = {**os.environ, "INSTANCE_DIR": str(instance), "PORT": str(port), "DEMO": "1"}
    make = shutil.which("make") or "make"
    start = time.perf_counter()
    process = subprocess.Popen(
        [make, "run"],
        cwd=stage.ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        stage.wait_until_it_answers(port)
        taken = time.perf_counter() - start
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(stage.START_SECONDS)
    return BenchRow("second `make run`, until the first page", taken, 5.0, "s")
