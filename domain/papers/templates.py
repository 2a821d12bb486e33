"""A unit's own forms: the newest of a kind is in use, the ones before stay with what they made."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.errors import NotFound, SameIdOtherContent
from domain.papers.models import PaperKind, PaperTemplate
from domain.papers.queries import template_in_use
from domain.people.rules import Permission, require
from domain.text import one_line
from domain.tips.acting import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemplate:
    """A form that was looked at and tried. The id is made with the page that sends it."""

    id: UUID
    kind: PaperKind
    file_name: str
    content: bytes


def of_unit(db: Session, acting: Acting) -> Sequence[PaperTemplate]:
    """The forms in use by the officer's own unit."""
    query = select(PaperTemplate).where(
        PaperTemplate.unit_id == acting.by.place_id, PaperTemplate.retired_at.is_(None)
    )
    return db.scalars(query.order_by(PaperTemplate.kind)).all()


def get_own(db: Session, acting: Acting, template_id: UUID) -> PaperTemplate:
    """A form of the officer's own unit. Raises `NotFound`."""
    found = db.get(PaperTemplate, template_id)
    if found is None or found.unit_id != acting.by.place_id:
        raise NotFound
    return found


def put(db: Session, *, acting: Acting, new: NewTemplate) -> PaperTemplate:
    """Let a form take the place of the one in use. Raises `NotAllowed`, `SameIdOtherContent`."""
    require(acting.by, Permission.KEEP_FORMS)
    digest = hashlib.sha256(new.content).digest()
    if (earlier := db.get(PaperTemplate, new.id)) is not None:
        if (earlier.unit_id, earlier.sha256) != (acting.by.place_id, digest):
            raise SameIdOtherContent
        return earlier
    _retire(db, acting, new.kind)
    made = PaperTemplate(
        id=new.id,
        unit_id=acting.by.place_id,
        kind=new.kind,
        file_name=one_line(new.file_name)[-160:],
        content=new.content,
        sha256=digest,
        uploaded_at=acting.now,
        uploaded_by=acting.by.id,
    )
    db.add(made)
    _note(db, acting, made, "put")
    return made


def take_out(db: Session, *, acting: Acting, template: PaperTemplate) -> None:
    """Go back to the plain summary. Raises `NotAllowed`."""
    require(acting.by, Permission.KEEP_FORMS)
    if template.retired_at is None:
        template.retired_at = acting.now
        _note(db, acting, template, "out")


def _retire(db: Session, acting: Acting, kind: PaperKind) -> None:
    before = template_in_use(db, acting.by.place_id, kind)
    if before is not None:
        before.retired_at = acting.now


def _note(db: Session, acting: Acting, template: PaperTemplate, how: str) -> None:
    act = Act(
        action=Action.TEMPLATE_CHANGED,
        object_kind="template",
        object_id=str(template.id),
        reason=f"{template.kind.value}:{how}",
    )
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)
