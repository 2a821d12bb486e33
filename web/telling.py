"""A logged event told in one Vietnamese sentence, as officers write it into their Zalo group.

Always in Vietnamese, whatever the language of the page: it is read by others. It names no
villager and repeats no word of one.
"""

import re
from collections.abc import Sequence
from datetime import date, time

from sqlalchemy.orm import Session

from domain.people.models import Officer
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.places.naming import in_a_sentence
from domain.records import joint
from domain.records.models import LoggedRecord
from domain.records.rules import grouped
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.text import fold, one_line

PARTNERS = {
    "womens_union": "Hội Phụ nữ",
    "school": "nhà trường",
    "bank": "ngân hàng",
    "business": "doanh nghiệp",
    "other": "các đơn vị liên quan",
}
"""Partners whose name in the list is not the one that is spoken; the others go by that name."""

_COMMON_NOUNS = re.compile(
    "(ấp|bãi|bến|bệnh|bưu|cầu|chợ|chốt|chùa|cơ|công|cổng|cửa|đài|đầu|đập|điểm|đình|đoạn|đường|hẻm"
    "|hội|hợp|kênh|khóm|khu|miếu|ngã|ngân|nhà|phòng|quán|quầy|quốc|rạp|sân|siêu|tiệm|tổ|trạm|trại"
    "|trụ|trung|trường|tuyến|vàm|văn|vựa|xóm|ủy) ",
    re.IGNORECASE,
)
"""First words of places that are no names: "Chợ Phương Trà" becomes "tại chợ Phương Trà"."""


def opening(db: Session, record: LoggedRecord, *, today: date) -> str:
    """When, where and who: "Lúc 7 giờ 30 ngày 05/6, tại chợ Phương Trà, ấp 3, Công an xã …"."""
    when = moment(record.held_on, record.started_at, today=today)
    commune = places.commune_of(db, record.place)
    home = record.author.place
    outside = commune if commune is not None and commune.id != home.id else None
    parts = [when, *whereabouts(record.venue, record.place, commune=outside)]
    who = organiser(record.author, spoken_partners(db, [record.author.organisation]))
    return ", ".join([*parts, f"{who}{together(spoken_partners(db, _with_whom(db, record)))}"])


def _with_whom(db: Session, record: LoggedRecord) -> list[str]:
    """The partners that were ticked, and the other bodies that logged the same event."""
    own = record.author
    others = [
        joint.told_name(record, other)
        for other in joint.members(db, record)
        if (other.author.organisation, other.author.place_id) != (own.organisation, own.place_id)
    ]
    return list(dict.fromkeys([*record.partners, *others]))


def moment(day: date, clock: time | None, *, today: date) -> str:
    """ "Lúc 7 giờ 30 ngày 05/6"; the year only when it is not this one."""
    year = "" if day.year == today.year else f"/{day.year}"
    written = f"gày {day:%d}/{day.month}{year}"
    if clock is None:
        return f"N{written}"
    minutes = f" {clock.minute:02d}" if clock.minute else ""
    return f"Lúc {clock.hour} giờ{minutes} n{written}"


def whereabouts(venue: str, place: Place, *, commune: Place | None) -> list[str]:
    """ "tại chợ Phương Trà", "ấp 3", and the commune where it is not the organiser's own."""
    spot = one_line(venue).strip(" .,;")
    named = [_common(spot)] if spot else []
    if place.level == Level.HAMLET and not _says(spot, place.full_name):
        named.append(in_a_sentence(place.full_name))
    if commune is not None and not _says(spot, commune.full_name):
        named.append(in_a_sentence(commune.full_name))
    if not named:
        return [f"trên địa bàn toàn {place.level_label}"]
    return [f"tại {named[0]}", *named[1:]]


def _says(spot: str, name: str) -> bool:
    return f" {fold(name)} " in f" {fold(spot).replace(',', ' ')} "


def _common(spot: str) -> str:
    is_common = _COMMON_NOUNS.match(spot) and not spot[:2].isupper()
    return in_a_sentence(spot) if is_common else spot


def organiser(author: Officer, organisation: Sequence[str]) -> str:
    """The unit whose officer logged it, or the organisation that the officer belongs to."""
    if organisation:
        return f"{organisation[0]} {in_a_sentence(author.place.full_name)}"
    return author.place.unit_title or author.place.full_name


def spoken_partners(db: Session, codes: Sequence[str]) -> list[str]:
    """Partners as they are spoken of, in the order of their list, whoever is unnamed last."""
    known = [code for code in codes if code]
    if not known:
        return []
    names = reference.labels(db, ListKey.PARTNERS)
    order = {code: number for number, code in enumerate(names)}
    known.sort(key=lambda code: (code == "other", order.get(code, len(order))))
    return [PARTNERS.get(code) or names.get(code, code) for code in known]


def together(partners: Sequence[str]) -> str:
    """ " phối hợp Hội Phụ nữ, Đoàn Thanh niên và nhà trường"; empty when nobody helped."""
    return f" phối hợp {_listed(partners)}" if partners else ""


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"


def number(value: int, *, is_approximate: bool = False) -> str:
    """1104 as "1.104", or "khoảng 1.104"."""
    return f"khoảng {grouped(value)}" if is_approximate else grouped(value)


def sentence(parts: Sequence[str]) -> str:
    """The parts as one sentence, without double blanks, with its full stop."""
    return f"{one_line(', '.join(part for part in parts if part)).rstrip(' .,;')}."
