"""The calendar of days off: what the state says, what an admin adds, and what that moves."""

from tests.support.page import text_of


def _add(browser, values, status=200):
    page = browser.get("/admin/days?year=2026")
    return browser.send_for_page(page.form("name"), values, status=status)


def test_an_admin_adds_a_day_off_and_takes_it_back(app, people, browser_of):
    admin = browser_of("quantri")
    page = admin.get("/admin/days?year=2026")
    assert "Năm này chưa ghi thêm ngày nào." in page.text
    assert "Giao thừa Tết Nguyên Đán" in page.text
    added = _add(admin, {"day": "03/2/2026", "kind": "off", "name": "Nghỉ do bão"})
    assert "Nghỉ do bão" in added.text
    assert "Không có hạn nào của tin đang mở phải dời." in added.text
    again = _add(admin, {"day": "2026-02-03", "kind": "off", "name": "Nghỉ do bão"})
    assert "Nghỉ do bão" in again.text
    gone = admin.send_for_page(again.form_of("Bỏ ngày"))
    assert "Năm này chưa ghi thêm ngày nào." in gone.text


def test_a_day_that_is_off_anyway_or_no_day_stays_in_the_form(app, people, browser_of):
    admin = browser_of("quantri")
    page = _add(admin, {"day": "2026-02-17", "kind": "off", "name": "Tết"}, status=422)
    assert "Ngày này vốn là ngày nghỉ, không cần thêm." in page.text
    assert page.form("name").values["name"] == "Tết"
    page = _add(admin, {"day": "31/2/2026", "kind": "worked", "name": ""}, status=422)
    assert "Ngày này không có." in page.text
    admin.get("/admin/days?year=1234", status=404)


def test_days_that_were_moved_too_late_for_the_library_are_offered_with_their_paper(
    app, people, browser_of
):
    admin = browser_of("quantri")
    page = admin.get("/admin/days?year=2026")
    assert "12729/VPCP-KGVX" in page.text
    page = admin.send_for_page(page.form_of("Ghi nghỉ thêm"))
    page = admin.send_for_page(page.form_of("Ghi làm bù"))
    assert "thứ sáu 02/1 nghỉ thêm" in page.text.lower()
    assert "thứ bảy 10/1 làm bù" in page.text.lower()
    buttons = {text_of(button) for button in page.all("button")}
    assert not {"Ghi nghỉ thêm", "Ghi làm bù"} & buttons
    assert "VPCP" not in admin.get("/admin/days?year=2027").text


def test_a_remote_place_gets_a_limit_of_its_own_and_loses_it_again(app, people, browser_of):
    admin, address = browser_of("quantri"), f"/admin/places/{people.officer.place_id}/limits"
    page = admin.get(address)
    assert "24 giờ" in page.text
    said = {"rule": "D1_TRANSFER", "value": "hai ngày", "unit": "hours", "source": ""}
    wrong = admin.send_for_page(page.form("source"), said, status=422)
    assert "Ghi một số nguyên, từ 0 tới 999." in wrong.text
    assert "Ghi văn bản cho phép tính khác." in wrong.text
    said |= {"value": "48", "source": "TTLT 01/2017, xã vùng xa"}
    page = admin.send_for_page(wrong.form("source"), said)
    assert "48 giờ · TTLT 01/2017, xã vùng xa" in page.text
    page = admin.send_for_page(page.form_of("Bỏ hạn riêng"))
    assert "48 giờ ·" not in page.text
