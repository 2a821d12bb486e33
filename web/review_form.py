"""What is said of a record: beside the feed, or on the record's own page."""

from collections.abc import Mapping
from typing import Self
from uuid import UUID

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError

from domain.base import new_record_id
from domain.feed.models import Kind
from domain.review.models import ReviewKind
from domain.review.services import LONGEST, NewReview
from domain.text import clean
from web.context import now
from web.records import record_id_in


class ReviewForm(FlaskForm):
    """Acknowledge, comment, or send back; which of them is the button that was pressed."""

    id = HiddenField()
    act = StringField()
    field = SelectField(_l("Về chỗ nào"), default="", validate_choice=False)
    text = TextAreaField(_l("Nhận xét, hoặc điều cần bổ sung"))
    back = HiddenField()

    def offer(self, labels: Mapping[str, str]) -> Self:
        """The fields of the record that it can be about, by their labels."""
        self.field.choices = {"": str(gettext("Cả buổi")), **labels} if labels else {}
        return self

    def validate_act(self, field: StringField) -> None:
        """One of the three."""
        if field.data not in {kind.value for kind in ReviewKind}:
            raise ValidationError(str(_l("Chọn một trong các nút bên dưới.")))

    def validate_field(self, field: SelectField) -> None:
        """One of those offered; it may have gone since the form was opened."""
        known = {choice[0] for choice in field.iter_choices()} if field.choices else set()
        if field.data and field.data not in known:
            raise ValidationError(str(_l("Chọn lại ô cần bổ sung.")))

    def validate_text(self, field: TextAreaField) -> None:
        """Words where words are due."""
        text = clean(field.data or "")
        if not text and self.act.data != ReviewKind.ACKNOWLEDGED:
            raise ValidationError(str(_l("Ghi vài chữ rồi gửi.")))
        if len(text) > LONGEST:
            raise ValidationError(str(_l("Dài quá 2000 chữ. Ghi gọn lại giúp.")))

    def to_review(self, kind: Kind, record_id: UUID) -> NewReview:
        """What is said; only after `validate`."""
        return NewReview(
            id=record_id_in(self.id.data or ""),
            kind=ReviewKind(self.act.data or ""),
            record_kind=kind,
            record_id=record_id,
            text=self.text.data or "",
            field=self.field.data or "",
        )

    def refuse(self) -> None:
        """Let the page that answers show it as it was sent."""
        g.refused_review = self


def in_hand() -> ReviewForm:
    """The form that was just refused; else an empty one, with the id of what it will send."""
    refused: ReviewForm | None = g.get("refused_review")
    if refused is not None:
        return refused
    form = ReviewForm(formdata=None)
    form.id.data = str(new_record_id(now()))
    return form
