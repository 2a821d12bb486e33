"""What a tip is in law and how long it takes: the forms, and the words of both."""

from flask import request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField

from blueprints.tips import words
from blueprints.tips.forms import Texts
from domain.tips import classifying
from domain.tips.classifying import Verdict
from domain.tips.models import Classification, Tip, TipState
from domain.working_days.counting import Unit


class ClassForm(FlaskForm):
    """What the tip is, with the reason."""

    classification = RadioField(_l("Tin này là"), validate_choice=False)
    same_as = StringField(_l("Trùng tin số"))
    class_reason = TextAreaField(_l("Lý do phân loại"))

    def offer(self, tip: Tip) -> "ClassForm":
        """Fill in the choices and what stands, or the tip that the address says it repeats."""
        names: dict[str, str] = {}
        names |= {one.value: name for one, name in classifications().items()}
        names |= {one.value: name for one, name in words.states().items()}
        self.classification.choices = [
            (one.value, names[one.value]) for one in classifying.offered(tip)
        ]
        if self.classification.data is None:
            repeats = request.args.get("duplicate_of", "")
            self.classification.data = TipState.DUPLICATE if repeats else tip.classification.value
            self.same_as.data = repeats
        return self


def verdict_of(sent: Texts) -> Verdict:
    """What the form of classification says."""
    return Verdict(
        to=sent.get("classification", ""),
        reason=sent.get("class_reason", ""),
        same_as=sent.get("same_as", ""),
    )


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
