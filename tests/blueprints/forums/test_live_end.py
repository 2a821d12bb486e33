"""A forum that was written down line by line comes to its end."""

from datetime import timedelta

import pytest

from domain.clock import local_day
from domain.forums.models import Forum, Outcome
from tests.blueprints.forums.conftest import entry
from tests.support.page import text_of
from tests.support.sending import record_id
from web.context import now


@pytest.fixture
def address(officer, hamlet_id) -> str:
    """A forum that was begun a moment ago, with one line."""
    address = (
        officer.send(entry(officer, hamlet_id), live="1").headers["Location"].split("/live")[0]
    )
    officer.send(officer.get(f"{address}/live").form("gist"), {"gist": "Đường vào tổ 5 tối"})
    return address


def _end(browser, address):
    return browser.get(f"{address}/live").form(f"{address}/live/end")


def _forum(stored, address):
    return stored(lambda db: db.get(Forum, record_id(address)))


def test_the_end_asks_how_many_came_and_shows_what_goes_to_zalo(officer, address, stored):
    page = officer.send_for_page(_end(officer, address), {"attendance": "1.048"})
    assert page.address == address
    assert "Đã lưu." in page.text
    assert "1.048 lượt người dự" in page.text
    assert _forum(stored, address).attendance == 1048
    assert _forum(stored, address).version == 2


def test_an_end_without_a_number_says_nothing_about_it(officer, address, stored):
    page = officer.send_for_page(_end(officer, address), {})
    assert "Đã lưu." in page.text
    assert _forum(stored, address).attendance is None
    assert _forum(stored, address).version == 1


def test_the_number_that_another_officer_gave_is_not_undone(officer, address, browser_of, stored):
    officer.send(_end(officer, address), {"attendance": "40"})
    mine = _end(officer, address)
    assert mine.values["attendance"] == "40"
    chief = browser_of("truong1")
    chief.send(_end(chief, address), {"attendance": "48"})
    officer.send(mine)
    assert _forum(stored, address).attendance == 48


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("đông lắm", "Ghi một số nguyên, như 120."),
        ("-3", "Con số không thể nhỏ hơn 0."),
        ("2000000", "Con số lớn quá 100.000."),
    ],
)
def test_nonsense_comes_back_with_a_sentence_beside_it(officer, address, stored, typed, told):
    page = officer.send_for_page(_end(officer, address), {"attendance": typed}, status=422)
    assert told in text_of(page.by_id("attendance-error"))
    assert page.form(f"{address}/live/end").values["attendance"] == typed
    assert "Đường vào tổ 5 tối" in page.text
    assert _forum(stored, address).attendance is None


def test_whoever_says_how_a_line_ended_goes_on_writing(officer, address, stored):
    link = officer.get(f"{address}/live").links()["Hẹn trả lời"]
    form = officer.get(link).form("answer")
    due = local_day(now()) + timedelta(days=7)
    landed = officer.send(form, {"due_on": due.isoformat()})
    assert landed.headers["Location"] == f"{address}/live"
    (opinion,) = stored(lambda db: list(db.get(Forum, record_id(address)).opinions))
    assert (opinion.outcome, opinion.due_on) == (Outcome.PROMISED, due)
