"""The list of posters: whose, in what state, with which figures, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from domain.posters import counting, queries
from tests.factories_posters import NOW
from web.context import today
from web.extensions import db as flask_db


def codes_on(page) -> list[str]:
    return [a.text.strip() for a in page.all("a", class_="code")]


def test_the_list_shows_each_poster_with_its_thirty_days(app, browser_of, hang):
    poster = hang(spot="Chợ Phương Trà")
    with app.app_context(), Session(flask_db.engine) as session:
        for _ in range(41):
            counting.count_scan(session, poster_id=poster.id, day=today())
        for _ in range(5):
            counting.count_tip(session, poster_id=poster.id, day=today())
        session.commit()
    page = browser_of("xa1").get("/posters")
    figures = [cell.text for cell in page.all("td", data_cell="figure")]
    assert figures == ["41", "5"]
    assert "0001" in [cell.text for cell in page.all("td", data_cell="desk")]
    assert "Chợ Phương Trà" in page.text and "Xã Phương Trà · 1 bảng đang dùng" in page.text
    weeks = browser_of("xa1").get(f"/posters/{poster.code}")
    assert "41" in [cell.text for cell in weeks.all("td", data_cell="figure")]


def test_few_tips_of_a_board_are_told_as_few_and_none_reads_the_same(app, browser_of, hang):
    quiet, poster = hang(), hang()
    with app.app_context(), Session(flask_db.engine) as session:
        for _ in range(4):
            counting.count_tip(session, poster_id=poster.id, day=today())
        session.commit()
    xa1 = browser_of("xa1")
    for address in ("/posters", f"/posters/{poster.code}", f"/posters/{quiet.code}"):
        figures = {cell.text for cell in xa1.get(address).all("td", data_cell="figure")}
        assert figures == {"dưới 5"}


def test_a_commune_sees_its_own_posters_a_supervisor_all_of_them(browser_of, hang, people):
    mine = hang()
    theirs = hang(by=people.neighbour)
    assert codes_on(browser_of("xa1").get("/posters")) == [mine.code]
    assert codes_on(browser_of("xa2").get("/posters")) == [theirs.code]
    above = browser_of("huyen").get("/posters")
    assert set(codes_on(above)) == {mine.code, theirs.code}


def test_a_supervisor_narrows_the_list_to_a_commune(browser_of, hang, people):
    hang()
    theirs = hang(by=people.neighbour)
    above = browser_of("huyen")
    form = above.get("/posters").form("commune")
    page = above.send_for_page(form, {"commune": str(people.neighbour.place_id)})
    assert codes_on(page) == [theirs.code]
    part = above.get(f"/posters?commune={people.neighbour.place_id}", htmx=True)
    assert codes_on(part) == [theirs.code]


def test_the_list_is_narrowed_by_state(browser_of, hang):
    poster = hang()
    chief = browser_of("truong1")
    assert codes_on(chief.get("/posters?state=live")) == [poster.code]
    ended = chief.get("/posters?state=ended")
    assert "Không có bảng nào như vậy." in ended.text
    assert ended.links()["Xem tất cả"] == "/posters"


@pytest.mark.parametrize(
    "nonsense",
    [
        "state=odd",
        "commune=odd",
        "commune=00000000-0000-0000-0000-000000000000",
        "after=odd",
        "after=2024-06-05T08:30:00~odd",
        "after=2024-06-05T08:30:00~00000000-0000-0000-0000-000000000000",
        "after=0001-01-01T00:00:00%2B14:00~00000000-0000-0000-0000-000000000000",
    ],
)
def test_nonsense_in_the_address_counts_as_nothing(browser_of, hang, nonsense):
    poster = hang()
    assert codes_on(browser_of("huyen").get(f"/posters?{nonsense}")) == [poster.code]


def test_a_long_list_goes_on_page_by_page(browser_of, hang, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [hang(now=NOW + timedelta(minutes=n)).code for n in range(5)]
    chief = browser_of("truong1")
    seen, address = [], "/posters?state=live"
    while address:
        page = chief.get(address)
        seen += codes_on(page)
        address = page.links().get("Xem thêm", "")
    assert seen == made[::-1]


def test_who_cannot_issue_is_told_who_can(browser_of, people):
    page = browser_of("xa1").get("/posters")
    assert "Trưởng đơn vị cấp bảng" in page.text
    assert "/posters/new" not in page.links().values()


def test_posters_that_ended_cannot_be_ticked_for_printing(browser_of, hang):
    gone, live = hang(), hang()
    chief = browser_of("truong1")
    form = chief.get(f"/posters/{gone.code}").form(f"/posters/{gone.code}/retire")
    chief.send(form, {"reason": "Rách"})
    boxes = chief.get("/posters").all("input", type="checkbox", name="code")
    assert [box.get("value") for box in boxes] == [live.code]
