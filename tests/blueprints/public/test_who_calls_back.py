"""What a person is told of who phones them, and of who is there to take a report: nothing false."""

from datetime import timedelta

import pytest

from tests.factories import BINH_THANH, TREE_DAY, make_officer, place
from tests.factories_duty import know_number, make_shift
from web.context import now
from web.extensions import db

PRINTED, ON_DUTY, BY_NIGHT = "0900000117", "0900000302", "0900000303"
TAKES_REPORTS = "Bây giờ có người trực nhận trình báo."


@pytest.fixture
def kept(app, villager):
    """The receipt of money lost, in a unit with a number of its own."""
    with app.app_context():
        unit = place(db.session(), BINH_THANH)
        unit.duty_phone, unit.duty_phone_checked_on = PRINTED, TREE_DAY
        unit.duty_phone_checked_by = "Đại úy Mẫu"
        db.session.commit()
    return villager.send(villager.form("gap=1"), money_lost="45tr")


@pytest.fixture
def officer(app, kept):
    """On duty now with one of the two numbers that were dialled."""
    with app.app_context():
        by = make_officer(db.session(), "trucbt", code=BINH_THANH)
        for number in (ON_DUTY, BY_NIGHT):
            know_number(db.session(), by, number)
        start = now() - timedelta(hours=1)
        make_shift(db.session(), app.extensions["ring"], by, start=start, phone=ON_DUTY)
        db.session.commit()
    return by


def test_with_an_empty_roster_nobody_is_said_to_be_there(villager, kept):
    aid = villager.browser.get(f"/first-aid?code={villager.code}")
    for page in (kept.page, aid):
        assert "Ngoài giờ làm việc thì gọi trước khi tới." in page.text
        assert TAKES_REPORTS not in page.text and "ngày đêm" not in page.text
    assert "Công an chỉ gọi từ số này: 0900 000 117 (in trên bảng QR)." in kept.page.text


def test_every_number_that_may_call_back_stands_in_one_sentence(villager, kept, officer):
    page = villager.browser.get(kept.page.address)
    told = "các số này: 0900 000 117 (in trên bảng QR), 0900 000 302, 0900 000 303."
    assert f"Công an chỉ gọi từ {told}" in page.text and TAKES_REPORTS in page.text
    assert "Gọi trực ban 0900 000 302" in page.text
    assert TAKES_REPORTS in villager.browser.get(f"/first-aid?code={villager.code}").text


def test_the_officer_is_told_to_call_from_the_same_numbers(
    app, villager, kept, browser_of, officer
):
    desk = browser_of("trucbt")
    inbox = desk.get("/tips")
    tip = next(href for href in inbox.links().values() if href.count("-") == 4)
    assert "Gọi từ 0900 000 117, 0900 000 302, 0900 000 303." in desk.get(tip).text
