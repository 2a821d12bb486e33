"""Fills an empty database with the demo district."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from domain.demo.people import DemoSignIn, add_people
from domain.media.store import Store
from domain.reference.defaults import read_tree_of
from domain.vault.keys import KeyRing

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRequest:
    """Which demo to make."""

    on_loopback: bool
    shape: str = "2022"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMade:
    """What the terminal is told of it."""

    sign_ins: list[DemoSignIn]
    poster_code: str


def seed(
    db: Session, ring: KeyRing, store: Store, *, request: DemoRequest, progress: Progress
) -> DemoMade:
    """Make the demo district in an empty database and commit it."""
    now = datetime.now(UTC)
    read_tree_of(db, "2025-06-30" if request.shape == "2022" else "")
    told = add_people(db, shape=request.shape, on_loopback=request.on_loopback, now=now)
    db.commit()
    progress(1, 1)
    return DemoMade(sign_ins=told, poster_code="")
