"""Passes: the right to send in what was written, and nothing else.

A form may wait in a phone for weeks, long after the sign-in it was written under. Its letter holds
a pass that names its author; whoever else holds the phone can neither read it nor write under it.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from domain.errors import Refusal
from domain.people import queries
from domain.people.models import Officer
from domain.sentence import Sentence
from domain.vault.keys import KeyRing

_LABEL = "submit-pass"
_ID, _TIME, _MAC = 16, 6, 32


class NoPass(Refusal):
    """The pass is none of ours, or is good no longer: its author signs in first."""

    sentence = Sentence("Đăng nhập lại rồi gửi. Những gì đã ghi vẫn còn nguyên trên máy.")


@dataclass(frozen=True, slots=True)
class _Told:
    officer_id: UUID
    place_id: UUID
    issued_at: datetime


def issue(ring: KeyRing, *, officer: Officer, now: datetime) -> str:
    """A pass for what the officer writes from now on, for their own unit."""
    issued = int(now.timestamp() * 1000).to_bytes(_TIME, "big")
    told = officer.id.bytes + officer.place_id.bytes + issued
    return base64.urlsafe_b64encode(told + ring.mac(_LABEL, told)).rstrip(b"=").decode()


def author(
    db: Session,
    ring: KeyRing,
    *,
    text: str,
    lasts: timedelta,
    present: Officer | None,
    now: datetime,
) -> Officer:
    """Who wrote what came with a pass. Raises `NoPass`.

    An old pass, and one from before the author's sign-ins were ended by somebody, still names its
    author: it is good while they themselves are signed in (`present`).
    """
    told = _read(ring, text)
    officer = queries.active_officer(db, told.officer_id) if told else None
    if told is None or officer is None or officer.place_id != told.place_id:
        raise NoPass
    ended = officer.passes_from is not None and told.issued_at < officer.passes_from
    is_good = not ended and now - told.issued_at <= lasts
    if not is_good and (present is None or present.id != officer.id):
        raise NoPass
    return officer


def writer_id(ring: KeyRing, text: str) -> UUID | None:
    """Whom a pass of ours names, good or over; None for what is none of ours."""
    told = _read(ring, text)
    return told.officer_id if told else None


def _read(ring: KeyRing, text: str) -> _Told | None:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    told, mac = data[:-_MAC], data[-_MAC:]
    macs = ring.macs(_LABEL, told)
    if len(told) != 2 * _ID + _TIME or not any(hmac.compare_digest(mac, own) for own in macs):
        return None
    return _Told(
        officer_id=UUID(bytes=told[:_ID]),
        place_id=UUID(bytes=told[_ID : 2 * _ID]),
        issued_at=datetime.fromtimestamp(int.from_bytes(told[2 * _ID :], "big") / 1000, UTC),
    )
