"""Who has opened which tip: for chiefs and supervisors, over those below them."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Optional

from blueprints.tips import desk, forms, looks_told
from blueprints.tips.views import bp
from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.tips import looks, queries, rules
from domain.tips.acting import KIND
from domain.tips.looks import Looks, Wanted
from web.authz import audited, officer, requires
from web.context import now, ring, session, tree_day, who
from web.htmx import render

_MOST_DIGITS = 9
"""Of the place in the log where a page begins."""


class LooksForm(FlaskForm):
    """Whose looks, at which tip, from when to when."""

    class Meta:
        """A form that only asks."""

        csrf = False

    reader = SelectField(_l("Người mở"), validate_choice=False)
    number = StringField(_l("Số tin"))
    first = DateField(_l("Từ ngày"), validators=[Optional()])
    last = DateField(_l("Tới ngày"), validators=[Optional()])
    contacts = BooleanField(_l("Chỉ lần mở liên lạc"))


@bp.get("/looks", endpoint="looks")
@audited
@requires(Permission.READ_LOOKS)
def show() -> ResponseReturnValue:
    """Who has opened which tip, the newest first. That this was looked up is noted as well."""
    form = LooksForm(request.args)
    people = looks.readers(session(), officer(), tree_day())
    form.reader.choices = [("", gettext("Mọi người")), *((str(p.id), p.name) for p in people)]
    wanted = _wanted(form)
    if not form.validate():
        return _page(form, Looks([], None)), 422
    found = looks.page(session(), ring(), officer(), tree_day(), wanted=wanted, below=_below())
    about = str(wanted.tip_ids[0]) if wanted.tip_ids and len(wanted.tip_ids) == 1 else ""
    act = Act(action=Action.TIP_LOOKS_READ, object_kind=KIND if about else "", object_id=about)
    audit.record(session(), ring(), at=now(), who=who(), act=act)
    page = _page(form, found)
    session().commit()
    return page


def _wanted(form: LooksForm) -> Wanted:
    return Wanted(
        officer_id=forms.id_or_none(form.reader.data or ""),
        tip_ids=_tips(form.number.data or ""),
        first=form.first.data,
        last=form.last.data,
        contacts_only=form.contacts.data,
    )


def _tips(typed: str) -> list[UUID] | None:
    """The tips that bear a number for this reader, or the one that a tip's own page leads from."""
    if asked := request.args.get("tip", ""):
        return [desk.visible(forms.uuid_in(asked)).id]
    if not typed.strip():
        return None
    number = rules.number_in(typed)
    if number is None:
        return []
    return [tip.id for tip in queries.by_number(session(), officer(), number, tree_day())]


def _below() -> int | None:
    typed = request.args.get("below", "")
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > _MOST_DIGITS:
        raise NotFound
    return int(typed)


def _page(form: LooksForm, found: Looks) -> str:
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if name != "below" and value
    }
    more = url_for("tips.looks", **{**asked, "below": str(found.next)}) if found.next else ""
    return render(
        "tips/looks.html",
        form=form,
        fragment="lines" if request.args.get("below") else None,
        lines=looks_told.lines(found.looks),
        more=more,
        tip_id=asked.get("tip", ""),
    )
