"""What is told of a box, of an opening and of a duty line: everything that can be corrected."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from domain.dialled import digits
from domain.mailboxes.models import DutyLine, Mailbox, MailboxOpening


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxContent:
    """Where a box hangs since when, who holds its keys, and within how many days it is opened."""

    place_id: UUID
    spot: str
    key_holders: tuple[str, ...]
    opened_every: int
    hung_on: date

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON."""
        return {
            "place": str(self.place_id),
            "spot": self.spot,
            "key_holders": list(self.key_holders),
            "opened_every": self.opened_every,
            "hung_on": self.hung_on.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningContent:
    """Who opened a box together on a day, and how many letters lay in it; none is 0."""

    held_on: date
    started_at: time | None = None
    openers: tuple[str, ...]
    letters: int
    notes: str = ""

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON; a field that was left empty is not there."""
        optional = {
            "started_at": f"{self.started_at:%H:%M}" if self.started_at else None,
            "notes": self.notes,
        }
        return {
            "held_on": self.held_on.isoformat(),
            "openers": sorted(self.openers),
            "letters": self.letters,
            **{name: value for name, value in optional.items() if value},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LineContent:
    """A number to call, what it is for, and when somebody answers."""

    label: str
    phone: str
    hours: str = ""

    def fields(self) -> dict[str, Any]:
        """The content as named fields ready for JSON; a field that was left empty is not there."""
        told = {"label": self.label, "phone": self.phone, "hours": self.hours}
        return {name: value for name, value in told.items() if value}


def dialable(text: str) -> str:
    """A number as its digits; text that is no number stays as it was typed."""
    try:
        return digits(text)
    except ValueError:
        return text


def box_content(box: Mailbox) -> BoxContent:
    """What the register says of a box now."""
    return BoxContent(
        place_id=box.place_id,
        spot=box.spot,
        key_holders=tuple(box.key_holders),
        opened_every=box.opened_every,
        hung_on=box.hung_on,
    )


def opening_content(opening: MailboxOpening) -> OpeningContent:
    """What the record of an opening says now."""
    return OpeningContent(
        held_on=opening.held_on,
        started_at=opening.started_at,
        openers=tuple(opening.openers),
        letters=opening.letters,
        notes=opening.notes,
    )


def line_content(line: DutyLine) -> LineContent:
    """What the register says of a line now."""
    return LineContent(label=line.label, phone=line.phone, hours=line.hours)
