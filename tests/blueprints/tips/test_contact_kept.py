"""The contact of a person on the desk: until when it is kept, and who may keep it longer."""

from datetime import UTC, datetime, timedelta

from domain.clock import local_day
from tests.factories_tips import entries, received
from tests.support.villager import set_setting


def test_a_chief_keeps_a_contact_longer_and_says_why(app, people, browser_of):
    tip_id = received(app).tip_id
    day = local_day(datetime.now(UTC)) + timedelta(days=120)
    chief = browser_of("truong1")
    page = chief.get(chief.get(f"/tips/{tip_id}").links()["Giữ lâu hơn"])
    refused = chief.send_for_page(page.form("until"), {"reason": "x"}, status=422)
    assert "Chọn ngày từ hôm nay tới 180 ngày nữa." in refused.text
    assert "Ghi lý do, từ 3 tới 400 chữ cái." in refused.text
    refused = chief.send_for_page(
        refused.form("until"), {"until": "mai", "reason": "còn phải gọi"}, status=422
    )
    assert refused.form("until").values["reason"] == "còn phải gọi"
    form = refused.form("until")
    told = chief.send_for_page(form, {"until": day.isoformat(), "reason": "còn phải gọi"})
    assert f"Giữ tới hết ngày {day:%d}/{day.month}/{day.year}." in told.text
    assert ("tip_contact_kept", "còn phải gọi") in entries(app, tip_id)


def test_an_officer_sees_until_when_and_may_not_change_it(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    assert "nên chưa hủy gì." in xa1.get(f"/tips/{tip_id}").text
    set_setting(app, "retention_signed", "QĐ 12/2026")
    page = xa1.get(f"/tips/{tip_id}")
    assert "rồi hủy." in page.text and "Giữ lâu hơn" not in page.links()
    xa1.get(f"/tips/{tip_id}/contact/keep", status=403)


def test_where_no_contact_was_left_there_is_nothing_to_keep(app, people, browser_of):
    tip_id = received(app, contact="").tip_id
    browser_of("truong1").get(f"/tips/{tip_id}/contact/keep", status=404)
