"""Forms of the settings: one value, or the two ends of a period."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from domain.reference.setting_kinds import Spec
from domain.reference.settings import Settings
from web.fields import DayField


class SettingForm(FlaskForm):
    """One setting, typed as text."""

    version = HiddenField()
    value: Field = StringField(_l("Giá trị"))


class YesNoForm(SettingForm):
    """One setting that is on or off."""

    value: Field = RadioField(
        _l("Giá trị"),
        choices=[SelectChoice("1", _l("Có")), SelectChoice("0", _l("Không"))],
        validate_choice=False,
    )


class PeriodForm(FlaskForm):
    """From when to when women, age and occupation are asked for."""

    version = HiddenField()
    start = DayField(_l("Từ ngày"))
    end = DayField(_l("Tới ngày"))


def form_of(spec: Spec) -> type[SettingForm]:
    """The form that fits a setting."""
    return YesNoForm if isinstance(spec.default, bool) else SettingForm


def stored_setting(spec: Spec, value: object) -> SettingForm:
    """The form with what is in force."""
    text = str(int(value)) if isinstance(value, bool) else str(value)
    return form_of(spec)(formdata=None, data={"value": text})


def stored_period(held: Settings) -> PeriodForm:
    """The form with the period in force."""
    days = [held[key] for key in ("demographics_from", "demographics_to")]
    start, end = (date.fromisoformat(day) if day else None for day in days)
    return PeriodForm(formdata=None, data={"start": start, "end": end})
