"""How soon a unit promises news to people: its own pace for each state, or the list's."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm
from wtforms import StringField

from blueprints.admin.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.reference import overrides
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.text import one_line
from domain.tips import news
from web.authz import requires
from web.context import now, ring, session, today, who
from web.extensions import db
from web.htmx import go, render
from web.records import beside


@bp.get("/places/<uuid:place_id>/paces")
@requires(Permission.ADMINISTER)
def paces(place_id: UUID) -> ResponseReturnValue:
    """The days of each state that promises news, and the unit's own."""
    here = _place(place_id)
    own = overrides.of_place(session(), here.id, ListKey.STATE_SENTENCES)
    held = {code: row.details.get(news.COLUMN, "") for code, row in own.items()}
    return _page(here, _form_of(_promising(), held))


@bp.post("/places/<uuid:place_id>/paces")
@requires(Permission.ADMINISTER)
def set_paces(place_id: UUID) -> ResponseReturnValue:
    """Let the unit go by its own days; a day once promised to somebody stands."""
    here, rows = _place(place_id), _promising()
    form = _form_of(rows, {})
    if beside(form, news.problems_of_paces(_typed(form, rows))):
        return _page(here, form), 422
    for code, days in _typed(form, rows).items():
        _keep(here, code, days)
    db.session.commit()
    return go("admin.paces", place_id=place_id, said="changed")


def _keep(here: Place, code: str, days: str) -> None:
    key, by, at = ListKey.STATE_SENTENCES, who(), now()
    own = overrides.of_place(session(), here.id, key).get(code)
    if not days:
        overrides.drop(session(), ring(), place=here, key=key, code=code, who=by, now=at)
    elif own is None or own.details.get(news.COLUMN) != days:
        overrides.put(
            session(),
            ring(),
            place=here,
            key=key,
            code=code,
            details={news.COLUMN: days},
            source="",
            who=by,
            now=at,
        )


def _promising() -> list[ReferenceItem]:
    """The states after which something is still to come."""
    rows = reference.items(session(), ListKey.STATE_SENTENCES, today())
    return [row for row in rows if row.details.get(news.COLUMN)]


def _form_of(rows: list[ReferenceItem], held: dict[str, Any]) -> FlaskForm:
    """One box a state, by its code, filled with the unit's own days."""
    english = str(get_locale()) == "en"
    boxes = {row.code: StringField((row.name_en if english else "") or row.name_vi) for row in rows}
    form: FlaskForm = type("PaceForm", (FlaskForm,), boxes)(data=held)
    return form


def _typed(form: FlaskForm, rows: list[ReferenceItem]) -> dict[str, str]:
    return {row.code: one_line(form[row.code].data or "") for row in rows}


def _place(place_id: UUID) -> Place:
    here = places.get(session(), place_id)
    if here.level == Level.HAMLET:
        raise NotFound
    return here


def _page(here: Place, form: FlaskForm) -> str:
    holds = {
        row.code: gettext("Danh mục: %(days)s ngày", days=row.details[news.COLUMN])
        for row in _promising()
    }
    return render(
        "admin/paces.html",
        place=here,
        form=form,
        holds=holds,
        said=request.args.get("said", ""),
    )
