"""What a supervisor says of a record: beside the feed, or on the record's own page."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField, ValidationError

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
    text = TextAreaField(_l("Nhận xét, hoặc điều cần bổ sung"))
    back = HiddenField()

    def validate_act(self, field: StringField) -> None:
        """One of the three."""
        if field.data not in {kind.value for kind in ReviewKind}:
            raise ValidationError(str(_l("Chọn một trong các nút bên dưới.")))

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
        )


def fresh() -> ReviewForm:
    """An empty one, with the id of what it will send."""
    form = ReviewForm(formdata=None)
    form.id.data = str(new_record_id(now()))
    return form
