"""What a feed row says in words: the names of its codes in the reader's language."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from flask_babel import get_locale, gettext, ngettext
from sqlalchemy.orm import Session

from domain.clock import LOCAL_TIME, local_day
from domain.feed.models import FeedRow, Kind, Told
from domain.reference.models import ListKey
from domain.reference.names import Names
from web.context import now, settings, today
from web.filters import clock, dong, whole

Summary = dict[str, Any]
_FOLDERS = {
    Kind.OUTREACH: "outreach",
    Kind.FORUM: "forums",
    Kind.TIP: "tips",
    Kind.POSTER: "posters",
    Kind.MAILBOX: "mailboxes/openings",
}
_CORRECTED = {Kind.OUTREACH, Kind.FORUM, Kind.MAILBOX}
_AMOUNT = "amount_held"
_HALF_DAY = timedelta(hours=12)


class FeedWords:
    """Turns the codes of feed rows into words; every name is read once, when first needed."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self.today: date = today()

    def _names(self, key: ListKey) -> Names:
        return Names(self._db, key, str(get_locale()))

    @cached_property
    def _channels(self) -> Names:
        return self._names(ListKey.OUTREACH_CHANNELS)

    @cached_property
    def _units(self) -> Names:
        return self._names(ListKey.COUNT_UNITS)

    @cached_property
    def _categories(self) -> Names:
        return self._names(ListKey.TIP_CATEGORIES)

    @cached_property
    def _partners(self) -> Names:
        return self._names(ListKey.PARTNERS)

    @cached_property
    def alert_hours(self) -> int:
        """After how many hours an unopened tip is late."""
        return cast("int", settings()["unread_alert_hours"])

    def category(self, code: str) -> str:
        """A tip's category."""
        return self._categories.of(code)

    def address(self, row: FeedRow | Told) -> str:
        """The record's own page."""
        named = row.summary["code"] if row.kind is Kind.POSTER else row.record_id
        return self.page_of(row.kind, named)

    def to_mend(self, row: FeedRow | Told) -> str:
        """Where what was sent back is mended: the form where there is one, else the page."""
        page = self.address(row)
        return f"{page}/edit" if row.kind in _CORRECTED else page

    def page_of(self, kind: Kind, named: UUID | str) -> str:
        """The page of a record by its id, of a poster by its code. These addresses are among
        those that others rely on."""
        return f"/{_FOLDERS[kind]}/{named}"

    def title(self, row: FeedRow | Told) -> str:
        """What happened, in a few words."""
        said = row.summary
        match row.kind:
            case Kind.OUTREACH:
                return self._outreach_title(said)
            case Kind.FORUM:
                return str(gettext("Diễn đàn ở %(place)s", place=said["venue"] or said["place"]))
            case Kind.TIP:
                category = self.category(said["category"])
                return str(gettext("Tin báo: %(category)s", category=_lower(category)))
            case Kind.POSTER:
                return _poster_title(said)
            case Kind.MAILBOX:
                return str(gettext("Mở hộp thư ở %(spot)s", spot=said["spot"]))

    def meta(self, row: FeedRow | Told) -> str:
        """Where, who and how many. Of a tip no more than unit and loss band."""
        said = row.summary
        match row.kind:
            case Kind.OUTREACH:
                parts = [*_where(said), self._channel_beside(said), said["author"]]
                parts.append(self._main_count(said))
            case Kind.FORUM:
                parts = [*_where(said), said["author"], *self._forum_counts(said)]
            case Kind.TIP:
                parts = [said["commune"], _loss(said["loss"])]
            case Kind.POSTER:
                parts = [*_where(said), said["spot"], said["author"]]
            case Kind.MAILBOX:
                letters = ngettext("%(num)s lá thư", "%(num)s lá thư", said["letters"])
                parts = [*_where(said), said["author"], letters]
        return " · ".join(part for part in parts if part)

    def shared_with(self, row: FeedRow | Told) -> str:
        """Who logged the same event, "" when nobody else did."""
        names: list[str] = row.summary.get("shared", [])
        return ", ".join(self._partners.of(name) for name in names)

    def time(self, row: FeedRow | Told) -> str:
        """The clock on the wall; of a tip the half-day; nothing where only the day is known."""
        if row.kind is Kind.TIP:
            is_morning = row.summary["half"] == "morning"
            return str(gettext("Sáng") if is_morning else gettext("Chiều"))
        local = row.happened_at.astimezone(LOCAL_TIME)
        is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        return "" if is_midnight else clock(row.happened_at)

    def day(self, row: FeedRow | Told) -> date:
        """The day it stands under."""
        return local_day(row.happened_at)

    def is_overdue(self, row: FeedRow | Told) -> bool:
        """Whether a tip that is still new waits too long, its half-day taken at the end."""
        allowed = timedelta(hours=self.alert_hours)
        return row.summary["state"] == "new" and now() - row.happened_at - _HALF_DAY > allowed

    def _outreach_title(self, said: Summary) -> str:
        if said["venue"]:
            return str(gettext("Tuyên truyền ở %(venue)s", venue=said["venue"]))
        channel = self._channel(said)
        if channel.startswith("Tuyên truyền"):
            return channel
        return str(gettext("Tuyên truyền: %(channel)s", channel=_lower(channel)))

    def _channel(self, said: Summary) -> str:
        code: str = said["channel"]
        return self._channels.of(code)

    def _channel_beside(self, said: Summary) -> str:
        return self._channel(said) if said["venue"] else ""

    def _main_count(self, said: Summary) -> str:
        if not said["main"]:
            return ""
        unit, value, is_approximate = said["main"]
        number = self._count(unit, value)
        return str(gettext("khoảng %(number)s", number=number)) if is_approximate else number

    def _forum_counts(self, said: Summary) -> list[str]:
        told = []
        if said["attendance"] is not None:
            told.append(self._count("people", said["attendance"]))
        if said["opinions"]:
            told.append(ngettext("%(num)s ý kiến", "%(num)s ý kiến", said["opinions"]))
        return told

    def _count(self, unit: str, value: int) -> str:
        if unit == _AMOUNT:
            return dong(value)
        return f"{whole(value)} {_lower(self._units.of(unit))}"


def _where(said: Summary) -> list[str]:
    """Hamlet and commune, or the commune alone."""
    return list(dict.fromkeys([said["place"], said["commune"]]))


def _lower(name: str) -> str:
    """A name inside a sentence; one that opens with an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _poster_title(said: Summary) -> str:
    serial = said["serial"]
    match said["event"]:
        case "retired":
            return str(gettext("Ngừng dùng bảng QR số %(serial)s", serial=serial))
        case "revoked":
            return str(gettext("Thu hồi bảng QR số %(serial)s", serial=serial))
        case _:
            return str(gettext("Cấp bảng QR số %(serial)s", serial=serial))


def _loss(band: str) -> str:
    words: dict[str, str] = {
        "under_10m": gettext("mất dưới 10 triệu"),
        "from_10m": gettext("mất 10–50 triệu"),
        "from_50m": gettext("mất 50–100 triệu"),
        "over_100m": gettext("mất trên 100 triệu"),
    }
    return words.get(band) or str(gettext("không ghi mất tiền"))
