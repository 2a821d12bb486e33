"""The papers of a tip as its page shows them: those that were issued, and those that may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from domain.papers import queries
from domain.papers.models import PaperKind, TipPaper
from domain.papers.services import label
from domain.papers.tags import NAMES
from domain.tips.acting import Acting
from domain.tips.models import OPEN_STATES, Tip
from domain.tips.steps import Done
from web import pdf
from web.context import session
from web.filters import moment
from web.language import say


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One issued paper."""

    id: UUID
    name: str
    note: str


class Papers:
    """What stands under "Giấy tờ"."""

    def __init__(
        self, acting: Acting, tip: Tip, issued: Sequence[TipPaper], *, handles: bool
    ) -> None:
        self.rows = [_row(paper) for paper in issued]
        self.offers = list(_offers(acting, tip, handles=handles and not tip.is_quarantined))
        self.has_pdf = bool(self.rows) and pdf.is_offered()


def of_open(acting: Acting, tip: Tip, *, handles: bool) -> Papers:
    """For whoever has the tip open: what any unit issued."""
    issued = queries.of_tip(session(), acting.by, tip, acting.on)
    return Papers(acting, tip, issued, handles=handles)


def of_handed_on(acting: Acting, tip: Tip) -> Papers:
    """For a unit that handed the tip on or took it up: what it issued itself, and the slip."""
    issued = queries.issued_here(session(), acting.by, tip, acting.on)
    return Papers(acting, tip, issued, handles=False)


def told_issued(done: Done) -> str:
    """The line of the timeline: who issued what, under which number."""
    kind, _, number = done.note.partition(":")
    paper = say(NAMES[PaperKind(kind)]) if kind in set(PaperKind) else kind
    told = gettext("%(name)s ra %(paper)s %(number)s", name=done.by, paper=paper, number=number)
    return str(told)


def _offers(acting: Acting, tip: Tip, *, handles: bool) -> Iterator[tuple[str, str]]:
    """The papers that this officer may issue now, by code and name."""
    kinds = [PaperKind.NOTICE_OF_RECEIPT, PaperKind.INTAKE_RECORD] if handles else []
    if handles and tip.state not in OPEN_STATES:
        kinds.append(PaperKind.NOTICE_OF_RESULT)
    if not tip.is_quarantined and queries.slip_to_print(session(), acting.by, tip, acting.on):
        kinds.append(PaperKind.TRANSFER_SLIP)
    for kind in kinds:
        yield kind.value, say(NAMES[kind])


def _row(paper: TipPaper) -> PaperRow:
    return PaperRow(
        id=paper.id,
        name=f"{say(NAMES[paper.kind])} {label(paper)}",
        note=f"{moment(paper.issued_at)} · {paper.by.name}",
    )
