"""The page of one logged call: what it says, what was corrected, and the forms that do so."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_babel import gettext

from blueprints.tips import bank_panel, call_forms, call_words
from blueprints.tips.call_forms import CorrectionForm, StrikeForm
from blueprints.tips.forms import Texts
from domain.banking import call_history
from domain.banking.call_history import Corrected
from domain.banking.content import NewCall
from domain.banking.models import BankCall
from domain.banking.names import BankNames
from domain.history.rules import Fields, changes
from domain.tips import steps
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.rules import number_label
from web import records
from web.context import session
from web.filters import moment
from web.htmx import render


class CallPage:
    """One call in words. The caller wrote the audit entry of the reading."""

    def __init__(self, acting: Acting, tip: Tip, row: BankCall) -> None:
        self.acting, self.tip, self.row = acting, tip, row
        self.names = BankNames(session())
        self.number = number_label(tip.number)

    @cached_property
    def said(self) -> Fields:
        """What the log says of the call now."""
        return call_history.said(self.acting.ring, self.tip, self.row)

    @cached_property
    def corrections(self) -> Sequence[Corrected]:
        """What was corrected, the oldest first."""
        done = steps.of_tip(session(), self.acting.ring, self.tip)
        return call_history.by_call(done).get(self.row.id, ())

    def is_changed_by(self, call: NewCall) -> bool:
        """Whether a form says something else than the log."""
        return bool(changes(self.said, call_history.asked(call)))

    @property
    def title(self) -> str:
        """The bank and what it said."""
        said = bank_panel.outcome(self.row.result, self.row.amount_held)
        return f"{self.names.name(self.row.bank)}: {said}"

    def history(self) -> list[tuple[str, str]]:
        """Each correction, the newest first: what it changed, and who did it when and why."""
        return [
            (
                call_words.changes_told(one, self.names.name),
                f"{moment(one.at)} · {one.by}. {one.reason}",
            )
            for one in reversed(self.corrections)
        ]

    def boxes(self) -> Texts:
        """The boxes of a form that says what stands."""
        return call_forms.texts_of(self.said, self.names)

    def show(self, **typed: Any) -> str:
        """The page; `typed` replaces forms that came with something typed."""
        values: dict[str, Any] = {
            "form": correction_form(self.boxes()),
            "strike_form": StrikeForm(formdata=None),
            "is_stale": False,
            "version": self.row.version,
        }
        return render("tips/bank_call.html", page=self, tip=self.tip, **{**values, **typed})

    def two_versions(self, mine: NewCall, version: int) -> str:
        """Both versions, to keep one field by field. Only after a correction."""
        later = self.corrections[max(version - 1, 0) :]
        base = call_history.first_said({}, later)
        last = self.corrections[-1]
        told = gettext(
            "%(name)s đã lưu bản khác lúc %(moment)s.", name=last.by, moment=moment(last.at)
        )
        words = call_words.words_of(self.names.name)
        return render(
            "records/conflict.html",
            title=gettext("Hai bản khác nhau"),
            told=told,
            back=url_for("tips.bank_call", tip_id=self.tip.id, call_id=self.row.id),
            action=url_for("tips.correct_call", tip_id=self.tip.id, call_id=self.row.id),
            lead=self.names.name(self.row.bank),
            version=self.row.version,
            differences=records.differences(call_history.asked(mine), self.said, base, words),
            typed=records.typed_again(request.form),
            saved_by=last.by,
            saved_at=last.at,
            strip=(),
            may_save=True,
        )


def correction_form(texts: Texts) -> CorrectionForm:
    """The form of a correction with its choices."""
    form = CorrectionForm(formdata=texts)
    form.offer_results()
    return form
