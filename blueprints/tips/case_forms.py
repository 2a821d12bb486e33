"""The forms of cases: merging, parting, and the file for another authority."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.tips import forms
from domain.papers.case_file import Order
from domain.text import clean
from domain.tips.case_handing import Going
from domain.tips.work_models import TransferWay

NEW = "new"
STORY = "story-"
"""How the names of the boxes begin that hold a tip's words."""


class MergeForm(FlaskForm):
    """Which tips, into which case, and why."""

    tips = Field(_l("Tin được chọn"))
    into = RadioField(_l("Gộp vào"), validate_choice=False)
    reason = StringField(_l("Lý do gộp"))

    def offer(self, choices: Sequence[tuple[str, str]]) -> "MergeForm":
        """Fill in the cases that the tips can go into."""
        self.into.choices = list(choices)
        if self.into.data is None:
            self.into.data = choices[0][0]
        return self


class PartForm(FlaskForm):
    """Which tips leave a case, and why."""

    tips = Field(_l("Tin được chọn"))
    reason = StringField(_l("Lý do tách"))


class HandOnForm(FlaskForm):
    """Which tips of a case go where, and why."""

    tips = Field(_l("Tin được chọn"))
    to_unit = RadioField(_l("Nơi nhận"), validate_choice=False)
    to_name = StringField(_l("Tên cơ quan nhận"))
    note = TextAreaField(_l("Lý do chuyển"))

    def going(self) -> Going:
        """What it says."""
        to = self.to_unit.data or ""
        return Going(
            unit_id=forms.id_or_none(to),
            is_outside=to == TransferWay.OUTSIDE,
            to_name=self.to_name.data or "",
            note=self.note.data or "",
        )


class TakeAllForm(FlaskForm):
    """Which tips of a case are taken up from below, and why."""

    below = Field(_l("Tin được chọn"))
    taking_note = TextAreaField(_l("Lý do rút tin lên"))


class AskForm(FlaskForm):
    """Why the stories of a case are opened."""

    reason = StringField(_l("Lý do lập hồ sơ"))


class FileForm(FlaskForm):
    """For whom the file is, what of each tip stands in it, and that it was read through."""

    to_name = StringField(_l("Cơ quan nhận"))
    reason = StringField(_l("Lý do lập hồ sơ"))
    contacts = BooleanField(_l("Kèm liên lạc người báo, trong tệp riêng"), [Optional()])
    contacts_reason = StringField(_l("Lý do kèm liên lạc"))
    checked = BooleanField(_l("Đã bỏ chi tiết lộ người báo"), [Optional()])


def ticked() -> list[UUID]:
    """The tips that were ticked."""
    found = (forms.id_or_none(text) for text in request.form.getlist("tip"))
    return [one for one in found if one is not None]


def order_sent(form: FileForm, tip_ids: Sequence[UUID]) -> Order:
    """The file as the form asks for it."""
    photos = (forms.id_or_none(text) for text in request.form.getlist("photo"))
    return Order(
        id=forms.uuid_in(request.form.get("id", "")),
        to_name=form.to_name.data or "",
        reason=form.reason.data or "",
        stories={id_: clean(request.form.get(f"{STORY}{id_}", "")) for id_ in tip_ids},
        photos=frozenset(one for one in photos if one is not None),
        contacts_reason=(form.contacts_reason.data or "") if form.contacts.data else None,
        checked=bool(form.checked.data),
    )
