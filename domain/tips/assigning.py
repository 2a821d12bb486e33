"""Who has a tip: given to an officer of the unit, taken from another's list at the same moment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.text import sort_key
from domain.tips import handling, lifecycle
from domain.tips.acting import Acting
from domain.tips.models import StepKind, Tip, TipState


def colleagues(db: Session, acting: Acting) -> Sequence[Officer]:
    """Whom the officer may give a tip of the unit to: everybody there who may read tips."""
    query = select(Officer).where(
        Officer.place_id == acting.by.place_id, Officer.is_active, Officer.password_hash != ""
    )
    found = [one for one in db.scalars(query).unique() if may(one, Permission.READ_TIPS)]
    return sorted(found, key=lambda one: sort_key(one.name))


def assign(db: Session, *, acting: Acting, tip: Tip, version: int, officer_id: UUID | None) -> None:
    """Give the tip to an officer of the unit, who is told.

    Raises `StaleVersion`, `BadInput` for somebody who is none of them, and `NotPossible` when
    the tip has ended.
    """
    officer = next((one for one in colleagues(db, acting) if one.id == officer_id), None)
    if officer is None:
        raise BadInput("officer", "Chọn một cán bộ của đơn vị.")
    if tip.taken_by_id == officer.id and lifecycle.is_open(tip):
        return
    handling.require_ready(tip, version)
    if not lifecycle.is_open(tip):
        raise lifecycle.NotPossible
    handling.give_to(tip, officer)
    if tip.state is TipState.NEW:
        tip.state = TipState.HELD
    handling.changed(db, acting, tip, Action.TIP_ASSIGNED, StepKind.ASSIGNED, note=officer.name)
    if officer.id != acting.by.id:
        told = [officer.id]
        notices.tell(db, officer_ids=told, kind=NoticeKind.ASSIGNED, subject=tip.id, now=acting.now)
