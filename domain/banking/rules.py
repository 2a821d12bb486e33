"""What may be said of a bank contact and of a call, and who keeps the directory. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.banking.content import CHECK_BOXES, ContactContent, NewCall
from domain.banking.models import BankContact, CallResult
from domain.dialled import digits
from domain.dialled import problems as problems_of_check
from domain.errors import BadInput, NotAllowed
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import money

LONGEST = {
    "bank": 60, "branch": 160, "person": 160, "day_phone": 40, "night_phone": 40, "note": 400,
}  # fmt: skip
LONGEST_NOTE = 2_000
_AHEAD = timedelta(minutes=10)
"""A phone's clock may run a little ahead of the server's."""


class ContactRetired(NotAllowed):
    """A contact that nobody calls any more stays as it was."""

    sentence = Sentence("Đầu mối này đã bỏ nên không sửa được nữa.")


def may_keep(officer: Officer) -> bool:
    """Whether the officer keeps the directory of the own places."""
    return may(officer, Permission.KEEP_BANK_CONTACTS)


def require_stands(contact: BankContact) -> None:
    """Raise `ContactRetired` for a contact that was retired."""
    if contact.retired_on is not None:
        raise ContactRetired


def problems_of_contact(
    content: ContactContent, *, today: date, was: ContactContent | None = None
) -> Iterator[BadInput]:
    """Everything that is wrong with what is said of a contact, each beside its field."""
    if not content.bank:
        yield BadInput("bank", "Ghi tên ngân hàng hoặc ví.")
    if not (content.day_phone or content.night_phone):
        yield BadInput("day_phone", "Ghi ít nhất một số điện thoại.")
    for name in ("day_phone", "night_phone"):
        if not _is_number(getattr(content, name)):
            yield BadInput(name, "Số điện thoại chỉ gồm chữ số. Số nhánh ghi ở ghi chú.")
    for name, most in LONGEST.items():
        if len(getattr(content, name)) > most:
            yield BadInput(name, Sentence("Ghi tối đa %(most)s chữ.", most=most))
    before = (was or ContactContent(bank="")).call
    yield from problems_of_check(before, content.call, boxes=CHECK_BOXES, today=today)


def problems_of_call(call: NewCall, *, now: datetime) -> Iterator[BadInput]:
    """Everything that is wrong with what is said of a call, each beside its field."""
    if not clean(call.bank):
        yield BadInput("bank", "Ghi tên ngân hàng hoặc ví đã gọi.")
    if len(call.bank) > LONGEST["bank"]:
        yield BadInput("bank", Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST["bank"]))
    if call.called_at is None:
        yield BadInput("called_at", "Ghi giờ gọi, như 14:30.")
    elif call.called_at > now + _AHEAD:
        yield BadInput("called_at", "Giờ này chưa tới. Ghi giờ đã gọi.")
    if call.result is None:
        yield BadInput("result", "Chọn ngân hàng trả lời thế nào.")
    yield from _problems_of_amount(call)
    if len(call.note) > LONGEST_NOTE:
        yield BadInput("note", Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST_NOTE))


def _problems_of_amount(call: NewCall) -> Iterator[BadInput]:
    if not call.amount_text:
        return
    if money.parse(call.amount_text) is None:
        yield BadInput("amount", "Chưa hiểu số tiền này. Ghi như: 45 triệu.")
    elif call.result is not CallResult.HELD:
        yield BadInput("amount", "Chỉ ghi số tiền khi ngân hàng giữ được. Bỏ trống ô này.")


def _is_number(text: str) -> bool:
    try:
        return digits(text) == text
    except ValueError:
        return False
