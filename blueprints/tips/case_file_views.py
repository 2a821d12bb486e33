"""A case handed over as one file: why, then each tip's words read through, then the file."""

from uuid import UUID, uuid4

from flask import request, url_for
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.case_forms import STORY, AskForm, FileForm, order_sent
from blueprints.tips.links_page import case_named
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.papers import case_file
from domain.people.rules import Permission
from domain.tips import access, case_queries, queries, sealing
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.lifted import Lifted
from domain.tips.models import Tip
from domain.tips.rules import number_label
from web import records
from web.authz import audited, requires
from web.context import ring, session, settings
from web.files import attached
from web.htmx import go, render
from web.language import say
from web.photos import store

ZIP = "application/zip"


def _case(acting: Acting, case_id: UUID) -> TipCase:
    """A case of the own unit that still holds tips. Raises `NotFound`."""
    case = case_queries.get_to_keep(session(), acting.by, case_id, acting.on)
    if case.dissolved_at is not None:
        raise NotFound
    return case


@bp.get("/cases/<uuid:case_id>/file")
@audited
@requires(Permission.KEEP_CASES)
def case_file_page(case_id: UUID) -> ResponseReturnValue:
    """Ask for a reason until every tip lies open; then the words of each, to be read through."""
    acting = desk.acting()
    case = _case(acting, case_id)
    tips = case_queries.members(session(), acting.by, case, acting.on)
    if not all(access.is_open(session(), acting=acting, tip=tip) for tip in tips):
        return _ask(case, AskForm())
    stated = (access.require_open(session(), acting=acting, tip=tip) for tip in tips)
    reasons = [why for why in stated if why and why not in set(Lifted)]
    return _show(acting, case, FileForm(reason=reasons[0] if reasons else ""))


@bp.post("/cases/<uuid:case_id>/open")
@requires(Permission.KEEP_CASES)
def open_case_tips(case_id: UUID) -> ResponseReturnValue:
    """Open every tip of the case by one stated reason, written on each."""
    acting, form = desk.acting(), AskForm()
    case, reason = _case(acting, case_id), form.reason.data or ""
    if records.beside(form, case_file.problems_of_asking(reason)):
        return _ask(case, form), 422
    case_file.open_all(session(), acting=acting, case=case, reason=reason)
    session().commit()
    return go("tips.case_file_page", case_id=case_id)


@bp.post("/cases/<uuid:case_id>/file")
@requires(Permission.KEEP_CASES)
def make_case_file(case_id: UUID) -> ResponseReturnValue:
    """Number the file and send it; nothing of it is kept."""
    acting, form = desk.acting(), FileForm()
    case, version = _case(acting, case_id), forms.version_sent()
    tips = case_file.read_all(session(), acting=acting, case=case)
    order = order_sent(form, [tip.id for tip in tips])
    if records.beside(form, case_file.problems(case, tips, order, version)):
        return _show(acting, case, form), 422
    made, data = case_file.make(
        session(),
        acting=acting,
        settings=settings(),
        store=store(),
        case=case,
        version=version,
        order=order,
    )
    session().commit()
    return attached(data, ZIP, case_file.file_name(case, made))


def _ask(case: TipCase, form: AskForm) -> str:
    return render("tips/case_open.html", case=case, form=form, title=case_named(case))


def _show(acting: Acting, case: TipCase, form: FileForm) -> str:
    tips = case_file.read_all(session(), acting=acting, case=case)
    numbers = queries.numbers(session(), acting.by, tips, acting.on)
    made = render(
        "tips/case_file.html",
        case=case,
        title=case_named(case),
        form=form,
        form_id=forms.uuid_in(request.form.get("id", "")) if request.form else uuid4(),
        tips=[_told(tip, number_label(numbers[tip.id])) for tip in tips],
        verified=any(tip.victim_spoken_on for tip in tips),
        has_contacts=any(tip.has_contact for tip in tips),
    )
    session().commit()
    return made


def _told(tip: Tip, number: str) -> dict[str, object]:
    key = sealing.key_unless_lost(ring(), tip)
    if key is None:
        lost = say(sealing.WordsLost.sentence)
        return {"tip": tip, "number": number, "name": "", "lost": lost, "photos": []}
    body = sealing.read_body(key, tip)
    name = f"{STORY}{tip.id}"
    ticked = set(request.form.getlist("photo"))
    return {
        "tip": tip,
        "number": number,
        "name": name,
        "lost": "",
        "story": request.form.get(name, body.story),
        "photos": [
            {
                "id": photo.id,
                "src": url_for("tips.photo_thumb", tip_id=tip.id, photo_id=photo.id),
                "href": url_for("tips.photo", tip_id=tip.id, photo_id=photo.id),
                "is_ticked": str(photo.id) in ticked if request.form else True,
            }
            for photo in access.photos_of(session(), tip)
            if photo.file_key
        ],
    }
