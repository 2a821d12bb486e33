"""The tip form: what may stand in it, what was typed, and what it means to the domain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from domain.media.problems import shown_name
from domain.media.services import Received
from domain.text import clean
from domain.tips import identifiers, money, times
from domain.tips.fingerprints import Told
from domain.tips.identifiers import Identifier, IdentifierKind
from domain.tips.models import Source
from domain.tips.sealing import TipBody

LONGEST = 20_000
OTHER = "other"
HONEYPOT = "confirm_note"
_IDENTIFIERS = {
    "suspect_phone": IdentifierKind.PHONE,
    "suspect_account": IdentifierKind.BANK_ACCOUNT,
    "suspect_bank": IdentifierKind.BANK,
    "suspect_holder": IdentifierKind.ACCOUNT_HOLDER,
    "suspect_link": IdentifierKind.URL,
    "suspect_handle": IdentifierKind.SOCIAL_ACCOUNT,
    "transaction_id": IdentifierKind.TRANSACTION_ID,
}
_PLAIN = (
    "category",
    "story",
    "happened_on",
    "money_lost",
    "money_sent_at",
    "victim_bank",
    "contact",
    "on_behalf",
    "send_to",
)
_NOT_A_TIP_ALONE = {"on_behalf", "send_to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form, cleaned; `submission_id` is new when none came or a broken one."""

    submission_id: UUID = field(default_factory=uuid4)
    token: str = ""
    is_trap: bool = False
    photo_ids: tuple[UUID, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """What was typed in a field; empty when nothing was."""
        return self.values.get(name, "")

    @property
    def is_empty(self) -> bool:
        """Nothing that makes a tip was given; photos are counted by the caller."""
        return not any(value for name, value in self.values.items() if name not in _NOT_A_TIP_ALONE)

    @property
    def too_long(self) -> str:
        """The first field that holds more than a tip may."""
        return next((name for name, text in self.values.items() if len(text) > LONGEST), "")


EMPTY = Typed(submission_id=UUID(int=0))


def read(form: MultiDict[str, str]) -> Typed:
    """The fields of a form that was sent; unknown ones are left out."""
    names = (*_PLAIN, *_IDENTIFIERS)
    values = {name: text for name in names if (text := clean(form.get(name, "")))}
    return Typed(
        submission_id=_uuid(form.get("submission_id", "")) or uuid4(),
        token=form.get("form_token", ""),
        is_trap=bool(form.get(HONEYPOT, "").strip()),
        photo_ids=tuple(dict.fromkeys(_uuids(form.getlist("photo_ids")))),
        values=values,
    )


def _uuids(texts: Iterable[str]) -> Iterable[UUID]:
    return (found for text in texts if (found := _uuid(text)))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _body(typed: Typed, category: str, problems: Sequence[Received], now: datetime) -> TipBody:
    happened = times.read_day(typed.get("happened_on"), now)
    sent = times.read_moment(typed.get("money_sent_at"), now)
    return TipBody(
        story=typed.get("story"),
        category_typed="" if category == typed.get("category") else typed.get("category"),
        happened_text=happened.text,
        happened_on=happened.day.isoformat() if happened.day else "",
        money_text=typed.get("money_lost"),
        money_amount=money.parse(typed.get("money_lost")),
        money_sent_text=sent.text,
        money_sent_at=sent.at.isoformat() if sent.at else "",
        victim_bank=typed.get("victim_bank"),
        on_behalf=bool(typed.get("on_behalf")),
        photo_problems=tuple(
            (shown_name(one.file_name), one.problem.value) for one in problems if one.problem
        ),
    )


def told(
    typed: Typed,
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
    category = typed.get("category") if typed.get("category") in set(slugs) else OTHER
    return Told(
        unit_id=unit_id,
        place_id=place_id,
        source=source,
        category=category,
        body=_body(typed, category, problems, now),
        identifiers=tuple(_identifiers(typed)),
        contact=typed.get("contact"),
        photo_digests=tuple(digests),
    )


def _identifiers(typed: Typed) -> Iterable[Identifier]:
    for name, kind in _IDENTIFIERS.items():
        yield from identifiers.split(kind, typed.get(name))


def soft_notes(typed: Typed, now: datetime) -> dict[str, str]:
    """Field to note: what was understood, and what deserves a second look. Never a refusal."""
    notes = {
        name: odd.value
        for name, kind in _IDENTIFIERS.items()
        if (odd := identifiers.oddity(kind, typed.get(name)))
    }
    if typed.get("money_lost"):
        clear = money.parse(typed.get("money_lost")) is not None
        notes["money_lost"] = "money" if clear else "money_unclear"
    if times.read_day(typed.get("happened_on"), now).is_odd:
        notes["happened_on"] = "day"
    if times.read_moment(typed.get("money_sent_at"), now).is_odd:
        notes["money_sent_at"] = "moment"
    return notes
