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

from blueprints.forums import opinion_texts
from blueprints.forums.words import kinds, not_yet, outcomes, ways
from domain.forums.content import Handling
from domain.forums.models import WAITING, AnsweredHow, Outcome
from web.fields import DayField


class _HandlingBoxes(Form):
    """How an opinion ended."""

    outcome = RadioField(_l("Xử lý"), default=opinion_texts.OUTCOME, validate_choice=False)
    owner = SelectField(
        _l("Người phụ trách trả lời"), default=opinion_texts.nobody_else, validate_choice=False
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
        self.owner.choices = [("", gettext("Chưa có người phụ trách")), *offered.items()]


def boxes_of(handling: Handling) -> dict[str, str]:
    """The boxes that say this. Of a promise that is nobody's the box of its owner is empty."""
    nobody = {"owner": ""} if handling.outcome in WAITING else {}
    return nobody | handling.fields()


class OpinionForm(_HandlingBoxes):
    """One opinion of a forum, shown. `OpinionTexts` reads and judges what is sent with it."""

    kind = RadioField(_l("Loại ý kiến"), default=opinion_texts.KIND, validate_choice=False)
    gist = TextAreaField(_l("Nội dung ý kiến"))
    topic = StringField(_l("Chủ đề"))
    name = StringField(_l("Tên người nói (không bắt buộc)"))
    remove = BooleanField(_l("Bỏ ý kiến này"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = list(kinds().items())

    @property
    def has_folded_errors(self) -> bool:
        """Whether anything but the line itself must be put right."""
        return any(name != "gist" for name in self.errors)


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
        told = opinion_texts.handling_in(
            outcome=self.outcome.data,
            owner=self.owner.data or "",
            responsible=self.responsible.data or "",
            due_on=self.due_on.data,
            answer=self.answer.data or "",
        )
        how = AnsweredHow(self.answered_how.data) if self.answered_how.data else None
        return replace(told, answered_on=self.answered_on.data, answered_how=how).settled()

    def validate_outcome(self, field: RadioField) -> None:
        """One of those that there are."""
        opinion_texts.outcome_in(field.data)

    def validate_owner(self, field: SelectField) -> None:
        """Nobody, or something that can be an id."""
        opinion_texts.owner_in(field.data or "")

    def validate_answered_how(self, field: RadioField) -> None:
        """One of the three, or nothing."""
        if field.data and field.data not in set(AnsweredHow):
            raise ValidationError(gettext("Chọn một cách trả lời."))
