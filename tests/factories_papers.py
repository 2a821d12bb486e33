"""Papers and forms to test with, and small Word files to send."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.papers import services
from domain.papers.models import PaperKind, PaperTemplate, TipPaper
from domain.papers.services import NewPaper
from domain.papers.tags import DOTS
from domain.people.models import Officer
from domain.places.models import Place
from domain.reference import settings
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY

NOON = datetime(2026, 2, 3, 5, 0, tzinfo=UTC)
"""Noon in Vietnam, 3 February 2026."""


def acting_as(officer: Officer, ring: KeyRing, at: datetime = NOON) -> Acting:
    """Somebody at work on tips."""
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=at, ring=ring, on=TREE_DAY)


def issue(
    db: Session,
    acting: Acting,
    tip: Tip,
    kind: PaperKind = PaperKind.NOTICE_OF_RECEIPT,
    **changes: object,
) -> TipPaper:
    """A paper issued by the real service; `changes` are its id and what was typed."""
    new = NewPaper(**{"id": uuid4(), "kind": kind, "typed": {}, **changes})
    return services.issue(db, acting=acting, settings=settings.load(db), tip=tip, new=new)


def make_paper(db: Session, ring: KeyRing, tip: Tip) -> TipPaper:
    """A notice of receipt by somebody of the unit that has the tip."""
    at_place = select(Officer).where(Officer.place_id == tip.unit_id).limit(1)
    found = db.scalars(at_place).unique().first()
    by = found or db.scalars(select(Officer).limit(1)).unique().one()
    return issue(db, acting_as(by, ring), tip)


def word(*paragraphs: str | list[str]) -> bytes:
    """A Word file with these paragraphs; a list is one of several pieces, as Word likes to make."""
    document, file = Document(), BytesIO()
    for paragraph in paragraphs:
        made = document.add_paragraph()
        for piece in [paragraph] if isinstance(paragraph, str) else paragraph:
            made.add_run(piece)
    document.save(file)
    return file.getvalue()


def with_part(form: bytes, name: str, content: bytes) -> bytes:
    """The file with one part more, or with another content of one."""
    made = BytesIO()
    with ZipFile(BytesIO(form)) as old, ZipFile(made, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def make_template(
    db: Session, unit: Place, kind: PaperKind = PaperKind.INTAKE_RECORD, content: bytes = b""
) -> PaperTemplate:
    """A form that a unit uses."""
    by = db.scalars(select(Officer).limit(1)).unique().one()
    form = content or word("Số {{ so }}/{{ ky_hieu }}")
    made = PaperTemplate(
        id=uuid4(),
        unit_id=unit.id,
        kind=kind,
        file_name="mau-01.docx",
        content=form,
        sha256=sha256(form).digest(),
        uploaded_at=NOON,
        uploaded_by=by.id,
    )
    db.add(made)
    db.flush()
    return made


def words_of(file: bytes) -> str:
    """What a reader sees in a Word file, tables first; a tab runs to its stop in dots."""
    document = Document(BytesIO(file))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [p.text for cell in cells for p in cell.paragraphs]
    return "\n".join([*lines, *(p.text for p in document.paragraphs)]).replace("\t", DOTS)
