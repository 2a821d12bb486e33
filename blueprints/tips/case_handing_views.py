"""Handing a whole case on: its tips to one place in one act, each under a slip of its own."""

from collections.abc import Collection, Sequence
from functools import cached_property
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms, words
from blueprints.tips.case_forms import HandOnForm
from blueprints.tips.links_page import case_named
from blueprints.tips.rows import Rows
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.tips import case_handing, case_queries, many, queries
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.models import Tip
from domain.tips.rules import number_label
from domain.tips.work_models import TransferWay
from web import records
from web.authz import requires
from web.context import session
from web.htmx import go, render
from web.language import say


class HandingPage:
    """The tips of a case: those that may go, those that may not and why, those that went."""

    def __init__(self, acting: Acting, case: TipCase) -> None:
        db = session()
        self.case, self.rows, self._acting = case, Rows(), acting
        members = case_queries.members(db, acting.by, case, acting.on)
        self.handed = case_handing.handed_on(db, acting.by, case, acting.on)
        gone = {tip.id for tip, _ in self.handed}
        here = [tip for tip in members if tip.id not in gone]
        whys = [(tip, case_handing.why_not(db, acting, tip)) for tip in here]
        self.going = [tip for tip, why in whys if not why][: many.MOST]
        self.staying = [(tip, say(why)) for tip, why in whys if why]
        known = [*members, *(tip for tip, _ in self.handed)]
        self._numbers = queries.numbers(db, acting.by, known, acting.on)

    @property
    def title(self) -> str:
        """ "Vụ số 03/2026"."""
        return case_named(self.case)

    def number(self, tip: Tip) -> str:
        """The number that the reader's unit knows a tip by."""
        return number_label(self._numbers[tip.id])

    def chosen(self, ids: Collection[UUID]) -> Sequence[Tip]:
        """Those that may go and were ticked."""
        return [tip for tip in self.going if tip.id in ids]

    @cached_property
    def left(self) -> frozenset[UUID]:
        """Those that were ticked and stayed, for somebody had just changed them."""
        told = {forms.id_or_none(text) for text in request.args.getlist("left")}
        return frozenset(tip.id for tip in self.going if tip.id in told)

    def is_ticked(self, tip: Tip) -> bool:
        """Whether its box is ticked: all that may go at first."""
        if request.method != "POST":
            return True
        return tip.id in {one.id for one in forms.chosen_in(request.form)}

    def show(self, form: HandOnForm) -> str:
        """The page, with whatever was typed."""
        units = case_handing.units(session(), self._acting, self.going)
        form.to_unit.choices = [
            *((str(unit.id), unit.unit_title) for unit in units),
            (TransferWay.OUTSIDE.value, words.ways()[TransferWay.OUTSIDE]),
        ]
        return render("tips/case_hand_on.html", page=self, case=self.case, form=form)


@bp.get("/cases/<uuid:case_id>/hand-on")
@requires(Permission.KEEP_CASES)
def ask_where_all(case_id: UUID) -> ResponseReturnValue:
    """Which tips of the case may go, and where."""
    acting = desk.acting()
    case = case_queries.get_visible(session(), acting.by, case_id, acting.on)
    if not case_queries.is_own(session(), acting.by, case, acting.on):
        raise NotFound
    return HandingPage(acting, case).show(HandOnForm())


@bp.post("/cases/<uuid:case_id>/hand-on")
@requires(Permission.KEEP_CASES)
def hand_all_on(case_id: UUID) -> ResponseReturnValue:
    """Hand the ticked tips on; the same form sent twice shows the same slips."""
    acting, form = desk.acting(), HandOnForm()
    case = case_queries.get_to_keep(session(), acting.by, case_id, acting.on)
    page, chosen = HandingPage(acting, case), forms.chosen_in(request.form)
    tips, gone = page.chosen({one.id for one in chosen}), {tip.id for tip, _ in page.handed}
    wrong = case_handing.problems(session(), acting=acting, tips=tips, going=form.going())
    if not {one.id for one in chosen} & gone and records.beside(form, wrong):
        return page.show(form), 422
    done = case_handing.hand_on(
        session(), acting=acting, case=case, chosen=chosen, going=form.going()
    )
    session().commit()
    return go("tips.ask_where_all", case_id=case_id, left=[str(id_) for id_ in done.refused])
