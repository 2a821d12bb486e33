"""What a tip is in law and how long it takes: the forms, and the words of both."""

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField

from domain.tips import classifying
from domain.tips.models import Classification, Tip
from domain.working_days.counting import Unit


class ClassForm(FlaskForm):
    """What the tip is, with the reason."""

    classification = RadioField(_l("Tin này là"), validate_choice=False)
    class_reason = TextAreaField(_l("Lý do phân loại"))

    def offer(self, tip: Tip) -> "ClassForm":
        """Fill in the choices and what stands."""
        names = classifications()
        self.classification.choices = [(one.value, names[one]) for one in classifying.CHOICES]
        if self.classification.data is None:
            self.classification.data = tip.classification.value
        return self


class LongerForm(FlaskForm):
    """Why resolving takes longer."""

    why_longer = TextAreaField(_l("Lý do cần thêm thời gian"))


def classifications() -> dict[Classification, str]:
    """What a tip may be, as officers name it."""
    return {
        Classification.RAW: gettext("Tin phản ánh, chưa phân loại"),
        Classification.DENUNCIATION: gettext("Tố giác về tội phạm"),
        Classification.CRIME_REPORT: gettext("Tin báo về tội phạm"),
        Classification.OTHER: gettext("Tin khác, không có dấu hiệu tội phạm"),
    }


def limit(value: int, unit: Unit) -> str:
    """ "24 giờ", "3 ngày làm việc"."""
    match unit:
        case Unit.HOURS:
            return str(ngettext("%(num)s giờ", "%(num)s giờ", value))
        case Unit.DAYS:
            return str(ngettext("%(num)s ngày", "%(num)s ngày", value))
        case Unit.WORKING_DAYS:
            return str(ngettext("%(num)s ngày làm việc", "%(num)s ngày làm việc", value))
        case Unit.MONTHS:
            return str(ngettext("%(num)s tháng", "%(num)s tháng", value))
    return str(gettext("ngay"))
