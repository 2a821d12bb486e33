"""The forms of one call to a bank: logging it, correcting it, striking it out."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField, ValidationError

from blueprints.tips import bank_panel
from blueprints.tips.forms import Texts, uuid_in
from domain.banking.content import NewCall
from domain.banking.models import CallResult
from domain.banking.names import BankNames
from domain.clock import LOCAL_TIME, instant
from domain.history.rules import Fields
from web.context import now, today
from web.fields import ClockField, DayField

_AHEAD = timedelta(minutes=10)


class CallForm(FlaskForm):
    """What came of one call."""

    bank = StringField(_l("Ngân hàng hoặc ví đã gọi"))
    called_at = ClockField(_l("Gọi lúc"))
    result = RadioField(_l("Ngân hàng trả lời"), validate_choice=False)
    amount = StringField(_l("Số tiền giữ được"))
    note = TextAreaField(_l("Ai nghe máy, nói gì"))

    def offer(self, bank: str) -> "CallForm":
        """Fill in the choices; a new form says now."""
        self.offer_results()
        if not request.form:
            self.bank.data, self.called_at.data = bank, _wall(now())
        return self

    def offer_results(self) -> None:
        """Fill in what a bank may say."""
        self.result.choices = [
            (result.value, text) for result, text in bank_panel.results().items()
        ]

    def to_call(self, names: BankNames) -> NewCall:
        """What the form says. A time of day that has not come yet was yesterday's."""
        at = None
        if self.called_at.data is not None:
            at = instant(today(), self.called_at.data)
            at = at - timedelta(days=1) if at > now() + _AHEAD else at
        return self.told(uuid_in(request.form.get("id", "")), names, at)

    def told(self, call_id: UUID, names: BankNames, at: datetime | None) -> NewCall:
        """What the form says of a call at an instant."""
        chosen = self.result.data or ""
        return NewCall(
            id=call_id,
            bank=names.code(self.bank.data or ""),
            called_at=at,
            result=CallResult(chosen) if chosen in set(CallResult) else None,
            amount_text=(self.amount.data or "").strip(),
            note=self.note.data or "",
        )


class CorrectionForm(CallForm):
    """What came of a call that was logged, said anew; of an older one the day matters too."""

    called_on = DayField(_l("Gọi ngày"))
    reason = StringField(_l("Lý do sửa"))

    def validate_called_on(self, field: DayField) -> None:
        """A day."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Chọn ngày đã gọi."))

    def to_correction(self, call_id: UUID, names: BankNames) -> NewCall:
        """What the form says; without a day or a time there is none."""
        at = None
        if self.called_on.data is not None and self.called_at.data is not None:
            at = instant(self.called_on.data, self.called_at.data)
        return self.told(call_id, names, at)


class StrikeForm(FlaskForm):
    """Why a call is struck out."""

    strike_reason = StringField(_l("Lý do gạch"))


def texts_of(fields: Fields, names: BankNames) -> Texts:
    """The boxes of a form that says this of a call."""
    at = datetime.fromisoformat(fields["called_at"]).astimezone(LOCAL_TIME)
    return Texts(
        {
            "bank": names.name(fields["bank"]),
            "called_on": at.date().isoformat(),
            "called_at": f"{at:%H:%M}",
            "result": fields["result"],
            "amount": f"{fields['amount']:,}".replace(",", ".") if fields["amount"] else "",
            "note": fields["note"],
        }
    )


def boxes_of(field: str) -> Iterable[str]:
    """The boxes that one thing said of a call is typed into."""
    return ("called_on", "called_at") if field == "called_at" else (field,)


def _wall(at: datetime) -> time:
    return at.astimezone(LOCAL_TIME).time()
