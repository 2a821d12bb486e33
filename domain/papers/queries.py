"""Reading papers and templates: whose they are, and which template is in use."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.papers.models import PaperKind, PaperTemplate, TipPaper
from domain.people.models import Officer, Role
from domain.tips import queries as tips
from domain.tips.models import Tip
from domain.tips.work_models import TipTransfer, TransferWay


def of_tip(db: Session, viewer: Officer, tip: Tip, on: date) -> Sequence[TipPaper]:
    """The papers of a tip, oldest first; the caller has seen to it that it lies open."""
    query = select(TipPaper).where(TipPaper.tip_id == tip.id, ~_kept_from(viewer, on))
    return db.scalars(query.order_by(TipPaper.issued_at, TipPaper.number)).unique().all()


def issued_here(db: Session, viewer: Officer, tip: Tip, on: date) -> Sequence[TipPaper]:
    """The papers of a tip that the viewer's own unit issued, which it keeps after handing on."""
    query = select(TipPaper).where(TipPaper.tip_id == tip.id, _is_ours(viewer, on))
    return db.scalars(query.order_by(TipPaper.issued_at, TipPaper.number)).unique().all()


def get_visible(
    db: Session, viewer: Officer, paper_id: UUID, on: date
) -> tuple[TipPaper, Tip, bool]:
    """A paper, its tip, and whether the viewer's own unit issued it. Raises `NotFound` alike for
    unseen and absent."""
    query = select(TipPaper).where(TipPaper.id == paper_id, ~_kept_from(viewer, on))
    paper = db.scalars(query).unique().one_or_none()
    if paper is None:
        raise NotFound
    tip = tips.get_visible(db, viewer, paper.tip_id, on)
    ours = select(TipPaper.id).where(TipPaper.id == paper_id, _is_ours(viewer, on))
    return paper, tip, db.scalar(ours) is not None


def _is_ours(viewer: Officer, on: date) -> ColumnElement[bool]:
    """Whether the viewer's own unit issued a paper. A slip of taking up is the unit's that took the
    tip, though its number is of the other's series."""
    own = tips.own_units(viewer, on)
    theirs = and_(TipPaper.unit_id.in_(own), ~_takes_up().exists())
    return or_(theirs, _takes_up().where(TipTransfer.to_unit_id.in_(own)).exists())


def _kept_from(viewer: Officer, on: date) -> ColumnElement[bool]:
    """Whether a paper says why the tip was taken away from the viewer's own unit: that may be the
    unit itself, so it never reads it, also once it has the tip again."""
    own = tips.own_units(viewer, on)
    taken = _takes_up().where(TipTransfer.to_unit_id.not_in(own)).exists()
    return and_(TipPaper.unit_id.in_(own), taken)


def _takes_up() -> Select[UUID]:
    """The taking up that a paper is the slip of."""
    return (
        select(TipTransfer.id)
        .where(
            TipPaper.kind == PaperKind.TRANSFER_SLIP,
            TipTransfer.way == TransferWay.TAKEN_UP,
            TipTransfer.from_unit_id == TipPaper.unit_id,
            TipTransfer.slip_year == TipPaper.year,
            TipTransfer.slip_number == TipPaper.number,
        )
        .correlate(TipPaper)
    )


def slip_to_print(db: Session, viewer: Officer, tip: Tip, on: date) -> TipTransfer | None:
    """The newest handing over or taking up by the viewer's own unit whose slip has not been
    printed.

    Not one by which a unit above took the tip away: its reason may be the viewer's own unit.
    """
    own, is_taken = tips.own_units(viewer, on), TipTransfer.way == TransferWay.TAKEN_UP
    printed = select(TipPaper.number).where(
        TipPaper.unit_id == TipTransfer.from_unit_id,
        TipPaper.kind == PaperKind.TRANSFER_SLIP,
        TipPaper.year == TipTransfer.slip_year,
        TipPaper.number == TipTransfer.slip_number,
    )
    query = select(TipTransfer).where(
        TipTransfer.tip_id == tip.id,
        or_(
            and_(is_taken, TipTransfer.to_unit_id.in_(own)),
            and_(~is_taken, TipTransfer.from_unit_id.in_(own)),
        ),
        ~printed.exists(),
    )
    return db.scalars(query.order_by(TipTransfer.at.desc()).limit(1)).first()


def template_in_use(db: Session, unit_id: UUID, kind: PaperKind) -> PaperTemplate | None:
    """The unit's own form of a kind, when it has one."""
    query = select(PaperTemplate).where(
        PaperTemplate.unit_id == unit_id,
        PaperTemplate.kind == kind,
        PaperTemplate.retired_at.is_(None),
    )
    return db.scalars(query.order_by(PaperTemplate.uploaded_at.desc()).limit(1)).first()


def chief_of(db: Session, place_id: UUID) -> str:
    """The name of the one who answers for a unit; empty unless exactly one does."""
    query = select(Officer.name).where(
        Officer.place_id == place_id, Officer.role == Role.CHIEF, Officer.is_active.is_(True)
    )
    names = db.scalars(query.limit(2)).all()
    return names[0] if len(names) == 1 else ""
