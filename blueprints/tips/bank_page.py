"""The page of a bank request: what is read out or printed, whom to call, what came of calls."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from blueprints.tips import bank_panel, words
from blueprints.tips.call_forms import CallForm
from blueprints.tips.forms import uuid_in
from domain.banking import calls, queries
from domain.banking import request as asking
from domain.banking.calls import Called
from domain.banking.models import BankContact
from domain.banking.names import BankNames
from domain.banking.request import BankRequest
from domain.duty import queries as duty
from domain.tips import reading
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.money import in_words
from domain.tips.rules import number_label
from web.authz import current_officer
from web.context import session
from web.filters import dong, moment, phone_groups
from web.htmx import render

DOTS = "…………………"
"""A line to be filled in by hand."""


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
