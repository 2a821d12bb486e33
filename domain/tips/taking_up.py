"""A unit above takes a tip away from the one that has it, under a slip like any handing over."""

from sqlalchemy.orm import Session

from domain.errors import BadInput, NotFound
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.text import clean
from domain.tips import access, handling, lifecycle, transferring
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.transferring import HandOver
from domain.tips.work_models import TipTransfer, TransferWay

SHORTEST = 3
"""Letters of a reason."""


def may_take_up(db: Session, acting: Acting, tip: Tip) -> bool:
    """Whether the officer supervises the unit that has the tip now, and may let the own unit have
    it. The caller has seen to it that the tip lies open to them."""
    if tip.is_quarantined:
        return False
    return access.is_below(db, acting, tip) and not access.is_own(db, acting, tip)


def problems(reason: str) -> list[BadInput]:
    """What is wrong with the reason."""
    if len(clean(reason)) < SHORTEST:
        return [BadInput("taking_note", "Ghi lý do rút tin lên, ít nhất vài chữ.")]
    if len(clean(reason)) > lifecycle.LONGEST_NOTE:
        return [BadInput("taking_note", "Lý do dài quá 2.000 chữ. Bớt lại giúp.")]
    return []


def take_up(db: Session, *, acting: Acting, tip: Tip, version: int, reason: str) -> TipTransfer:
    """Take a tip away from a unit below, also one that was ended or handed outside there: whoever
    a tip speaks of, or whoever lets it lie, must not keep it.

    The slip is of that unit's series; it is told, and goes on following where the tip stands.
    Raises `NotFound` for whoever may not, `StaleVersion` and `BadInput`.
    """
    if not may_take_up(db, acting, tip):
        raise NotFound
    handling.require_ready(tip, version)
    for problem in problems(reason):
        raise problem
    before, left = tip.state, tip.unit_id
    if not lifecycle.is_open(tip):
        handling.begin_again(tip)
        handling.settle_limits(db, acting, tip, before=before)
    # Whoever asked the unit above to look again has been heard: it has the tip now.
    tip.appealed_on = tip.appeal_answer_on = None
    hand = HandOver(way=TransferWay.TAKEN_UP, to_unit_id=acting.by.place_id, note=reason)
    slip = transferring.hand_over(db, acting, tip, hand, here=left)
    kind = NoticeKind.TAKEN_UP
    notices.tell_unit(db, unit_id=left, kind=kind, subject=tip.id, now=acting.now, on=acting.on)
    return slip
