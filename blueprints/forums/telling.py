"""A forum in one sentence for the Zalo group: how many came, how many spoke, how it ended."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from domain.forums.models import Forum, Outcome
from web import telling

_DID = "tổ chức Diễn đàn “Công an lắng nghe ý kiến Nhân dân”"
_ENDED = (
    (Outcome.ANSWERED, "trả lời tại chỗ"),
    (Outcome.PROMISED, "hẹn trả lời"),
    (Outcome.PASSED_ON, "chuyển cơ quan khác"),
)


def told(db: Session, record: Forum, *, today: date) -> str:
    """The sentence. Numbers only: what people said stays in the minutes."""
    begun = f"{telling.opening(db, record, today=today)} {_DID}"
    return telling.sentence([begun, _people(record), *_opinions(record)])


def _people(record: Forum) -> str:
    if record.attendance is None:
        return ""
    is_approximate = record.attendance_is_approximate
    return f"{telling.number(record.attendance, is_approximate=is_approximate)} lượt người dự"


def _opinions(record: Forum) -> list[str]:
    if not record.opinions:
        return []
    ended = Counter(opinion.outcome for opinion in record.opinions)
    said = [f"{word} {ended[outcome]}" for outcome, word in _ENDED if ended[outcome]]
    return [f"ghi nhận {len(record.opinions)} ý kiến", *said]
