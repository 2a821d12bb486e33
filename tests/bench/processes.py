"""CPU time and memory of a server with all its processes, as Linux counts them."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """Megabytes of some processes together: all they hold, and with shared pages counted once."""

    resident: float
    proportional: float


def family(*roots: int) -> list[int]:
    """These processes and everything they started that still runs."""
    parents = {pid: _parent(pid) for entry in PROC.iterdir() if (pid := _number(entry.name))}
    found = list(roots)
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_seconds(*roots: int) -> float:
    """User and system seconds that the family has used, its ended threads included."""
    return sum(_cpu(pid) for pid in family(*roots))


def cpu_since_start(root: int) -> float:
    """The same with what the family's ended children used, to a hundredth of a second."""
    ticks = os.sysconf("SC_CLK_TCK")
    ended = 0
    for pid in family(root):
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        ended += int(fields[13]) + int(fields[14])
    return cpu_seconds(root) + ended / ticks


def memory(*roots: int) -> Memory:
    """What the family holds now."""
    sums = {"Rss": 0, "Pss": 0}
    for pid in family(*roots):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]:
            name, _, rest = line.partition(":")
            if name in sums:
                sums[name] += int(rest.split()[0])
    return Memory(resident=sums["Rss"] * 1024 / 1e6, proportional=sums["Pss"] * 1024 / 1e6)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _parent(pid: int) -> int:
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def _cpu(pid: int) -> float:
    """Linux gives each process a CPU clock by its number, finer than the ticks in /proc."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
