"""What was typed into a tip form, the public one or the officers', and what it means."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from domain.media.problems import shown_name
from domain.media.services import Received
from domain.tips import identifiers, money, times
from domain.tips.fingerprints import Told
from domain.tips.identifiers import Identifier, IdentifierKind
from domain.tips.models import Source
from domain.tips.sealing import TipBody

LONGEST = 20_000
"""Letters that one field may hold."""
OTHER = "other"
IDENTIFIERS = {
    "suspect_phone": IdentifierKind.PHONE,
    "suspect_account": IdentifierKind.BANK_ACCOUNT,
    "suspect_bank": IdentifierKind.BANK,
    "suspect_holder": IdentifierKind.ACCOUNT_HOLDER,
    "suspect_link": IdentifierKind.URL,
    "suspect_handle": IdentifierKind.SOCIAL_ACCOUNT,
    "transaction_id": IdentifierKind.TRANSACTION_ID,
}
FIELDS = (
    "category",
    "story",
    "happened_on",
    "money_lost",
    "money_sent_at",
    "victim_bank",
    "contact",
    "on_behalf",
    "earlier",
    *IDENTIFIERS,
)
"""The fields that both forms have; values are cleaned, and missing when empty."""


def _body(
    values: Mapping[str, str], category: str, problems: Sequence[Received], now: datetime
) -> TipBody:
    happened = times.read_day(values.get("happened_on", ""), now)
    sent = times.read_moment(values.get("money_sent_at", ""), now)
    return TipBody(
        story=values.get("story", ""),
        category_typed="" if category == values.get("category", "") else values.get("category", ""),
        happened_text=happened.text,
        happened_on=happened.day.isoformat() if happened.day else "",
        money_text=values.get("money_lost", ""),
        money_amount=money.parse(values.get("money_lost", "")),
        money_sent_text=sent.text,
        money_sent_at=sent.at.isoformat() if sent.at else "",
        victim_bank=values.get("victim_bank", ""),
        on_behalf=bool(values.get("on_behalf", "")),
        earlier=values.get("earlier", ""),
        photo_problems=tuple(
            (shown_name(one.file_name), one.problem.value) for one in problems if one.problem
        ),
    )


def told(
    values: Mapping[str, str],
    *,
    unit_id: UUID,
    place_id: UUID | None,
    source: Source,
    slugs: Iterable[str],
    digests: Sequence[bytes],
    problems: Sequence[Received],
    now: datetime,
) -> Told:
    """The tip that the form tells; a category that is not offered counts as "other"."""
    category = values.get("category", "") if values.get("category", "") in set(slugs) else OTHER
    return Told(
        unit_id=unit_id,
        place_id=place_id,
        source=source,
        category=category,
        body=_body(values, category, problems, now),
        identifiers=tuple(_identifiers(values)),
        contact=values.get("contact", ""),
        photo_digests=tuple(digests),
    )


def _identifiers(values: Mapping[str, str]) -> Iterable[Identifier]:
    for name, kind in IDENTIFIERS.items():
        if text := values.get(name):
            yield from identifiers.split(kind, text)


def soft_notes(values: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Field to note: what was understood, and what deserves a second look. Never a refusal."""
    notes = {
        name: odd.value
        for name, kind in IDENTIFIERS.items()
        if (odd := identifiers.oddity(kind, values.get(name, "")))
    }
    if values.get("money_lost", ""):
        clear = money.parse(values.get("money_lost", "")) is not None
        notes["money_lost"] = "money" if clear else "money_unclear"
    if times.read_day(values.get("happened_on", ""), now).is_odd:
        notes["happened_on"] = "day"
    if times.read_moment(values.get("money_sent_at", ""), now).is_odd:
        notes["money_sent_at"] = "moment"
    return notes
