"""Reading cases: the viewer's own unit's, and those of units below a supervisor's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.errors import NotFound
from domain.people.models import Officer
from domain.places.models import Level, Place
from domain.tips.case_models import (
    CaseStepKind,
    TipCase,
    TipCaseFile,
    TipCaseMember,
    TipCaseStep,
)
from domain.tips.models import Tip, TipState
from domain.tips.queries import below_too, numbers, own_units, watched_by
from domain.tips.rules import number_label
from domain.tips.sealing import tip_key
from domain.tips.work_models import TipTransfer
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where

MOST = 200
"""Cases of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A case on a list, with how many tips it has and how many of their victims were spoken to."""

    case: TipCase
    tips: int
    verified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a case's history."""

    kind: CaseStepKind
    tip_id: UUID
    at: datetime
    by: str
    note: str
    """"" where the reader does not have the tip open."""


def label(case: TipCase) -> str:
    """03/2026, as a case is called."""
    return f"{case.number:02d}/{case.year}"


def file_label(made: TipCaseFile) -> str:
    """The same of a file that was made of one."""
    return f"{made.number:02d}/{made.year}"


def listing(db: Session, viewer: Officer, on: date) -> Sequence[Counted]:
    """The cases that the viewer may see, the newest first; those without a tip last."""
    cases = select(TipCase).where(TipCase.unit_id.in_(below_too(viewer, on)))
    cases = cases.order_by(
        TipCase.dissolved_at.is_not(None), TipCase.year.desc(), TipCase.number.desc()
    )
    found = db.scalars(cases.limit(MOST)).unique().all()
    counts = (
        select(
            TipCaseMember.case_id,
            func.count(TipCaseMember.tip_id),
            func.count(Tip.victim_spoken_on),
        )
        .join(Tip, Tip.id == TipCaseMember.tip_id)
        .where(TipCaseMember.case_id.in_([case.id for case in found]))
        .group_by(TipCaseMember.case_id)
    )
    by_case = {row[0]: (row[1], row[2]) for row in db.execute(counts)}
    return [
        Counted(case=case, tips=told[0], verified=told[1])
        for case in found
        for told in [by_case.get(case.id, (0, 0))]
    ]


def get_visible(db: Session, viewer: Officer, case_id: UUID, on: date) -> TipCase:
    """The case. Raises `NotFound` alike for unseen and absent."""
    query = select(TipCase).where(TipCase.id == case_id, TipCase.unit_id.in_(below_too(viewer, on)))
    return _found(db.scalars(query).one_or_none())


def get_to_keep(db: Session, viewer: Officer, case_id: UUID, on: date) -> TipCase:
    """A case of the viewer's own unit, locked until the end of the transaction and read anew.

    Raises `NotFound`.
    """
    db.execute(select(TipCase.id).where(TipCase.id == case_id).with_for_update())
    query = select(TipCase).where(TipCase.id == case_id, TipCase.unit_id.in_(own_units(viewer, on)))
    case = _found(db.scalars(query).one_or_none())
    db.refresh(case)
    return case


def is_own(db: Session, viewer: Officer, case: TipCase, on: date) -> bool:
    """Whether the viewer's own unit holds the case: only then may it be changed."""
    own = select(Place.id).where(Place.id == case.unit_id, Place.id.in_(own_units(viewer, on)))
    return db.scalar(own) is not None


def members(db: Session, viewer: Officer, case: TipCase, on: date) -> Sequence[Tip]:
    """The tips of a case that the viewer may know of, as they were received."""
    query = (
        select(Tip)
        .join(TipCaseMember, TipCaseMember.tip_id == Tip.id)
        .where(TipCaseMember.case_id == case.id, Tip.unit_id.in_(below_too(viewer, on)))
    )
    return db.scalars(query.order_by(Tip.received_on, Tip.unit_id, Tip.number)).unique().all()


def once_in(db: Session, viewer: Officer, case: TipCase, on: date) -> Sequence[Tip]:
    """The tips that are or were in a case, as far as the viewer may know of them."""
    ids = select(TipCaseStep.tip_id).where(TipCaseStep.case_id == case.id)
    query = select(Tip).where(Tip.id.in_(ids), Tip.unit_id.in_(below_too(viewer, on)))
    return db.scalars(query).unique().all()


def count(db: Session, case: TipCase) -> int:
    """How many tips a case has, whoever may know of them."""
    query = select(func.count()).where(TipCaseMember.case_id == case.id)
    return db.scalar(query) or 0


def of_tips(
    db: Session, viewer: Officer, tip_ids: Collection[UUID], on: date
) -> dict[UUID, TipCase]:
    """By tip: the case of the viewer's own unit that holds it."""
    query = (
        select(TipCaseMember.tip_id, TipCase)
        .join(TipCase, TipCase.id == TipCaseMember.case_id)
        .where(TipCaseMember.tip_id.in_(tip_ids), TipCaseMember.unit_id.in_(own_units(viewer, on)))
    )
    return {row.tip_id: row.TipCase for row in db.execute(query)}


def is_in_one_above(db: Session, viewer: Officer, tip: Tip, on: date) -> bool:
    """Whether a unit above holds the tip in a case, as far as the viewer may be told.

    Told only where another tip of the case explains it that the viewer knows, or may know to
    exist: one that went past the viewer's unit must not show in this way either.
    """
    if db.scalar(select(TipCaseMember.case_id).where(TipCaseMember.tip_id == tip.id)) is None:
        return False
    mine, other, its = aliased(TipCaseMember), aliased(TipCaseMember), aliased(Tip)
    unit, former = aliased(Place), aliased(Place)
    from_above = exists().where(
        TipTransfer.tip_id == its.id,
        TipTransfer.from_unit_id == former.id,
        former.level != Level.COMMUNE,
    )
    query = (
        select(mine.case_id)
        .join(other, other.case_id == mine.case_id)
        .join(its, its.id == other.tip_id)
        .join(unit, unit.id == its.unit_id)
        .where(
            mine.tip_id == tip.id,
            mine.unit_id.not_in(below_too(viewer, on)),
            other.tip_id != tip.id,
            or_(
                its.unit_id.in_(own_units(viewer, on)),
                its.id.in_(watched_by(viewer, on)),
                (unit.level == Level.COMMUNE) & ~from_above,
            ),
        )
    )
    return db.scalar(query.limit(1)) is not None


def mergeable(db: Session, viewer: Officer, tip_ids: Collection[UUID], on: date) -> Sequence[Tip]:
    """Tips that the viewer's unit may put into a case: its own, and for a supervisor those of
    units below. Locked and read anew; raises `NotFound` unless each is one.

    What waits apart and what is spam never gets here by the page, so they are absent too.
    """
    wanted = set(tip_ids)
    db.execute(select(Tip.id).where(Tip.id.in_(wanted)).order_by(Tip.id).with_for_update())
    query = select(Tip).where(
        Tip.id.in_(wanted),
        Tip.unit_id.in_(below_too(viewer, on)),
        Tip.is_quarantined.is_(False),
        Tip.state != TipState.SPAM,
    )
    query = query.order_by(Tip.received_on, Tip.unit_id, Tip.number)
    tips = db.scalars(query.execution_options(populate_existing=True)).unique().all()
    if len(tips) != len(wanted):
        raise NotFound
    return tips


def units_within(
    db: Session, viewer: Officer, unit_ids: Collection[UUID], on: date
) -> frozenset[UUID]:
    """Which of some units are the viewer's own or, for a supervisor, below."""
    query = select(Place.id).where(Place.id.in_(unit_ids), Place.id.in_(below_too(viewer, on)))
    return frozenset(db.scalars(query))


def number_of(db: Session, viewer: Officer, tip: Tip, on: date) -> str:
    """The number that the viewer's unit knows a tip by."""
    return number_label(numbers(db, viewer, [tip], on)[tip.id])


def history(db: Session, ring: KeyRing, case: TipCase, opened: Sequence[Tip]) -> Sequence[Told]:
    """What happened in a case, oldest first. `opened`: the tips that the reader has open and whose
    key opens."""
    keys = {tip.id: tip_key(ring, tip) for tip in opened}
    query = select(TipCaseStep).where(TipCaseStep.case_id == case.id)
    return [
        Told(
            kind=row.kind,
            tip_id=row.tip_id,
            at=row.at,
            by=row.by.name,
            note=keys[row.tip_id].unseal(where_note(row.id), row.sealed_note).decode()
            if row.sealed_note and row.tip_id in keys
            else "",
        )
        for row in db.scalars(query.order_by(TipCaseStep.at, TipCaseStep.id)).unique()
    ]


def files_of(db: Session, case: TipCase) -> Sequence[TipCaseFile]:
    """The files that were made of a case, the newest first."""
    query = select(TipCaseFile).where(TipCaseFile.case_id == case.id)
    return db.scalars(query.order_by(TipCaseFile.made_at.desc())).unique().all()


def where_note(step_id: UUID) -> Where:
    """Where the sealed reason of a step belongs."""
    return Where("tip_case_steps", "sealed_note", step_id)


def _found(case: TipCase | None) -> TipCase:
    if case is None:
        raise NotFound
    return case
