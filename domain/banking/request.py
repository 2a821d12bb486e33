"""What a bank is asked to hold, put together from what a tip tells; what is missing stays empty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.banking.names import BankNames
from domain.tips.identifiers import Identifier, IdentifierKind
from domain.tips.models import Tip
from domain.tips.sealing import TipBody


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRequest:
    """The lines of the request as typed; `bank_codes` are the banks in it, the receiving first."""

    account: str
    holder: str
    bank: str
    amount: int | None
    """In đồng; None where the text could not be understood."""
    amount_text: str
    sent_text: str
    sent_at: str
    transaction: str
    from_bank: str
    bank_codes: Sequence[str]


def of(names: BankNames, body: TipBody, found: Iterable[Identifier]) -> BankRequest:
    """The request of a tip."""
    traces = list(found)
    receiving = [names.code(bank) for bank in _values(traces, IdentifierKind.BANK)]
    sending = [names.code(body.victim_bank)] if body.victim_bank else []
    accounts = _values(traces, IdentifierKind.BANK_ACCOUNT, IdentifierKind.E_WALLET)
    return BankRequest(
        account=", ".join(accounts),
        holder=", ".join(_values(traces, IdentifierKind.ACCOUNT_HOLDER)),
        bank=", ".join(names.name(code) for code in receiving),
        amount=body.money_amount,
        amount_text=body.money_text,
        sent_text=body.money_sent_text,
        sent_at=body.money_sent_at,
        transaction=", ".join(_values(traces, IdentifierKind.TRANSACTION_ID)),
        from_bank=", ".join(names.name(code) for code in sending),
        bank_codes=[*receiving, *sending],
    )


def is_ready(tip: Tip) -> bool:
    """Whether the request may be made at all.

    A bank acts against somebody's account, so a victim who gave a name has been spoken to. Where
    minutes count that must not delay the telephone: an urgent tip's request is shown at once, with
    a plain warning until the victim was spoken to, for it is read out by an officer from a number
    that the bank can call back, and no paper leaves before.
    """
    return tip.victim_spoken_on is not None or (tip.is_urgent and not tip.in_danger)


def _values(traces: Iterable[Identifier], *kinds: IdentifierKind) -> list[str]:
    return [trace.value for trace in traces if trace.kind in kinds]
