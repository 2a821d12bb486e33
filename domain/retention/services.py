"""Erasing tips whose time is over, each in one transaction, and holding back what is needed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, ScalarResult, delete, select, update
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import NOBODY, Act
from domain.banking.models import BankCall
from domain.errors import BadInput
from domain.feed import services as feed
from domain.feed.models import Kind
from domain.letters import notes as letter_notes
from domain.media import uploads
from domain.media.models import Photo
from domain.notices import services as notices
from domain.reference.settings import Settings
from domain.retention import rules
from domain.retention.models import TipStub
from domain.review.models import Review
from domain.text import clean
from domain.tips import messages, sealing
from domain.tips.acting import KIND, Acting
from domain.tips.models import EndCheck, Tip, TipState
from domain.tips.talk_models import TipMessage
from domain.tips.work_models import TipTransfer, TransferWay
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where

LONGEST_HOLD = timedelta(days=5 * 366)
LONGEST_REASON = 400


def due(db: Session, *, settings: Settings, today: date) -> list[tuple[UUID, TipState]]:
    """The tips whose time of keeping is over, the one that ended first in front."""
    tips = _ended(db, today)
    return [(tip.id, tip.state) for tip in tips if rules.is_over(tip, settings, today)]


def waiting(db: Session, *, settings: Settings, today: date) -> int:
    """How many tips stay only because one person alone ended them."""
    pending = _ended(db, today, Tip.end_check == EndCheck.PENDING)
    past = (tip for tip in pending if rules.is_past(tip, settings, today))
    return sum(rules.one_person_only(tip) for tip in past)


def _ended(db: Session, today: date, *wanted: ColumnElement[bool]) -> ScalarResult[Tip]:
    ended = select(Tip).where(Tip.state.in_(rules.DAYS), Tip.closed_on < today, *wanted)
    return db.scalars(ended.order_by(Tip.closed_on, Tip.id))


def told(found: Sequence[tuple[UUID, TipState]]) -> dict[TipState, int]:
    """How many of each end there are."""
    return dict(Counter(state for _, state in found))


def erase(
    db: Session, ring: KeyRing, *, tip_id: UUID, settings: Settings, now: datetime, today: date
) -> list[str] | None:
    """Erase a tip with everything that hangs on it and leave a stub; the files to delete once
    that is committed. None when its time is not over, or no longer, by now.

    The row is locked and weighed again: a hold that was set meanwhile is kept. Its key goes with
    the row, so that copies of its sealed files are worth nothing. Figures stay.
    """
    query = select(Tip).where(Tip.id == tip_id).with_for_update(of=Tip)
    tip = db.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if tip is None or not rules.is_over(tip, settings, today):
        return None
    db.add(_stub(db, tip))
    files = _erase_photos(db, tip)
    db.execute(update(Tip).where(Tip.duplicate_of_id == tip.id).values(duplicate_of_id=None))
    db.execute(delete(Review).where(Review.record_kind == Kind.TIP, Review.record_id == tip.id))
    letter_notes.forget(db, kind=KIND, record_id=tip.id)
    uploads.forget(db, item_id=tip.id)
    calls = update(BankCall).where(BankCall.tip_id == tip.id)
    db.execute(calls.values(tip_id=None, sealed_note=b""))
    feed.forget(db, record_id=tip.id)
    notices.forget_subject(db, tip.id)
    act = Act(action=Action.TIP_ERASED, object_kind=KIND, object_id=str(tip.id), reason=tip.state)
    audit.record(db, ring, at=now, who=NOBODY, act=act)
    db.delete(tip)
    db.flush()
    return files


def problems_of_hold(until: date | None, reason: str, today: date) -> list[BadInput]:
    """What is wrong with a hold as it was typed, each with its box."""
    found = []
    if until is None or not today <= until <= today + LONGEST_HOLD:
        found.append(BadInput("until", "Chọn ngày từ hôm nay tới 5 năm nữa."))
    if not 3 <= len(clean(reason)) <= LONGEST_REASON:
        found.append(BadInput("hold_reason", "Ghi lý do, từ 3 tới 400 chữ cái."))
    return found


def hold(db: Session, *, acting: Acting, tip: Tip, until: date, reason: str, today: date) -> None:
    """Keep the tip until the end of a day, whatever its time of keeping. Raises `BadInput`."""
    for problem in problems_of_hold(until, reason, today):
        raise problem
    key = sealing.tip_key(acting.ring, tip)
    tip.hold_until = until
    tip.sealed_hold_reason = key.seal(_where(tip), clean(reason).encode())
    acting.audit(db, Action.TIP_HELD_BACK, tip)


def let_go(db: Session, *, acting: Acting, tip: Tip) -> None:
    """Let the tip's time of keeping run again."""
    if tip.hold_until is None:
        return
    tip.hold_until = tip.sealed_hold_reason = None
    acting.audit(db, Action.TIP_LET_GO, tip)


def reason_of_hold(ring: KeyRing, tip: Tip) -> str:
    """Why the tip is held back; the caller has seen to it who may read."""
    if tip.sealed_hold_reason is None:
        return ""
    return sealing.tip_key(ring, tip).unseal(_where(tip), tip.sealed_hold_reason).decode()


def _stub(db: Session, tip: Tip) -> TipStub:
    outside = select(TipTransfer).where(
        TipTransfer.tip_id == tip.id, TipTransfer.way == TransferWay.OUTSIDE
    )
    last = db.scalars(outside.order_by(TipTransfer.at.desc())).unique().first()
    return TipStub(
        id=uuid4(),
        month=tip.received_on.replace(day=1),
        unit_id=tip.unit_id,
        category=tip.category,
        state=tip.state,
        outcome=tip.outcome,
        slip=f"{last.slip_number}/{last.slip_year}" if last else "",
    )


def _erase_photos(db: Session, tip: Tip) -> list[str]:
    of_messages = db.scalars(select(TipMessage.id).where(TipMessage.tip_id == tip.id)).all()
    mine = (Photo.record_kind == KIND) & (Photo.record_id == tip.id)
    theirs = (Photo.record_kind == messages.KIND) & Photo.record_id.in_(of_messages)
    photos = db.scalars(select(Photo).where(mine | theirs)).all()
    files = []
    for photo in photos:
        files += [key for key in (photo.file_key, photo.thumb_key, photo.original_key) if key]
        db.delete(photo)
    return files


def _where(tip: Tip) -> Where:
    return Where("tips", "sealed_hold_reason", tip.id)
