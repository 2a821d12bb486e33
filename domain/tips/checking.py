"""The second person: an end that one officer gave is confirmed by another, or by the unit above."""

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import Refusal, StaleVersion
from domain.sentence import Sentence
from domain.tips import handling
from domain.tips.acting import Acting
from domain.tips.models import EndCheck, StepKind, Tip


class SamePerson(Refusal):
    """Whoever ended the tip cannot be the second person."""

    sentence = Sentence("Người kết thúc tin không tự xác nhận được. Nhờ người thứ hai.")


def may_confirm(acting: Acting, tip: Tip) -> bool:
    """Whether this officer can be the second person for the tip."""
    return tip.end_check is EndCheck.PENDING and tip.closed_by_id != acting.by.id


def confirm(db: Session, *, acting: Acting, tip: Tip, version: int) -> None:
    """Say as the second person that the end is right. Twice changes nothing.

    The caller has seen to it that the officer may read the tip. Raises `StaleVersion` and
    `SamePerson`.
    """
    if tip.end_check is not EndCheck.PENDING:
        return
    if version != tip.version:
        raise StaleVersion
    if not may_confirm(acting, tip):
        raise SamePerson
    tip.end_check = EndCheck.CONFIRMED
    handling.changed(db, acting, tip, Action.TIP_END_CONFIRMED, StepKind.CHECKED)
