"""The page with the form of one plan, and what every change of a plan needs."""

from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from blueprints.plans.forms import EntryForm, Texts
from blueprints.plans.words import Words
from domain.places import queries as places
from domain.plans.choices import choices_for
from domain.plans.models import Plan, PlanKind
from domain.plans.rules import FURTHEST
from domain.plans.services import Acting
from web import records
from web.authz import current_officer
from web.context import now, ring, session, today, tree_day, who
from web.htmx import render
from web.place_chips import place_chips


class Entry:
    """Lists, words, and who is planning, for one kind of plan."""

    def __init__(self, kind: PlanKind) -> None:
        self.kind = kind
        self.choices = choices_for(
            session(), current_officer, kind, on=today(), tree_day=tree_day()
        )
        self.words = Words(session())

    def acting(self) -> Acting:
        """Who writes, for the services."""
        return Acting(by=current_officer, who=who(), now=now(), ring=ring(), choices=self.choices)

    def channels(self, nothing: str) -> list[tuple[str, str]]:
        """The channels as choices, the open one first under the name `nothing`."""
        named = [(code, self.words.channel(code)) for code in self.choices.channels]
        return [("", nothing), *named]

    def form(self, texts: Texts) -> EntryForm:
        """The form holding these texts."""
        form = EntryForm(formdata=texts)
        form.partners.choices = [
            (code, self.words.partners([code])) for code in self.choices.partners
        ]
        form.channel.choices = self.channels(nothing=gettext("Chưa chọn"))
        return form

    def start(self) -> str:
        """The page for a new plan."""
        return self.show(
            self.form(MultiDict({"id": str(records.record_id_in("")), "chair": self.choices.chief}))
        )

    def show(self, form: EntryForm, plan: Plan | None = None, **values: Any) -> str:
        """The page."""
        return render(
            "plans/form.html",
            kind=self.kind.value,
            form=form,
            plan=plan,
            plan_id=plan.id if plan else records.record_id_in(form.id.data or ""),
            places=place_chips(
                self.choices.unit,
                self.choices.areas,
                form.place.data or "",
                self.words.place,
                twins=places.twins(session(), self.choices.areas),
            ),
            earliest=min(today(), plan.planned_on).isoformat() if plan else today().isoformat(),
            latest=(today() + FURTHEST).isoformat(),
            posted=request.method == "POST",
            **values,
        )
