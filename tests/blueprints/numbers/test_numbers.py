"""The page of own figures, the line on the home screen, and the word after saving."""

import pytest

from tests.blueprints.outreach.conftest import entry
from tests.support.page import text_of


def _rows(page):
    found = {}
    for line in page.all("tr"):
        cells = [text_of(cell) for cell in line if cell.tag in {"th", "td"}]
        found[cells[0]] = cells[1:]
    return found


@pytest.fixture
def logged(officer, hamlet_id, browser_of):
    """Two activities of the officer and one of the chief, of today."""
    chief = browser_of("truong1")
    for browser, leaflets in ((officer, "200"), (officer, "50"), (chief, "1000")):
        form = entry(browser, hamlet_id, "?channel=leaflet&like=none")
        browser.send(form, {"channel": "leaflet", "count_leaflets": leaflets})
    return officer


def test_own_and_unit_stand_side_by_side(logged):
    home = logged.get("/home")
    words = "Tháng này bạn ghi 2 buổi · cả xã 3"
    page = logged.get(home.links()[words])
    assert page.h1 == "Số liệu của tôi"
    rows = _rows(page)
    assert rows["Số buổi"] == ["2", "3"]
    assert rows["Tờ rơi"] == ["2250", "31.250"]
    assert rows["Ấp 3"] == ["2", "3"]
    assert rows["Mục cần bổ sung"] == ["0", "0"]


def test_nobody_else_is_named(logged, browser_of):
    for username in ("xa1", "truong1"):
        page = browser_of(username).get("/home/numbers?period=year")
        main = text_of(page.by_id("main"))
        assert "Mẫu" not in main and "Ví Dụ" not in main


@pytest.mark.parametrize("period", ["month", "half", "year", "century"])
def test_the_period_is_chosen(logged, period):
    page = logged.get(f"/home/numbers?period={period}")
    [current] = [text_of(a) for a in page.all("a") if a.get("aria-current") == "page"
                 and "period=" in a.get("href", "")]  # fmt: skip
    named = {"half": "Kỳ 6 tháng", "year": "Cả năm"}
    assert current == named.get(period, "Tháng này")
    assert _rows(page)["Số buổi"] == ["2", "3"]


def test_an_empty_period_says_so_and_shows_silent_hamlets(officer):
    page = officer.get("/home/numbers")
    assert "Kỳ này chưa có buổi nào." in page.text
    assert _rows(page)["Ấp 3chưa có buổi nào"] == ["0", "0"]
    assert "Tháng này bạn ghi 0 buổi · cả xã 0" in officer.get("/home").text


def test_after_saving_it_says_which_of_the_month_it_was(logged, hamlet_id):
    form = entry(logged, hamlet_id, "?channel=leaflet&like=none")
    saved = logged.send_for_page(form, {"channel": "leaflet", "count_leaflets": "10"})
    assert "Buổi tuyên truyền thứ 3 của bạn tháng này." in saved.text
    assert " của bạn tháng này" not in logged.get(saved.address).text


def test_supervisors_have_no_numbers_of_their_own(browser_of, people):
    browser_of("huyen").get("/home/numbers", status=403)
