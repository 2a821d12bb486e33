"""The forms of handling a tip."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, StringField, TextAreaField

from blueprints.tips import words
from domain.people.models import Officer
from domain.reference.models import ReferenceItem
from domain.tips import lifecycle
from domain.tips.appeals import Decision
from domain.tips.lifecycle import Move
from domain.tips.many import Chosen
from domain.tips.models import Tip, TipOutcome, TipState
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay

Texts = MultiDict[str, str]


class ReasonForm(FlaskForm):
    """Why something closed is opened."""

    reason = StringField(_l("Lý do"))


class StateForm(FlaskForm):
    """The state a tip is put into."""

    state = RadioField(_l("Tình trạng"), validate_choice=False)
    outcome = RadioField(_l("Kết quả"), validate_choice=False)
    duplicate_of = StringField(_l("Trùng tin số"))
    note = TextAreaField(_l("Ghi chú nội bộ"))
    sentence = TextAreaField(_l("Câu người báo đọc"))

    def offer(self, tip: Tip) -> "StateForm":
        """Fill in the choices and what stands."""
        names = words.states()
        self.state.choices = [(s.value, names[s]) for s in lifecycle.choices(tip)]
        self.outcome.choices = [(o.value, text) for o, text in words.outcomes().items()]
        if not self.is_submitted() or self.state.data is None:
            self.state.data = tip.state.value
            self.outcome.data = tip.outcome.value if tip.outcome else None
        return self


class AssignForm(FlaskForm):
    """Whom the tip is given to."""

    officer = RadioField(_l("Giao cho"), validate_choice=False)

    def offer(self, people: Iterable[Officer], tip: Tip) -> "AssignForm":
        """Fill in the colleagues; whoever has the tip is no choice."""
        self.officer.choices = [(str(p.id), p.name) for p in people if p.id != tip.taken_by_id]
        return self


class TransferForm(FlaskForm):
    """Where the tip goes, and why."""

    to_unit = RadioField(_l("Nơi nhận"), validate_choice=False)
    to_name = StringField(_l("Tên cơ quan nhận"))
    note = TextAreaField(_l("Lý do chuyển"))


class TakeUpForm(FlaskForm):
    """Why a unit above takes the tip."""

    taking_note = TextAreaField(_l("Lý do rút tin lên"))


class BackForm(FlaskForm):
    """Why a tip that went outside is work here again."""

    back_note = TextAreaField(_l("Lý do nhận lại"))


class AppealForm(FlaskForm):
    """What the unit above says to a person who is not content."""

    decision = RadioField(_l("Quyết định"), validate_choice=False)
    words = TextAreaField(_l("Trả lời người báo"))

    def offer(self) -> "AppealForm":
        """Fill in the choices."""
        self.decision.choices = [(d.value, text) for d, text in words.decisions().items()]
        return self


class CategoryForm(FlaskForm):
    """What the tip is about, corrected."""

    category = RadioField(_l("Loại việc"), validate_choice=False)

    def offer(self, items: Iterable[ReferenceItem], tip: Tip, names: words.Words) -> "CategoryForm":
        """Fill in the list and what stands; a category that left the list stays on offer."""
        codes = [item.code for item in items]
        codes += [tip.category] if tip.category not in codes else []
        self.category.choices = [(code, names.category(code)) for code in codes]
        if self.category.data is None:
            self.category.data = tip.category
        return self


def version_sent() -> int:
    """The version of the tip that the form was made with; 0 fits none."""
    text = request.form.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def move_of(sent: Texts, tip: Tip) -> Move:
    """What the state form says; a state that is none leaves the tip's own."""
    state, outcome = sent.get("state", ""), sent.get("outcome", "")
    return Move(
        state=TipState(state) if state in set(TipState) else tip.state,
        outcome=TipOutcome(outcome) if outcome in set(TipOutcome) else None,
        duplicate_of=sent.get("duplicate_of", ""),
        note=sent.get("note", ""),
        sentence=sent.get("sentence", ""),
    )


def id_or_none(text: str) -> UUID | None:
    """The id that a choice stands for."""
    try:
        return UUID(text)
    except ValueError:
        return None


def chosen_in(sent: Texts) -> list[Chosen]:
    """The tips that were ticked, each with its version: "<id>:<version>"."""
    found = []
    for text in sent.getlist("tip"):
        id_, _, version = text.partition(":")
        tip_id = id_or_none(id_)
        if tip_id is not None and version.isdigit() and len(version) < 9:
            found.append(Chosen(tip_id, int(version)))
    return found


def hand_of(sent: Texts) -> HandOver:
    """What the form of handing on says: a way with a unit, "up:<id>", or outside."""
    way, _, unit = sent.get("to_unit", "").partition(":")
    return HandOver(
        way=TransferWay(way) if way in set(TransferWay) else TransferWay.UP,
        to_unit_id=id_or_none(unit) if way != TransferWay.OUTSIDE else None,
        to_name=sent.get("to_name", "") if way == TransferWay.OUTSIDE else "",
        note=sent.get("note", ""),
    )


def decision_of(sent: Texts) -> Decision | None:
    """What was decided from above."""
    text = sent.get("decision", "")
    return Decision(text) if text in set(Decision) else None


def uuid_in(text: str) -> UUID:
    """The id a form was made with, or a new random one."""
    return id_or_none(text) or uuid4()
