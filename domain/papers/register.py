"""The register of received tips ("sổ tiếp nhận") as rows: one unit's own, for any period.

Which columns the official register has is not known here; these are the ones it needs to be
copied from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, lazyload

from domain.clock import local_day
from domain.papers import arrival, content
from domain.papers.arrival import Arrival
from domain.papers.models import PaperKind, TipPaper
from domain.papers.sheets import Cell, DayWith
from domain.people.models import Officer
from domain.people.queries import names_of
from domain.places.naming import unit_title_of
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.text import one_line
from domain.tips import sealing
from domain.tips.acting import Acting
from domain.tips.models import StepKind, Tip, TipStep
from domain.tips.queries import own_units
from domain.tips.rules import number_label
from domain.tips.work_models import TipTransfer, TipWatcher

NAME = "Sổ tiếp nhận"
HEADS = (
    ("Số thứ tự/năm", 13),
    ("Ngày giờ tiếp nhận", 17),
    ("Kênh", 11),
    ("Người báo tin", 11),
    ("Nội dung tóm tắt", 38),
    ("Thủ đoạn", 15),
    ("Thiệt hại (đồng)", 13),
    ("Cán bộ tiếp nhận", 13),
    ("Phân loại", 11),
    ("Người được phân công", 13),
    ("Ngày chuyển", 11),
    ("Số phiếu chuyển", 9),
    ("Kết quả", 16),
    ("Ngày trả lời", 11),
    ("Ghi chú", 12),
)
"""Name of each column and its width in digits: narrow, so that all stay legible across A4."""
LONGEST_GIST = 300
_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Line:
    """A tip's line, and whether words of the tip stand in it."""

    tip_id: UUID
    cells: Sequence[Cell]
    has_words: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands in other tables of a batch of tips, by tip."""

    openers: dict[UUID, str]
    holders: dict[UUID, str]
    slips: dict[UUID, tuple[date, str]]
    answered: dict[UUID, date]
    arrived: dict[UUID, Arrival]


def title(acting: Acting, period: Period) -> str:
    """What stands above every page: whose register it is and of which days."""
    unit = acting.by.place
    days = f"{period.first:%d/%m/%Y}"
    if period.last != period.first:
        days = f"từ {days} tới {period.last:%d/%m/%Y}"
    return f"{NAME}, {unit.unit_title or unit_title_of(unit.full_name)}, {days}"


def count(db: Session, acting: Acting, period: Period) -> int:
    """How many tips the unit received in the period."""
    return db.scalar(select(func.count(Tip.id)).where(*_received(acting, period))) or 0


def rows(db: Session, acting: Acting, period: Period) -> Iterator[Line]:
    """The register's lines in the order of receiving. What waits apart was not received; what was
    sent past the unit never shows, and has taken no number of its series.

    A tip that was handed on keeps its line and loses its words, as they are another unit's now.
    Of one that nobody opened the words stay closed: reading a register is not receiving.
    """
    own = set(db.scalars(own_units(acting.by, acting.on)))
    categories = reference.labels(db, ListKey.TIP_CATEGORIES, "vi")
    plain = (lazyload(Tip.unit), lazyload(Tip.place), lazyload(Tip.taken_by))
    entered = _entered(db, acting, period)
    for start in range(0, len(entered), _AT_ONCE):
        numbers = dict(entered[start : start + _AT_ONCE])
        found = db.scalars(select(Tip).where(Tip.id.in_(numbers)).options(*plain))
        tips = {tip.id: tip for tip in found}
        around = _around(db, acting, list(tips.values()))
        for tip in (tips[one] for one in numbers):
            category = categories.get(tip.category, tip.category)
            yield _line(acting, tip, numbers[tip.id], category, around, tip.unit_id in own)


def _entered(db: Session, acting: Acting, period: Period) -> list[tuple[UUID, int]]:
    """The tips of the register in its order, each with the unit's own number."""
    came = arrival.by_slip(acting)
    number = func.coalesce(TipWatcher.number, Tip.number)
    query = select(Tip.id, Tip.received_on, came, number).outerjoin(TipWatcher, _watched_by(acting))
    found = [
        (local_day(slip) if slip else received_on, number, tip_id)
        for tip_id, received_on, slip, number in db.execute(query.where(*_received(acting, period)))
    ]
    return [(tip_id, number) for _, number, tip_id in sorted(found)]


def _received(acting: Acting, period: Period) -> tuple[ColumnElement[bool], ...]:
    own = own_units(acting.by, acting.on)
    handed_on = select(TipWatcher.tip_id).where(TipWatcher.unit_id.in_(own))
    return (
        or_(Tip.unit_id.in_(own), Tip.id.in_(handed_on)),
        Tip.is_quarantined.is_(False),
        arrival.entered_in(acting, period.first, period.last),
    )


def _watched_by(acting: Acting) -> ColumnElement[bool]:
    own = own_units(acting.by, acting.on)
    elsewhere = Tip.unit_id.not_in(own)
    return and_(TipWatcher.tip_id == Tip.id, TipWatcher.unit_id.in_(own), elsewhere)


def _line(
    acting: Acting, tip: Tip, number: int, category: str, around: _Around, is_own: bool
) -> Line:
    gist: str = ""
    loss: Cell = content.BANDS[tip.loss_band]
    has_words = is_own and tip.opened_at is not None
    if has_words:
        body = sealing.read_body(sealing.tip_key(acting.ring, tip), tip)
        gist, loss = _short(body.story), body.money_amount or body.money_text or loss
    arrived, slip = around.arrived[tip.id], around.slips.get(tip.id, ("", ""))
    cells = (
        f"{number_label(number)}/{arrived.entered_on.year}",
        arrived.at or DayWith(arrived.day, arrived.half.removeprefix("buổi ")),
        content.CAME_BY[tip.source],
        _who(tip),
        gist,
        category,
        loss,
        around.openers.get(tip.id, ""),
        content.LEGAL_KINDS[tip.classification],
        around.holders.get(tip.id, "") if is_own else "",
        *slip,
        content.RESULTS[tip.outcome] if tip.outcome else content.STATES[tip.state],
        around.answered.get(tip.id, ""),
        _note(tip, is_own),
    )
    return Line(tip.id, cells, has_words)


def _who(tip: Tip) -> str:
    """Masked: who it is lies sealed and is in no list."""
    if tip.is_named:
        return "Có ghi tên (che)"
    return "Để lại liên lạc (che)" if tip.has_contact else "Không ghi tên"


def _note(tip: Tip, is_own: bool) -> str:
    if not is_own:
        return "Đơn vị khác đang giữ tin."
    return "" if tip.opened_at is not None else "Chưa mở."


def _short(story: str) -> str:
    told = one_line(story)
    return told if len(told) <= LONGEST_GIST else f"{told[:LONGEST_GIST].rstrip()}…"


def _around(db: Session, acting: Acting, tips: Sequence[Tip]) -> _Around:
    ids = [tip.id for tip in tips]
    holders = names_of(db, {tip.taken_by_id for tip in tips if tip.taken_by_id})
    return _Around(
        openers=_openers(db, ids),
        holders={t.id: holders.get(t.taken_by_id, "") for t in tips if t.taken_by_id},
        slips=_slips(db, acting, ids),
        answered=_answered(db, ids),
        arrived=arrival.of_tips(db, acting, tips),
    )


def _openers(db: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    query = (
        select(TipStep.tip_id, Officer.name)
        .join(Officer, Officer.id == TipStep.by_id)
        .where(TipStep.tip_id.in_(ids), TipStep.kind == StepKind.OPENED)
    )
    query = query.order_by(TipStep.at.desc())
    # Read backwards, so that of several the first stays.
    return {row.tip_id: row.name for row in db.execute(query)}


def _slips(db: Session, acting: Acting, ids: Sequence[UUID]) -> dict[UUID, tuple[date, str]]:
    query = select(
        TipTransfer.tip_id, TipTransfer.at, TipTransfer.slip_number, TipTransfer.slip_year
    ).where(
        TipTransfer.tip_id.in_(ids),
        TipTransfer.from_unit_id.in_(own_units(acting.by, acting.on)),
    )
    return {
        tip_id: (local_day(at), f"{number:02d}/{year}")
        for tip_id, at, number, year in db.execute(query.order_by(TipTransfer.at))
    }


def _answered(db: Session, ids: Sequence[UUID]) -> dict[UUID, date]:
    query = select(TipPaper.tip_id, TipPaper.issued_at).where(
        TipPaper.tip_id.in_(ids), TipPaper.kind == PaperKind.NOTICE_OF_RESULT
    )
    return {tip_id: local_day(at) for tip_id, at in db.execute(query.order_by(TipPaper.issued_at))}
