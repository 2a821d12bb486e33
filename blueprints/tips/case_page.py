"""The page of a case: its tips side by side, what happened to it, and the files made of it."""

from collections.abc import Iterator

from flask_babel import gettext

from blueprints.tips.group_told import GroupTold
from blueprints.tips.links_page import case_named
from domain.audit.models import Action
from domain.people.rules import Permission, may
from domain.tips import access, case_handing, case_queries, cases, links, queries, sealing, tracing
from domain.tips.acting import Acting
from domain.tips.case_models import CaseStepKind, TipCase, TipCaseFile
from domain.tips.models import Tip
from domain.tips.rules import number_label
from web.context import session
from web.filters import moment


class CasePage(GroupTold):
    """A case, as far as the reader may know of its tips. Looking is noted, on each tip whose
    numbers and accounts are shown as well."""

    def __init__(self, acting: Acting, case: TipCase) -> None:
        db = session()
        tips = case_queries.members(db, acting.by, case, acting.on)
        self.case, self._acting = case, acting
        once = case_queries.once_in(db, acting.by, case, acting.on)
        self.opened = [
            tip
            for tip in once
            if access.is_open(db, acting=acting, tip=tip) and not sealing.is_lost(acting.ring, tip)
        ]
        traces = [
            trace
            for tip in self.opened
            for trace in tracing.of_tip(db, sealing.tip_key(acting.ring, tip), tip)
        ]
        cases.note(db, acting, Action.CASE_READ, case)
        for tip in self.opened:
            acting.audit(db, Action.TIP_LINKS_READ, tip)
        numbers = queries.numbers(db, acting.by, once, acting.on)
        super().__init__(links.of_case(db, tips, opened=traces), numbers)
        self.keeps = case_queries.is_own(db, acting.by, case, acting.on) and may(
            acting.by, Permission.KEEP_CASES
        )
        self.handed = case_handing.handed_on(db, acting.by, case, acting.on)
        self.files = case_queries.files_of(db, case)
        self.left_out = case_queries.count(db, case) - len(tips)

    def title(self) -> str:
        """ "Vụ số 03/2026"."""
        return case_named(self.case)

    def from_where(self) -> Tip:
        """The tip to look for more from: one whose group opens without another reason, if any."""
        opened = {tip.id for tip in self.opened}
        return next((tip for tip in self.group.tips if tip.id in opened), self.group.tips[0])

    def note(self) -> str:
        """What most of it names, or whose it is."""
        return self.most_shared() or self.case.unit.unit_title

    @staticmethod
    def file_label(made: TipCaseFile) -> str:
        """ "05/2026"."""
        return case_queries.file_label(made)

    def steps(self) -> Iterator[dict[str, str]]:
        """What happened in it. Reasons are words of the tips: shown where those are open."""
        told = {
            CaseStepKind.JOINED: gettext("%(by)s gộp %(tip)s"),
            CaseStepKind.LEFT: gettext("%(by)s tách %(tip)s"),
            CaseStepKind.IN_FILE: gettext("%(by)s đưa %(tip)s vào hồ sơ"),
        }
        numbers = {id_: number_label(number) for id_, number in self._numbers.items()}
        db, acting = session(), self._acting
        for one in case_queries.history(db, acting.ring, self.case, self.opened):
            tip = numbers.get(one.tip_id) or str(gettext("một tin"))
            said = told[one.kind] % {"by": one.by, "tip": tip}
            text = f"{said}: {one.note}" if one.note else said
            yield {"text": text, "note": moment(one.at), "state": "done"}
