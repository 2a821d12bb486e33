"""An activity in one sentence for the Zalo group, in the words that officers have for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from domain.outreach.choices import DEMOGRAPHICS
from domain.outreach.models import Outreach, OutreachCount
from domain.places.naming import in_a_sentence
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from web import telling

MOST_SCAMS = 3
OTHER_SCAM = "S99"
"""Says no more than that there was another one."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, by channel. `{about}` is what it was about, with its leading blank, or "".

    Once `unit` was counted, `counted` tells it as a part of the deed, with `{n}`.
    """

    plain: str
    unit: str = ""
    counted: str = ""


DEEDS = {
    "direct_session": Deed("tuyên truyền trực tiếp{about}"),
    "forum": Deed("tổ chức Diễn đàn “Công an lắng nghe ý kiến Nhân dân”{about}"),
    "commune_radio": Deed(
        "tuyên truyền trên loa truyền thanh{about}",
        "broadcasts",
        "tuyên truyền trên loa truyền thanh{about}, phát {n} lượt",
    ),
    "mobile_speaker": Deed(
        "tuyên truyền bằng loa kéo, xe loa{about}",
        "broadcasts",
        "phát {n} lượt loa kéo, xe loa tuyên truyền{about}",
    ),
    "leaflet": Deed(
        "phát tờ rơi tuyên truyền{about}", "leaflets", "phát {n} tờ rơi tuyên truyền{about}"
    ),
    "banner_poster": Deed(
        "treo, dán pa nô, áp phích tuyên truyền{about}",
        "banners",
        "treo, dán {n} pa nô, áp phích tuyên truyền{about}",
    ),
    "zalo_group": Deed(
        "đăng tin tuyên truyền lên nhóm Zalo{about}",
        "groups",
        "đăng tin tuyên truyền lên {n} nhóm Zalo{about}",
    ),
    "zalo_oa": Deed(
        "đăng tin tuyên truyền trên Zalo OA{about}",
        "posts",
        "đăng {n} tin bài tuyên truyền trên Zalo OA{about}",
    ),
    "facebook_page": Deed(
        "đăng tin tuyên truyền trên Fanpage{about}",
        "posts",
        "đăng {n} tin bài tuyên truyền trên Fanpage{about}",
    ),
    "school_talk": Deed("tuyên truyền trong trường học{about}"),
    "union_meeting": Deed("tuyên truyền tại buổi sinh hoạt đoàn thể{about}"),
    "commitment": Deed("tuyên truyền{about}, vận động ký cam kết"),
    "mobile_trial": Deed("tuyên truyền tại phiên tòa xét xử lưu động{about}"),
    "mock_trial": Deed("tổ chức phiên tòa giả định{about}"),
    "keyring_card": Deed(
        "phát móc khóa, thẻ an ninh tuyên truyền{about}",
        "handed_out",
        "phát {n} móc khóa, thẻ an ninh tuyên truyền{about}",
    ),
    "house_visit": Deed(
        "gõ cửa từng nhà tuyên truyền{about}",
        "household_visits",
        "gõ cửa {n} lượt hộ tuyên truyền{about}",
    ),
    "bank_desk": Deed(
        "nhắc khách tại quầy giao dịch{about}",
        "interventions",
        "nhắc {n} lượt khách tại quầy giao dịch{about}",
    ),
    "training": Deed("tổ chức tập huấn cán bộ{about}"),
}

COUNTED = {
    "people": "{n} lượt người dự",
    "sessions": "{n} buổi",
    "trials": "{n} phiên",
    "opinions": "{n} lượt ý kiến",
    "opinions_answered": "trả lời {n} ý kiến",
    "opinions_in_writing": "chuyển trả lời bằng văn bản {n} ý kiến",
    "items": "{n} tin bài phát thanh",
    "posts": "{n} tin bài",
    "minutes": "{n} phút",
    "hours": "{n} giờ phát",
    "broadcasts": "{n} lượt phát",
    "leaflets": "phát {n} tờ rơi",
    "banners": "{n} pa nô, áp phích",
    "spots": "tại {n} điểm",
    "union_members": "{n} hội viên, đoàn viên dự",
    "members": "{n} thành viên",
    "household_visits": "{n} lượt hộ",
    "handed_out": "phát {n} cái",
    "interventions": "nhắc {n} lượt khách",
    "cases_stopped": "ngăn chặn {n} vụ",
    "amount_held": "giữ lại {n} đồng",
    "households": "{n} hộ ký cam kết",
    "businesses": "{n} cơ sở ký cam kết",
    "persons_pledging": "{n} người ký cam kết",
    "women": "{n} nữ",
    "under_18": "{n} người dưới 18 tuổi",
    "over_60": "{n} người từ 60 tuổi",
}
"""Counted units whose name in the list does not read on behind its number; the others' does."""

ONE_SAYS_NOTHING = frozenset({"sessions", "trials"})
"""A record is of one session: that it was one needs no saying."""
_TAIL = " ký cam kết"
_ASIDE = re.compile(r"\s*\([^)]*\)| [–-] .*$")


def told(db: Session, record: Outreach, *, today: date) -> str:
    """The sentence."""
    about = _about([_scam(db, code) for code in record.scam_types])
    deed = DEEDS.get(record.channel) or Deed(_unknown(db, record.channel))
    row = next((row for row in record.counts if row.unit == deed.unit), None)
    did = deed.counted if row else deed.plain
    did = did.format(about=about, n=_number(row) if row else "")
    begun = f"{telling.opening(db, record, today=today)} {did}"
    rest = [count for count in record.counts if count is not row]
    return telling.sentence([begun, *_counts(db, rest)])


def _unknown(db: Session, channel: str) -> str:
    """The deed of a channel that a unit added to the list by itself."""
    named = reference.labels(db, ListKey.OUTREACH_CHANNELS).get(channel, channel)
    spoken = in_a_sentence(_ASIDE.sub("", named)).replace("{", "").replace("}", "")
    if spoken.startswith("tuyên truyền"):
        return f"{spoken}{{about}}"
    return f"tuyên truyền bằng hình thức {spoken}{{about}}"


def _scam(db: Session, code: str) -> str:
    if code == OTHER_SCAM:
        return ""
    named = reference.labels(db, ListKey.SCAM_TYPES).get(code, "")
    return in_a_sentence(_ASIDE.sub("", named)).strip()


def _about(scams: Sequence[str]) -> str:
    """ " về chiêu …", three of them at most, with how many more there were."""
    named = [scam for scam in scams if scam][:MOST_SCAMS]
    if not named:
        return " về các chiêu lừa đảo" if scams else ""
    more = len(scams) - len(named)
    listed = "; ".join(named)
    return f" về chiêu {listed}{f' và {more} chiêu khác' if more else ''}"


def _counts(db: Session, counts: Sequence[OutreachCount]) -> list[str]:
    units = {item.code: item for item in reference.all_items(db, ListKey.COUNT_UNITS)}
    told = [row for row in counts if not (row.unit in ONE_SAYS_NOTHING and row.value == 1)]
    split = [row for row in told if _group(units, row.unit) == DEMOGRAPHICS]
    said = _without_repeats([_phrase(units, row) for row in told if row not in split])
    inside = ", ".join(_phrase(units, row) for row in split)
    return [*said, f"trong đó có {inside}"] if inside else said


def _phrase(units: dict[str, ReferenceItem], row: OutreachCount) -> str:
    pattern = COUNTED.get(row.unit)
    if pattern is None:
        item = units.get(row.unit)
        return f"{_number(row)} {in_a_sentence(item.name_vi if item else row.unit)}"
    return pattern.format(n=_number(row))


def _group(units: dict[str, ReferenceItem], unit: str) -> str:
    return str(units[unit].details.get("group", "")) if unit in units else ""


def _number(row: OutreachCount) -> str:
    return telling.number(row.value, is_approximate=row.is_approximate)


def _without_repeats(said: Sequence[str]) -> list[str]:
    """ "45 hộ, 3 cơ sở ký cam kết": what several counts end in is said once, behind the last."""
    return [
        one.removesuffix(_TAIL) if one.endswith(_TAIL) and after.endswith(_TAIL) else one
        for one, after in zip(said, (*said[1:], ""), strict=False)
    ]
