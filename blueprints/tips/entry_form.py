"""The form of a tip that an officer types in."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField

from blueprints.tips import words
from blueprints.tips.forms import uuid_in
from domain.reference.models import ReferenceItem
from domain.text import clean
from domain.tips import entry, telling
from domain.tips.entry import Slip
from domain.tips.models import Source


class TipForm(FlaskForm):
    """The public form's fields, and how the tip came in."""

    source = RadioField(_l("Tin tới bằng"), validate_choice=False)
    category = RadioField(_l("Loại việc"), validate_choice=False)
    story = TextAreaField(_l("Lời kể"))
    place = RadioField(_l("Nơi xảy ra"), validate_choice=False)
    happened_on = StringField(_l("Ngày xảy ra"))
    money_lost = StringField(_l("Mất bao nhiêu tiền"))
    money_sent_at = RadioField(_l("Chuyển tiền lúc"), validate_choice=False)
    victim_bank = StringField(_l("Ngân hàng chuyển đi"))
    suspect_phone = StringField(_l("Số gọi tới"))
    suspect_account = StringField(_l("Số tài khoản nhận tiền"))
    suspect_bank = StringField(_l("Ngân hàng nhận tiền"))
    suspect_holder = StringField(_l("Tên chủ tài khoản nhận"))
    suspect_link = StringField(_l("Đường link"))
    suspect_handle = StringField(_l("Zalo, Facebook, Telegram"))
    transaction_id = StringField(_l("Mã giao dịch"))
    contact = StringField(_l("Tên, cách liên lạc với người báo"))
    on_behalf = BooleanField(_l("Báo giùm người khác"))
    slip = RadioField(_l("Người báo nhận"), validate_choice=False)

    def offer(
        self, categories: Iterable[ReferenceItem], areas: Mapping[UUID, str], names: words.Words
    ) -> None:
        """Fill in the choices; what was sent and is none of them stays on offer.

        `areas` are the places by id, each under a name of its own.
        """
        _choices(self.source, [(s.value, words.sources()[s]) for s in entry.SOURCES])
        _choices(self.category, [(i.code, names.category(i.code)) for i in categories])
        _choices(self.place, [(str(id_), name) for id_, name in areas.items()])
        _choices(self.slip, list(slips().items()))
        _choices(self.money_sent_at, list(words.moments().items()))

    def sent_source(self) -> Source | None:
        """How the tip came in, when it is one of the ways."""
        text = self.source.data or ""
        return Source(text) if text in set(Source) else None

    def has_folded_errors(self) -> bool:
        """Whether something under a fold is to be mended."""
        return any(
            self[name].errors for name in ("happened_on", "money_sent_at", *telling.IDENTIFIERS)
        )


def _choices(field: RadioField, choices: list[tuple[str, str]]) -> None:
    known = {value for value, _ in choices}
    typed = field.data or ""
    field.choices = [*choices, (typed, typed)] if typed and typed not in known else choices


def slips() -> dict[str, str]:
    """What the person may take home."""
    return {
        Slip.CODE.value: gettext("Phiếu nhận mã, tự xem trả lời"),
        Slip.NUMBER.value: gettext("Phiếu số tin, hỏi lại trực ban"),
        Slip.NONE.value: gettext("Không cần phiếu"),
    }


def values_sent() -> dict[str, str]:
    """The fields of a tip as they were typed, cleaned; empty ones are left out."""
    typed = {name: clean(request.form.get(name, "")) for name in telling.FIELDS}
    return {name: text for name, text in typed.items() if text}


def id_sent() -> UUID:
    """The id that the form was made with, which becomes the tip's."""
    return uuid_in(request.form.get("id") or request.form.get("submission_id", ""))
