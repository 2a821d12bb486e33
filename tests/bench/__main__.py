"""`make bench`: measures everything, prints one table of ratios and writes `bench.json`.

`python -m tests.bench form posts` measures only the parts that are named.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.bench import (
    bad_line,
    board,
    chaos,
    feed,
    flood,
    forums,
    home,
    links,
    pages,
    photos,
    posters,
    queueing,
    receipts,
    sealed,
    server_cost,
    shrinking,
    stage,
    tip_form,
    tip_posts,
    uploads,
)
from tests.bench.table import BenchRow, lines
from tests.support.postgres import fresh_database, start_postgres

Measured = list[BenchRow]


class Bench:
    """The parts in their order, on one scratch folder with the demo district in it."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self._instance: Path | None = None

    @property
    def parts(self) -> dict[str, tuple[str, Callable[[], Measured]]]:
        """Name of each part, its title and how it is measured."""
        return {
            "pages": ("What people wait for", self._pages),
            "home": ("The officer's home screen", lambda: home.measure(self.instance)),
            "form": ("Opening the tip form", self._form),
            "posts": ("Sending a tip, SQLite", self._posts),
            "posts-postgresql": ("Sending a tip, PostgreSQL", self._posts_on_postgresql),
            "receipts": (
                "What the time of an answer tells of a code",
                lambda: receipts.measure(self.instance),
            ),
            "sealed": (f"Opening a sealed tip with {sealed.PHOTOS} photos", sealed.measure),
            "server": ("The server", self._server),
            "photos": ("Photos", photos.measure),
            "uploads": (
                "A photo over a line that drops",
                lambda: uploads.measure(self.scratch),
            ),
            "posters": ("Posters", posters.measure),
            "forums": ("Saving a forum, SQLite", lambda: forums.measure("sqlite")),
            "forums-postgresql": (
                "Saving a forum, PostgreSQL",
                lambda: forums.measure("postgresql"),
            ),
            "flood": ("People in a flood of tips", lambda: flood.measure(self.scratch)),
            "bad-line": ("The outbox on a bad line", lambda: bad_line.measure(self.instance)),
            "queueing": (
                "Saving into the phone's outbox",
                lambda: queueing.measure(self.instance),
            ),
            "shrinking": (
                "A photo made small on the phone",
                lambda: shrinking.measure(self.instance),
            ),
            "chaos": ("An outbox through a day of mishaps", lambda: chaos.measure(self.instance)),
            "links": ("Linking a tip among 1,000,000 identifiers", links.measure),
            "board": ("The board of 20,000 open tips beside 200", board.measure),
            "feed": ("The feed at 1,000,000 records beside 10,000", feed.measure),
        }

    @property
    def instance(self) -> Path:
        """A stopped instance with the demo district, made when it is first asked for."""
        if self._instance is None:
            self._instance = self.scratch / "instance"
            stage.prepare(self._instance)
        return self._instance

    def _floor_file(self) -> str:
        return str(self.scratch / "floor.sqlite3")

    def _pages(self) -> Measured:
        with stage.product(self.instance) as product, stage.floor(self._floor_file()) as floor:
            return pages.measure(product, floor)

    def _form(self) -> Measured:
        with stage.product(self.instance) as product, stage.floor(self._floor_file()) as floor:
            return tip_form.measure(product, floor)

    def _server(self) -> Measured:
        return server_cost.measure(self.instance, self.scratch)

    def _posts(self) -> Measured:
        with stage.product(self.instance) as product, stage.floor(self._floor_file()) as floor:
            return tip_posts.measure(tip_posts.Engine("SQLite", product, floor))

    def _posts_on_postgresql(self) -> Measured:
        with ExitStack() as stack:
            address = stack.enter_context(start_postgres(durable=True))
            instance = self.scratch / "instance-postgres"
            stage.prepare(instance, address)
            product = stack.enter_context(stage.product(instance, address))
            own = make_url(stack.enter_context(fresh_database(address, "floor")))
            plain = own.set(drivername="postgresql").render_as_string(hide_password=False)
            floor = stack.enter_context(stage.floor(plain))
            engine = tip_posts.Engine("PostgreSQL", product, floor, stage.server_of(address))
            return tip_posts.measure(engine)


def main(wanted: list[str]) -> None:
    """Measure, print and keep what was found."""
    found: dict[str, Measured] = {}
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory(prefix="lang-nghe-bench-") as folder:
        parts = Bench(Path(folder)).parts
        for name in wanted or parts:
            title, measure = parts[name]
            found[name] = measure()
            print(lines(title, found[name]), flush=True)
    missed = sum(not row.passed for rows in found.values() for row in rows)
    print(f"\nload average after: {os.getloadavg()[0]:.1f}; goals missed: {missed}")
    print(f"kept in {_keep(found)}")


def _keep(found: dict[str, Measured]) -> Path:
    folder = Path(os.environ.get("INSTANCE_DIR") or "instance")
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_average": os.getloadavg()[0],
        "cores": os.cpu_count(),
        "parts": {
            name: [{**asdict(row), "passed": row.passed} for row in rows]
            for name, rows in found.items()
        },
    }
    path = folder / "bench.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
