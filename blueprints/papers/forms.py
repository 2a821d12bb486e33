"""The forms of papers: what an officer types into one, a unit's own form, a period."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FileField, RadioField, StringField, TextAreaField

from domain.papers.models import PaperKind
from domain.papers.services import NewPaper
from domain.papers.tags import NAMES, OF_FORMS, TYPED, Tag
from web.fields import DayField
from web.language import say

LONG = (Tag.GIST, Tag.RESULT, Tag.ENCLOSED)


class PaperForm(FlaskForm):
    """Every box that some paper has; a page shows those of its paper. All may stay empty."""

    nguoi_bao = StringField(_l("Họ tên người báo"))
    nam_sinh = StringField(_l("Năm sinh"))
    giay_to = StringField(_l("Giấy tờ tùy thân"))
    dia_chi = StringField(_l("Chỗ ở"))
    dien_thoai = StringField(_l("Điện thoại"))
    tom_tat = TextAreaField(_l("Nội dung tóm tắt"))
    ket_qua = TextAreaField(_l("Kết quả"))
    tai_lieu_kem = TextAreaField(_l("Tài liệu, đồ vật kèm theo"))
    chuc_vu_ky = StringField(_l("Chức vụ người ký"))
    nguoi_ky = StringField(_l("Người ký"))

    def boxes(self, kind: PaperKind) -> Iterable[tuple[Field, bool]]:
        """The boxes of a paper in order, and whether each is for several lines."""
        for tag in TYPED[kind]:
            yield self[tag.value], tag in LONG


class TemplateForm(FlaskForm):
    """A unit's own form."""

    kind = RadioField(_l("Cho giấy nào"), validate_choice=False)
    file = FileField(_l("Tệp Word (.docx)"))

    def offer(self) -> "TemplateForm":
        """Fill in the choices."""
        self.kind.choices = [(kind.value, say(NAMES[kind])) for kind in OF_FORMS]
        if self.kind.data is None:
            self.kind.data = OF_FORMS[0].value
        return self


class PeriodForm(FlaskForm):
    """From which day to which."""

    class Meta:
        """A period is asked for by an address, which changes nothing."""

        csrf = False

    first = DayField(_l("Từ ngày"))
    last = DayField(_l("Tới ngày"))


def kind_in(text: str) -> PaperKind:
    """The paper that is asked for; the first one that a tip needs unless it says which."""
    return PaperKind(text) if text in set(PaperKind) else PaperKind.NOTICE_OF_RECEIPT


def paper_sent() -> NewPaper:
    """The paper as the form was sent."""
    kind = kind_in(request.form.get("kind", ""))
    typed = {tag: request.form.get(tag.value, "") for tag in TYPED[kind]}
    return NewPaper(id=id_sent(), kind=kind, typed=typed)


def id_sent() -> UUID:
    """The id that a form was made with, or a new random one."""
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        return uuid4()
