"""The boxes of one opinion, in the form of its forum and on its own page."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from blueprints.forums.words import kinds, not_yet, outcomes
from domain.forums.content import Handling, OpinionContent
from domain.forums.models import OpinionKind, Outcome
from domain.text import clean, one_line
from web.fields import DayField


class _HandlingBoxes(Form):
    """How an opinion ended."""

    outcome = RadioField(_l("Xử lý"), default=Outcome.ANSWERED.value, validate_choice=False)
    responsible = StringField(_l("Người trả lời, hoặc nơi nhận"))
    due_on = DayField(_l("Hẹn ngày"))
    answer = TextAreaField(_l("Trả lời thế nào"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = outcomes()
        if self.outcome.data == Outcome.NOT_YET:
            offered |= not_yet()
        self.outcome.choices = list(offered.items())

    def to_handling(self) -> Handling:
        """What the boxes say; only after `validate`."""
        return Handling(
            outcome=Outcome(self.outcome.data),
            responsible=one_line(self.responsible.data or ""),
            due_on=self.due_on.data,
            answer=clean(self.answer.data or ""),
        ).settled()

    def validate_outcome(self, field: RadioField) -> None:
        """One of those that there are."""
        if field.data not in set(Outcome):
            raise ValidationError(gettext("Chọn một cách xử lý."))


class OpinionForm(_HandlingBoxes):
    """One opinion of a forum. A line in which nothing was typed is no opinion."""

    kind = RadioField(
        _l("Loại ý kiến"), default=OpinionKind.INFORMATION.value, validate_choice=False
    )
    gist = TextAreaField(_l("Nội dung ý kiến"))
    topic = StringField(_l("Chủ đề"))
    name = StringField(_l("Tên người nói (không bắt buộc)"))
    remove = BooleanField(_l("Bỏ ý kiến này"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = list(kinds().items())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, or it was all taken back."""
        boxes = (self.gist, self.topic, self.name, self.responsible, self.answer)
        typed = any((box.data or "").strip() for box in boxes) or bool(self.due_on.typed.strip())
        return bool(self.remove.data) or not typed

    @property
    def has_folded_errors(self) -> bool:
        """Whether anything but the line itself must be put right."""
        return any(name != "gist" for name in self.errors)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What is no opinion cannot be wrong."""
        return self.is_empty or super().validate(*args, **kwargs)

    def validate_kind(self, field: RadioField) -> None:
        """One of the four."""
        if field.data not in set(OpinionKind):
            raise ValidationError(gettext("Chọn một loại ý kiến."))

    def to_opinion(self, number: int, earlier: OpinionContent | None) -> OpinionContent:
        """What the boxes say. They ask for no day of answering: that of the `earlier` version
        stays as long as the outcome does."""
        handling = self.to_handling()
        if earlier and earlier.handling.outcome is handling.outcome:
            handling = replace(handling, answered_on=earlier.handling.answered_on)
        return OpinionContent(
            number=number,
            kind=OpinionKind(self.kind.data),
            topic=one_line(self.topic.data or ""),
            gist=one_line(self.gist.data or ""),
            name=one_line(self.name.data or ""),
            handling=handling,
        )


class AnswerForm(FlaskForm, _HandlingBoxes):
    """Completing how one opinion was handled."""

    version = HiddenField()
    answered_on = DayField(_l("Đã trả lời ngày"))

    def to_handling(self) -> Handling:
        """What the form says; only after `validate`."""
        return replace(super().to_handling(), answered_on=self.answered_on.data).settled()
