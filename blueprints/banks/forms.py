"""The form of a bank contact."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField

from domain.banking.content import ContactContent, dialable
from domain.banking.names import BankNames
from domain.text import clean
from web.fields import DayField
from web.filters import full_day, phone_groups

Texts = MultiDict[str, str]


class ContactForm(FlaskForm):
    """Whom to call at a bank."""

    id = HiddenField()
    version = HiddenField()
    bank = StringField(_l("Ngân hàng hoặc ví"))
    branch = StringField(_l("Chi nhánh, phòng giao dịch"))
    person = StringField(_l("Người nhận cuộc gọi"))
    day_phone = StringField(_l("Số ban ngày"))
    night_phone = StringField(_l("Số ban đêm"))
    note = TextAreaField(_l("Ghi chú"))
    checked_on = DayField(_l("Đã gọi thử ngày"))
    checked_by = StringField(_l("Người gọi thử"))

    def to_content(self, names: BankNames) -> ContactContent:
        """What the form says."""
        return ContactContent(
            bank=names.code(self.bank.data or ""),
            branch=_one_line(self.branch.data),
            person=_one_line(self.person.data),
            day_phone=dialable(_one_line(self.day_phone.data)),
            night_phone=dialable(_one_line(self.night_phone.data)),
            note=clean(self.note.data or ""),
            checked_on=self.checked_on.data,
            checked_by=_one_line(self.checked_by.data),
        )


def texts_of(content: ContactContent, names: BankNames) -> Texts:
    """The boxes of a form that says this."""
    return MultiDict({**content.fields(), "bank": names.name(content.bank)})


def words_of(names: BankNames) -> Callable[[str, Any], tuple[str, str]]:
    """What tells a field of a contact by its label, and one of its values in words."""
    labels: dict[str, tuple[str, Callable[[str], str]]] = {
        "bank": (gettext("Ngân hàng hoặc ví"), names.name),
        "branch": (gettext("Chi nhánh, phòng giao dịch"), str),
        "person": (gettext("Người nhận cuộc gọi"), str),
        "day_phone": (gettext("Số ban ngày"), phone_groups),
        "night_phone": (gettext("Số ban đêm"), phone_groups),
        "note": (gettext("Ghi chú"), str),
        "checked_on": (gettext("Đã gọi thử ngày"), lambda iso: full_day(date.fromisoformat(iso))),
        "checked_by": (gettext("Người gọi thử"), str),
    }

    def told(name: str, value: Any) -> tuple[str, str]:
        label, show = labels[name]
        return label, show(value) if value not in (None, "") else ""

    return told


def _one_line(text: str | None) -> str:
    return " ".join(clean(text or "").split())
