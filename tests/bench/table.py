"""One line of the benchmark's table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """A measured figure beside its goal, which still passes; without a goal it is told only."""

    name: str
    figure: float
    goal: float | None
    unit: str
    at_least: bool = False
    """The goal is a floor; otherwise smaller is better."""

    @property
    def passed(self) -> bool:
        """Whether the goal was reached."""
        if self.goal is None:
            return True
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal


def lines(title: str, rows: list[BenchRow]) -> str:
    """The rows of one part as they are printed."""
    return "\n".join([f"\n{title}", *map(_line, rows)])


def _line(row: BenchRow) -> str:
    goal = "" if row.goal is None else f"{'≥' if row.at_least else '≤'} {_short(row.goal)}"
    verdict = "" if row.goal is None else "ok" if row.passed else "MISSED"
    return f"  {row.name:<74} {_short(row.figure):>9} {row.unit:<4} {goal:>9}  {verdict}"


def _short(figure: float) -> str:
    if figure == int(figure) or abs(figure) >= 1_000:
        return f"{figure:,.0f}"
    return f"{figure:.3f}" if abs(figure) < 1 else f"{figure:.2f}"
