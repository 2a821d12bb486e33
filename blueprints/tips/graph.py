"""A drawing of a group of tips: what they share in the middle, the tips around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from uuid import UUID

WIDTH, HEIGHT = 420, 340
MOST_DRAWN = 16
"""Tips; a drawing of more is a ball of wool. The table beside it has all of them."""
_RADIUS_X, _RADIUS_Y = 168, 132
_INNER_X, _INNER_Y = 84, 66
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Dot:
    """A tip or something shared: its middle and its name."""

    x: int
    y: int
    name: str
    is_main: bool = False
    """What most of the tips have."""


@dataclass(frozen=True, slots=True)
class Line:
    """From a tip to what it shares; dashed while nobody has verified the tip."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything to draw, in the units of the view box."""

    tips: Sequence[Dot]
    shared: Sequence[Dot]
    lines: Sequence[Line]


def draw(
    tips: Mapping[UUID, tuple[str, bool]], shared: Sequence[tuple[str, Sequence[UUID]]]
) -> Graph:
    """Lay a group out. `tips`: number and whether it is verified; `shared`: name and holders."""
    drawn = list(tips)[:MOST_DRAWN]
    places = dict(zip(drawn, _ring(len(drawn), _RADIUS_X, _RADIUS_Y), strict=True))
    ordered = sorted(shared, key=lambda one: -len(one[1]))
    middle = [(WIDTH // 2, HEIGHT // 2)]
    spots = middle + _ring(len(ordered) - 1, _INNER_X, _INNER_Y, turn=0.5)
    nodes = [
        Dot(x, y, _short(name), is_main=index == 0)
        for index, ((x, y), (name, _)) in enumerate(zip(spots, ordered, strict=False))
    ]
    lines = [
        Line(*places[tip_id], node.x, node.y, is_verified=tips[tip_id][1])
        for node, (_, holders) in zip(nodes, ordered, strict=True)
        for tip_id in holders
        if tip_id in places
    ]
    return Graph([Dot(*places[id_], tips[id_][0]) for id_ in drawn], nodes, lines)


def _ring(count: int, across: int, down: int, turn: float = 0.0) -> list[tuple[int, int]]:
    """So many points around the middle, the first one at the top."""
    return [
        (
            round(WIDTH / 2 + across * sin(2 * pi * (at + turn) / count)),
            round(HEIGHT / 2 - down * cos(2 * pi * (at + turn) / count)),
        )
        for at in range(count)
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
