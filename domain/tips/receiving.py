"""Receiving a tip: stored once however often it is sent, and never refused for being odd."""

from collections.abc import Collection, Sequence
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
from domain.engines import inserting, ready
from domain.feed import services as feed
from domain.places.models import Place
from domain.tips import appearing, codes, fingerprints, identifiers, sealing, times
from domain.tips.fingerprints import Told
from domain.tips.models import (
    Classification,
    EndCheck,
    FoundIn,
    HalfDay,
    LossBand,
    Tip,
    TipIdentifier,
    TipSeries,
    TipState,
)
from domain.tips.shared_numbers import shared_numbers
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing
from domain.vault.sealing import RecordKey, new_record_key

_TIPS, _SERIES, _PLACES = table_of(Tip), table_of(TipSeries), table_of(Place)
_SAME = ready(
    select(_TIPS.c.id, _TIPS.c.receipt_lookup).where(
        _TIPS.c.submission_lookup == bindparam("submission"),
        _TIPS.c.fingerprint == bindparam("content"),
    )
)
_UNIT = ready(
    select(_PLACES.c.full_name, _PLACES.c.unit_title).where(_PLACES.c.id == bindparam("unit_id"))
)
_INSERT = inserting(_TIPS, lambda row: row.on_conflict_do_nothing().returning(_TIPS.c.id))
_NEXT = inserting(
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
    in_danger: bool = False
    loss_band: LossBand = LossBand.NOT_TOLD
    quarantine: str = ""
    """A `QuarantineReason`, or empty."""
    has_code: bool = True
    """False for a named report, whose sender asks with the slip's number."""
    created_by: UUID | None = None

    @property
    def is_by_officer(self) -> bool:
        """Whether an officer typed it in."""
        return self.created_by is not None

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


def earlier(
    db: Session, ring: KeyRing, *, submission_id: UUID, told: Told, by_officer: bool = False
) -> Receipt | None:
    """The receipt of the very same tip, when it was sent before."""
    submissions = fingerprints.of_submission(ring, submission_id, by_officer=by_officer)
    contents = fingerprints.of_content(ring, told.content)
    for submission, content in zip(submissions, contents, strict=True):
        if found := _SAME.first(db, {"submission": submission, "content": content}):
            tip_id, lookup = found
            code = _code_again(ring, submission_id, content, lookup)
            return Receipt(tip_id, code, is_new=False)
    return None


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
    row["number"] = next_number(db, tip.told.unit_id)
    row["sealed_received"] = sealing.seal_received(tip.key, tip.id, now)
    row["accepted_at"] = now if tip.is_by_officer else None
    code = _insert(db, ring, tip, row)
    if code is None:
        return _same(db, ring, tip)
    _insert_parts(db, ring, tip)
    if not tip.quarantine:
        unit = _UNIT.one(db, {"unit_id": tip.told.unit_id})
        feed.add(db, happening=appearing.happening_of(appearing.facts_of(row, *unit)), on=on)
    act = Act(action=Action.TIP_RECEIVED, object_kind="tip", object_id=str(tip.id))
    audit.record(db, ring, at=times.start_of_half(local.date(), half), who=who, act=act)
    return Receipt(tip.id, code, is_new=True)


_UNTOUCHED: dict[str, Any] = {
    "state": TipState.NEW,
    "taken_by_id": None,
    "opened_at": None,
    "accepted_at": None,
    "classification": Classification.RAW,
    "outcome": None,
    "duplicate_of_id": None,
    "due_at": None,
    "next_news_on": None,
    "sealed_sentence": None,
    "end_check": EndCheck.NOT_NEEDED,
    "is_sampled": False,
    "closed_by_id": None,
    "closed_on": None,
    "appealed_on": None,
    "appeal_answer_on": None,
    "escalation": 0,
    "victim_spoken_on": None,
    "hold_until": None,
    "sealed_hold_reason": None,
    "has_new_message": False,
    "version": 1,
}
"""What stands in the row of a tip that nobody has handled."""


def row_of(ring: KeyRing, tip: NewTip, *, day: date, half: HalfDay) -> dict[str, Any]:
    """The tip's row without number, exact instant and receipt."""
    told, key_id = tip.told, ring.newest
    return _UNTOUCHED | {
        "id": tip.id,
        "unit_id": told.unit_id,
        "place_id": told.place_id,
        "category": told.category,
        "source": told.source,
        "received_on": day,
        "received_half": half,
        "is_urgent": tip.is_urgent,
        "in_danger": tip.in_danger,
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
        "submission_lookup": fingerprints.of_submission(
            ring, tip.submission_id, by_officer=tip.is_by_officer
        )[0],
        "fingerprint": fingerprints.of_content(ring, told.content)[0],
        "created_by": tip.created_by,
    }


def next_number(db: Session, unit_id: UUID) -> int:
    """The next number of the unit's series, by one statement that both engines serialise."""
    (number,) = _NEXT.one(db, {"unit_id": unit_id, "last": 1})
    return int(number)


def _insert(db: Session, ring: KeyRing, tip: NewTip, row: dict[str, Any]) -> str | None:
    """Insert under the first free code; None when the same tip already stands."""
    seed = seed_of(tip.submission_id, row["fingerprint"])
    for code in codes.candidates(ring, row["key_id"], seed):
        row["receipt_lookup"] = codes.lookup(ring, code, row["key_id"]) if tip.has_code else None
        if _INSERT.first(db, row):
            return code if tip.has_code else ""
        same = {"submission": row["submission_lookup"], "content": row["fingerprint"]}
        if _SAME.first(db, same):
            break
    return None


def _same(db: Session, ring: KeyRing, tip: NewTip) -> Receipt:
    same = earlier(
        db,
        ring,
        submission_id=tip.submission_id,
        told=tip.told,
        by_officer=tip.is_by_officer,
    )
    if same is None:
        raise LookupError("Only the same tip can stand in the way of a tip.")
    return same


def _insert_parts(db: Session, ring: KeyRing, tip: NewTip) -> None:
    if tip.told.identifiers:
        db.execute(_ADD_IDENTIFIERS, identifier_rows(ring, tip, shared_numbers(db)))
    if tip.told.contact:
        sealed = sealing.seal_contact(ring, tip.id, tip.told.contact)
        values = {"tip_id": tip.id, "key_id": ring.newest, "sealed": sealed}
        db.execute(_ADD_CONTACT, values)


def identifier_rows(
    ring: KeyRing, tip: NewTip, shared: Collection[str] = frozenset()
) -> list[dict[str, Any]]:
    """The rows of a tip's identifiers: tagged to be compared, sealed to be read. `shared`: the
    numbers that link nothing (`shared_numbers`)."""
    return [
        {
            "id": (row_id := uuid4()),
            "tip_id": tip.id,
            "kind": found.kind,
            "tag": identifiers.tag(ring, found.kind, found.value, shared),
            "sealed_value": sealing.seal_identifier(tip.key, row_id, found.value),
            "position": position,
            "found_in": FoundIn.FIELD,
            "tag_form": identifiers.tag_form(ring),
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
