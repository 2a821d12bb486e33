"""The forms of plans: from what was typed to a `Content`, and from a plan to text boxes."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from domain.plans.content import Content, Moving
from domain.plans.models import PlanKind
from domain.text import clean, one_line
from web.fields import ClockField, DayField
from web.logged import LoggedForm

Texts = MultiDict[str, str]


class _DayNeeded(DayField):
    """A day that has to be there."""

    def pre_validate(self, form: object) -> None:
        """Say so when there is none; what is odd about it has been said by the field."""
        if self.data is None and not self.errors:
            raise ValidationError(gettext("Chọn ngày tổ chức."))


class EntryForm(LoggedForm):
    """One plan."""

    NO_DAY = _l("Chọn ngày tổ chức.")
    NO_PLACE = _l("Chọn nơi tổ chức.")

    place = RadioField(_l("Nơi tổ chức"), validate_choice=False)
    planned_on = _DayNeeded(_l("Ngày"))
    starts_at = ClockField(_l("Giờ bắt đầu"))
    reason = StringField(_l("Lý do dời"))
    """Asked for when a plan that stands gets another day."""
    venue = StringField(_l("Địa điểm"))
    channel = SelectField(_l("Hình thức"), validate_choice=False)
    chair = StringField(_l("Chủ trì"))
    partners = SelectMultipleField(_l("Phối hợp với"), validate_choice=False)
    topics = TextAreaField(_l("Nội dung dự kiến"))

    def has_folded_errors(self) -> bool:
        """Whether something under "Ghi thêm" has to be put right."""
        return any(self[name].errors for name in ("chair", "partners", "topics"))

    def to_content(self, kind: PlanKind) -> Content:
        """What the form says; only after `validate`."""
        assert self.planned_on.data is not None
        is_outreach = kind is PlanKind.OUTREACH
        return Content(
            kind=kind,
            place_id=UUID(self.place.data),
            planned_on=self.planned_on.data,
            starts_at=self.starts_at.data,
            venue=one_line(self.venue.data or ""),
            chair=one_line(self.chair.data or ""),
            channel=clean(self.channel.data or "") if is_outreach else "",
            partners=tuple(self.partners.data or ()),
            topics=clean(self.topics.data or ""),
        )


class MoveForm(FlaskForm):
    """Another day for a plan, and why."""

    planned_on = _DayNeeded(_l("Ngày mới"), id="move-day")
    starts_at = ClockField(_l("Giờ bắt đầu"), id="move-hour")
    reason = StringField(_l("Lý do dời"), id="move-reason")

    def to_moving(self) -> Moving:
        """What the form says; only after `validate`."""
        assert self.planned_on.data is not None
        return Moving(
            planned_on=self.planned_on.data,
            starts_at=self.starts_at.data,
            reason=self.reason.data or "",
        )


class CancelForm(FlaskForm):
    """Why nothing is held."""

    reason = StringField(_l("Lý do không tổ chức"), id="cancel-reason")


class HoldForm(FlaskForm):
    """The channel of an activity that was planned without one."""

    channel = SelectField(_l("Hình thức"), validate_choice=False)


def texts_of(content: Content) -> Texts:
    """The boxes of a form that says this."""
    texts: Texts = MultiDict()
    for name, value in content.fields().items():
        texts.setlist(name, value if isinstance(value, list) else [value])
    return texts


def boxes_of(field: str) -> tuple[str]:
    """The name of the text box of a field of a `Content`."""
    return (field,)
