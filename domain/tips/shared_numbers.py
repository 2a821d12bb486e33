"""Numbers that many honest people name: our own lists' and those of companies everybody calls.

Whoever tells of a false bank also tells that he called the true one. Such a number says nothing
about who did it, so it makes no two tips belong together.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.duty.models import DutyNumber
from domain.engines import ready
from domain.places.models import Place
from domain.reference.columns import call_of
from domain.reference.models import ListKey, ReferenceItem
from domain.tips import identifiers, phones, sealing
from domain.tips.identifiers import IdentifierKind
from domain.tips.models import Tip, TipIdentifier
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

WELL_KNOWN = frozenset(
    {
        "18001090",
        "18001091",
        "18001096",
        "18001166",
        "18008098",
        "18008180",
        "19001006",
        "19001088",
        "19001221",
        "19006092",
        "19008095",
        "19009000",
        "19009068",
        "1800585888",
        "1800588822",
        "1900545436",
        "1900545441",
        "1900545481",
        "1900555588",
        "1900636677",
    }
)
"""Telephone companies, power, post and parcels, wallets, shops, insurance, public services, and
banks whose number our list does not vouch for. Shown to nobody: they only keep apart."""
_KINDS = (
    IdentifierKind.PHONE,
    IdentifierKind.E_WALLET,
    IdentifierKind.BANK_ACCOUNT,
    IdentifierKind.SOCIAL_ACCOUNT,
)
"""As what people keep a number that can be called."""
_LOUDEST_SILENCE = b"\x01"
"""Tags that link nothing begin with a zero, so they lie below."""
_TRIED = 5
_ITEMS, _PLACES, _ROWS = table_of(ReferenceItem), table_of(Place), table_of(TipIdentifier)
_LISTED = ready(
    select(_ITEMS.c.list_key, _ITEMS.c.code, _ITEMS.c.details).where(
        or_(_ITEMS.c.list_key == ListKey.HOTLINES, _ITEMS.c.list_key == ListKey.BANKS)
    )
)
_OF_UNITS = ready(select(_PLACES.c.duty_phone).where(_PLACES.c.duty_phone != ""))
_OF_ROSTERS = ready(select(table_of(DutyNumber).c.number))
"""All of every day: who was told a number years ago still has it."""


def shared_numbers(db: Session) -> frozenset[str]:
    """Normal forms of the hotlines, banks' numbers and duty phones that our lists hold."""
    listed = (call_of(*row) for row in _LISTED.all(db, {}))
    told = [call.number for call in listed if call is not None]
    told += [phone for (phone,) in (*_OF_UNITS.all(db, {}), *_OF_ROSTERS.all(db, {}))]
    return WELL_KNOWN.union(phones.normal(number) for number in told if number)


def hush(db: Session, ring: KeyRing, numbers: Iterable[str]) -> int:
    """Take the power to link from kept numbers that came into a list later; returns how many rows.

    What takes it is the first byte of a tag (`identifiers.tag`), so nothing has to be unsealed.
    """
    tags = list(_tags(ring, numbers))
    return sum(_exchange(db, loud, silent) for loud, silent in tags)


def let_speak(db: Session, ring: KeyRing, numbers: Iterable[str]) -> int:
    """The reverse, for numbers that stand in no list any more: given up and somebody else's now,
    or typed wrong at first. What links nothing by itself stays silent."""
    tags = list(_tags(ring, numbers))
    return sum(_exchange(db, silent, loud) for loud, silent in tags)


def silenced(db: Session, ring: KeyRing) -> set[str]:
    """The numbers that are kept and link nothing, to be compared with the lists. One row of each is
    opened."""
    of_number = (
        TipIdentifier.tag < _LOUDEST_SILENCE,
        TipIdentifier.tag_form == identifiers.tag_form(ring),
        TipIdentifier.kind.in_(_KINDS),
    )
    tags = db.scalars(select(TipIdentifier.tag).where(*of_number).distinct()).all()
    found = (_number_of(db, ring, tag) for tag in tags)
    return {number for number in found if number}


def _number_of(db: Session, ring: KeyRing, tag: bytes) -> str:
    """What a tag stands for, by a row whose key is not lost; "" for what is no number."""
    query = select(TipIdentifier, Tip).join(Tip, Tip.id == TipIdentifier.tip_id)
    for row, tip in db.execute(query.where(TipIdentifier.tag == tag).limit(_TRIED)).unique():
        try:
            value = sealing.read_identifier(sealing.tip_key(ring, tip), row)
        except CannotOpen:
            continue
        number = identifiers.normalise(row.kind, value).rpartition("/")[2]
        return number if number.isdigit() else ""
    return ""


def _tags(ring: KeyRing, numbers: Iterable[str]) -> Iterator[tuple[bytes, bytes]]:
    """How each number is tagged while it links, and while it does not."""
    for number in sorted(set(map(phones.normal, numbers))):
        for kind, value in _forms(number):
            loud = identifiers.tag(ring, kind, value)
            silent = identifiers.tag(ring, kind, value, frozenset({number}))
            if loud != silent:
                yield loud, silent


def _exchange(db: Session, before: bytes, after: bytes) -> int:
    query = update(_ROWS).where(_ROWS.c.tag == before).values(tag=after)
    return int(db.execute(query).rowcount)  # type: ignore[attr-defined]


def _forms(number: str) -> list[tuple[str, str]]:
    """The ways in which people keep a number that can be called."""
    return [
        (kind, f"zalo {number}" if kind is IdentifierKind.SOCIAL_ACCOUNT else number)
        for kind in _KINDS
    ]
