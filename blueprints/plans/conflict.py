"""Two versions of one plan, side by side, field by field."""

from flask import request, url_for
from flask_babel import gettext

from blueprints.plans.entry import Entry
from domain.history.rules import Fields
from domain.plans.content import Content, content_of
from domain.plans.models import Plan
from domain.records.rights import serves
from web import logged, records
from web.authz import current_officer
from web.filters import moment
from web.htmx import render


def show_conflict(entry: Entry, mine: Content, plan: Plan, *, base: Fields) -> str:
    """The page that asks, for each field that differs, which version to keep."""
    saved_by, saved_at = logged.last_saved(plan)
    return render(
        "records/conflict.html",
        title=gettext("Hai bản khác nhau"),
        told=gettext(
            "%(name)s đã lưu bản khác lúc %(moment)s.", name=saved_by, moment=moment(saved_at)
        ),
        back=url_for("plans.show", plan_id=plan.id),
        action=url_for("plans.correct", plan_id=plan.id),
        lead="",
        version=plan.version,
        differences=records.differences(
            mine.fields(), content_of(plan).fields(), base, entry.words.field
        ),
        typed=records.typed_again(request.form),
        saved_by=saved_by,
        saved_at=saved_at,
        strip=[],
        may_save=serves(current_officer, plan),
    )
