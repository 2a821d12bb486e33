"""From what a paper says to its file."""

from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.papers.models import PaperTemplate, TipPaper
from domain.papers.notices import notice
from domain.papers.services import label
from domain.papers.summary import TITLES, summary
from domain.papers.tags import NAMES, OF_FORMS, Values
from web import docx_forms


def word_file(db: Session, paper: TipPaper, values: Values) -> bytes:
    """The paper as it was issued: in the form that was the unit's own then, or in ours."""
    if paper.kind not in OF_FORMS:
        day = local_day(paper.issued_at)
        return notice(paper.kind, values, day=day, made_at=paper.issued_at)
    if paper.template_id is None:
        return summary(paper.kind, values, made_at=paper.issued_at)
    form = db.get_one(PaperTemplate, paper.template_id)
    return docx_forms.fill(form.content, values)


def file_name(paper: TipPaper, ending: str) -> str:
    """ "Thông báo tiếp nhận 05-TB-CAX 2026.docx", as the paper calls itself: a summary is no
    record. Never a person's name."""
    is_summary = paper.kind in OF_FORMS and paper.template_id is None
    name = TITLES[paper.kind] if is_summary else NAMES[paper.kind]
    number = label(paper).replace("/", "-")
    return f"{name} {number} {paper.year}.{ending}"
