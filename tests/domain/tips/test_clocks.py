"""How long a tip still has is told alike everywhere, and from above no finer than by half-days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.tips import clocks
from domain.tips.clocks import Nearness, OpenWithin
from domain.tips.models import HalfDay, Tip, TipState
from tests.factories_tips import make_tip

NOW = datetime(2025, 6, 5, 5, 0, tzinfo=UTC)
"""Noon in Vietnam."""
WITHIN = OpenWithin(hours=24, urgent_minutes=10)


@pytest.mark.parametrize(
    ("hours", "nearness", "left"),
    [
        (-6, Nearness.OVER, 6),
        (0, Nearness.TODAY, 0),
        (5, Nearness.TODAY, 5),
        (24, Nearness.TODAY, 24),
        (25, Nearness.SOON, 25),
        (48, Nearness.SOON, 48),
        (49, Nearness.OK, 49),
    ],
)
def test_a_limit_is_far_near_today_or_over(hours, nearness, left):
    told = clocks.left(NOW + timedelta(hours=hours), NOW)
    assert (told.nearness, told.time) == (nearness, timedelta(hours=left))


def tip(**values):
    plain = {
        "state": TipState.NEW,
        "is_urgent": False,
        "is_quarantined": False,
        "received_on": date(2025, 6, 4),
        "received_half": HalfDay.MORNING,
    }
    return Tip(**{**plain, **values})


def from_above(tip):
    return clocks.of_tip(None, tip, now=NOW, within=WITHIN, is_own=False)


def test_from_above_an_unopened_tip_is_late_only_when_all_of_its_half_day_is():
    assert from_above(tip()).nearness is Nearness.TODAY
    assert from_above(tip(received_on=date(2025, 6, 3))).nearness is Nearness.OVER
    assert from_above(tip(received_half=HalfDay.AFTERNOON)).time == timedelta(hours=12)


def test_an_opened_tip_has_the_limit_of_law_or_none():
    opened = {"opened_at": NOW, "accepted_at": NOW}
    assert from_above(tip(**opened)) is None
    due = from_above(tip(due_at=NOW + timedelta(days=3), **opened))
    assert (due.nearness, due.time) == (Nearness.OK, timedelta(days=3))
    handed_on = tip(accepted_at=NOW, due_at=NOW - timedelta(hours=1))
    assert from_above(handed_on).nearness is Nearness.OVER


def test_a_tip_whose_key_is_gone_leaves_the_clocks_of_others_alone(db, ring):
    lost = db.get_one(Tip, make_tip(db, ring, urgent=True, at=NOW).tip_id)
    lost.wrapped_key = bytes(len(lost.wrapped_key))
    told = clocks.of_tip(ring, lost, now=NOW, within=WITHIN, is_own=True)
    assert told.nearness is Nearness.SOON
