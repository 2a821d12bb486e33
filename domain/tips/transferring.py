"""Handing a tip on: up, back, sideways, or outside on paper, each under a numbered slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.errors import BadInput
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import (
    appeals,
    appearing,
    cases,
    deadlines,
    handling,
    lifecycle,
    limit_rules,
    receiving,
    sealing,
    series,
)
from domain.tips.acting import Acting
from domain.tips.models import StepKind, Tip, TipState
from domain.tips.work_models import TipTransfer, TipWatcher, TransferWay
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where

_TO_WHO_RESOLVES = frozenset({TransferWay.UP, TransferWay.TAKEN_UP, TransferWay.OUTSIDE})
SLIP = "transfer_slip"
"""The series of slip numbers, shared with the paper of the same name."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Where a tip goes and why. `to_name` is an authority outside, with no `to_unit_id`."""

    way: TransferWay
    to_unit_id: UUID | None = None
    to_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One handing over as it is read."""

    row: TipTransfer
    note: str


def offered(db: Session, acting: Acting, tip: Tip) -> dict[TransferWay, Sequence[Place]]:
    """The units that the tip may go to now, by way: the one above, whoever had it before, and
    the communes beside or below that exist today."""
    here = acting.by.place
    above = places.parent_unit(db, here)
    up = [above] if above is not None else []
    taken = {here.id, *(place.id for place in up)}
    before = [slip.from_unit for slip in _rows(db, tip)]
    back = [
        place for place in dict.fromkeys(before) if place.id not in taken and _lives(place, acting)
    ]
    taken |= {place.id for place in back}
    root = above if above is not None and here.level is Level.COMMUNE else here
    near = places.communes(db, root.id, acting.on)
    return {
        TransferWay.UP: up,
        TransferWay.BACK: back,
        TransferWay.SIDEWAYS: [place for place in near if place.id not in taken],
    }


def problems(db: Session, acting: Acting, tip: Tip, hand: HandOver) -> list[BadInput]:
    """What is wrong with a handing over, each with its box."""
    found = []
    if hand.way is TransferWay.OUTSIDE:
        if not clean(hand.to_name):
            found.append(BadInput("to_name", "Ghi tên cơ quan nhận."))
        elif len(clean(hand.to_name)) > LONGEST_NAME:
            found.append(BadInput("to_name", "Tên cơ quan dài quá 200 chữ. Bớt lại giúp."))
    else:
        found += _problems_of_unit(db, acting, tip, hand)
    if len(clean(hand.note)) < 3:
        found.append(BadInput("note", "Ghi lý do chuyển, ít nhất vài chữ."))
    elif len(clean(hand.note)) > lifecycle.LONGEST_NOTE:
        found.append(BadInput("note", "Ghi chú dài quá 2.000 chữ. Bớt lại giúp."))
    return found


def _problems_of_unit(db: Session, acting: Acting, tip: Tip, hand: HandOver) -> list[BadInput]:
    if hand.to_unit_id in {place.id for place in offered(db, acting, tip).get(hand.way, ())}:
        return []
    heir = places.successor_of(db, hand.to_unit_id) if hand.to_unit_id else None
    if heir is not None:
        gone = Sentence("Đơn vị này đã nhập vào %(unit)s. Chọn đơn vị đó.", unit=heir.unit_title)
        return [BadInput("to_unit", gone)]
    return [BadInput("to_unit", "Chọn nơi nhận.")]


def transfer(db: Session, *, acting: Acting, tip: Tip, version: int, hand: HandOver) -> TipTransfer:
    """Hand the tip on. The unit that had it keeps following where it stands.

    Raises `StaleVersion`, `BadInput`, and `NotPossible` when the tip has ended.
    """
    handling.require_ready(tip, version)
    lifecycle.require_follows(tip, TipState.TRANSFERRED)
    for problem in problems(db, acting, tip, hand):
        raise problem
    return hand_over(db, acting, tip, hand, here=acting.by.place_id)


def hand_over(db: Session, acting: Acting, tip: Tip, hand: HandOver, *, here: UUID) -> TipTransfer:
    """Make the slip and let the tip go, once it was seen that it may. `here`: the unit that hands
    it over."""
    slip = _slip(db, acting, tip, hand, here=here)
    counted = appearing.counted_beside(db, tip=tip, on=acting.on)
    if hand.way in _TO_WHO_RESOLVES:
        for rule in limit_rules.HANDING_ON:
            deadlines.meet(db, acting=acting, tip=tip, rule=rule)
    told = f"{slip.slip_number}/{slip.slip_year}"
    if hand.to_unit_id is None:
        tip.state, tip.closed_on = TipState.TRANSFERRED, local_day(acting.now)
        if tip.taken_by_id is None:
            handling.give_to(tip, acting.by)
    else:
        _move(db, acting, tip, places.get(db, hand.to_unit_id))
        cases.moved(db, acting=acting, tip=tip)
    tip.sealed_sentence = None
    handling.changed(
        db, acting, tip, Action.TIP_TRANSFERRED, StepKind.TRANSFERRED, note=told, reason=hand.way
    )
    appearing.count_handed_on(
        db,
        tip=tip,
        by=here,
        before=counted,
        on=acting.on,
        today=local_day(acting.now),
    )
    return slip


def slips_of(db: Session, ring: KeyRing, tip: Tip) -> list[Slip]:
    """Every handing over of the tip, oldest first; the caller has seen to it who may read."""
    key = sealing.tip_key(ring, tip)
    return [
        Slip(row, key.unseal(_where(row.id), row.sealed_note).decode()) for row in _rows(db, tip)
    ]


def newest(db: Session, tip: Tip, *, units: Sequence[UUID]) -> TipTransfer | None:
    """The last handing over by one of the units, without its note: where a tip went from there is
    told by those who sent it. Taking up counts for both sides."""
    rows = [
        row
        for row in _rows(db, tip)
        if row.from_unit_id in units
        or (row.way is TransferWay.TAKEN_UP and row.to_unit_id in units)
    ]
    return rows[-1] if rows else None


def _rows(db: Session, tip: Tip) -> Sequence[TipTransfer]:
    query = select(TipTransfer).where(TipTransfer.tip_id == tip.id)
    return db.scalars(query.order_by(TipTransfer.at, TipTransfer.slip_number)).unique().all()


def _lives(place: Place, acting: Acting) -> bool:
    return place.valid_to is None or place.valid_to >= acting.on


def _slip(db: Session, acting: Acting, tip: Tip, hand: HandOver, *, here: UUID) -> TipTransfer:
    row_id, year = uuid4(), local_day(acting.now).year
    slip = TipTransfer(
        id=row_id,
        tip_id=tip.id,
        way=hand.way,
        from_unit_id=here,
        to_unit_id=hand.to_unit_id,
        to_name=clean(hand.to_name) if hand.to_unit_id is None else "",
        slip_number=series.next_number(db, unit_id=here, year=year, kind=SLIP),
        slip_year=year,
        at=acting.now,
        by_id=acting.by.id,
        sealed_note=sealing.tip_key(acting.ring, tip).seal(
            _where(row_id), clean(hand.note).encode()
        ),
    )
    db.add(slip)
    return slip


def _move(db: Session, acting: Acting, tip: Tip, to: Place) -> None:
    """Let another unit have the tip: new under its own number, its key under the unit's subkey.

    Whoever reads tips there is told. A unit that had the tip before gets its own number back.
    """
    asked = appeals.goes_to(db, tip)
    key = sealing.tip_key(acting.ring, tip)
    earlier = db.get(TipWatcher, (tip.id, to.id))
    db.add(TipWatcher(tip_id=tip.id, unit_id=tip.unit_id, number=tip.number))
    if earlier is not None:
        db.delete(earlier)
    tip.number = earlier.number if earlier else receiving.next_number(db, to.id)
    tip.unit_id, tip.unit = to.id, to
    tip.key_id = acting.ring.newest
    tip.wrapped_key = sealing.wrap_key(
        acting.ring, unit_id=to.id, tip_id=tip.id, key=key, key_id=tip.key_id
    )
    tip.state, tip.opened_at, tip.escalation = TipState.NEW, None, 0
    tip.taken_by_id = tip.taken_by = None
    appeals.moved(db, tip=tip, asked=asked, now=acting.now, on=acting.on)
    notices.tell_unit(
        db,
        unit_id=to.id,
        kind=NoticeKind.TRANSFERRED,
        subject=tip.id,
        now=acting.now,
        on=acting.on,
    )


def _where(row_id: UUID) -> Where:
    return Where("tip_transfers", "sealed_note", row_id)
