"""The clock of the phone that a letter came from: measured and noted, and believed in nothing."""

from datetime import UTC, date, datetime, timedelta

from flask import request

from domain.clock import local_day
from web.context import now
from web.form_versions import TAKEN_FOR
from web.letter_type import Letter, letter

_FAR_OFF = timedelta(days=1)


def clock() -> datetime | None:
    """What the phone's clock shows now; it may be any year."""
    return _moment(request.headers.get("Outbox-Clock", ""))


def waited(found: Letter) -> timedelta:
    """How long a letter lay in its phone. A clock may be wrong by years, but hardly by much
    between two looks at it; nought when what it tells cannot be."""
    sent, saved = clock(), _moment(found.saved_at)
    passed = sent - saved if sent and saved else timedelta()
    return passed if timedelta() < passed <= TAKEN_FOR else timedelta()


def written_at() -> datetime:
    """When the words of this request were written, by the server's clock: "today" in them means
    that day, and the lists of that day are what they were chosen from."""
    found = letter()
    return now() - waited(found) if found else now()


def written_on() -> date:
    """The date of that in Vietnam."""
    return local_day(written_at())


def shown_day(found: Letter) -> date | None:
    """The day that the phone showed when the letter was saved."""
    saved = _moment(found.saved_at)
    return local_day(saved) if saved else None


def clock_is_far_off() -> bool:
    """Whether the phone's calendar shows another day than the server's."""
    shown = clock()
    return shown is not None and abs(shown - now()) > _FAR_OFF


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        local_day(moment)  # The edges of the calendar have no day in Vietnam.
    except (ValueError, OverflowError):
        return None
    return moment
