"""Issuing papers: numbered once, sealed as they stand, audited, never made twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.engines import to_json
from domain.errors import BadInput, Refusal, SameIdOtherContent
from domain.papers import content, queries
from domain.papers.models import PaperKind, TipPaper
from domain.papers.tags import OF_FORMS, TYPED, Tag, Values
from domain.places import queries as places
from domain.reference.settings import Settings
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import deadlines, handling, limit_rules, transferring
from domain.tips.acting import Acting
from domain.tips.models import OPEN_STATES, StepKind, Tip
from domain.tips.sealing import tip_key
from domain.tips.series import next_number
from domain.tips.work_models import TipTransfer, TransferWay
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where

LONGEST = 2_000
"""Letters of a field that an officer types."""
SERIES = {
    PaperKind.NOTICE_OF_RECEIPT: "notice",
    PaperKind.NOTICE_OF_RESULT: "notice",
    PaperKind.INTAKE_RECORD: "intake_record",
}
"""Papers that share a symbol count together. A slip bears the number of its handing over."""
SYMBOLS = {
    PaperKind.NOTICE_OF_RECEIPT: "notice_symbol",
    PaperKind.NOTICE_OF_RESULT: "notice_symbol",
    PaperKind.INTAKE_RECORD: "intake_symbol",
    PaperKind.TRANSFER_SLIP: "slip_symbol",
}
"""The setting that holds what follows the number."""
_MEETS = {
    PaperKind.NOTICE_OF_RECEIPT: limit_rules.NOTICE_RECEIPT,
    PaperKind.NOTICE_OF_RESULT: limit_rules.NOTICE_RESULT,
}


class NoResultYet(Refusal):
    """A notice of result tells what came of it."""

    sentence = Sentence("Tin chưa có kết quả. Đặt kết quả ở phần tình trạng rồi ra thông báo.")


class NoSlip(Refusal):
    """A slip is printed once for each handing over."""

    sentence = Sentence("Chưa có lần chuyển nào cần in phiếu. Phiếu đã in nằm trong phần Giấy tờ.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper as the form asks for it. The id is made with the form, so that a repeat is known."""

    id: UUID
    kind: PaperKind
    typed: Mapping[Tag, str]


def label(paper: TipPaper) -> str:
    """05/TB-CAX."""
    return f"{paper.number:02d}/{paper.symbol}"


def problems(new: NewPaper) -> list[BadInput]:
    """What is wrong with what was typed, each with its box. Nothing has to be filled in."""
    return [
        BadInput(tag.value, "Dài quá 2.000 chữ. Bớt lại giúp.")
        for tag in TYPED[new.kind]
        if len(clean(new.typed.get(tag, ""))) > LONGEST
    ]


def issue(db: Session, *, acting: Acting, settings: Settings, tip: Tip, new: NewPaper) -> TipPaper:
    """Give a paper its number and keep what it says; the same form sent twice gives the same one.

    Raises `BadInput`, `SameIdOtherContent`, `NoResultYet`, `NoSlip` and `StillApart`. The caller
    has the tip locked for the officer's own unit; a slip alone may be printed by the unit that
    handed the tip on, or took it up.
    """
    if (earlier := db.get(TipPaper, new.id)) is not None:
        _require_same(acting.ring, tip, earlier, new)
        return earlier
    for problem in problems(new):
        raise problem
    handling.require_ready(tip, tip.version)
    slip = _require_possible(db, acting, tip, new.kind)
    values = content.values_of(
        db, acting=acting, settings=settings, tip=tip, kind=new.kind, typed=new.typed
    )
    if slip is not None:
        values |= _of_slip(db, acting.ring, tip, slip)
    paper = _numbered(db, acting, settings, tip, new, slip)
    values |= {Tag.NUMBER: f"{paper.number:02d}", Tag.SYMBOL: paper.symbol}
    told = to_json({tag.value: value for tag, value in values.items()})
    paper.sealed_values = tip_key(acting.ring, tip).seal(_where(paper.id), told.encode())
    db.add(paper)
    said = f"{paper.kind.value}:{label(paper)}"
    acting.audit(db, Action.PAPER_ISSUED, tip, said)
    acting.step(db, StepKind.PAPER, tip, said)
    if rule := _MEETS.get(paper.kind):
        deadlines.meet(db, acting=acting, tip=tip, rule=rule)
    db.flush()
    return paper


def read(db: Session, *, acting: Acting, tip: Tip, paper: TipPaper) -> Values:
    """What a paper says, noting that the officer takes it along."""
    acting.audit(db, Action.PAPER_READ, tip, f"{paper.kind.value}:{label(paper)}")
    return _said(acting.ring, tip, paper)


def _said(ring: KeyRing, tip: Tip, paper: TipPaper) -> Values:
    told = json.loads(tip_key(ring, tip).unseal(_where(paper.id), paper.sealed_values))
    return {Tag(name): value for name, value in told.items() if name in set(Tag)}


def _require_same(ring: KeyRing, tip: Tip, earlier: TipPaper, new: NewPaper) -> None:
    if (earlier.tip_id, earlier.kind) != (tip.id, new.kind):
        raise SameIdOtherContent
    said = _said(ring, tip, earlier)
    if any(said.get(tag, "") != clean(new.typed.get(tag, "")) for tag in TYPED[new.kind]):
        raise SameIdOtherContent


def _require_possible(db: Session, acting: Acting, tip: Tip, kind: PaperKind) -> TipTransfer | None:
    if kind is PaperKind.NOTICE_OF_RESULT and tip.state in OPEN_STATES:
        raise NoResultYet
    if kind is not PaperKind.TRANSFER_SLIP:
        return None
    slip = queries.slip_to_print(db, acting.by, tip, acting.on)
    if slip is None:
        raise NoSlip
    return slip


def _numbered(
    db: Session,
    acting: Acting,
    settings: Settings,
    tip: Tip,
    new: NewPaper,
    slip: TipTransfer | None,
) -> TipPaper:
    unit = slip.from_unit_id if slip else acting.by.place_id
    year = slip.slip_year if slip else local_day(acting.now).year
    template = None
    if new.kind in OF_FORMS:
        template = queries.template_in_use(db, acting.by.place_id, new.kind)
    return TipPaper(
        id=new.id,
        tip_id=tip.id,
        unit_id=unit,
        kind=new.kind,
        year=year,
        number=slip.slip_number
        if slip
        else next_number(db, unit_id=unit, year=year, kind=SERIES[new.kind]),
        symbol=settings.symbol(SYMBOLS[new.kind], places.get(db, unit).mark),
        issued_at=acting.now,
        by_id=acting.by.id,
        template_id=template.id if template else None,
    )


def _of_slip(db: Session, ring: KeyRing, tip: Tip, slip: TipTransfer) -> Values:
    notes = {one.row.id: one.note for one in transferring.slips_of(db, ring, tip)}
    to = slip.to_unit.unit_title if slip.to_unit else slip.to_name
    why = notes[slip.id]
    if slip.way is TransferWay.TAKEN_UP:
        why = f"{content.taken_from(slip.from_unit)} {why}"
    return {Tag.TO: to, Tag.WHY: why}


def _where(paper_id: UUID) -> Where:
    return Where("tip_papers", "sealed_values", paper_id)
