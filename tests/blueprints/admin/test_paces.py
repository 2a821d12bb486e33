"""The pace at which a unit promises news to people."""

from datetime import date

from domain.tips import news
from domain.tips.models import Tip, TipState
from tests.factories_tips import received
from web.extensions import db


def test_a_unit_promises_news_at_its_own_pace_and_goes_by_the_list_again(app, people, browser_of):
    tip_id = received(app).tip_id

    def promised():
        with app.app_context():
            session = db.session()
            tip = session.get_one(Tip, tip_id)
            tip.state = TipState.VERIFYING
            news.promise(session, tip, date(2026, 3, 2))
            return tip.next_news_on

    admin, address = browser_of("quantri"), f"/admin/places/{people.officer.place_id}/paces"
    page = admin.get(address)
    assert "Danh mục: 7 ngày" in page.text
    for typed in ("mười", "0", "91"):
        wrong = admin.send_for_page(page.form("verifying"), {"verifying": typed}, status=422)
        assert "Ghi số ngày từ 1 tới 90, hoặc để trống." in wrong.text
        assert wrong.form("verifying").values["verifying"] == typed
    page = admin.send_for_page(page.form("verifying"), {"verifying": "14"})
    assert page.form("verifying").values["verifying"] == "14"
    assert promised() == date(2026, 3, 16)
    admin.send(page.form("verifying"), {"verifying": ""})
    assert promised() == date(2026, 3, 9)
