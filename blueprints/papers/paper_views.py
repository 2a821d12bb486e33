"""Issuing a paper of a tip, and taking one along."""

from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.papers.forms import PaperForm, id_sent, kind_in, paper_sent
from blueprints.papers.making import file_name, word_file
from blueprints.papers.views import acting, bp
from domain.errors import NotFound
from domain.papers import content, queries, services
from domain.papers.models import PaperKind, TipPaper
from domain.papers.tags import NAMES, OF_FORMS
from domain.people.rules import Permission
from domain.tips import access
from domain.tips import queries as tips
from domain.tips.models import Tip
from domain.tips.rules import number_label
from web import pdf, records
from web.authz import audited, current_officer, requires
from web.context import session, settings, tree_day
from web.files import DOCX, PDF, attached
from web.htmx import go, render
from web.language import say


def _tip(tip_id: UUID, kind: PaperKind) -> Tip:
    """The tip, locked, of the own unit; a slip is printed by the unit that handed it on."""
    if kind is PaperKind.TRANSFER_SLIP:
        return tips.get_visible(session(), current_officer, tip_id, tree_day())
    return tips.get_to_handle(session(), current_officer, tip_id, tree_day())


@bp.get("/tips/<uuid:tip_id>/new")
@requires(Permission.READ_TIPS)
def new(tip_id: UUID) -> ResponseReturnValue:
    """The boxes of one paper; what may stand in them is the officer's to say."""
    kind = kind_in(request.args.get("kind", ""))
    tip = tips.get_visible(session(), current_officer, tip_id, tree_day())
    if kind is not PaperKind.TRANSFER_SLIP:
        tip = tips.get_own(session(), current_officer, tip_id, tree_day())
    unit = current_officer.place
    form = PaperForm(
        formdata=None,
        ket_qua=content.result_of(tip),
        chuc_vu_ky=content.signer_title_of(unit),
        nguoi_ky=queries.chief_of(session(), unit.id),
    )
    return _page(tip, kind, form, uuid4())


@bp.post("/tips/<uuid:tip_id>")
@requires(Permission.READ_TIPS)
def issue(tip_id: UUID) -> ResponseReturnValue:
    """Give a paper its number."""
    sent, form = paper_sent(), PaperForm()
    tip = _tip(tip_id, sent.kind)
    if records.beside(form, services.problems(sent)):
        return _page(tip, sent.kind, form, id_sent()), 422
    services.issue(session(), acting=acting(), settings=settings(), tip=tip, new=sent)
    session().commit()
    # Whoever handed a tip on prints the slip there, and may not read the tip any more.
    page = "tips.handed_on" if sent.kind is PaperKind.TRANSFER_SLIP else "tips.show"
    return go(page, tip_id=tip_id, _anchor="papers")


def _page(tip: Tip, kind: PaperKind, form: PaperForm, form_id: UUID) -> str:
    unit_id = current_officer.place_id
    is_form = kind in OF_FORMS
    here = tips.numbers(session(), current_officer, [tip], tree_day())
    return render(
        "papers/new.html",
        tip=tip,
        number=number_label(here[tip.id]),
        kind=kind.value,
        name=say(NAMES[kind]),
        form=form,
        form_id=form_id,
        is_form=is_form,
        unit_form=queries.template_in_use(session(), unit_id, kind) if is_form else None,
    )


def _taken(paper_id: UUID) -> tuple[TipPaper, bytes]:
    """A paper as a Word file, the taking noted. Whoever issued it may always have it again."""
    who = acting()
    paper, tip, is_ours = queries.get_visible(session(), who.by, paper_id, who.on)
    if not is_ours:
        access.require_open(session(), acting=who, tip=tip)
    values = services.read(session(), acting=who, tip=tip, paper=paper)
    made = word_file(session(), paper, values)
    session().commit()
    return paper, made


@bp.get("/<uuid:paper_id>.docx")
@audited
@requires(Permission.READ_TIPS)
def word(paper_id: UUID) -> ResponseReturnValue:
    """A paper as it was issued, as a Word file."""
    paper, made = _taken(paper_id)
    return attached(made, DOCX, file_name(paper, "docx"))


@bp.get("/<uuid:paper_id>.pdf", endpoint="pdf")
@audited
@requires(Permission.READ_TIPS)
def pdf_file(paper_id: UUID) -> ResponseReturnValue:
    """The same as PDF, where the machine can make one."""
    if not pdf.is_offered():
        raise NotFound
    paper, made = _taken(paper_id)
    return attached(pdf.of_word_file(made), PDF, file_name(paper, "pdf"))
