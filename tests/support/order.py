"""In which order several test processes run the tests: nobody is left over with something long."""

import pytest

LONGEST = (
    "tests/browser/test_accessibility.py",
    "tests/browser/",
    "tests/operators/",
    "tests/house_rules/",
)
"""What takes seconds a test, the longest first; the rest takes a tenth of one."""


def spread(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """The tests in as many equal parts as there are workers, as xdist's worksteal deals them out.

    Each part begins with long ones, so that a worker who is done early takes over short ones. A
    part keeps to one engine for as long as it can: changing over starts a server and fills it.
    """
    long: list[list[pytest.Item]] = [[] for _ in range(workers)]
    short: list[pytest.Item] = []
    for item in items:
        group = next((g for g, path in enumerate(LONGEST) if item.nodeid.startswith(path)), None)
        (short if group is None else long[group % workers]).append(item)
    ordered: list[pytest.Item] = []
    for number, first in enumerate(long):
        room = (len(items) - len(ordered)) // (workers - number) - len(first)
        then, short = short[: max(room, 0)], short[max(room, 0) :]
        engine = next(filter(None, map(_engine, then)), "")
        ordered += sorted(first, key=lambda item, own=engine: _engine(item) in {"", own}) + then
    return ordered + short


def _engine(item: pytest.Item) -> str:
    """The engine that a test asks for, or nothing."""
    call = getattr(item, "callspec", None)
    return str(call.params.get("databases", "")) if call is not None else ""
