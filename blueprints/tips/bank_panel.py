"""What the page of a tip says of banks: how urgent it is, and the way to the request."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from domain.banking import calls
from domain.banking.models import BankCall, CallResult
from domain.tips import rules
from domain.tips.identifiers import IdentifierKind
from domain.tips.reading import Reading
from domain.tips.steps import Done
from web.context import session
from web.filters import dong, moment

_TRACES = {IdentifierKind.BANK_ACCOUNT, IdentifierKind.E_WALLET, IdentifierKind.TRANSACTION_ID}


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPanel:
    """`lead` and `text` stand in red while minutes count; `offers` leads to the request."""

    lead: str
    text: str
    offers: bool
    calls: str


def of(read: Reading) -> BankPanel:
    """The panel of a tip that is being read."""
    tip, body = read.tip, read.body
    lost = body.money_text or body.money_sent_text or body.victim_bank
    lead, text = _pressing(read) if rules.is_pressing(tip) else ("", "")
    made = calls.count(session(), tip)
    offers = bool(lost) or tip.is_urgent or any(t.kind in _TRACES for t in read.identifiers)
    said = ngettext("Đã gọi ngân hàng %(num)s lần", "Đã gọi ngân hàng %(num)s lần", made)
    return BankPanel(lead=lead, text=text, offers=offers, calls=said if made else "")


def _pressing(read: Reading) -> tuple[str, str]:
    if read.tip.in_danger:
        return gettext("Có thể có người đang bị giữ."), gettext("Báo ngay chỉ huy và 113.")
    text = gettext("Gọi ngân hàng bên nhận ngay.")
    if read.body.money_sent_at:
        return gettext("Chuyển tiền dưới 24 giờ."), text
    return gettext("Vừa mất tiền, chưa rõ giờ chuyển."), text


def results() -> dict[CallResult, str]:
    """What a bank may say."""
    return {
        CallResult.HELD: gettext("Giữ được"),
        CallResult.TOO_LATE: gettext("Không kịp"),
        CallResult.WANTS_PAPER: gettext("Chờ văn bản"),
        CallResult.NO_ANSWER: gettext("Không ai nghe"),
    }


def outcome(result: CallResult, amount: int) -> str:
    """What a bank said, with what it held (đồng)."""
    said = results()[result]
    return f"{said} {dong(amount)}" if amount else said


def told_last(call: BankCall) -> str:
    """Who called when, and what came of it; the bank is one of the tip's words."""
    said = outcome(call.result, call.amount_held)
    at = moment(call.called_at)
    return str(gettext("%(name)s gọi %(at)s: %(said)s", name=call.by.name, at=at, said=said))


def told_call(done: Done, bank: str) -> str:
    """The timeline's line of a call to a bank that is named."""
    _, result, amount = done.note.split("|")
    said = outcome(CallResult(result), int(amount))
    return str(gettext("%(name)s gọi %(bank)s: %(said)s", name=done.by, bank=bank, said=said))


def told_spoken(done: Done) -> str:
    """The timeline's line of having spoken to the victim."""
    if done.note == "taken_back":
        return str(gettext("%(name)s ghi lại: chưa nói chuyện với bị hại", name=done.by))
    return str(gettext("%(name)s đã nói chuyện với bị hại có tên", name=done.by))
