"""The urgent form says to phone first whenever nobody is known to be on duty."""

from tests.factories_duty import make_shift
from web.context import now
from web.extensions import db

URGENT = "/tip?place=30094&gap=1"


def test_without_a_roster_the_urgent_form_says_to_phone_first(people, browser_of):
    page = browser_of().get(URGENT)
    assert "Giờ này chưa chắc có người mở tin liền." in page.text
    assert page.links()["Gọi 113 trước, rồi hãy gửi"] == "tel:113"


def test_with_somebody_on_duty_it_does_not(app, people, browser_of):
    with app.app_context():
        make_shift(db.session(), app.extensions["ring"], people.officer, start=now())
        db.session.commit()
    assert "chưa chắc có người mở" not in browser_of().get(URGENT).text
