"""The forms of handling a tip."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, StringField, TextAreaField

from blueprints.tips import words
from domain.reference.models import ReferenceItem
from domain.tips.handling import Answer, Outcome
from domain.tips.models import CloseReason, Tip, TipState

Texts = MultiDict[str, str]


class ReasonForm(FlaskForm):
    """Why something closed is opened."""

    reason = StringField(_l("Lý do"))


class StateForm(FlaskForm):
    """The state a tip is put into."""

    state = RadioField(_l("Tình trạng"), validate_choice=False)
    close_reason = RadioField(_l("Lý do đóng"), validate_choice=False)
    note = TextAreaField(_l("Ghi chú nội bộ"))

    def offer(self, tip: Tip) -> "StateForm":
        """Fill in the choices and what stands."""
        self.state.choices = [(s.value, text) for s, text in words.states().items()]
        self.close_reason.choices = [(r.value, text) for r, text in words.close_reasons().items()]
        if not self.is_submitted() or self.state.data is None:
            self.state.data = tip.state.value
            self.close_reason.data = tip.close_reason.value if tip.close_reason else None
        return self


class MessageForm(FlaskForm):
    """A message to the person."""

    message = TextAreaField(_l("Nhắn người báo"))
    marks_answered = BooleanField(_l("Đánh dấu đã trả lời"))
    asks_on_purpose = BooleanField(_l("Cần hỏi như vậy"))


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


def outcome_of(sent: Texts, tip: Tip) -> Outcome:
    """What the state form says; a state that is none leaves the tip's own."""
    state, reason = sent.get("state", ""), sent.get("close_reason", "")
    return Outcome(
        state=TipState(state) if state in set(TipState) else tip.state,
        close_reason=CloseReason(reason) if reason in set(CloseReason) else None,
        note=sent.get("note", ""),
    )


def answer_of(sent: Texts) -> Answer:
    """What the message form says."""
    return Answer(
        id=uuid_in(sent.get("id", "")),
        text=sent.get("message", ""),
        marks_answered="marks_answered" in sent,
        asks_on_purpose="asks_on_purpose" in sent,
    )


def uuid_in(text: str) -> UUID:
    """The id a form was made with, or a new random one."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
