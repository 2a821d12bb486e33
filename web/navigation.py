"""The items of the staff navigation, by what the person may do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, g
from flask_babel import lazy_gettext as _l

from domain.notices import queries as notices
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.tips import unopened
from domain.tips.unopened import Group
from web.addresses import url_for
from web.authz import officer
from web.context import session, tree_day
from web.kept import is_kept


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: key that pages name as their `tab`, address, icon, words, badge (0: none)."""

    key: str
    href: str
    icon: str
    label: str
    badge: int = 0


@dataclass(frozen=True, slots=True)
class Navigation:
    """The side navigation of wide screens and the five tabs of a phone."""

    side: list[Item] = field(default_factory=list)
    tabs: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Who:
    """The words under the navigation."""

    name: str
    unit: str


_ITEMS = (
    ("home", "home.show", "home", _l("Hôm nay"), Permission.LOG_RECORDS),
    ("feed", "feed.show", "chart", _l("Hoạt động"), Permission.READ_FEED),
    ("tips", "tips.inbox", "inbox", _l("Tin báo"), Permission.READ_TIPS),
    ("outreach", "outreach.listing", "horn", _l("Tuyên truyền"), Permission.READ_RECORDS),
    ("forums", "forums.listing", "forum", _l("Diễn đàn"), Permission.READ_RECORDS),
    ("mailboxes", "mailboxes.listing", "mailbox", _l("Hộp thư"), Permission.READ_RECORDS),
    ("plans", "plans.listing", "cal", _l("Lịch"), Permission.READ_RECORDS),
    ("banks", "banks.listing", "bank", _l("Ngân hàng"), Permission.READ_TIPS),
    ("posters", "posters.listing", "poster", _l("Bảng QR"), Permission.READ_POSTERS),
    ("duty", "duty.roster", "phone", _l("Trực ban"), Permission.KEEP_DUTY),
    ("notices", "me.notices", "bell", _l("Được nhắc"), Permission.READ_TIPS),
    ("admin", "admin.start", "shield", _l("Quản trị"), Permission.ADMINISTER),
    ("people", "admin.people", "users", _l("Cán bộ"), Permission.MANAGE_SIGN_INS),
    ("places", "admin.places", "pin", _l("Địa bàn"), Permission.ADMINISTER),
    ("lists", "admin.lists", "book", _l("Danh mục"), Permission.ADMINISTER),
    ("settings", "admin.settings", "filter", _l("Cài đặt"), Permission.SET_PERIODS),
    ("me", "me.show", "user", _l("Tài khoản"), None),
)
_ON_PHONES = {
    "officer": ("home", "tips", "log", "feed", "more"),
    "supervisor": ("feed", "tips", "outreach", "forums", "more"),
    "admin": ("people", "places", "lists", "settings", "more"),
}


def build() -> Navigation:
    """The navigation of the signed-in person, with how much waits behind an item."""
    person = officer()
    # A copy that a phone keeps tells nothing of tips, and its counts would be old.
    told = 0 if is_kept() else notices.count_unseen(session(), person)
    came = 0 if is_kept() else sum(group.count for group in unopened_tips())
    counted = {"tips": came, "notices": told}
    side = [
        Item(key, url_for(endpoint), icon, str(label), counted.get(key, 0))
        for key, endpoint, icon, label, permission in _ITEMS
        if permission is None or may(person, permission)
    ]
    known = {item.key: item for item in side}
    known["log"] = Item("log", url_for("home.log"), "plus", str(_l("Ghi")))
    known["more"] = Item("more", url_for("home.more"), "more", str(_l("Thêm")), told)
    role = person.role.value
    wanted = _ON_PHONES.get("officer" if role == "chief" else role, ())
    return Navigation(side=side, tabs=[known[key] for key in wanted if key in known])


def unopened_tips() -> Sequence[Group]:
    """The unopened tips of the person's own unit, read once: the home screen tells of them too."""
    if "unopened_tips" not in g:
        g.unopened_tips = unopened.groups(session(), officer(), tree_day())
    return cast("Sequence[Group]", g.unopened_tips)


def first_page(person: Officer) -> str:
    """Where somebody begins: the first page of theirs."""
    return next(
        url_for(endpoint)
        for _, endpoint, _, _, permission in _ITEMS
        if permission is None or may(person, permission)
    )


def _values() -> dict[str, object]:
    return {"navigation": build, "who": _who}


def _who() -> Who:
    person = officer()
    return Who(name=person.name, unit=person.place.unit_title)


def init_app(app: Flask) -> None:
    """Give templates `navigation()` and `who()`."""
    app.context_processor(_values)
