"""Nobody is looked up as an accused, and no number of anybody outlives the tip in a log."""

import pytest

from domain.tips.identifiers import Identifier
from domain.tips.sealing import TipBody
from tests.factories_tips import entries, received

ACCUSED = "Nguyễn Văn Mẫu Kẻ"
ACCOUNT = "9704 0000 1234"


@pytest.mark.parametrize("name", ["xa1", "truong1", "huyen"])
@pytest.mark.parametrize("asked", [ACCUSED, "nguyen van mau ke", "970400001234", ACCOUNT])
def test_no_search_finds_a_tip_by_an_accused_or_their_account(app, people, browser_of, name, asked):
    tip_id = received(
        app,
        body=TipBody(story=f"Ông {ACCUSED} lừa tôi chuyển vào {ACCOUNT}."),
        identifiers=(Identifier("bank_account", ACCOUNT), Identifier("account_holder", ACCUSED)),
    ).tip_id
    browser = browser_of(name)
    for address in ("/feed?q=", "/tips?number="):
        page = browser.get(address + asked.replace(" ", "+"))
        assert f"/tips/{tip_id}" not in page.html


@pytest.mark.parametrize("number", ["0900 000 417", "0123.4567.890", "84900000417"])
def test_a_reason_takes_in_no_phone_or_account_as_it_outlives_the_tip(
    app, people, browser_of, number
):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    assert "Lý do nằm lại trong nhật ký cả khi tin đã xóa." in page.text
    form = page.form_of("Mở liên lạc")
    again = xa1.send_for_page(form, {"reason": f"gọi {number}"}, status=422)
    assert "Đừng ghi số điện thoại, số tài khoản vào lý do." in again.text
    assert "tip_contact_opened" not in {action for action, _ in entries(app, tip_id)}
    fine = {"reason": "gọi lại ngày 05/6/2024 theo chỉ đạo số 12/2024"}
    xa1.send(form, fine, status=200)
