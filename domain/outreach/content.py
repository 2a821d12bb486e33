"""What an officer says of one outreach activity, as a plain value."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from domain.outreach.models import Outreach

COUNT = "count_"
"""Before a counted unit's key wherever fields have names: forms, corrections, comparisons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One counted unit. What was left empty is no count at all, because empty is never 0."""

    unit: str
    value: int
    is_approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that can be told and corrected, but for the photos."""

    channel: str
    place_id: UUID
    held_on: date
    started_at: time | None = None
    venue: str = ""
    campaign: str = ""
    notes: str = ""
    scam_types: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    location: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    counts: tuple[Count, ...] = ()

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON; a field that was left empty is not there."""
        optional = {
            "started_at": f"{self.started_at:%H:%M}" if self.started_at else None,
            "venue": self.venue,
            "campaign": self.campaign,
            "notes": self.notes,
            "scam_types": sorted(self.scam_types),
            "partners": sorted(self.partners),
            "location": list(self.location) if self.location else None,
            **{f"{COUNT}{one.unit}": [one.value, one.is_approximate] for one in self.counts},
        }
        return {
            "channel": self.channel,
            "place": str(self.place_id),
            "held_on": self.held_on.isoformat(),
            **{name: value for name, value in optional.items() if value},
        }


def content_of(record: Outreach) -> Content:
    """What a record says now."""
    located = record.latitude is not None and record.longitude is not None
    return Content(
        channel=record.channel,
        place_id=record.place_id,
        held_on=record.held_on,
        started_at=record.started_at,
        venue=record.venue,
        campaign=record.campaign,
        notes=record.notes,
        scam_types=tuple(record.scam_types),
        partners=tuple(record.partners),
        location=(record.latitude or 0.0, record.longitude or 0.0) if located else None,
        counts=tuple(
            Count(unit=c.unit, value=c.value, is_approximate=c.is_approximate)
            for c in record.counts
        ),
    )
