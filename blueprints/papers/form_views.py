"""A unit's own forms: which are in use, sending one, going back to the plain summary."""

from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from blueprints.papers.forms import TemplateForm, id_sent, kind_in
from blueprints.papers.views import acting, bp
from domain.errors import BadInput
from domain.papers import templates
from domain.papers.docx_files import FIELD, MOST_BYTES
from domain.papers.example import example
from domain.papers.models import PaperKind
from domain.papers.tags import MEANINGS, NAMES, OF_FORMS
from domain.papers.templates import NewTemplate
from domain.people.queries import names_of
from domain.people.rules import Permission
from web import docx_forms, records
from web.authz import requires
from web.context import now, session
from web.files import DOCX, attached
from web.htmx import go, render
from web.language import say


def _form_kind(text: str) -> PaperKind:
    kind = kind_in(text)
    return kind if kind in OF_FORMS else OF_FORMS[0]


@bp.get("/templates", endpoint="templates")
@requires(Permission.KEEP_FORMS)
def all_templates() -> ResponseReturnValue:
    """The forms in use, how to send one, and the tags that it may have."""
    return _page(TemplateForm().offer(), uuid4())


@bp.post("/templates")
@requires(Permission.KEEP_FORMS)
def put_template() -> ResponseReturnValue:
    """Look at a form, fill it in once, and let it take the place of the one in use."""
    form = TemplateForm().offer()
    content, name = _sent_file()
    if records.beside(form, _problems(content, name)):
        return _page(form, id_sent()), 422
    kind = _form_kind(form.kind.data or "")
    new = NewTemplate(id=id_sent(), kind=kind, file_name=name, content=content)
    templates.put(session(), acting=acting(), new=new)
    session().commit()
    return go("papers.templates", said=kind.value)


@bp.post("/templates/<uuid:template_id>/out")
@requires(Permission.KEEP_FORMS)
def take_out_template(template_id: UUID) -> ResponseReturnValue:
    """Go back to the plain summary."""
    who = acting()
    found = templates.get_own(session(), who, template_id)
    templates.take_out(session(), acting=who, template=found)
    session().commit()
    return go("papers.templates")


@bp.get("/templates/example.docx")
@requires(Permission.KEEP_FORMS)
def example_template() -> ResponseReturnValue:
    """A form with every tag, to begin from."""
    kind = _form_kind(request.args.get("kind", ""))
    made = example(kind, made_at=now())
    name = gettext("%(paper)s - mẫu thử", paper=say(NAMES[kind]))
    return attached(made, DOCX, f"{name}.docx")


def _sent_file() -> tuple[bytes, str]:
    file: FileStorage | None = request.files.get(FIELD)
    return (file.read(MOST_BYTES + 1), file.filename or "") if file else (b"", "")


def _problems(content: bytes, name: str) -> list[BadInput]:
    if not name:
        return [BadInput(FIELD, "Chọn tệp Word của đơn vị.")]
    return docx_forms.problems(content)


def _page(form: TemplateForm, form_id: UUID) -> str:
    in_use = {one.kind: one for one in templates.of_unit(session(), acting())}
    said = request.args.get("said", "")
    return render(
        "papers/templates.html",
        form=form,
        form_id=form_id,
        kinds=[(kind, say(NAMES[kind]), in_use.get(kind)) for kind in OF_FORMS],
        names=names_of(session(), {one.uploaded_by for one in in_use.values()}),
        tags=[(say(meaning), "{{ " + tag.value + " }}") for tag, meaning in MEANINGS.items()],
        said=say(NAMES[PaperKind(said)]) if said in set(PaperKind) else "",
    )
