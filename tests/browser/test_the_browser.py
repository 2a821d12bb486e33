"""The browser that tests drive: it may die, no fault of the product, and it has our letters."""

import os
from collections.abc import Callable

from playwright.sync_api import Browser

from tests.support.chromium import close_in_time, kill_browsers_of

# Draws one letter in the page's own font and answers with the pixels.
DRAW = """letter => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 60, height: 60});
  const pen = canvas.getContext('2d');
  pen.font = '40px system-ui, sans-serif';
  pen.fillText(letter, 5, 45);
  return canvas.toDataURL();
}"""


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


def test_the_browser_has_a_shape_for_every_vietnamese_letter(browser: Browser) -> None:
    page = browser.new_page()
    empty_box = page.evaluate(DRAW, "\U0010fffe")
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵ"
    shapes = {letter: page.evaluate(DRAW, letter) for letter in letters}
    assert empty_box not in shapes.values()
    assert len(set(shapes.values())) == len(letters)
