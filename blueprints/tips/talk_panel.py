"""The conversation on a tip's page: ready words that fit, the form, what an answer belongs to."""

from collections.abc import Sequence
from functools import cached_property

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField

from blueprints.tips.forms import Texts, uuid_in
from domain.tips import phrases
from domain.tips.handling import Answer
from domain.tips.messages import Said
from domain.tips.models import Tip
from domain.tips.phrases import Ready, Reply
from web.context import session, today


class MessageForm(FlaskForm):
    """A message to the person."""

    message = TextAreaField(_l("Nhắn người báo"))
    question = RadioField(_l("Hỏi thêm một câu"), validate_choice=False)
    waits = BooleanField(_l("Chờ người báo trả lời"))
    asks_on_purpose = BooleanField(_l("Cần hỏi như vậy"))

    def offer(self, questions: Sequence[Ready]) -> "MessageForm":
        """Fill in the questions; none of them is a choice too."""
        asked = [(one.question.code, _with_choices(one)) for one in questions]
        self.question.choices = [("", gettext("Không hỏi")), *asked]
        self.question.data = self.question.data or ""
        return self


class Talk:
    """What stands ready for writing to the person of a tip."""

    def __init__(self, tip: Tip) -> None:
        self._tip = tip

    @cached_property
    def replies(self) -> list[Reply]:
        """Sentences to begin with, by state and category."""
        return phrases.replies(session(), self._tip, today())

    @cached_property
    def questions(self) -> list[Ready]:
        """Questions to ask, by category."""
        return phrases.questions(session(), self._tip, today())

    def form(self) -> MessageForm:
        """The form, filled in as it was sent."""
        return MessageForm().offer(self.questions)

    @property
    def draft(self) -> str:
        """The name of the form's draft on the officer's own phone."""
        return f"tip-message-{self._tip.id}"

    def answer(self, sent: Texts) -> Answer:
        """What the form says: the words, and behind them the question that was picked."""
        ready = next(
            (one for one in self.questions if one.question.code == sent.get("question", "")), None
        )
        typed = sent.get("message", "").rstrip()
        parts = [typed, ready.text] if ready and ready.text not in typed else [typed]
        return Answer(
            id=uuid_in(sent.get("id", "")),
            text="\n".join(part for part in parts if part),
            waits="waits" in sent,
            question=ready.question if ready else None,
            asks_on_purpose="asks_on_purpose" in sent,
        )


def quoted(said: Said, thread: Sequence[Said]) -> str:
    """The question that a tap or words answer; empty for other messages."""
    asked = (one.asks for one in thread if said.answered and one.id == said.answered)
    return next(asked, "")


def _with_choices(ready: Ready) -> str:
    """What will be sent, and for a reader of English what it means."""
    choices = " / ".join(ready.question.choices)
    sent = f"{ready.text} ({choices})" if choices else ready.text
    return f"{sent} – {ready.meaning}" if ready.meaning and str(get_locale()) == "en" else sent
