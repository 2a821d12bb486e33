"""Phones, accounts, links and the like, recognised in what somebody told.

A number means what the words around it say: an amount, a date, an identity card or a receipt code
is nobody's phone. What is doubtful is left to the officer's eye.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from domain.text import fold
from domain.tips import phones, said_around, shapes
from domain.tips.bank_names import NAMED
from domain.tips.codes import LENGTH, check_digit, looks_like_a_card
from domain.tips.identifiers import IdentifierKind, identity
from domain.tips.legible import legible
from domain.tips.said_around import Around, around, bank, bank_before, bank_behind, last

MOST_FOUND = 60
"""In one text; a story that names more was not written by a person."""
MOST_LOOKED_AT = 300
"""Of what has some shape; it keeps a text made to take long from taking long."""
_LONG = 10
"""Digits of a number behind a word of sending that is no amount any more."""
_CARRIED = 9
"""Digits of a number behind a carrier's name."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something recognised in a text. `text[start:end]` is where it stands."""

    start: int
    end: int
    kind: IdentifierKind
    value: str
    """As it would be kept: as typed, an account on a network with the network before it."""
    others: tuple[IdentifierKind, ...] = ()
    """What it may be as well: phone numbers are account numbers too, at many banks."""
    bank: str = ""
    """Code of the bank that is named beside an account."""


def recognise(text: str) -> list[Found]:
    """Everything recognised, in the order of the text; what is named twice is found once."""
    found: dict[str, Found] = {}
    read = legible(text)
    for one in islice(_candidates(read.text), MOST_LOOKED_AT):
        if one is not None:
            found.setdefault(identity(one.kind, one.value), one)
        if len(found) >= MOST_FOUND:
            break
    in_order = sorted(found.values(), key=lambda one: one.start)
    if read.places is None:
        return in_order
    spans = [read.span(one.start, one.end) for one in in_order]
    return [replace(one, start=a, end=z) for one, (a, z) in zip(in_order, spans, strict=True)]


def _candidates(text: str) -> Iterator[Found | None]:
    """From the plainest shape to the least; no letter belongs to two. None: only a lookalike."""
    taken = bytearray(len(text))
    for shape, meaning in _MEANINGS:
        for match in shape.finditer(text):
            start, end = match.span("it")
            if any(taken[start:end]):
                continue
            one = meaning(match["it"], start, around(text, start, end))
            if one is not None:
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def _email(it: str, start: int, said: Around) -> Found | None:
    return Found(start, start + len(it), IdentifierKind.EMAIL, it.replace(" ", ""))


def _link(it: str, start: int, said: Around) -> Found | None:
    host = re.match(r"(?:\w+://)?[^/?#]*", it)
    remark = re.search(r"\w\((?!\.|dot|chấm)", host[0]) if host else None
    kept = it[: remark.end() - 1] if remark else it.rstrip(".,;:!?)]}'\"”’»…")
    if kept.count("(") > kept.count(")") and it[len(kept) : len(kept) + 1] == ")":
        kept += ")"
    if not shapes.is_link(kept) or said_around.PARCEL.search(said.before):
        return None
    return Found(start, start + len(kept), IdentifierKind.URL, kept)


def _crypto(it: str, start: int, said: Around) -> Found | None:
    if not shapes.is_crypto(it):
        return None
    return Found(start, start + len(it), IdentifierKind.CRYPTO_WALLET, it)


def _handle(it: str, start: int, said: Around) -> Found | None:
    kept = it.rstrip(".")
    told = said_around.NETWORK.search(said.before)
    value = f"{told[1]} {kept}" if told else kept
    return Found(start, start + len(kept), IdentifierKind.SOCIAL_ACCOUNT, value)


def _spoken_handle(it: str, start: int, said: Around) -> Found | None:
    told = said_around.NETWORK.search(said.before)
    kept = it.rstrip(".")
    if told is None or not re.search(r"[\d_]", kept) or not re.search(r"[A-Za-z]", kept):
        return None
    return Found(
        start, start + len(kept), IdentifierKind.SOCIAL_ACCOUNT, f"{told[1]} {kept.lower()}"
    )


def _code(it: str, start: int, said: Around) -> Found | None:
    """A token of letters and digits: a parcel's, or a transfer's."""
    end = start + len(it)
    if shapes.PARCEL.fullmatch(it):
        return Found(start, end, IdentifierKind.TRACKING_CODE, it)
    if shapes.VIRTUAL.fullmatch(it):
        return _account(it, start, said)
    if shapes.TRANSFER.fullmatch(it) or said_around.TRANSACTION.search(said.before):
        return Found(start, end, IdentifierKind.TRANSACTION_ID, it)
    if _is_parcel(it, said):
        return Found(start, end, IdentifierKind.TRACKING_CODE, it)
    return _account(it, start, said) if said_around.ACCOUNT.search(said.before[-24:]) else None


def _is_parcel(it: str, said: Around) -> bool:
    if said_around.PARCEL.search(said.before):
        return True
    digits = re.sub(r"\D", "", it)
    is_told = not it.replace(" ", "").isdigit() or len(digits) >= _CARRIED
    return is_told and bool(said_around.CARRIED.search(said.before))


def _glued_account(it: str, start: int, said: Around) -> Found | None:
    """Digits with the bank's name, or the word for an account, straight before or behind them."""
    words = (said_around.NOT_OURS, said_around.TRANSACTION, said_around.PARCEL)
    before = re.sub(r"[a-z]+$", "", said.before)
    if any(word.search(before) for word in words):
        return None
    # A known word must be the whole of what is glued, or any code would be an account.
    first, behind = re.search(r"[a-z]*$", said.before), re.match(r"[a-z]*", said.after)
    glued = [word[0] for word in (first, behind) if word and word[0]]
    known = (said_around.ACCOUNT, NAMED)
    if not all(any(shape.fullmatch(word) for shape in known) for word in glued):
        return None
    return _account(it, start, said)


def _named_account(it: str, start: int, said: Around) -> Found | None:
    """An account number that is a name in letters, straight after the word for it."""
    return None if NAMED.search(fold(it)) else _account(it, start, said)


def _number(it: str, start: int, said: Around) -> Found | None:
    if _is_money(it, said):
        # The number before it may still be an account: "0123456789 45 triệu".
        it, space, _ = it.rpartition(" ")
        if not space:
            return None
        said = Around(said.before, "")
    end, is_phone = start + len(it), shapes.is_phone(it)
    if _is_something_else(it, said, is_phone=is_phone):
        return None
    if said_around.TRANSACTION.search(said.before):
        return Found(start, end, IdentifierKind.TRANSACTION_ID, it)
    if said_around.PARCEL.search(said.before) or (not is_phone and _is_parcel(it, said)):
        return Found(start, end, IdentifierKind.TRACKING_CODE, it)
    if is_phone:
        return _phone(it, start, said)
    return _numbered(it, start, said)


def _numbered(it: str, start: int, said: Around) -> Found | None:
    """A number that is no phone: a page's on a network, or an account's."""
    told = said_around.NETWORK.search(said.before)
    if told and shapes.PAGE_NUMBER.fullmatch(it):
        value = f"{told[1]} {it}"
        return Found(start, start + len(it), IdentifierKind.SOCIAL_ACCOUNT, value)
    is_sent = len(it) >= _LONG and it.isdigit() and last(said_around.SENT, said) >= 0
    is_banks = len(it) >= _LONG and said_around.SOME_BANK.search(said.before)
    if is_sent or is_banks or last(said_around.ACCOUNT, said) >= 0 or bank(said):
        return _account(it, start, said)
    return None


def _phone(it: str, start: int, said: Around) -> Found | None:
    """A phone, unless the nearest word says that it is an account's or a wallet's number."""
    phone, account, wallet = (
        IdentifierKind.PHONE,
        IdentifierKind.BANK_ACCOUNT,
        IdentifierKind.E_WALLET,
    )
    called = last(said_around.CALLED, said)
    if not phones.is_domestic(it):
        # Accounts of some banks begin with 00 too.
        is_account = last(said_around.ACCOUNT, said) >= 0 or bank(said)
        if it.startswith("00") and called < 0 and is_account:
            return _account(it, start, said, (phone,))
        return Found(start, start + len(it), phone, it)
    if last(said_around.WALLET, said) > called or (called < 0 and _is_wallet(said)):
        return Found(start, start + len(it), wallet, it, (phone, account))
    if _is_account_rather(said, called):
        return _account(it, start, said, (phone, wallet))
    return Found(start, start + len(it), phone, it, (account, wallet))


def _is_wallet(said: Around) -> bool:
    """Whether a wallet is named straight behind a number."""
    gap = said_around.WALLET_BEHIND.match(said.after)
    return gap is not None and said_around.WALLET.match(said.after, gap.end()) is not None


def _is_account_rather(said: Around, called: int) -> bool:
    """Whether the words say that a number which can be called is an account's. `called`: where
    the last word of calling stands."""
    if bank_behind(said):
        return True
    account_word = last(said_around.ACCOUNT, said)
    if account_word < 0 and said_around.CALLS.match(said.after):
        return False
    named = bank_before(said)
    return max(account_word, named.start() if named else -1) > called


def _account(
    it: str, start: int, said: Around, others: tuple[IdentifierKind, ...] = ()
) -> Found | None:
    if not 6 <= len(re.sub(r"\W", "", it)) <= 19:
        return None
    named = bank(said)
    return Found(start, start + len(it), IdentifierKind.BANK_ACCOUNT, it, others, named)


def _is_money(it: str, said: Around) -> bool:
    """No amount begins with a nought, and many accounts do."""
    final = it.rpartition(" ")[2]
    return not final.startswith("0") and bool(said_around.MONEY.match(said.after))


def _is_something_else(it: str, said: Around, *, is_phone: bool) -> bool:
    """A day, an amount, an identity card, a bank card or the reporter's own receipt code."""
    is_account = last(said_around.ACCOUNT, said) >= 0 or bool(bank(said))
    if said_around.NOT_OURS.search(said.before):
        return True
    if shapes.is_date_or_amount(it, is_account=is_account):
        return True
    if said_around.PAID.search(said.before) and not it.startswith("0"):
        return True
    digits = re.sub(r"\D", "", it)
    return not is_phone and len(digits) == LENGTH and _is_code_or_card(digits)


def _is_code_or_card(digits: str) -> bool:
    # No card begins with a nought, and many accounts do.
    return check_digit(digits) == "0" or (digits[0] != "0" and looks_like_a_card(digits))


_MEANINGS: tuple[tuple[re.Pattern[str], Callable[[str, int, Around], Found | None]], ...] = (
    (shapes.EMAIL, _email),
    (shapes.LINK, _link),
    (shapes.CRYPTO, _crypto),
    (shapes.HANDLE, _handle),
    (shapes.GLUED_ACCOUNT, _glued_account),
    (shapes.CODE, _code),
    (shapes.SPOKEN_HANDLE, _spoken_handle),
    (shapes.PHONE, _number),
    (shapes.NUMBER, _number),
    (shapes.GLUED_PHONE, _number),
    (shapes.NAMED_ACCOUNT, _named_account),
)
