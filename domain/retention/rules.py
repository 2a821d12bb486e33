"""When a tip's time of keeping is over. The days are settings: no rule of law sets them for a tip
line, so nothing is erased until a signed paper does."""

from datetime import date, timedelta

from domain.reference.settings import Settings
from domain.tips.models import Tip, TipState

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


def is_over(tip: Tip, settings: Settings, today: date) -> bool:
    """Whether the tip is to be erased today. A person's wish to be looked at again stops it."""
    until = kept_until(tip, settings)
    waits = tip.appealed_on is not None or is_held(tip, today)
    return until is not None and until < today and not waits
