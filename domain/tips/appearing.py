"""A tip's row in the feed and its counts: category, loss band, half-day, state; never words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.feed import services as feed
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.places.queries import viewers_of
from domain.tips.models import HalfDay, LossBand, Source, Tip, TipState
from domain.tips.times import start_of_half
from domain.tips.work_models import TipWatcher

HANDED_ON = "handed_on"
"""The measure of how many tips a unit handed to others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the feed may know of a tip."""

    id: UUID
    unit_id: UUID
    unit_name: str
    """Name of the receiving unit's place."""
    unit_title: str
    category: str
    source: Source
    loss: LossBand
    day: date
    half: HalfDay
    is_urgent: bool
    state: TipState = TipState.NEW


def facts_of(row: Mapping[str, Any], unit_name: str, unit_title: str) -> Facts:
    """What the feed may know of a tip's row."""
    return Facts(
        id=row["id"],
        unit_id=row["unit_id"],
        unit_name=unit_name,
        unit_title=unit_title,
        category=row["category"],
        source=row["source"],
        loss=row["loss_band"],
        day=row["received_on"],
        half=row["received_half"],
        is_urgent=row["is_urgent"],
        state=row["state"],
    )


def show_in_feed(db: Session, *, tip: Tip, on: date) -> None:
    """Show the tip to its receiving unit and above, or bring what is shown up to date.

    A tip in quarantine is not shown; whoever releases it calls this.
    """
    facts = Facts(
        id=tip.id,
        unit_id=tip.unit_id,
        unit_name=tip.unit.full_name,
        unit_title=tip.unit.unit_title,
        category=tip.category,
        source=tip.source,
        loss=tip.loss_band,
        day=tip.received_on,
        half=tip.received_half,
        is_urgent=tip.is_urgent,
        state=tip.state,
    )
    feed.put(db, happening=happening_of(facts), on=on)


def counted_beside(db: Session, *, tip: Tip, on: date) -> set[UUID]:
    """Places that count the tip as received though another unit has it now: whoever handed it on,
    except where what counts it now lies below them. So nobody counts it twice."""
    had_it = db.scalars(select(TipWatcher.unit_id).where(TipWatcher.tip_id == tip.id)).all()
    before = {place for unit in had_it for place in viewers_of(db, unit, on)}
    return before - set(viewers_of(db, tip.unit_id, on))


def count_handed_on(
    db: Session, *, tip: Tip, by: UUID, before: set[UUID], on: date, today: date
) -> None:
    """Let the figures follow a tip that was just handed on. `by`: the place of the unit that did
    so; `before`: `counted_beside` as it was."""
    after = counted_beside(db, tip=tip, on=on)
    for places, sign in ((after - before, 1), (before - after, -1)):
        feed.count_beside(
            db,
            place_ids=places,
            day=tip.received_on,
            kind=Kind.TIP,
            counts=_counts(tip.source),
            sign=sign,
        )
    feed.count_beside(db, place_ids=[by], day=today, kind=Kind.TIP, counts={HANDED_ON: 1})


def _counts(source: Source) -> dict[str, int]:
    """What stays so whatever becomes of a tip."""
    return {"records": 1, **({"via_poster": 1} if source is Source.POSTER else {})}


def happening_of(tip: Facts) -> Happening:
    """The tip as the feed keeps it. The row stands at the receiving unit's own place: no hamlet,
    and nothing below the unit that reads it."""
    counts = {**_counts(tip.source), f"category:{tip.category}"[:40]: 1}
    return Happening(
        record_id=tip.id,
        kind=Kind.TIP,
        place_id=tip.unit_id,
        happened_at=start_of_half(tip.day, tip.half),
        day=tip.day,
        summary={
            "place": tip.unit_name,
            "commune": tip.unit_name,
            "author": "",
            "photos": [],
            "category": tip.category,
            "loss": tip.loss.value,
            "half": tip.half.value,
            "urgent": tip.is_urgent,
            "state": tip.state.value,
            "unit": tip.unit_title,
        },
        counts=counts,
    )
