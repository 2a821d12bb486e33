"""A tip that an officer types in: told on the phone, at the desk, in the mailbox, at a forum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.errors import BadInput, NotFound
from domain.media import services as media
from domain.people.models import Officer
from domain.tips import claims, codes, deadlines, fingerprints, money, receiving, telling, times
from domain.tips.acting import KIND, Acting
from domain.tips.fingerprints import Told
from domain.tips.inbox import received_at
from domain.tips.models import Source, StepKind, Tip
from domain.tips.queries import get_own
from domain.tips.receiving import NewTip
from domain.tips.talk_models import TipClaim
from domain.vault.keys import KeyRing
from domain.vault.sealing import RecordKey

SOURCES = (
    Source.PHONE,
    Source.DESK,
    Source.MAILBOX,
    Source.FORUM,
    Source.OFFICER,
    Source.BANK,
)
"""How a tip comes in that an officer types."""
_NOBODY_WAITS = {Source.OFFICER, Source.BANK, Source.MAILBOX}
SLIP_SHOWN_FOR = timedelta(minutes=10)
"""How long the claim number may be printed; after that nobody in the unit can see it."""
_NOT_A_TIP_ALONE = {"on_behalf", "contact"}


class Slip(StrEnum):
    """What the person takes home, as the person chose."""

    CODE = "code"
    """A number, good once, that shows the real code on the public page."""
    NUMBER = "number"
    """The tip's number, the duty phone and a date to ask: a named report."""
    NONE = "none"
    """Nothing: the officer, a bank or a letter without its writer is the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A tip on its way in. `id` and `key` are made before, so that photos are sealed for it."""

    id: UUID
    key: RecordKey
    told: Told
    slip: Slip
    is_urgent: bool
    in_danger: bool = False


def slip_for(source: Source | None, typed: str) -> Slip:
    """The slip that was chosen; without a choice whoever reported asks with the tip's number."""
    if typed in set(Slip):
        return Slip(typed)
    return Slip.NONE if source in _NOBODY_WAITS else Slip.NUMBER


def problems(
    values: Mapping[str, str], *, source: Source | None, has_photos: bool, now: datetime
) -> Iterable[BadInput]:
    """Everything an officer should mend before the tip is stored; odd identifiers may stay odd."""
    if source not in SOURCES:
        yield BadInput("source", "Chọn tin tới bằng đường nào.")
    if not has_photos and not set(values) - _NOT_A_TIP_ALONE:
        yield BadInput("story", "Chưa có gì để lưu. Ghi lời kể, hoặc chọn loại việc.")
    for name, text in values.items():
        if len(text) > telling.LONGEST:
            yield BadInput(name, "Dài quá 20.000 chữ. Bớt lại giúp.")
    if times.read_day(values.get("happened_on", ""), now).is_odd:
        yield BadInput("happened_on", "Ngày này không có, hoặc chưa tới. Ghi như 05/6/2024.")
    if times.read_moment(values.get("money_sent_at", ""), now).is_odd:
        yield BadInput("money_sent_at", "Giờ này không có, hoặc chưa tới.")


def already_sent(db: Session, *, acting: Acting, tip_id: UUID) -> Tip | None:
    """The tip that this officer's phone sent before under this id, if any.

    Holds the officer's row until the end of the transaction, so that the same form sent twice at
    once is looked at one after the other. Raises `NotFound` when the id is somebody else's.
    """
    if typed_in(db, by=acting.by, tip_id=tip_id) is None:
        return None
    return get_own(db, acting.by, tip_id, acting.on)


def typed_in(db: Session, *, by: Officer, tip_id: UUID) -> Tip | None:
    """The same wherever the tip is handled by now; for adding to it what its writer sent later."""
    db.execute(select(Officer.id).where(Officer.id == by.id).with_for_update(key_share=True))
    tip = db.get(Tip, tip_id)
    if tip is not None and tip.created_by != by.id:
        raise NotFound
    return tip


def is_own(db: Session, by: Officer, tip_id: UUID) -> bool:
    """Whether this officer typed the tip in."""
    query = select(Tip.id).where(Tip.id == tip_id, Tip.created_by == by.id)
    return db.scalar(query) is not None


def is_same(db: Session, ring: KeyRing, *, tip: Tip, told: Told) -> bool:
    """Whether a form that came again says what it said the first time and brings nothing new.

    Photos that were kept from an earlier try need not come again, and those that came after the
    words are behind the ones that came with them.
    """
    kept = [photo.received_sha256 for photo in media.of_record(db, KIND, tip.id)]
    if not set(told.photo_digests) <= set(kept):
        return False
    firsts = (replace(told, photo_digests=tuple(kept[:count])) for count in range(len(kept) + 1))
    return any(tip.fingerprint in fingerprints.of_content(ring, one.content) for one in firsts)


def record(db: Session, *, acting: Acting, entry: Entry, claim_days: int) -> Tip:
    """Store the tip in the officer's own unit; it counts as opened, for its writer knows it.

    The caller has asked `already_sent` and attaches the photos, sealed under `entry.key`.
    """
    new = NewTip(
        id=entry.id,
        key=entry.key,
        submission_id=entry.id,
        told=entry.told,
        is_urgent=entry.is_urgent,
        in_danger=entry.in_danger,
        loss_band=money.band(entry.told.body.money_amount),
        has_code=False,
        created_by=acting.by.id,
    )
    receiving.store(db, acting.ring, tip=new, who=acting.who, now=acting.now, on=acting.on)
    tip = db.get_one(Tip, entry.id)
    tip.is_named = entry.slip is Slip.NUMBER
    tip.opened_at = acting.now
    acting.step(db, StepKind.OPENED, tip)
    deadlines.opened(db, acting=acting, tip=tip)
    if entry.slip is Slip.CODE:
        day = local_day(acting.now)
        source = _number_source(acting.ring, tip.id)
        claims.issue(db, acting.ring, tip_id=tip.id, source=source, today=day, days=claim_days)
    db.flush()
    return tip


def claim_number(db: Session, *, acting: Acting, tip: Tip) -> str:
    """The slip's number, for its writer and for a few minutes; empty afterwards.

    It is not kept: it follows from the keys and the tip, so that a printer that jammed or an
    answer that got lost costs nothing.
    """
    claim = db.get(TipClaim, tip.id)
    is_late = acting.now - received_at(acting.ring, tip) > SLIP_SHOWN_FOR
    if claim is None or claim.used_on or is_late or tip.created_by != acting.by.id:
        return ""
    number = codes.new_number(_number_source(acting.ring, tip.id))
    return number if claim.claim_lookup in codes.lookups(acting.ring, number) else ""


def claim_until(db: Session, tip: Tip) -> TipClaim | None:
    """The claim on a tip, used or not."""
    return db.get(TipClaim, tip.id)


def _number_source(ring: KeyRing, tip_id: UUID) -> Random:
    # Seeded with a secret of 32 bytes: whoever has not the keys can foretell nothing.
    return Random(ring.mac("claim", tip_id.bytes))  # noqa: S311
