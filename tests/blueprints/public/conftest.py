"""Villagers at a poster of Bình Thạnh, with time enough to fill a form in."""

import pytest

from tests.factories_public import stored_poster
from tests.support.villager import Villager, set_setting


@pytest.fixture
def in_a_hurry(app) -> Villager:
    """Somebody who sends at once: the form's least time is in force."""
    return Villager(app, stored_poster(app))


@pytest.fixture
def villager(app, in_a_hurry) -> Villager:
    """Somebody whose tests need not wait three seconds each."""
    set_setting(app, "form_min_seconds", "0")
    return in_a_hurry
