"""The page of a bank request: what is read out or printed, whom to call, what came of calls."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from flask import request
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField

from blueprints.tips import bank_panel, words
from blueprints.tips.forms import uuid_in
from domain.banking import calls, queries
from domain.banking import request as asking
from domain.banking.calls import Called
from domain.banking.content import NewCall
from domain.banking.models import BankContact, CallResult
from domain.banking.names import BankNames
from domain.banking.request import BankRequest
from domain.clock import LOCAL_TIME, instant
from domain.duty import queries as duty
from domain.tips import reading
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.money import in_words
from domain.tips.rules import number_label
from web.authz import current_officer
from web.context import now, session, today
from web.fields import ClockField
from web.filters import dong, moment, phone_groups
from web.htmx import render

_AHEAD = timedelta(minutes=10)
DOTS = "…………………"
"""A line to be filled in by hand."""


class CallForm(FlaskForm):
    """What came of one call."""

    bank = StringField(_l("Ngân hàng hoặc ví đã gọi"))
    called_at = ClockField(_l("Gọi lúc"))
    result = RadioField(_l("Ngân hàng trả lời"), validate_choice=False)
    amount = StringField(_l("Số tiền giữ được"))
    note = TextAreaField(_l("Ai nghe máy, nói gì"))

    def offer(self, bank: str) -> "CallForm":
        """Fill in the choices; a new form says now."""
        self.result.choices = [
            (result.value, text) for result, text in bank_panel.results().items()
        ]
        if not request.form:
            self.bank.data, self.called_at.data = bank, _wall(now())
        return self

    def to_call(self, names: BankNames) -> NewCall:
        """What the form says. A time of day that has not come yet was yesterday's."""
        at = None
        if self.called_at.data is not None:
            at = instant(today(), self.called_at.data)
            at = at - timedelta(days=1) if at > now() + _AHEAD else at
        chosen = self.result.data or ""
        return NewCall(
            id=uuid_in(request.form.get("id", "")),
            bank=names.code(self.bank.data or ""),
            called_at=at,
            result=CallResult(chosen) if chosen in set(CallResult) else None,
            amount_text=(self.amount.data or "").strip(),
            note=self.note.data or "",
        )


class SpokenForm(FlaskForm):
    """That the victim was spoken to."""

    spoken = BooleanField(_l("Đã nói chuyện với bị hại có tên"))


class BankPage:
    """A bank request in words. The caller wrote the audit entry of the reading."""

    def __init__(self, acting: Acting, tip: Tip) -> None:
        self.tip, self.acting = tip, acting
        self.names = BankNames(session())
        self.read = reading.open_up(session(), acting, tip)
        self.number = number_label(tip.number)
        self.is_ready = asking.is_ready(tip)

    @cached_property
    def asked(self) -> BankRequest:
        """The lines of the request."""
        return asking.of(self.names, self.read.body, self.read.identifiers)

    @cached_property
    def phone(self) -> str:
        """The number that a bank calls back: whoever is on duty now, else the unit's own."""
        return duty.duty_line(session(), self.tip.unit_id, self.acting.now).phone

    @property
    def amount(self) -> str:
        """Money in digits, and in words where those are Vietnamese."""
        if self.asked.amount is None:
            return self.asked.amount_text
        told = dong(self.asked.amount)
        return told if str(get_locale()) == "en" else f"{told} ({in_words(self.asked.amount)})"

    @property
    def sent(self) -> str:
        """When the money left, as exactly as it was told, counted from when the report came."""
        told = words.told_moment(self.asked.sent_text, self.asked.sent_at)
        received = self.read.received_at
        if not told or received is None or self.asked.sent_text not in words.moments():
            return told
        return str(gettext("%(told)s lúc %(moment)s", told=told, moment=moment(received)))

    def lines(self) -> list[tuple[str, str]]:
        """The request, line by line; what nobody told stays a dotted line."""
        asked = self.asked
        told = [
            (gettext("Số tài khoản nhận"), asked.account),
            (gettext("Chủ tài khoản"), asked.holder),
            (gettext("Ngân hàng nhận"), asked.bank),
            (gettext("Số tiền"), self.amount),
            (gettext("Chuyển lúc"), self.sent),
            (gettext("Mã giao dịch"), asked.transaction),
            (gettext("Ngân hàng chuyển"), asked.from_bank),
        ]
        return [(name, value or DOTS) for name, value in told]

    def contacts(self) -> Sequence[BankContact]:
        """Contacts at the banks of the request; all of them when it names no bank."""
        return queries.for_banks(session(), current_officer, self.asked.bank_codes)

    def calls(self) -> Sequence[Called]:
        """What came of calls so far."""
        return calls.of_tip(session(), self.acting.ring, self.tip)

    def result(self, called: Called) -> str:
        """What the bank said, with what it held."""
        return bank_panel.outcome(called.result, called.amount)

    def show(self, **typed: Any) -> str:
        """The page; `typed` replaces forms that came with something typed."""
        values = {
            "call_form": CallForm().offer(self.asked.bank.split(", ")[0]),
            "call_id": uuid_in(""),
            "spoken_form": SpokenForm(),
        }
        phone = phone_groups(self.phone) if self.phone else DOTS
        return render("tips/bank.html", page=self, tip=self.tip, phone=phone, **{**values, **typed})


def _wall(at: datetime) -> time:
    return at.astimezone(LOCAL_TIME).time()
