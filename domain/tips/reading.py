"""A tip as it is read: every sealed part opened for one page, nothing more than the page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from domain.media.models import Photo
from domain.tips import access, handling, inbox, messages, receipts, sealing, steps, tracing
from domain.tips.acting import Acting
from domain.tips.messages import Said
from domain.tips.models import Tip
from domain.tips.sealing import TipBody
from domain.tips.steps import Done
from domain.tips.tracing import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reading page shows."""

    tip: Tip
    body: TipBody
    received_at: datetime | None
    """None unless the minute may be shown: money was just sent, or an officer typed the tip in."""
    identifiers: Sequence[Trace]
    photos: Sequence[Photo]
    thread: Sequence[Said]
    steps: Sequence[Done]
    recognition: str
    handles: bool
    """Whether the reader's own unit received it: others only read."""
    is_heard: bool


def open_up(db: Session, acting: Acting, tip: Tip) -> Reading:
    """Open every part of a tip. The caller wrote the audit entry by `access.read`."""
    key = sealing.tip_key(acting.ring, tip)
    shows_minute = tip.is_urgent or tip.created_by is not None
    return Reading(
        tip=tip,
        body=sealing.read_body(key, tip),
        received_at=inbox.received_at(acting.ring, tip) if shows_minute else None,
        identifiers=tracing.of_tip(db, key, tip),
        photos=access.photos_of(db, tip),
        thread=messages.thread(db, acting.ring, tip),
        steps=steps.of_tip(db, acting.ring, tip),
        recognition=receipts.recognition_number(acting.ring, tip),
        handles=access.is_own(db, acting, tip),
        is_heard=handling.is_heard(db, tip),
    )
