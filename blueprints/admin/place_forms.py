"""Forms about places: wording, a new hamlet, an end."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from domain.dialled import Dialled, digits
from domain.places.administration import End, NewHamlet, Wording, wording_of
from domain.places.models import Place, SuccessorScope
from domain.text import one_line
from web.fields import DayField


class WordingForm(FlaskForm):
    """What a place is called and where people call."""

    version = HiddenField()
    level_label = StringField(_l("Gọi là"))
    name = StringField(_l("Tên"))
    unit_title = StringField(_l("Tên đơn vị công an"))
    paper_mark = StringField(_l("Viết tắt tên đơn vị trên giấy tờ"))
    address = StringField(_l("Địa chỉ trụ sở"))
    duty_phone = StringField(_l("Số trực"))
    duty_phone_checked_on = DayField(_l("Đã gọi thử ngày"))
    duty_phone_checked_by = StringField(_l("Người gọi thử"))

    def validate_duty_phone(self, field: StringField) -> None:
        """Digits, however they are grouped."""
        try:
            digits(field.data or "")
        except ValueError:
            raise ValidationError(gettext("Số điện thoại chỉ gồm chữ số.")) from None

    def to_wording(self) -> Wording:
        """What the form says; only after `validate`."""
        return Wording(
            level_label=one_line(self.level_label.data or ""),
            name=one_line(self.name.data or ""),
            unit_title=one_line(self.unit_title.data or ""),
            paper_mark=one_line(self.paper_mark.data or ""),
            address=one_line(self.address.data or ""),
            call=Dialled(
                number=digits(self.duty_phone.data or ""),
                on=self.duty_phone_checked_on.data,
                by=one_line(self.duty_phone_checked_by.data or ""),
            ),
        )


def wording_form(place: Place) -> WordingForm:
    """The form with what is stored."""
    wording = wording_of(place)
    return WordingForm(
        formdata=None,
        data={
            "level_label": wording.level_label,
            "name": wording.name,
            "unit_title": wording.unit_title,
            "paper_mark": wording.paper_mark,
            "address": wording.address,
            "duty_phone": wording.call.number,
            "duty_phone_checked_on": wording.call.on,
            "duty_phone_checked_by": wording.call.by,
        },
    )


class HamletForm(FlaskForm):
    """A hamlet that is missing."""

    level_label = StringField(_l("Gọi là"))
    name = StringField(_l("Tên"))
    valid_from = DayField(_l("Có từ ngày"))
    source = StringField(_l("Căn cứ"))

    def validate_valid_from(self, field: DayField) -> None:
        """A day is needed; what is odd about it has been said by the field."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Ghi ngày bắt đầu."))

    def to_hamlet(self) -> NewHamlet:
        """What the form says; only after `validate`."""
        return NewHamlet(
            level_label=one_line(self.level_label.data or ""),
            name=one_line(self.name.data or ""),
            valid_from=self.valid_from.data or date.max,
            source=one_line(self.source.data or ""),
        )


class EndForm(FlaskForm):
    """The last day of a place, and who takes over."""

    last_day = DayField(_l("Ngày cuối cùng"))
    successor = SelectField(_l("Nơi tiếp nối"), validate_choice=False)
    scope = RadioField(
        _l("Tiếp nối phần nào"),
        choices=[
            SelectChoice(SuccessorScope.WHOLE.value, _l("Toàn bộ")),
            SelectChoice(SuccessorScope.REMAINDER.value, _l("Phần còn lại")),
            SelectChoice(SuccessorScope.PART.value, _l("Một phần")),
        ],
        default=SuccessorScope.WHOLE.value,
        validate_choice=False,
    )

    def offer(self, places: Iterable[Place]) -> None:
        """Let one of these be the successor."""
        self.places = {str(place.id): place for place in places}
        named = [SelectChoice(id_, place.full_name) for id_, place in self.places.items()]
        self.successor.choices = [SelectChoice("", gettext("Không có")), *named]

    def validate_last_day(self, field: DayField) -> None:
        """A day is needed; what is odd about it has been said by the field."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Ghi ngày cuối cùng."))

    def validate_successor(self, field: SelectField) -> None:
        """One of those offered, or none."""
        if field.data and field.data not in self.places:
            raise ValidationError(gettext("Chọn một nơi trong danh sách."))

    def validate_scope(self, field: RadioField) -> None:
        """One of the three."""
        if field.data not in {scope.value for scope in SuccessorScope}:
            raise ValidationError(gettext("Chọn một mục trong danh sách."))

    def to_end(self) -> End:
        """What the form says; only after `validate`."""
        return End(
            last_day=self.last_day.data or date.max,
            successor=self.places.get(self.successor.data or ""),
            scope=SuccessorScope(self.scope.data),
        )
