"""The browser that tests drive may die; that must not be told as a fault of the product."""

import os
from collections.abc import Callable

from playwright.sync_api import Browser

from tests.support.chromium import close_in_time, kill_browsers_of


def test_a_browser_that_died_is_closed_without_a_word_and_started_anew(
    chromium: Callable[[], Browser],
) -> None:
    first = chromium()
    context = first.new_context()
    kill_browsers_of(os.getpid())
    close_in_time(context.close)
    assert chromium() is not first
    close_in_time(chromium().new_context().close)
    assert chromium().is_connected()
