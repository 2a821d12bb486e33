"""Handing a whole case on: its tips to one place in one act, each under a slip of its own."""

from functools import cached_property
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.tips import desk, forms, words
from blueprints.tips.case_forms import HandOnForm, TakeAllForm
from blueprints.tips.links_page import case_named
from blueprints.tips.rows import Rows
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.tips import case_handing, case_queries, many, queries, transferring
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
        self.below = [tip for tip in here if case_handing.may_take_up(db, acting, tip)][: many.MOST]
        whys = [
            (tip, case_handing.why_not(db, acting, tip)) for tip in here if tip not in self.below
        ]
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

    @cached_property
    def left(self) -> frozenset[UUID]:
        """Those that were ticked and stayed, for somebody had just changed them."""
        asked = {"left": self.going, "below": self.below}
        return frozenset(
            tip.id
            for name, tips in asked.items()
            for tip in tips
            if str(tip.id) in request.args.getlist(name)
        )

    def taken_up(self, tip: Tip) -> str:
        """Under which slip the own unit took a tip up, while it has it."""
        slip = transferring.newest(session(), tip, units=[tip.unit_id])
        if slip is None or slip.way is not TransferWay.TAKEN_UP:
            return ""
        number = f"{slip.slip_number}/{slip.slip_year}"
        unit = slip.from_unit.unit_title
        return str(gettext("rút từ %(unit)s, phiếu số %(slip)s", unit=unit, slip=number))

    def line(self, tip: Tip) -> str:
        """What stands under a tip's number."""
        there = tip.unit.unit_title if tip in self.below else self.taken_up(tip)
        return " · ".join(part for part in (self.rows.words.category(tip.category), there) if part)

    def is_ticked(self, tip: Tip) -> bool:
        """Whether its box is ticked: all that may go at first."""
        return not request.form or tip.id in self.sent

    @cached_property
    def sent(self) -> frozenset[UUID]:
        """The tips that were ticked."""
        return frozenset(one.id for one in forms.chosen_in(request.form))

    def show(self, form: HandOnForm | None = None, take_form: TakeAllForm | None = None) -> str:
        """The page, with whatever was typed."""
        form, take_form = form or HandOnForm(formdata=None), take_form or TakeAllForm(formdata=None)
        units = case_handing.units(session(), self._acting, self.going)
        form.to_unit.choices = [
            *((str(unit.id), unit.unit_title) for unit in units),
            (TransferWay.OUTSIDE.value, words.ways()[TransferWay.OUTSIDE]),
        ]
        case = self.case
        return render(
            "tips/case_hand_on.html", page=self, case=case, form=form, take_form=take_form
        )


@bp.get("/cases/<uuid:case_id>/hand-on")
@requires(Permission.KEEP_CASES)
def ask_where_all(case_id: UUID) -> ResponseReturnValue:
    """Which tips of the case may go, and where."""
    acting = desk.acting()
    case = case_queries.get_visible(session(), acting.by, case_id, acting.on)
    if not case_queries.is_own(session(), acting.by, case, acting.on):
        raise NotFound
    return HandingPage(acting, case).show()


@bp.post("/cases/<uuid:case_id>/hand-on")
@requires(Permission.KEEP_CASES)
def hand_all_on(case_id: UUID) -> ResponseReturnValue:
    """Hand the ticked tips on; the same form sent twice shows the same slips."""
    acting, form = desk.acting(), HandOnForm()
    case = case_queries.get_to_keep(session(), acting.by, case_id, acting.on)
    page, chosen, going = HandingPage(acting, case), forms.chosen_in(request.form), form.going()
    tips = [tip for tip in page.going if tip.id in page.sent]
    wrong = case_handing.problems(session(), acting=acting, tips=tips, going=going)
    if page.sent.isdisjoint(tip.id for tip, _ in page.handed) and records.beside(form, wrong):
        return page.show(form), 422
    done = case_handing.hand_on(session(), acting=acting, case=case, chosen=chosen, going=going)
    session().commit()
    return go("tips.ask_where_all", case_id=case_id, left=[str(id_) for id_ in done.refused])


@bp.post("/cases/<uuid:case_id>/take-up")
@requires(Permission.HOLD_TIPS)
def take_all_up(case_id: UUID) -> ResponseReturnValue:
    """Take the ticked tips up from the units below; the same form sent twice changes nothing."""
    acting, form = desk.acting(), TakeAllForm()
    case = case_queries.get_to_keep(session(), acting.by, case_id, acting.on)
    page, chosen = HandingPage(acting, case), forms.chosen_in(request.form)
    tips, why = [tip for tip in page.below if tip.id in page.sent], form.taking_note.data or ""
    wrong = case_handing.problems_of_taking_up(tips, why)
    if page.sent.isdisjoint(tip.id for tip in page.going) and records.beside(form, wrong):
        return page.show(take_form=form), 422
    done = case_handing.take_up(session(), acting=acting, case=case, chosen=chosen, reason=why)
    session().commit()
    return go("tips.ask_where_all", case_id=case_id, below=[str(id_) for id_ in done.refused])
