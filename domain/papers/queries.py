"""Reading papers and templates: whose they are, and which template is in use."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.papers.models import PaperKind, PaperTemplate, TipPaper
from domain.people.models import Officer, Role
from domain.places.models import Place
from domain.tips import queries as tips
from domain.tips.models import Tip
from domain.tips.work_models import TipTransfer


def of_tip(db: Session, tip: Tip) -> Sequence[TipPaper]:
    """The papers of a tip, oldest first; the caller has seen to it who may read."""
    query = select(TipPaper).where(TipPaper.tip_id == tip.id)
    return db.scalars(query.order_by(TipPaper.issued_at, TipPaper.number)).unique().all()


def issued_here(db: Session, viewer: Officer, tip: Tip, on: date) -> Sequence[TipPaper]:
    """The papers of a tip that the viewer's own unit issued, which it keeps after handing on."""
    query = select(TipPaper).where(
        TipPaper.tip_id == tip.id, TipPaper.unit_id.in_(tips.own_units(viewer, on))
    )
    return db.scalars(query.order_by(TipPaper.issued_at, TipPaper.number)).unique().all()


def get_visible(
    db: Session, viewer: Officer, paper_id: UUID, on: date
) -> tuple[TipPaper, Tip, bool]:
    """A paper, its tip, and whether the viewer's own unit issued it. Raises `NotFound` alike for
    unseen and absent."""
    paper = db.get(TipPaper, paper_id)
    if paper is None:
        raise NotFound
    tip = tips.get_visible(db, viewer, paper.tip_id, on)
    own = select(Place.id).where(
        Place.id == paper.unit_id, Place.id.in_(tips.own_units(viewer, on))
    )
    return paper, tip, db.scalar(own) is not None


def slip_to_print(db: Session, viewer: Officer, tip: Tip, on: date) -> TipTransfer | None:
    """The newest handing over by the viewer's own unit whose slip has not been printed.

    Not one by which a unit above took the tip away: its reason may be the viewer's own unit.
    """
    taken_up = TipTransfer.by.has(Officer.place_id == TipTransfer.to_unit_id)
    printed = select(TipPaper.number).where(
        TipPaper.unit_id == TipTransfer.from_unit_id,
        TipPaper.kind == PaperKind.TRANSFER_SLIP,
        TipPaper.year == TipTransfer.slip_year,
        TipPaper.number == TipTransfer.slip_number,
    )
    query = select(TipTransfer).where(
        TipTransfer.tip_id == tip.id,
        TipTransfer.from_unit_id.in_(tips.own_units(viewer, on)),
        ~taken_up,
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
