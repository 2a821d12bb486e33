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
_ID, _TIME, _FLAGS, _MAC = 16, 6, 1, 32
_OPENS_TIPS = 1


class NoPass(Refusal):
    """The pass is none of ours, or is good no longer: its author signs in first."""

    sentence = Sentence("Đăng nhập lại rồi gửi. Những gì đã ghi vẫn còn nguyên trên máy.")


class WeakPass(NoPass):
    """Nothing that came with it shows a sign-in that could have opened the form of tips."""

    sentence = Sentence(
        "Ghi tin cần đủ bước đăng nhập thứ hai, hoặc mã PIN. Mở mục Tin báo cho đủ bước rồi gửi"
        " lại; phiếu vẫn còn nguyên trên máy."
    )


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass says, good or over: who wrote, for which unit, and under what sign-in."""

    officer_id: UUID
    place_id: UUID
    issued_at: datetime
    opens_tips: bool
    """Whether the sign-in that it was given to could open the form of tips at that moment."""

    def is_good(self, officer: Officer, *, lasts: timedelta, now: datetime) -> bool:
        """Whether it counts by itself: neither too old nor from before the officer's sign-ins
        were ended by somebody."""
        ended = officer.passes_from is not None and self.issued_at < officer.passes_from
        return not ended and now - self.issued_at <= lasts


def issue(ring: KeyRing, *, officer: Officer, opens_tips: bool, now: datetime) -> str:
    """A pass for what the officer writes from now on, for their own unit."""
    issued = int(now.timestamp() * 1000).to_bytes(_TIME, "big")
    flags = bytes([_OPENS_TIPS if opens_tips else 0])
    told = officer.id.bytes + officer.place_id.bytes + issued + flags
    return base64.urlsafe_b64encode(told + ring.mac(_LABEL, told)).rstrip(b"=").decode()


def read(ring: KeyRing, text: str) -> Pass | None:
    """What a pass of ours says, good or over; None for what is none of ours."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    told, mac = data[:-_MAC], data[-_MAC:]
    macs = ring.macs(_LABEL, told)
    is_ours = any(hmac.compare_digest(mac, own) for own in macs)
    if len(told) != 2 * _ID + _TIME + _FLAGS or not is_ours:
        return None
    issued = int.from_bytes(told[2 * _ID : -_FLAGS], "big")
    return Pass(
        officer_id=UUID(bytes=told[:_ID]),
        place_id=UUID(bytes=told[_ID : 2 * _ID]),
        issued_at=datetime.fromtimestamp(issued / 1000, UTC),
        opens_tips=bool(told[-1] & _OPENS_TIPS),
    )


def author(
    db: Session,
    ring: KeyRing,
    *,
    text: str,
    lasts: timedelta,
    present: Officer | None,
    now: datetime,
) -> Officer:
    """Who shows a pass, for their unit of today. Raises `NoPass`.

    An old pass, and one from before the author's sign-ins were ended by somebody, still names its
    author: it is good while they themselves are signed in (`present`).
    """
    given = read(ring, text)
    officer = queries.active_officer(db, given.officer_id) if given else None
    if given is None or officer is None or officer.place_id != given.place_id:
        raise NoPass
    is_here = present is not None and present.id == officer.id
    if not is_here and not given.is_good(officer, lasts=lasts, now=now):
        raise NoPass
    return officer
