"""One line of the benchmark's table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """A measured figure beside its goal; smaller is better, and the goal itself still passes."""

    name: str
    figure: float
    goal: float
    unit: str

    @property
    def passed(self) -> bool:
        """Whether the goal was reached."""
        return self.figure <= self.goal
