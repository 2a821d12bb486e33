"""The calendar of days off: what the state says, what an admin adds, and what that moves."""


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
