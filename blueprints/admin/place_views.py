"""One place: its wording, its hamlets, its end."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.admin import stale
from blueprints.admin.place_forms import EndForm, HamletForm, WordingForm, wording_form
from blueprints.admin.views import bp
from domain.people.queries import count_at
from domain.people.rules import Permission
from domain.places import administration, queries, register
from domain.places.models import Level, Place
from domain.places.naming import paper_mark_of
from web.authz import requires
from web.context import now, ring, session, today, tree_day, who
from web.extensions import db
from web.htmx import go, render
from web.records import beside


def _place(place_id: UUID) -> Place:
    return queries.get(session(), place_id)


@bp.get("/places/<uuid:place_id>")
@requires(Permission.ADMINISTER)
def place(place_id: UUID) -> ResponseReturnValue:
    """What is known of a place, and what stands under it."""
    here, on = _place(place_id), tree_day()
    return render(
        "admin/place.html",
        place=here,
        above=queries.ancestors(session(), here)[1:],
        children=queries.children(session(), here.id, on),
        successor=queries.successor_of(session(), here.id),
        people=count_at(session(), here.id),
        takes_hamlets=here.level == Level.COMMUNE,
        on=on,
        said=request.args.get("said", ""),
    )


@bp.get("/places/<uuid:place_id>/change")
@requires(Permission.ADMINISTER)
def wording(place_id: UUID) -> ResponseReturnValue:
    """The form with what is stored."""
    here = _place(place_id)
    form = wording_form(here)
    form.version.data = stale.mark(form)
    return _wording_page(form, here)


@bp.post("/places/<uuid:place_id>/change")
@requires(Permission.ADMINISTER)
def correct_place(place_id: UUID) -> ResponseReturnValue:
    """Names, titles, the number to call."""
    here, form = _place(place_id), WordingForm()
    stored = wording_form(here)
    if stale.is_behind(form, stored):
        return _wording_page(form, here, stale.differences(form, stored)), 409
    if not form.validate():
        return _wording_page(form, here), 422
    wanted = form.to_wording()
    if beside(form, administration.wording_problems(here, wanted, today=today())):
        return _wording_page(form, here), 422
    administration.correct(session(), ring(), place=here, wording=wanted, who=who(), now=now())
    db.session.commit()
    return go("admin.place", place_id=place_id, said="changed")


def _wording_page(form: WordingForm, here: Place, theirs: Sequence[tuple[str, str]] = ()) -> str:
    usual_mark = paper_mark_of(here.level_label)
    return render("admin/wording.html", form=form, place=here, usual_mark=usual_mark, theirs=theirs)


@bp.get("/places/<uuid:place_id>/hamlets/new")
@requires(Permission.ADMINISTER)
def new_hamlet(place_id: UUID) -> ResponseReturnValue:
    """The form, called as the hamlets here are called."""
    here, form = _place(place_id), HamletForm()
    known = queries.children(session(), here.id, tree_day())
    form.level_label.data = known[-1].level_label if known else ""
    form.valid_from.data = max(here.valid_from, min(today(), here.valid_to or today()))
    return render("admin/hamlet.html", form=form, place=here)


@bp.post("/places/<uuid:place_id>/hamlets/new")
@requires(Permission.ADMINISTER)
def add_hamlet(place_id: UUID) -> ResponseReturnValue:
    """Add it under the commune."""
    here, form = _place(place_id), HamletForm()
    if not form.validate():
        return render("admin/hamlet.html", form=form, place=here), 422
    hamlet = form.to_hamlet()
    if beside(form, administration.hamlet_problems(session(), here, hamlet)):
        return render("admin/hamlet.html", form=form, place=here), 422
    administration.add_hamlet(session(), ring(), commune=here, hamlet=hamlet, who=who(), now=now())
    db.session.commit()
    return go("admin.place", place_id=place_id, said="added")


@bp.get("/places/<uuid:place_id>/end")
@requires(Permission.ADMINISTER)
def ask_to_end(place_id: UUID) -> ResponseReturnValue:
    """Ask for the last day and the successor."""
    here = _place(place_id)
    return _end_page(_end_form(here), here)


@bp.post("/places/<uuid:place_id>/end")
@requires(Permission.ADMINISTER)
def end_place(place_id: UUID) -> ResponseReturnValue:
    """End it; its records stay."""
    here = _place(place_id)
    form = _end_form(here)
    if not form.validate():
        return _end_page(form, here), 422
    end = form.to_end()
    if beside(form, administration.end_problems(session(), here, end)):
        return _end_page(form, here), 422
    administration.end_place(session(), ring(), place=here, end=end, who=who(), now=now())
    db.session.commit()
    return go("admin.place", place_id=place_id, said="ended")


@bp.post("/places/<uuid:place_id>/reopen")
@requires(Permission.ADMINISTER)
def reopen_place(place_id: UUID) -> ResponseReturnValue:
    """Take the end back."""
    administration.reopen(session(), ring(), place=_place(place_id), who=who(), now=now())
    db.session.commit()
    return go("admin.place", place_id=place_id, said="reopened")


def _end_form(here: Place) -> EndForm:
    form = EndForm()
    form.offer(register.possible_successors(session(), here))
    return form


def _end_page(form: EndForm, here: Place) -> str:
    return render(
        "admin/end_place.html", form=form, place=here, people=count_at(session(), here.id)
    )
