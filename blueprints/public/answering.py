"""A person's message on the receipt page: taps, words, photos, once however often it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import request

from blueprints.public import quotas, tokens
from blueprints.public.replies import Reply
from blueprints.public.tokens import PageKind, PageToken
from domain.errors import BadInput
from domain.media import services as media
from domain.media.models import Photo
from domain.media.problems import DiskFull, PhotoProblem, StorageUnavailable
from domain.media.services import Received
from domain.sentence import Sentence
from domain.tips import fingerprints, messages, receipts, replying
from domain.tips.messages import EmptyMessage, NewMessage
from domain.tips.models import Tip
from domain.tips.sealing import tip_key
from web import photos
from web.context import now, ring, session, settings, today, tree_day
from web.language import say
from web.uploads import PUBLIC_PHOTOS_AT_ONCE

_IS_THE_CODE = Sentence("Đây là mã xem trả lời. Đừng gửi mã này cho ai, kể cả công an.")

_NO_PHOTO_KEPT = Sentence("Chưa gửi được vì hình chưa giữ được. Lý do ghi ở dưới.")


@dataclass(kw_only=True)
class Answer:
    """A message as it arrived."""

    ticket: str
    token: PageToken | None
    reply: Reply
    received: list[Received]
    left_over: tuple[str, ...] = ()


def arrive() -> Answer:
    """Read the form and make its photos safe; nothing is written yet."""
    ticket = request.form.get("ticket", "")
    limit = PUBLIC_PHOTOS_AT_ONCE if settings()["photos_open"] else 0
    return Answer(
        ticket=ticket,
        token=tokens.opened(ring(), PageKind.TICKET, ticket, now()),
        reply=Reply.of_request(),
        received=photos.receive(photos.sent(), limit=limit),
    )


def store(answer: Answer, tip: Tip) -> str:
    """Add the message to the tip; a sentence when it cannot be.

    A question that was answered before takes no second tap, which is then no message at all.
    """
    if quotas.says_too_much(tip.id):
        return say(quotas.SAID_TOO_MUCH)
    if receipts.is_code_of(ring(), tip, answer.reply.message):
        return say(_IS_THE_CODE)
    sealed = _seal_photos(answer, tip)
    asked = answer.reply.taps or answer.reply.about
    thread = messages.thread(session(), ring(), tip) if asked else []
    said = replying.taps(ring(), thread, answer.reply.taps)
    about = replying.answered_by_words(thread, answer.reply.about, said)
    words = _words(answer, tip, sealed, about)
    if words.text or sealed or not answer.reply.taps:
        said.append(words)
    try:
        new = replying.write(session(), ring(), tip=tip, said=said, now=now(), on=tree_day())
    except EmptyMessage as refusal:
        return say(_NO_PHOTO_KEPT if has_problems(answer.received) else refusal.sentence)
    except BadInput as refusal:
        return say(refusal.sentence)
    if words.id in new:
        media.attach(session(), photos=sealed, kind=messages.KIND, record_id=words.id)
    else:
        answer.left_over = tuple(name for one in sealed for name in (one.file_key, one.thumb_key))
    return ""


def _words(answer: Answer, tip: Tip, sealed: Sequence[Photo], about: UUID | None) -> NewMessage:
    text = receipts.without_code(ring(), tip, answer.reply.message)
    digests = [one.digest for one in answer.received]
    return NewMessage(
        text=text,
        fingerprint=fingerprints.of_message(ring(), answer.ticket.encode(), text, digests),
        from_police=False,
        has_photos=bool(sealed),
        answers=about,
    )


def clean_up(answer: Answer) -> None:
    """Delete what nothing refers to, after the commit."""
    for name in answer.left_over:
        photos.store().delete(name)


def has_problems(received: Sequence[Received]) -> bool:
    """Whether a photo must be named."""
    return any(one.problem for one in received)


def _seal_photos(answer: Answer, tip: Tip) -> list[Photo]:
    key, sealed = tip_key(ring(), tip), []
    for index, one in enumerate(answer.received):
        if one.safe is None:
            continue
        try:
            sealed.append(media.seal_under(photos.store(), key=key, received=one, on=today()))
        except DiskFull:
            answer.received[index] = replace(one, safe=None, problem=PhotoProblem.NO_ROOM)
        except StorageUnavailable:
            answer.received[index] = replace(one, safe=None, problem=PhotoProblem.STORE_DOWN)
    return sealed
