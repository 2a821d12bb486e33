"""A tip's row in the feed and its counts: category, loss band, half-day, state; never words."""

from datetime import date

from sqlalchemy.orm import Session

from domain.feed import services as feed
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.tips.models import Source, Tip
from domain.tips.times import start_of_half


def show_in_feed(db: Session, *, tip: Tip, on: date) -> None:
    """Show the tip to its receiving unit and above, or bring what is shown up to date.

    A tip in quarantine is not shown; whoever releases it calls this.
    """
    feed.put(db, happening=happening_of(tip), on=on)


def happening_of(tip: Tip) -> Happening:
    """The tip as the feed keeps it. The row stands at the receiving unit's own place: no hamlet,
    and nothing below the unit that reads it."""
    counts = {"records": 1, f"category:{tip.category}"[:40]: 1}
    if tip.source is Source.POSTER:
        counts["via_poster"] = 1
    return Happening(
        record_id=tip.id,
        kind=Kind.TIP,
        place_id=tip.unit_id,
        happened_at=start_of_half(tip.received_on, tip.received_half),
        day=tip.received_on,
        summary={
            "place": tip.unit.full_name,
            "commune": tip.unit.full_name,
            "author": "",
            "photos": [],
            "category": tip.category,
            "loss": tip.loss_band.value,
            "half": tip.received_half.value,
            "urgent": tip.is_urgent,
            "state": tip.state.value,
            "unit": tip.unit.unit_title,
        },
        counts=counts,
    )
