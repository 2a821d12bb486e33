"""Plans of a bad line: which request meets which fault, by chance from a seed."""

from collections.abc import Callable, Mapping
from random import Random

from tests.support.bad_line import Call, Fault, Plan, Trouble

EVERYTHING = dict.fromkeys(Fault, 0.04)
"""About every second request meets a fault, each kind of it."""
PHOTO_DROP = 1_000_000


def from_outbox(call: Call) -> bool:
    """Whether a request carries something that waited."""
    return bool(call.item)


def by_chance(
    seed: int, shares: Mapping[Fault, float], *, among: Callable[[Call], bool] = from_outbox
) -> Plan:
    """Each request among those chosen meets one fault with its share, cut anywhere."""
    chance = Random(seed)

    def plan(call: Call) -> Trouble | None:
        if not among(call):
            return None
        draw, at = chance.random(), chance.random()
        for fault, share in shares.items():
            draw -= share
            if draw < 0:
                seconds = at * 0.3 if fault is Fault.LATE else 0.0
                return Trouble(fault, at=at, seconds=seconds)
        return None

    return plan


def dropping_every(count: int = PHOTO_DROP) -> Plan:
    """No request carries more than so many bytes of its body to the server."""

    def plan(call: Call) -> Trouble | None:
        return Trouble(Fault.CUT_BODY, after=count) if call.length > count else None

    return plan
