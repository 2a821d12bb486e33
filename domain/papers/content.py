"""What stands in a paper of a tip: what is known is written, what is not stays a dotted line."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.documents.nd30 import spelled_day
from domain.papers import arrival
from domain.papers.arrival import Arrival
from domain.papers.models import PaperKind
from domain.papers.tags import OF_FORMS, TYPED, Tag, Values
from domain.places import queries as places
from domain.places.models import Place
from domain.places.naming import in_a_sentence, locality_of, unit_title_of
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.reference.settings import Settings
from domain.text import clean
from domain.tips import access, sealing
from domain.tips import queries as tips
from domain.tips.acting import Acting
from domain.tips.models import (
    Classification,
    LossBand,
    Source,
    Tip,
    TipIdentifier,
    TipOutcome,
    TipState,
)
from domain.tips.rules import number_label
from domain.tips.sealing import TipBody

LEGAL_KINDS = {
    Classification.RAW: "tin phản ánh",
    Classification.DENUNCIATION: "tố giác về tội phạm",
    Classification.CRIME_REPORT: "tin báo về tội phạm",
    Classification.OTHER: "tin phản ánh",
}
CAME_BY = {
    Source.WEB: "gửi qua trang báo tin",
    Source.POSTER: "gửi qua bảng QR",
    Source.PHONE: "gọi điện thoại",
    Source.DESK: "trực tiếp tại trụ sở",
    Source.MAILBOX: "thư trong hộp thư",
    Source.FORUM: "nêu tại diễn đàn",
    Source.OFFICER: "cán bộ ghi nhận",
    Source.BANK: "ngân hàng báo",
}
RESULTS = {
    TipOutcome.ANSWERED: "Đã trả lời người báo tin.",
    TipOutcome.PREVENTED: "Đã ngăn chặn kịp, chưa có thiệt hại.",
    TipOutcome.MONEY_HELD: "Đã phối hợp ngân hàng giữ lại tiền.",
    TipOutcome.HANDLED: "Đã xử lý người vi phạm theo quy định.",
    TipOutcome.PROSECUTED: "Cơ quan điều tra đã thụ lý giải quyết.",
    TipOutcome.NO_CRIME: "Không có dấu hiệu tội phạm.",
    TipOutcome.NOT_OURS: "Không thuộc thẩm quyền; đã hướng dẫn đến cơ quan có thẩm quyền.",
}
BANDS = {
    LossBand.NOT_TOLD: "",
    LossBand.UNDER_10M: "dưới 10 triệu",
    LossBand.FROM_10M: "10–50 triệu",
    LossBand.FROM_50M: "50–100 triệu",
    LossBand.OVER_100M: "trên 100 triệu",
}
STATES = {
    TipState.NEW: "Chưa xử lý",
    TipState.HELD: "Đang xem",
    TipState.VERIFYING: "Đang xác minh",
    TipState.WAITING: "Chờ người báo",
    TipState.TRANSFERRED: "Đã chuyển",
    TipState.RESOLVED: "Đã giải quyết",
    TipState.NOT_ENOUGH: "Chưa đủ căn cứ",
    TipState.DUPLICATE: "Trùng tin khác",
    TipState.SPAM: "Tin rác",
}
_TOLD_ROUGHLY = {"today", "yesterday", "week", "older"}
"""Words of the form's choices, which are no words of a paper."""


def result_of(tip: Tip) -> str:
    """What came of a tip, as a paper says it; empty where the officer has to say it."""
    if tip.outcome is not None:
        return RESULTS[tip.outcome]
    return "Chưa đủ căn cứ để giải quyết." if tip.state is TipState.NOT_ENOUGH else ""


def signer_title_of(unit: Place) -> str:
    """Who signs for a unit, as its level is called."""
    return f"Trưởng Công an {unit.level_label}" if unit.level_label else ""


def taken_from(unit: Place) -> str:
    """From where a unit above took a tip up, in front of its reason."""
    return f"Rút tin từ {unit.unit_title}."


def values_of(
    db: Session,
    *,
    acting: Acting,
    settings: Settings,
    tip: Tip,
    kind: PaperKind,
    typed: Mapping[Tag, str],
) -> Values:
    """Everything that a paper of the tip says, short of its number.

    What the person told stands only in the forms that take it over, and only for whoever may read
    the tip now: a notice leaves the house, so it bears no more than what the tip is about.
    """
    values = _of_unit(db, acting, settings) | _of_tip(db, acting, tip)
    if kind in OF_FORMS and access.is_open(db, acting=acting, tip=tip):
        values |= _of_story(db, acting, tip)
    values |= {tag: clean(typed.get(tag, "")) for tag in TYPED[kind]}
    return {tag: value for tag, value in values.items() if value}


def _of_unit(db: Session, acting: Acting, settings: Settings) -> Values:
    unit = acting.by.place
    above = places.parent_unit(db, unit)
    return {
        Tag.DAY: spelled_day(local_day(acting.now)),
        Tag.LOCALITY: locality_of(unit.full_name, unit.name),
        Tag.SUPERIOR: settings["minutes_superior"] or (above.unit_title if above else ""),
        Tag.UNIT: unit.unit_title or unit_title_of(unit.full_name),
        Tag.OFFICER: acting.by.name,
        Tag.PROCURACY: settings["notice_procuracy"],
        Tag.BASIS: settings["notice_basis"],
    }


def _of_tip(db: Session, acting: Acting, tip: Tip) -> Values:
    """The number is the one that the unit knows the tip by, also after handing it on."""
    number = tips.numbers(db, acting.by, [tip], acting.on)[tip.id]
    categories = reference.labels(db, ListKey.TIP_CATEGORIES, "vi")
    return {
        Tag.TIP_NUMBER: number_label(number),
        Tag.LEGAL_KIND: LEGAL_KINDS[tip.classification],
        Tag.RECEIVED: received_when(arrival.of_tips(db, acting, [tip])[tip.id]),
        Tag.CAME_BY: CAME_BY[tip.source],
        Tag.CATEGORY: categories.get(tip.category, tip.category),
    }


def received_when(arrived: Arrival) -> str:
    """When the unit had the tip; before an officer did, the half-day in which it came."""
    if arrived.at is not None:
        return f"{arrived.at:%H} giờ {arrived.at:%M} phút, {spelled_day(arrived.day)}"
    return f"{arrived.half} {spelled_day(arrived.day)}"


def _of_story(db: Session, acting: Acting, tip: Tip) -> Values:
    body = sealing.read_body(sealing.tip_key(acting.ring, tip), tip)
    return {
        Tag.STORY: body.story,
        Tag.PLACE: _where(db, tip.place) if tip.place else "",
        Tag.HAPPENED: happened_when(body),
        Tag.LOSS: amount(body),
        Tag.TRACES: "\n".join(_traces(db, acting, tip)),
    }


def _where(db: Session, place: Place) -> str:
    """ "Ấp 3, xã Phương Trà": numbered hamlets are many."""
    commune = places.commune_of(db, place)
    if commune is None or commune.id == place.id:
        return place.full_name
    return f"{place.full_name}, {in_a_sentence(commune.full_name)}"


def _traces(db: Session, acting: Acting, tip: Tip) -> Iterator[str]:
    key = sealing.tip_key(acting.ring, tip)
    kinds = reference.labels(db, ListKey.TIP_IDENTIFIERS, "vi")
    banks = reference.labels(db, ListKey.BANKS, "vi")
    rows = select(TipIdentifier).where(TipIdentifier.tip_id == tip.id)
    for row in db.scalars(rows.order_by(TipIdentifier.position)):
        value = sealing.read_identifier(key, row)
        yield f"{kinds.get(row.kind, row.kind)}: {banks.get(value, value)}"


def happened_when(body: TipBody) -> str:
    """The day that was told, or the words for it."""
    if body.happened_on:
        return spelled_day(date.fromisoformat(body.happened_on))
    return "" if body.happened_text in _TOLD_ROUGHLY else body.happened_text


def amount(body: TipBody) -> str:
    """What was lost: the amount that was understood, or as it was typed."""
    if body.money_amount is None:
        return body.money_text
    return dong(body.money_amount)


def dong(amount: int) -> str:
    """ "45.000.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"
