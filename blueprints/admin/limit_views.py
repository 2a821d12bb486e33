"""Where a place goes by another limit than the list of deadlines: a remote commune, an island."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from blueprints.admin.views import bp
from blueprints.admin.words import VALUES
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.reference import overrides
from domain.reference import queries as reference
from domain.reference.columns import LIMIT_UNITS
from domain.reference.models import ListKey
from domain.text import one_line
from domain.tips import limit_rules
from web.authz import requires
from web.context import now, ring, session, today, who
from web.extensions import db
from web.htmx import go, render
from web.language import say
from web.records import beside


class LimitForm(FlaskForm):
    """Another value for one limit, with where that is written."""

    rule = SelectField(_l("Việc phải làm"), validate_choice=False)
    value = StringField(_l("Số"))
    unit = SelectField(_l("Đơn vị tính"), validate_choice=False)
    source = StringField(_l("Căn cứ"))

    def offer(self, names: dict[str, str]) -> "LimitForm":
        """Let these limits be chosen."""
        self.rule.choices = [SelectChoice(code, name) for code, name in names.items()]
        self.unit.choices = [SelectChoice(unit, VALUES[unit]) for unit in LIMIT_UNITS]
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One limit as it holds at the place."""

    code: str
    name: str
    told: str
    source: str
    is_own: bool


@bp.get("/places/<uuid:place_id>/limits")
@requires(Permission.ADMINISTER)
def limits(place_id: UUID) -> ResponseReturnValue:
    """The limits that hold here, and the form for another."""
    return _page(_place(place_id), LimitForm())


@bp.post("/places/<uuid:place_id>/limits")
@requires(Permission.ADMINISTER)
def set_limit(place_id: UUID) -> ResponseReturnValue:
    """Let the place go by another value; tips that are open keep theirs."""
    here, form = _place(place_id), LimitForm()
    new = limit_rules.OwnLimit(
        code=form.rule.data or "",
        value=one_line(form.value.data or ""),
        unit=form.unit.data or "",
        source=one_line(form.source.data or ""),
    )
    if beside(form.offer(_names()), limit_rules.problems_of_own(new)):
        return _page(here, form), 422
    overrides.put(
        session(),
        ring(),
        place=here,
        key=ListKey.DEADLINES,
        code=new.code,
        details={"value": new.value, "unit": new.unit},
        source=new.source,
        who=who(),
        now=now(),
    )
    db.session.commit()
    return go("admin.limits", place_id=place_id, said="changed")


@bp.post("/places/<uuid:place_id>/limits/drop")
@requires(Permission.ADMINISTER)
def drop_limit(place_id: UUID) -> ResponseReturnValue:
    """Let the place go by the list, or the place above, again."""
    overrides.drop(
        session(),
        ring(),
        place=_place(place_id),
        key=ListKey.DEADLINES,
        code=request.form.get("rule", ""),
        who=who(),
        now=now(),
    )
    db.session.commit()
    return go("admin.limits", place_id=place_id, said="changed")


def _place(place_id: UUID) -> Place:
    here = places.get(session(), place_id)
    if here.level == Level.HAMLET:
        raise NotFound
    return here


def _names() -> dict[str, str]:
    """The limits of a tip, by code."""
    every = reference.labels(session(), ListKey.DEADLINES, str(get_locale()))
    return {code: every.get(code, code) for code in limit_rules.OF_TIPS}


def _page(here: Place, form: LimitForm) -> str:
    return render(
        "admin/limits.html",
        place=here,
        form=form.offer(_names()),
        lines=list(_lines(here)),
        said=request.args.get("said", ""),
    )


def _lines(here: Place) -> Iterable[Line]:
    rules = limit_rules.at_place(session(), here, today())
    own = overrides.of_place(session(), here.id, ListKey.DEADLINES)
    for code, name in _names().items():
        rule = rules.get(code)
        unit = say(VALUES[rule.limit.unit]) if rule else ""
        told = f"{rule.limit.value} {unit}" if rule else gettext("danh mục không có hạn này")
        source = rule.basis if rule else ""
        yield Line(code=code, name=name, told=str(told), source=source, is_own=code in own)
