"""Remove files that no row speaks of: what a crash between file and row left behind."""

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from domain.media.store import Store


def sweep_orphans(
    store: Store,
    known: Callable[[Collection[str]], AbstractSet[str]],
    *,
    older_than: timedelta,
    now: datetime,
) -> list[str]:
    """Remove aged files whose keys `known` does not give back; return the keys removed.

    `known` is asked for one subfolder's keys at a time (1/256 of all), so that it can be one query.
    `older_than` must be longer than any form may lie between its photos and its commit.
    """
    before = (now - older_than).timestamp()
    return [
        key
        for keys in store.aged(before)
        for key in sorted(keys - known(keys))
        if store.remove_aged(key, before)
    ]
