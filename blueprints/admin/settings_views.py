"""The settings of a deployment, each with what it takes and who changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.admin import stale
from blueprints.admin.settings_forms import (
    PeriodForm,
    SettingForm,
    form_of,
    stored_period,
    stored_setting,
)
from blueprints.admin.views import bp
from blueprints.admin.words import value_words
from domain.errors import BadInput, NotFound
from domain.people.queries import names_of
from domain.people.rules import Permission, may
from domain.reference import services
from domain.reference import settings as settings_of
from domain.reference.setting_kinds import Spec
from domain.reference.settings import SPECS, changes
from web.authz import current_officer, requires
from web.context import now, ring, session, settings, who
from web.extensions import db
from web.htmx import go, render
from web.records import beside

PERIOD = ("demographics_from", "demographics_to")
"""The two settings that make one period; supervisors set it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One setting as the list shows it."""

    key: str
    spec: Spec
    value: str
    default: str
    changed_at: datetime | None
    changed_by: str


def _lines() -> list[Line]:
    stored = changes(session())
    names = names_of(session(), [row.changed_by for row in stored.values() if row.changed_by])
    lines = []
    for key, spec in SPECS.items():
        row = stored.get(key)
        lines.append(
            Line(
                key=key,
                spec=spec,
                value=value_words(settings()[key]),
                default=value_words(spec.default),
                changed_at=row.changed_at if row else None,
                changed_by=names.get(row.changed_by, "") if row and row.changed_by else "",
            )
        )
    return lines


@bp.get("/settings", endpoint="settings")
@requires(Permission.SET_PERIODS)
def all_settings() -> ResponseReturnValue:
    """Every setting; for a supervisor the period alone."""
    lines = _lines()
    return render(
        "admin/settings.html",
        period=[line for line in lines if line.key in PERIOD],
        lines=[line for line in lines if line.key not in PERIOD],
        has_period=all(settings()[key] for key in PERIOD),
        administers=may(current_officer, Permission.ADMINISTER),
        said=request.args.get("said", ""),
    )


def _spec(key: str) -> Spec:
    if key not in SPECS or key in PERIOD:
        raise NotFound
    return SPECS[key]


@bp.get("/settings/<string:key>")
@requires(Permission.ADMINISTER)
def setting(key: str) -> ResponseReturnValue:
    """One setting with what it takes."""
    form = stored_setting(_spec(key), settings()[key])
    form.version.data = stale.mark(form)
    return _page(form, key)


@bp.post("/settings/<string:key>")
@requires(Permission.ADMINISTER)
def change_setting(key: str) -> ResponseReturnValue:
    """Keep a value, or say what it takes."""
    spec = _spec(key)
    form, stored = form_of(spec)(), stored_setting(spec, settings()[key])
    if stale.is_behind(form, stored):
        return _page(form, key, stale.differences(form, stored)), 409
    text = form.value.data or ""
    if not form.validate() or beside(form, _problems(spec, text)):
        return _page(form, key), 422
    services.set_setting(session(), ring(), key=key, text=text, who=who(), now=now())
    db.session.commit()
    return go("admin.settings", said="changed")


def _problems(spec: Spec, text: str) -> list[BadInput]:
    sentence = settings_of.problem(spec, text)
    return [BadInput("value", sentence)] if sentence else []


def _page(form: SettingForm, key: str, theirs: Sequence[tuple[str, str]] = ()) -> str:
    spec = SPECS[key]
    return render(
        "admin/setting.html",
        form=form,
        key=key,
        spec=spec,
        default=value_words(spec.default),
        is_number=isinstance(spec.default, int),
        is_day=key == "tree_day",
        theirs=theirs,
    )


@bp.get("/settings/period")
@requires(Permission.SET_PERIODS)
def period() -> ResponseReturnValue:
    """From when to when women, age and occupation are asked for."""
    form = stored_period(settings())
    form.version.data = stale.mark(form)
    return render("admin/period.html", form=form, theirs=())


@bp.post("/settings/period")
@requires(Permission.SET_PERIODS)
def set_period() -> ResponseReturnValue:
    """Keep the period; two empty days take it back."""
    form, stored = PeriodForm(), stored_period(settings())
    if stale.is_behind(form, stored):
        theirs = stale.differences(form, stored)
        return render("admin/period.html", form=form, theirs=theirs), 409
    if not form.validate():
        return render("admin/period.html", form=form, theirs=()), 422
    start, end = form.start.data, form.end.data
    if beside(form, services.period_problems(start, end)):
        return render("admin/period.html", form=form, theirs=()), 422
    services.set_period(session(), ring(), start=start, end=end, who=who(), now=now())
    db.session.commit()
    return go("admin.settings", said="changed")
