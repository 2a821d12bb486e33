"""The boxes of one opinion, in the form of its forum and on its own page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from blueprints.forums.words import kinds, not_yet, outcomes, ways
from domain.forums.content import Handling, OpinionContent
from domain.forums.models import WAITING, AnsweredHow, OpinionKind, Outcome
from domain.text import clean, one_line
from web.authz import current_officer
from web.fields import DayField


class _HandlingBoxes(Form):
    """How an opinion ended."""

    outcome = RadioField(_l("Xử lý"), default=Outcome.ANSWERED.value, validate_choice=False)
    owner = SelectField(
        _l("Người lo trả lời"), default=lambda: str(current_officer.id), validate_choice=False
    )
    responsible = StringField(_l("Nơi nhận, hoặc người khác trả lời"))
    due_on = DayField(_l("Hẹn ngày"))
    answer = TextAreaField(_l("Trả lời thế nào"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = outcomes()
        if self.outcome.data == Outcome.NOT_YET:
            offered |= not_yet()
        self.outcome.choices = list(offered.items())

    def offer_owners(self, owners: Mapping[UUID, str], name_of: Callable[[str], str]) -> None:
        """Let one of these officers be chosen; one who is chosen but has left stays named."""
        offered = {str(officer_id): name for officer_id, name in owners.items()}
        if self.owner.data and self.owner.data not in offered:
            name = name_of(self.owner.data)
            offered[self.owner.data] = gettext("%(name)s (đã chuyển đi)", name=name)
        self.owner.choices = [("", gettext("Chưa có người lo")), *offered.items()]

    def to_handling(self) -> Handling:
        """What the boxes say; only after `validate`."""
        return Handling(
            outcome=Outcome(self.outcome.data),
            owner_id=UUID(self.owner.data) if self.owner.data else None,
            responsible=one_line(self.responsible.data or ""),
            due_on=self.due_on.data,
            answer=clean(self.answer.data or ""),
        ).settled()

    def validate_outcome(self, field: RadioField) -> None:
        """One of those that there are."""
        if field.data not in set(Outcome):
            raise ValidationError(gettext("Chọn một cách xử lý."))

    def validate_owner(self, field: SelectField) -> None:
        """Nobody, or something that can be an id; whether it is somebody's is a rule."""
        try:
            UUID(field.data) if field.data else None
        except ValueError:
            raise ValidationError(gettext("Chọn một cán bộ đang ở đơn vị.")) from None


def boxes_of(handling: Handling) -> dict[str, str]:
    """The boxes that say this. Of a promise that is nobody's the box of its owner is empty."""
    nobody = {"owner": ""} if handling.outcome in WAITING else {}
    return nobody | handling.fields()


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
        """What the boxes say. They ask for no day and no way of answering: those of the
        `earlier` version stay as long as the outcome does."""
        handling = self.to_handling()
        if earlier and earlier.handling.outcome is handling.outcome:
            kept = earlier.handling
            handling = replace(
                handling, answered_on=kept.answered_on, answered_how=kept.answered_how
            )
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
    answered_how = RadioField(_l("Trả lời bằng cách nào"), default="", validate_choice=False)
    answered_on = DayField(_l("Đã trả lời ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered_how.choices = list(ways().items())

    def to_handling(self) -> Handling:
        """What the form says; only after `validate`."""
        how = AnsweredHow(self.answered_how.data) if self.answered_how.data else None
        told = replace(super().to_handling(), answered_on=self.answered_on.data, answered_how=how)
        return told.settled()

    def validate_answered_how(self, field: RadioField) -> None:
        """One of the three, or nothing."""
        if field.data and field.data not in set(AnsweredHow):
            raise ValidationError(gettext("Chọn một cách trả lời."))
