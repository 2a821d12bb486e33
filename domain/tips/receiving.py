"""Receiving a tip: stored once however often it is sent, and never refused for being odd."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.base import table_of
from domain.clock import LOCAL_TIME
from domain.engines import Upsert
from domain.feed import services as feed
from domain.places.models import Place
from domain.tips import appearing, codes, fingerprints, identifiers, sealing, times
from domain.tips.fingerprints import Told
from domain.tips.models import (
    HalfDay,
    LossBand,
    Tip,
    TipContact,
    TipIdentifier,
    TipSeries,
    TipState,
)
from domain.vault.keys import KeyRing
from domain.vault.sealing import RecordKey, new_record_key

_TIPS, _SERIES = table_of(Tip), table_of(TipSeries)
_KNOWN = select(_TIPS.c.id, _TIPS.c.fingerprint, _TIPS.c.receipt_lookup).where(
    _TIPS.c.submission_lookup.in_(bindparam("submissions", expanding=True)),
    _TIPS.c.fingerprint.in_(bindparam("contents", expanding=True)),
)
_INSERT = Upsert(_TIPS, lambda row: row.on_conflict_do_nothing().returning(_TIPS.c.id))
_NEXT = Upsert(
    _SERIES,
    lambda row: row.on_conflict_do_update(
        index_elements=["unit_id"], set_={"last": _SERIES.c.last + 1}
    ).returning(_SERIES.c.last),
)
_ADD_IDENTIFIERS = insert(table_of(TipIdentifier))
_ADD_CONTACT = insert(table_of(TipContact))

_COLLISIONS = 50
"""How many codes are tried again under each key; one in 10^15 collides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTip:
    """A tip on its way in. Id and key are made first, so that photos can be sealed before the
    transaction begins."""

    id: UUID
    key: RecordKey
    submission_id: UUID
    told: Told
    is_urgent: bool = False
    loss_band: LossBand = LossBand.NOT_TOLD
    quarantine: str = ""
    """A `QuarantineReason`, or empty."""
    has_code: bool = True
    """False for a named report, whose sender asks with the slip's number."""
    created_by: UUID | None = None

    @staticmethod
    def fresh_key() -> tuple[UUID, RecordKey]:
        """A random id, which tells no time, and the key that goes with it."""
        return uuid4(), new_record_key()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets. `code` is empty for a report without one."""

    tip_id: UUID
    code: str
    is_new: bool


def earlier(db: Session, ring: KeyRing, *, submission_id: UUID, told: Told) -> Receipt | None:
    """The receipt of the very same tip, when it was sent before."""
    sent = {
        "submissions": fingerprints.of_submission(ring, submission_id),
        "contents": fingerprints.of_content(ring, fingerprints.content(told)),
    }
    row = db.execute(_KNOWN, sent).first()
    if row is None:
        return None
    code = _code_again(ring, submission_id, row.fingerprint, row.receipt_lookup)
    return Receipt(row.id, code, is_new=False)


def siblings(db: Session, ring: KeyRing, submission_id: UUID) -> Sequence[Tip]:
    """Tips already sent from the same page, with other content."""
    lookups = fingerprints.of_submission(ring, submission_id)
    return db.scalars(select(Tip).where(Tip.submission_lookup.in_(lookups))).all()


def store(
    db: Session,
    ring: KeyRing,
    *,
    tip: NewTip,
    who: Who,
    now: datetime,
    on: date,
) -> Receipt:
    """Store a tip with everything that hangs on it, in the running transaction.

    Of two that arrive at once with the same id and content one is stored; for the other
    `is_new` is false and its caller must roll back. `on` is the day whose tree is in use.
    Photos are attached by the caller: sealed under `tip.key`, of kind "tip", to `tip.id`.
    """
    local = now.astimezone(LOCAL_TIME)
    half = times.half_of(now)
    row = row_of(ring, tip, day=local.date(), half=half)
    row["number"] = _next_number(db, tip.told.unit_id)
    row["sealed_received"] = sealing.seal_received(tip.key, tip.id, now)
    code = _insert(db, ring, tip, row)
    if code is None:
        return _same(db, ring, tip)
    _insert_parts(db, ring, tip)
    if not tip.quarantine:
        shown = Tip(**row, state=TipState.NEW, unit=db.get_one(Place, tip.told.unit_id))
        feed.put(db, happening=appearing.happening_of(shown), on=on)
    act = Act(action=Action.TIP_RECEIVED, object_kind="tip", object_id=str(tip.id))
    audit.record(db, ring, at=times.start_of_half(local.date(), half), who=who, act=act)
    return Receipt(tip.id, code, is_new=True)


def row_of(ring: KeyRing, tip: NewTip, *, day: date, half: HalfDay) -> dict[str, Any]:
    """The tip's row without number, exact instant and receipt."""
    told, key_id = tip.told, ring.newest
    return {
        "id": tip.id,
        "unit_id": told.unit_id,
        "place_id": told.place_id,
        "category": told.category,
        "source": told.source,
        "received_on": day,
        "received_half": half,
        "is_urgent": tip.is_urgent,
        "loss_band": tip.loss_band,
        "has_contact": bool(told.contact),
        "is_named": not tip.has_code,
        "is_quarantined": bool(tip.quarantine),
        "quarantine_reason": tip.quarantine,
        "key_id": key_id,
        "wrapped_key": sealing.wrap_key(
            ring, unit_id=told.unit_id, tip_id=tip.id, key=tip.key, key_id=key_id
        ),
        "sealed_body": sealing.seal_body(tip.key, tip.id, told.body),
        "submission_lookup": fingerprints.of_submission(ring, tip.submission_id)[0],
        "fingerprint": fingerprints.of_content(ring, fingerprints.content(told))[0],
        "created_by": tip.created_by,
    }


def _next_number(db: Session, unit_id: UUID) -> int:
    """The next number of the unit's series, by one statement that both engines serialise."""
    return int(db.execute(_NEXT.on(db), {"unit_id": unit_id, "last": 1}).scalar_one())


def _insert(db: Session, ring: KeyRing, tip: NewTip, row: dict[str, Any]) -> str | None:
    """Insert under the first free code; None when the same tip already stands."""
    seed = seed_of(tip.submission_id, row["fingerprint"])
    for code in codes.candidates(ring, row["key_id"], seed):
        row["receipt_lookup"] = codes.lookup(ring, code, row["key_id"]) if tip.has_code else None
        if db.execute(_INSERT.on(db), row).first():
            return code if tip.has_code else ""
        if _stands(db, row):
            break
    return None


def _stands(db: Session, row: dict[str, Any]) -> bool:
    same = select(Tip.id).where(
        Tip.submission_lookup == row["submission_lookup"], Tip.fingerprint == row["fingerprint"]
    )
    return db.scalar(same) is not None


def _same(db: Session, ring: KeyRing, tip: NewTip) -> Receipt:
    same = earlier(db, ring, submission_id=tip.submission_id, told=tip.told)
    if same is None:
        raise LookupError("Only the same tip can stand in the way of a tip.")
    return same


def _insert_parts(db: Session, ring: KeyRing, tip: NewTip) -> None:
    if rows := identifier_rows(ring, tip):
        db.execute(_ADD_IDENTIFIERS, rows)
    if tip.told.contact:
        sealed = sealing.seal_contact(ring, tip.id, tip.told.contact)
        values = {"tip_id": tip.id, "key_id": ring.newest, "sealed": sealed}
        db.execute(_ADD_CONTACT, values)


def identifier_rows(ring: KeyRing, tip: NewTip) -> list[dict[str, Any]]:
    """The rows of a tip's identifiers: tagged to be compared, sealed to be read."""
    return [
        {
            "id": (row_id := uuid4()),
            "tip_id": tip.id,
            "kind": found.kind,
            "tag": identifiers.tag(ring, found.kind, found.value),
            "sealed_value": sealing.seal_identifier(tip.key, row_id, found.value),
            "position": position,
        }
        for position, found in enumerate(tip.told.identifiers)
    ]


def seed_of(submission_id: UUID, fingerprint: bytes) -> bytes:
    """What a tip's receipt code follows from."""
    return submission_id.bytes + fingerprint


def _code_again(
    ring: KeyRing, submission_id: UUID, fingerprint: bytes, lookup: bytes | None
) -> str:
    """The code that was given for the same tip before: it follows from what was sent, under the
    key that was newest then."""
    if lookup is None:
        return ""
    seed = seed_of(submission_id, fingerprint)
    for key_id in ring.key_ids():
        for code in islice(codes.candidates(ring, key_id, seed), _COLLISIONS):
            if codes.lookup(ring, code, key_id) == lookup:
                return code
    raise LookupError("The code of a stored tip follows from a key of the ring.")
