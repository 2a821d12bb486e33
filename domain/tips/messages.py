"""Messages between the person and the police, sealed under the tip's own key."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import BadInput
from domain.media import services as media
from domain.media.models import Photo
from domain.sentence import Sentence
from domain.text import clean
from domain.tips.models import Tip
from domain.tips.sealing import tip_key
from domain.tips.talk_models import TipMessage
from domain.vault.keys import KeyRing
from domain.vault.sealing import RecordKey, Where

LONGEST = 20_000
KIND = "tip_message"
"""What photos of a message are attached to."""


class EmptyMessage(BadInput):
    """Neither words nor a photo."""

    def __init__(self) -> None:
        super().__init__("message", Sentence("Chưa ghi gì. Viết vài chữ hoặc chọn hình rồi gửi."))


class MessageTooLong(BadInput):
    """More than a message may hold."""

    def __init__(self) -> None:
        super().__init__("message", Sentence("Lời nhắn dài quá 20.000 chữ. Bớt lại rồi gửi giúp."))


@dataclass(frozen=True, slots=True)
class Question:
    """A follow-up question as it stood in the list when it was sent."""

    code: str
    choices: tuple[str, ...] = ()
    """What may be tapped; none for a question that wants words."""


@dataclass(frozen=True, slots=True)
class Tap:
    """An answer by one tap; the message's text is the choice itself."""

    message_id: UUID
    """The message that asked."""
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message on its way in. The id is made first, so that photos can be sealed for it.

    `fingerprint` makes a repeat of the same sending the same message.
    """

    id: UUID = field(default_factory=uuid4)
    text: str
    fingerprint: bytes
    from_police: bool
    author_id: UUID | None = None
    has_photos: bool = False
    question: Question | None = None
    tap: Tap | None = None
    answers: UUID | None = None
    """The message whose question these words answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message as it is read."""

    id: UUID
    from_police: bool
    author_name: str
    author_unit: str
    """The unit of whoever wrote it, which may not be the one that has the tip today."""
    at: datetime
    text: str
    photos: Sequence[Photo]
    question: Question | None = None
    tap: Tap | None = None
    answers: UUID | None = None

    @property
    def asks(self) -> str:
        """The question alone: it stands in the last line, behind what the officer typed."""
        return self.text.rpartition("\n")[2]

    @property
    def answered(self) -> UUID | None:
        """The message that asked what this one answers, by a tap or in words."""
        return self.tap.message_id if self.tap else self.answers


def to_tap(thread: Iterable[Said]) -> list[Said]:
    """The questions with choices that nobody has tapped an answer to, in order. Words may have
    answered one: a tap is still welcome."""
    said = list(thread)
    tapped = {one.tap.message_id for one in said if one.tap}
    return [one for one in said if one.question and one.question.choices and one.id not in tapped]


def unanswered(thread: Iterable[Said]) -> list[Said]:
    """The questions that neither a tap nor words have answered, in order."""
    said = list(thread)
    answered = {one.answered for one in said}
    return [one for one in said if one.question and one.id not in answered]


def is_partly_answered(thread: Iterable[Said]) -> bool:
    """Whether the person answered something since the last question that still waits was asked."""
    said = list(thread)
    waiting = unanswered(said)
    if not waiting:
        return False
    return any(one.answered for one in said[said.index(waiting[-1]) :])


def add(db: Session, ring: KeyRing, *, tip: Tip, message: NewMessage, now: datetime) -> bool:
    """Append a message; False when the very same one was stored before, and nothing changed.

    Raises `EmptyMessage` and `MessageTooLong`.
    """
    text = clean(message.text)
    if not text and not message.has_photos:
        raise EmptyMessage
    if len(text) > LONGEST:
        raise MessageTooLong
    # The tip's row is what writers of the same thread wait for on PostgreSQL.
    db.execute(select(Tip.id).where(Tip.id == tip.id).with_for_update())
    of_tip = TipMessage.tip_id == tip.id
    same = select(TipMessage.id).where(of_tip, TipMessage.fingerprint == message.fingerprint)
    if db.scalar(same) is not None:
        return False
    last = db.scalar(select(func.coalesce(func.max(TipMessage.position), 0)).where(of_tip))
    body = body_of(text, now, question=message.question, tap=message.tap, answers=message.answers)
    db.add(
        TipMessage(
            id=message.id,
            tip_id=tip.id,
            position=(last or 0) + 1,
            from_police=message.from_police,
            author_id=message.author_id,
            sealed_body=tip_key(ring, tip).seal(_where(message.id), body),
            fingerprint=message.fingerprint,
        )
    )
    if not message.from_police:
        tip.has_new_message = True
    return True


def thread(db: Session, ring: KeyRing, tip: Tip) -> list[Said]:
    """Every message of a tip in order, opened; the caller has seen to it who may read."""
    key = tip_key(ring, tip)
    query = select(TipMessage).where(TipMessage.tip_id == tip.id).order_by(TipMessage.position)
    return [_said(db, key, row) for row in db.scalars(query)]


def _said(db: Session, key: RecordKey, row: TipMessage) -> Said:
    body = json.loads(key.unseal(_where(row.id), row.sealed_body))
    return Said(
        id=row.id,
        from_police=row.from_police,
        author_name=row.author.name if row.author else "",
        author_unit=row.author.place.unit_title if row.author else "",
        at=datetime.fromisoformat(body["at"]),
        text=body["text"],
        photos=media.of_record(db, KIND, row.id),
        question=_question(body.get("question")),
        tap=_tap(body.get("tap")),
        answers=UUID(body["answers"]) if "answers" in body else None,
    )


def body_of(
    text: str,
    at: datetime,
    *,
    question: Question | None = None,
    tap: Tap | None = None,
    answers: UUID | None = None,
) -> bytes:
    """A message as it is sealed."""
    held: dict[str, Any] = {"text": text, "at": at.isoformat()}
    if question:
        held["question"] = {"code": question.code, "choices": list(question.choices)}
    if tap:
        held["tap"] = {"message": str(tap.message_id), "code": tap.code}
    if answers:
        held["answers"] = str(answers)
    return json.dumps(held, ensure_ascii=False).encode()


def _question(held: dict[str, Any] | None) -> Question | None:
    return Question(held["code"], tuple(held["choices"])) if held else None


def _tap(held: dict[str, Any] | None) -> Tap | None:
    return Tap(UUID(held["message"]), held["code"]) if held else None


def _where(message_id: UUID) -> Where:
    return Where("tip_messages", "sealed_body", message_id)
