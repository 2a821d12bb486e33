"""Merging tips into one case and parting them again. Each tip keeps its own state, clock, receipt
and answer: a case only holds them together, and changes nothing that their units work with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.clock import local_day
from domain.errors import BadInput, Refusal, SameIdOtherContent, StaleVersion
from domain.people.rules import Permission, require
from domain.places.queries import in_scope
from domain.sentence import Sentence
from domain.tips import case_queries, rules, series
from domain.tips.acting import Acting
from domain.tips.case_models import CaseStepKind, TipCase, TipCaseMember, TipCaseStep
from domain.tips.models import Tip
from domain.tips.sealing import key_unless_lost

KIND = "case"
"""What audit entries call a case, and the series of its numbers."""
FEWEST = 2
VICTIM_FIRST = Sentence(
    "Cần ít nhất một tin có bị hại rõ tên mà công an đã nói chuyện. Gặp hoặc gọi bị hại trước, "
    "ghi “Đã nói chuyện với bị hại có tên” ở trang yêu cầu ngân hàng của tin đó, rồi gộp."
)


class CaseDissolved(Refusal):
    """Its tips were parted; a new merge opens a new case."""

    sentence = Sentence("Vụ này đã tách hết tin. Gộp lại thì mở vụ mới.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Tips to merge, and why. The id is made with the form, so that a repeat is known."""

    id: UUID
    tip_ids: Sequence[UUID]
    reason: str


def problems(
    db: Session, *, acting: Acting, tips: Sequence[Tip], reason: str, case: TipCase | None = None
) -> list[BadInput]:
    """What is wrong with a merge as it was chosen, each with its box. `case`: the one that the
    tips are added to; without one a new case is opened."""
    found = rules.problems_of_reason(reason)
    theirs = case_queries.of_tips(db, acting.by, [tip.id for tip in tips], acting.on)
    held = [(tip, theirs[tip.id]) for tip in tips if tip.id in theirs]
    for tip, other in held[:1]:
        found.append(BadInput("tips", _taken(db, acting, tip, other)))
    there = list(case_queries.members(db, acting.by, case, acting.on)) if case else []
    if case is not None and not tips:
        found.append(BadInput("tips", "Chọn tin cần gộp thêm."))
    elif len(tips) + len(there) < FEWEST:
        found.append(BadInput("tips", "Chọn ít nhất hai tin để gộp."))
    elif not any(tip.victim_spoken_on for tip in (*tips, *there)):
        found.append(BadInput("tips", VICTIM_FIRST))
    return found


def _taken(db: Session, acting: Acting, tip: Tip, case: TipCase) -> Sentence:
    number = case_queries.number_of(db, acting.by, tip, acting.on)
    return Sentence(
        "Tin %(number)s đang ở vụ số %(case)s. Bỏ chọn tin đó, hoặc tách ra khỏi vụ trước.",
        number=number,
        case=case_queries.label(case),
    )


def open_case(db: Session, *, acting: Acting, new: NewCase) -> TipCase:
    """Merge tips into a new case of the officer's unit; the same form sent twice gives the same.

    Raises `NotAllowed`, `NotFound`, `BadInput` and `SameIdOtherContent`.
    """
    require(acting.by, Permission.KEEP_CASES)
    if (earlier := db.get(TipCase, new.id)) is not None:
        _require_same(db, acting, earlier, new)
        return earlier
    tips = case_queries.mergeable(db, acting.by, new.tip_ids, acting.on)
    for problem in problems(db, acting=acting, tips=tips, reason=new.reason):
        raise problem
    unit_id, year = acting.by.place_id, local_day(acting.now).year
    case = TipCase(
        id=new.id,
        unit_id=unit_id,
        year=year,
        number=series.next_number(db, unit_id=unit_id, year=year, kind=KIND),
        opened_at=acting.now,
        opened_by_id=acting.by.id,
        version=1,
    )
    db.add(case)
    db.flush()
    note(db, acting, Action.CASE_OPENED, case)
    _join(db, acting, case, tips, new.reason)
    return case


def is_repeat(db: Session, new: NewCase) -> bool:
    """Whether the same form has opened its case already."""
    return db.get(TipCase, new.id) is not None


def add(db: Session, *, acting: Acting, case: TipCase, new: NewCase) -> None:
    """Put more tips into a case that the caller has locked. Whoever else changed it meanwhile is
    not in the way, so no version is asked for.

    Raises `NotAllowed`, `NotFound`, `BadInput` and `CaseDissolved`.
    """
    _require_ready(acting, case, case.version)
    tips = case_queries.mergeable(db, acting.by, new.tip_ids, acting.on)
    for problem in problems(db, acting=acting, tips=tips, reason=new.reason, case=case):
        raise problem
    case.version += 1
    _join(db, acting, case, tips, new.reason)


def problems_of_parting(case: TipCase, version: int, parts: bool, reason: str) -> list[BadInput]:
    """What is wrong with taking tips out, each with its box. `parts`: whether any are chosen."""
    found = rules.problems_of_reason(reason)
    if not parts:
        found.append(BadInput("tips", "Chọn tin cần tách ra."))
    if case.version != version:
        found.append(
            BadInput("tips", "Vụ này vừa được người khác sửa. Xem lại danh sách rồi bấm lần nữa.")
        )
    return found


def take_out(
    db: Session,
    *,
    acting: Acting,
    case: TipCase,
    version: int,
    tip_ids: Sequence[UUID],
    reason: str,
) -> None:
    """Part tips from a case that the caller has locked; with its last one it is dissolved.

    Raises `NotAllowed`, `BadInput`, `StaleVersion` and `CaseDissolved`.
    """
    _require_ready(acting, case, version)
    said = rules.stated(reason)
    tips = _members(db, case)
    leaving = [tip for tip in tips if tip.id in set(tip_ids)]
    if not leaving:
        raise BadInput("tips", "Chọn tin cần tách ra.")
    case.version += 1
    for tip in leaving:
        _leave(db, acting, case, tip, said)
    if len(leaving) == len(tips):
        _dissolve(db, acting, case)
    db.flush()


def dissolve(db: Session, *, acting: Acting, case: TipCase, version: int, reason: str) -> None:
    """Part all tips of a case that the caller has locked; its number is never given again.

    Raises `NotAllowed`, `BadInput`, `StaleVersion` and `CaseDissolved`.
    """
    _require_ready(acting, case, version)
    said = rules.stated(reason)
    case.version += 1
    for tip in _members(db, case):
        _leave(db, acting, case, tip, said)
    _dissolve(db, acting, case)
    db.flush()


def moved(db: Session, *, acting: Acting, tip: Tip) -> None:
    """Let a tip that was handed to another unit leave the cases of units that may no longer read
    it; a superior's case keeps it wherever below it lies."""
    query = (
        select(TipCase)
        .join(TipCaseMember, TipCaseMember.case_id == TipCase.id)
        .where(TipCaseMember.tip_id == tip.id)
    )
    for case in db.scalars(query).unique().all():
        if not in_scope(db, case.unit_id, tip.unit_id):
            case.version += 1
            _leave(db, acting, case, tip, "")
    db.flush()


def _members(db: Session, case: TipCase) -> Sequence[Tip]:
    query = select(Tip).join(TipCaseMember, TipCaseMember.tip_id == Tip.id)
    return db.scalars(query.where(TipCaseMember.case_id == case.id)).unique().all()


def _require_same(db: Session, acting: Acting, earlier: TipCase, new: NewCase) -> None:
    ids = {tip.id for tip in _members(db, earlier)}
    if earlier.opened_by_id != acting.by.id or ids != set(new.tip_ids):
        raise SameIdOtherContent


def _require_ready(acting: Acting, case: TipCase, version: int) -> None:
    require(acting.by, Permission.KEEP_CASES)
    if case.dissolved_at is not None:
        raise CaseDissolved
    if case.version != version:
        raise StaleVersion


def _join(db: Session, acting: Acting, case: TipCase, tips: Sequence[Tip], reason: str) -> None:
    for tip in tips:
        db.add(TipCaseMember(tip_id=tip.id, unit_id=case.unit_id, case_id=case.id))
        step(db, acting, case, tip, CaseStepKind.JOINED, rules.said(reason))
        acting.audit(db, Action.TIP_JOINED_CASE, tip, case_queries.label(case))
    db.flush()


def _leave(db: Session, acting: Acting, case: TipCase, tip: Tip, reason: str) -> None:
    db.execute(
        delete(TipCaseMember).where(
            TipCaseMember.tip_id == tip.id, TipCaseMember.case_id == case.id
        )
    )
    step(db, acting, case, tip, CaseStepKind.LEFT, reason)
    acting.audit(db, Action.TIP_LEFT_CASE, tip, case_queries.label(case))


def _dissolve(db: Session, acting: Acting, case: TipCase) -> None:
    case.dissolved_at = acting.now
    note(db, acting, Action.CASE_DISSOLVED, case)


def step(
    db: Session, acting: Acting, case: TipCase, tip: Tip, kind: CaseStepKind, note: str
) -> None:
    """Write a line of the case's history; what it says is sealed under the tip's key. Where
    that key was lost it stays unsaid."""
    row_id, key = uuid4(), key_unless_lost(acting.ring, tip)
    sealed = key.seal(case_queries.where_note(row_id), note.encode()) if key else b""
    db.add(
        TipCaseStep(
            id=row_id,
            case_id=case.id,
            tip_id=tip.id,
            kind=kind,
            at=acting.now,
            by_id=acting.by.id,
            sealed_note=sealed,
        )
    )


def note(db: Session, acting: Acting, action: Action, case: TipCase, reason: str = "") -> None:
    """Write the entry of an act or look on a case."""
    act = Act(action=action, object_kind=KIND, object_id=str(case.id), reason=reason)
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)
