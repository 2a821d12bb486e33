"""When a tip's time of keeping is over. The days are settings: no rule of law sets them for a tip
line, so nothing is erased until a signed paper does."""

from datetime import date, timedelta

from domain.reference.settings import Settings
from domain.tips.models import EndCheck, Tip, TipState

DAYS: dict[TipState, str] = {
    TipState.SPAM: "keep_spam_days",
    TipState.NOT_ENOUGH: "keep_not_enough_days",
    TipState.DUPLICATE: "keep_not_enough_days",
    TipState.TRANSFERRED: "keep_transferred_days",
    TipState.RESOLVED: "keep_resolved_days",
}
"""The setting that says how many days after its end a tip is kept. An open tip stays for good."""


def is_signed(settings: Settings) -> bool:
    """Whether a paper approves the periods: only then is anything erased."""
    return bool(settings["retention_signed"])


def kept_until(tip: Tip, settings: Settings) -> date | None:
    """The last day on which the tip is kept; None while it is open or its end has no day."""
    if tip.state not in DAYS or tip.closed_on is None:
        return None
    return tip.closed_on + timedelta(days=settings[DAYS[tip.state]])


def is_held(tip: Tip, today: date) -> bool:
    """Whether somebody said that it must not be erased yet."""
    return tip.hold_until is not None and tip.hold_until >= today


def one_person_only(tip: Tip) -> bool:
    """Whether one person alone ended it, so that it stays until a second one or the unit above has
    looked. What was cleared from what waits apart needs nobody, but for what was drawn of it."""
    needs_nobody = tip.is_quarantined and not tip.is_sampled
    return tip.end_check is EndCheck.PENDING and not needs_nobody


def is_past(tip: Tip, settings: Settings, today: date) -> bool:
    """Whether the tip's time of keeping is over and nobody asked to keep it: neither by a hold nor
    by a wish to be looked at again."""
    until = kept_until(tip, settings)
    waits = tip.appealed_on is not None or is_held(tip, today)
    return until is not None and until < today and not waits


def is_over(tip: Tip, settings: Settings, today: date) -> bool:
    """Whether the tip is to be erased today."""
    return is_past(tip, settings, today) and not one_person_only(tip)
