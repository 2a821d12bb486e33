"""Letters that nobody could read: kept as they came, shown by their outside, tried again."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.errors import NotFound, Refusal
from domain.letters.models import UnreadLetter
from domain.sentence import Sentence
from domain.vault.keys import KeyRing

MOST = 200
"""Letters in the tray; what comes beyond waits in its phone, which tries again."""


class LetterUnread(Refusal):
    """Nobody can read it now; it is kept here, and the phone keeps its own."""

    sentence = Sentence(
        "Máy chủ chưa đọc được phiếu này. Bản gửi lên đã giữ lại chờ phân loại; trên máy vẫn còn"
        " nguyên."
    )


class LetterTooLarge(Refusal):
    """More words than any form holds."""

    sentence = Sentence("Phiếu này dài quá nên chưa nhận được. Bớt chữ rồi gửi lại giúp.")


class TrayFull(Refusal):
    """Too many unread letters wait for a person already."""

    sentence = Sentence("Máy chủ đang bận. Phiếu vẫn còn nguyên trên máy, sẽ tự gửi lại.")


def keep(db: Session, *, item_id: str, path: str, letter: bytes, now: datetime) -> None:
    """Keep a letter as it came; the same bytes once. Raises `TrayFull`."""
    sha256 = hashlib.sha256(letter).digest()
    if db.scalar(select(UnreadLetter.id).where(UnreadLetter.sha256 == sha256)):
        return
    if count(db) >= MOST:
        raise TrayFull
    db.add(
        UnreadLetter(
            id=uuid4(),
            item_id=item_id[:36],
            path=path[:400],
            sha256=sha256,
            size=len(letter),
            arrived_at=now,
            letter=letter,
        )
    )


def count(db: Session) -> int:
    """How many wait."""
    return db.scalar(select(func.count()).select_from(UnreadLetter)) or 0


def waiting(db: Session) -> Sequence[UnreadLetter]:
    """All of them, the oldest first."""
    return db.scalars(select(UnreadLetter).order_by(UnreadLetter.arrived_at)).all()


def get(db: Session, letter_id: UUID) -> UnreadLetter:
    """One of them with its bytes. Raises `NotFound`."""
    query = select(UnreadLetter).where(UnreadLetter.id == letter_id)
    row = db.scalars(query.options(undefer(UnreadLetter.letter))).one_or_none()
    if row is None:
        raise NotFound
    return row


def drop(
    db: Session, ring: KeyRing, *, row: UnreadLetter, reason: str, who: Who, now: datetime
) -> None:
    """Let go of a letter for good, with the reason in the audit log."""
    act = Act(
        action=Action.LETTER_DROPPED, object_kind="letter", object_id=str(row.id), reason=reason
    )
    record(db, ring, at=now, who=who, act=act)
    db.delete(row)


def forget(db: Session, row: UnreadLetter) -> None:
    """It could be read after all, and went where it belongs."""
    db.delete(row)
