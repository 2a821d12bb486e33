"""The trays of the unit's tips, and finding one by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.tips.apart import ApartTray
from blueprints.tips.rows import Rows
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.people.models import Role
from domain.people.rules import Permission, may
from domain.tips import inbox as trays
from domain.tips import queries, rules, unopened
from domain.tips.inbox import COUNTED, Section, Shelf, Tray
from domain.tips.models import Tip
from domain.tips.ordering import Cursor, Order
from web.authz import current_officer, requires, unattended
from web.context import ring, session, tree_day
from web.htmx import render
from web.live import drawn_with, unless_seen

PAGE = 20


@bp.get("")
@requires(Permission.READ_TIPS)
def inbox() -> ResponseReturnValue:
    """The unit's tips: urgent unopened first, then unopened, being read, answered."""
    if "number" in request.args:
        return _found(request.args["number"])
    tray = _tray(request.args.get("tray", Tray.UNIT.value))
    if wanted := request.args.get("section"):
        return _section(tray, _section_named(wanted))
    if tray is Tray.QUARANTINE:
        return _page(tray=tray, shelves=[], apart=ApartTray(Rows()))
    parts = _parts(tray)
    return _page(tray=tray, shelves=[_shelf(tray, part) for part in parts], apart=None)


@bp.get("/live")
@unattended
@requires(Permission.READ_TIPS)
def live() -> ResponseReturnValue:
    """How many tips came into a tray since the page was drawn; 204 when it says so already."""
    tray, drawn = _tray(request.args.get("tray", "")), drawn_with()
    came = max(0, trays.ever(session(), current_officer, tree_day(), tray) - drawn)
    news = News(came=came, urgent_since=_urgent_since())
    return unless_seen(
        news.version, lambda: render("tips/fresh.html", tray=tray, drawn=drawn, news=news)
    )


@dataclass(frozen=True, slots=True)
class News:
    """How many tips came since the page was drawn, and when the newest urgent one did that nobody
    has opened."""

    came: int
    urgent_since: datetime | None

    @property
    def version(self) -> str:
        """Changes whenever what is told of it would."""
        since = int(self.urgent_since.timestamp()) if self.urgent_since else 0
        return f"{self.came}-{since}"


def _urgent_since() -> datetime | None:
    return unopened.urgent_since(session(), ring(), current_officer, tree_day())


def _parts(tray: Tray) -> Sequence[Section]:
    if tray in _WHOLE:
        return _WHOLE[tray]
    if tray is Tray.MINE:
        return (Section.WRITTEN, Section.HELD, Section.WAITING, Section.TRANSFERRED)
    return (
        Section.URGENT,
        Section.UNOPENED,
        Section.WRITTEN,
        Section.TO_CHECK,
        Section.HELD,
        Section.WAITING,
        Section.TRANSFERRED,
    )


_WHOLE = {
    Tray.QUARANTINE: (Section.APART,),
    Tray.LIFTED: (Section.APPEALED, Section.LIFTED),
    Tray.HANDED_ON: (Section.HANDED_ON,),
}
"""Trays that are not divided by who has the tip."""


def _shelf(tray: Tray, section: Section, below: Cursor | None = None) -> Shelf:
    return trays.shelf(
        session(),
        current_officer,
        tree_day(),
        tray=tray,
        section=section,
        order=_order(),
        below=below,
        limit=PAGE,
    )


def _order() -> Order:
    """The newest first where that was chosen; else what has the least time left."""
    return Order.NEWEST if request.args.get("order") == Order.NEWEST else Order.LIMIT


def _section(tray: Tray, section: Section) -> ResponseReturnValue:
    """One section by itself: where "Xem thêm" leads, and what has been closed."""
    shelf = _shelf(tray, section, Cursor.parse(request.args.get("below", "")))
    return render(
        "tips/section.html",
        fragment="shelf",
        tray=tray,
        shelf=shelf,
        order=_order(),
        heading=_headings(tray)[section],
        rows=_rows(tray, [shelf]),
    )


def _found(typed: str) -> ResponseReturnValue:
    number = rules.number_in(typed)
    tips: Sequence[Tip] = ()
    if number is not None:
        tips = queries.by_number(session(), current_officer, number, tree_day())
    return render("tips/found.html", typed=typed, tips=tips, rows=Rows())


def _page(*, tray: Tray, shelves: list[Shelf], **values: Any) -> str:
    tally = trays.tally(session(), current_officer, tree_day())
    level = current_officer.place.level_label
    # Nothing comes into "mine" by itself: over it stands what comes to the unit.
    announced = Tray.UNIT if tray is Tray.MINE else tray
    names = [
        (Tray.UNIT, gettext("Của %(level)s", level=level), tally.unit),
        (Tray.MINE, gettext("Của tôi"), tally.mine),
        (Tray.QUARANTINE, gettext("Chờ rà"), tally.quarantine),
    ]
    if current_officer.role is Role.SUPERVISOR:
        names.append((Tray.LIFTED, gettext("Chờ cấp trên"), tally.lifted))
    return render(
        "tips/inbox.html",
        tray=tray,
        order=_order(),
        announced=announced,
        news=News(came=0, urgent_since=_urgent_since()),
        drawn=trays.ever(session(), current_officer, tree_day(), announced),
        tabs=[(key.value, f"{name} ({_count(count)})", key is tray) for key, name, count in names],
        shelves=[shelf for shelf in shelves if shelf.tips],
        headings=_headings(tray),
        rows=_rows(tray, shelves),
        may_see_looks=may(current_officer, Permission.READ_LOOKS),
        may_enter=may(current_officer, Permission.ENTER_TIPS),
        **values,
    )


def _rows(tray: Tray, shelves: Sequence[Shelf]) -> Rows:
    if tray is not Tray.HANDED_ON:
        return Rows()
    tips = [tip for shelf in shelves for tip in shelf.tips]
    return Rows(numbers=queries.numbers(session(), current_officer, tips, tree_day()))


def _count(count: int) -> str:
    return f"{COUNTED}+" if count > COUNTED else str(count)


def _headings(tray: Tray) -> dict[Section, str]:
    spam = tray is Tray.QUARANTINE
    return {
        Section.URGENT: gettext("Gấp, chưa ai mở"),
        Section.UNOPENED: gettext("Chưa ai mở"),
        Section.WRITTEN: gettext("Người báo nhắn thêm"),
        Section.HELD: gettext("Đang xem xét"),
        Section.WAITING: gettext("Chờ người báo trả lời"),
        Section.TRANSFERRED: gettext("Đã chuyển ra ngoài"),
        Section.CLOSED: gettext("Đã đóng là tin rác") if spam else gettext("Đã đóng"),
        Section.APART: gettext("Chờ rà"),
        Section.TO_CHECK: gettext("Chờ người thứ hai xác nhận"),
        Section.APPEALED: gettext("Người báo chưa thỏa đáng"),
        Section.LIFTED: gettext("Chờ cấp trên xem"),
        Section.HANDED_ON: gettext("Đã chuyển đơn vị khác"),
    }


def _tray(text: str) -> Tray:
    if text not in set(Tray):
        raise NotFound
    return Tray(text)


def _section_named(text: str) -> Section:
    if text not in set(Section):
        raise NotFound
    return Section(text)
