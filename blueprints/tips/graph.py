"""A drawing of a group of tips: what they share in the middle, the tips on both sides of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

WIDTH = 420
MOST_TIPS, MOST_SHARED = 16, 8
"""A drawing of more is a ball of wool. The tables beside it have all of them."""
_LEFT, _MIDDLE, _RIGHT = 40, WIDTH // 2, WIDTH - 40
_STEP = 66
_BOX = 68
"""Half the width of a box."""
_CIRCLE = 22
_UNDER = 8
"""Room for what hangs below the letters of the last line."""
_LONGEST_NAME = 17


@dataclass(frozen=True, slots=True)
class Dot:
    """A tip or something shared: its middle, its name and what stands under it."""

    x: int
    y: int
    name: str
    note: str = ""
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
    """Everything to draw, in the units of a view box as wide as `WIDTH`."""

    height: int
    tips: Sequence[Dot]
    shared: Sequence[Dot]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tip to draw."""

    number: str
    unit: str
    is_verified: bool


def draw(tips: Mapping[UUID, Drawn], shared: Sequence[tuple[str, Sequence[UUID]]]) -> Graph:
    """Lay a group out. `shared`: the name of each thing and which tips have it."""
    drawn = list(tips)[:MOST_TIPS]
    boxes = sorted(shared, key=lambda one: -len(one[1]))[:MOST_SHARED]
    height = _STEP * max(-(-len(drawn) // 2), len(boxes))
    dots = {
        tip_id: Dot(x, y, tips[tip_id].number, tips[tip_id].unit)
        for column, x in ((drawn[::2], _LEFT), (drawn[1::2], _RIGHT))
        for tip_id, y in zip(column, _column(len(column), height), strict=True)
    }
    nodes = [
        Dot(_MIDDLE, y, _short(name), is_main=index == 0)
        for index, (y, (name, _)) in enumerate(zip(_column(len(boxes), height), boxes, strict=True))
    ]
    lines = [
        _line(dots[tip_id], node, is_verified=tips[tip_id].is_verified)
        for node, (_, holders) in zip(nodes, boxes, strict=True)
        for tip_id in holders
        if tip_id in dots
    ]
    return Graph(height + _UNDER, list(dots.values()), nodes, lines)


def _column(count: int, height: int) -> list[int]:
    """So many heights, spread evenly."""
    return [round(height * (at + 0.5) / count) for at in range(count)]


def _line(tip: Dot, box: Dot, *, is_verified: bool) -> Line:
    side = -1 if tip.x < box.x else 1
    return Line(tip.x - side * _CIRCLE, tip.y, box.x + side * _BOX, box.y, is_verified)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
