"""What is done with tips that wait apart, many at once: cleared, taken back, looked at twice."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.tips import handling, lifecycle, news
from domain.tips.acting import Acting
from domain.tips.grouping import TAKEN_BACK_WITHIN
from domain.tips.models import EndCheck, StepKind, Tip, TipState
from domain.vault.keys import KeyRing

ONE_OF = 10
"""Of so many tips that one person cleared, the unit above is shown one."""


def clear(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Close tips as spam; whoever sent one is told no more than that it is closed.

    They can be taken back for a week. Twice changes nothing.
    """
    for tip in tips:
        tip.has_new_message = False
    new = [tip for tip in tips if tip.state is not TipState.SPAM]
    for tip in new:
        tip.state, tip.outcome, tip.duplicate_of_id = TipState.SPAM, None, None
        tip.end_check = lifecycle.check_after(TipState.SPAM)
        tip.is_sampled = is_drawn(acting.ring, tip.id)
        tip.closed_by_id, tip.closed_on = acting.by.id, local_day(acting.now)
        tip.sealed_sentence = None
        if tip.taken_by_id is None:
            handling.give_to(tip, acting.by)
    _promise(db, acting, new)
    _note(db, acting, new, Action.TIP_STATE_SET, StepKind.STATE, TipState.SPAM.value)


def is_drawn(ring: KeyRing, tip_id: UUID) -> bool:
    """Whether the unit above is shown the tip. Nobody without the key can tell which these are,
    and clearing one anew draws the same."""
    return int.from_bytes(ring.mac("sample", tip_id.bytes), "big") % ONE_OF == 0


def take_back(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Let cleared tips wait again, as if nobody had cleared them. Twice changes nothing."""
    oldest = local_day(acting.now) - TAKEN_BACK_WITHIN
    wanted = [
        tip
        for tip in tips
        if tip.state is TipState.SPAM and tip.closed_on is not None and tip.closed_on >= oldest
    ]
    for tip in wanted:
        tip.state, tip.end_check, tip.is_sampled = TipState.NEW, EndCheck.NOT_NEEDED, False
        tip.closed_by_id = tip.closed_on = tip.taken_by_id = tip.taken_by = None
        tip.next_news_on = None  # A new tip's own state promises.
    _note(db, acting, wanted, Action.TIP_STATE_SET, StepKind.STATE, f"undo:{TipState.NEW.value}")


def confirm(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Say as the second person that tips were rightly cleared; whoever cleared one changes nothing
    by it."""
    wanted = [
        tip
        for tip in tips
        if tip.end_check is EndCheck.PENDING and tip.closed_by_id != acting.by.id
    ]
    for tip in wanted:
        tip.end_check = EndCheck.CONFIRMED
    _note(db, acting, wanted, Action.TIP_END_CONFIRMED, StepKind.CHECKED)


def _promise(db: Session, acting: Acting, tips: Sequence[Tip]) -> None:
    """The day of the next news: all have one state, so each unit's pace is asked for once."""
    promised: dict[UUID, date | None] = {}
    for tip in tips:
        if tip.unit_id not in promised:
            news.promise(db, tip, local_day(acting.now))
            promised[tip.unit_id] = tip.next_news_on
        tip.next_news_on = promised[tip.unit_id]


def _note(
    db: Session,
    acting: Acting,
    tips: Sequence[Tip],
    action: Action,
    kind: StepKind,
    reason: str = "",
) -> None:
    """Count the versions on and write timelines and audit entries; what waits apart is in no
    feed."""
    for tip in tips:
        tip.version += 1
        acting.step(db, kind, tip)
    for tip in tips:
        acting.audit(db, action, tip, reason)
