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
from domain.letters.models import UnreadLetter, Why
from domain.sentence import Sentence
from domain.vault.keys import KeyRing


class LetterUnread(Refusal):
    """Nobody can read it now; it is kept here, and the phone keeps its own."""

    sentence = Sentence(
        "Máy chủ chưa đọc được phiếu này. Bản gửi lên đã giữ lại chờ phân loại; trên máy vẫn còn"
        " nguyên."
    )


class LetterKept(Refusal):
    """It opens, but nobody may send it now; an admin finds out for whom it is."""

    sentence = Sentence(
        "Người ghi phiếu này không còn ghi được cho đơn vị đó. Máy chủ đã giữ phiếu, chờ quản trị"
        " giao cho người phụ trách; trên máy vẫn còn nguyên."
    )


class LetterTooLarge(Refusal):
    """More words than any form holds."""

    sentence = Sentence("Phiếu này dài quá nên chưa nhận được. Bớt chữ rồi gửi lại giúp.")


class TrayFull(Refusal):
    """Too many letters wait for a person already; this one stays in its phone a while longer."""

    sentence = Sentence("Máy chủ đang bận. Phiếu vẫn còn nguyên trên máy, sẽ tự gửi lại.")


def keep(
    db: Session,
    *,
    item_id: str,
    path: str,
    letter: bytes,
    why: Why,
    sender_id: UUID | None,
    most: int,
    now: datetime,
) -> None:
    """Keep a letter as it came; the same bytes once. Raises `TrayFull`.

    `most` letters are kept in all, a quarter of them from one officer, half from strangers: what
    lies here stays, and nobody alone can keep the others' out.
    """
    row = _same(db, letter)
    if row is not None:
        row.why, row.sender_id = why, row.sender_id or sender_id
        return
    share = most // 2 if sender_id is None else most // 4
    if count(db) >= most or _count_of(db, sender_id) >= share:
        raise TrayFull
    db.add(
        UnreadLetter(
            id=uuid4(),
            item_id=item_id[:36],
            path=path[:400],
            sha256=_digest(letter),
            size=len(letter),
            arrived_at=now,
            letter=letter,
            why=why,
            sender_id=sender_id,
        )
    )


def is_here(db: Session, letter: bytes) -> bool:
    """Whether the same bytes are kept already."""
    return _same(db, letter) is not None


def _same(db: Session, letter: bytes) -> UnreadLetter | None:
    query = select(UnreadLetter).where(UnreadLetter.sha256 == _digest(letter))
    return db.scalars(query).one_or_none()


def _digest(letter: bytes) -> bytes:
    return hashlib.sha256(letter).digest()


def _count_of(db: Session, sender_id: UUID | None) -> int:
    query = select(func.count()).select_from(UnreadLetter)
    return db.scalar(query.where(UnreadLetter.sender_id.is_not_distinct_from(sender_id))) or 0


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


def of_strangers(db: Session) -> Sequence[UnreadLetter]:
    """Those of which nothing tells that an officer is behind them."""
    return [row for row in waiting(db) if row.sender_id is None and row.why is Why.SEALED]


def forget(db: Session, row: UnreadLetter) -> None:
    """It could be read after all, and went where it belongs."""
    db.delete(row)
