"""Several past activities in one table: what is right is saved, the rest stays as typed."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.outreach.models import Outreach
from tests.blueprints.outreach.conftest import entry
from tests.support.page import text_of


def _count(stored) -> int:
    return stored(lambda db: db.scalar(select(func.count()).select_from(Outreach)))


def line(number: int, hamlet_id: str, day: date | str, **told: str) -> dict[str, object]:
    """The boxes of one line, filled in."""
    boxes = {"place": hamlet_id, "channel": "leaflet", "held_on": str(day), **told}
    return {f"line-{number}-{name}": value for name, value in boxes.items()}


def _leads_to_a_record(address: str) -> bool:
    return re.fullmatch(r"/outreach/[0-9a-f-]{36}", address) is not None


@pytest.fixture
def form(officer):
    """The empty table."""
    return officer.get("/outreach/several").form("line-1-held_on")


def test_five_empty_lines_begin_with_what_was_used_last_time(officer, hamlet_id):
    officer.send(entry(officer, hamlet_id, "?channel=mobile_speaker"), {"venue": "Chợ sáng"})
    form = officer.get("/outreach/several").form("line-1-held_on")
    for number in range(1, 6):
        assert form.values[f"line-{number}-place"] == hamlet_id
        assert form.values[f"line-{number}-channel"] == "mobile_speaker"
        assert form.values[f"line-{number}-venue"] == "Chợ sáng"
        assert form.values[f"line-{number}-held_on"] == ""
    assert "line-6-held_on" not in form.names()
    assert len({form.values[f"line-{number}-id"] for number in range(1, 6)}) == 5


def test_every_right_line_becomes_a_record_that_is_listed_with_its_link(
    officer, hamlet_id, form, day, stored
):
    past = day - timedelta(days=9)
    page = officer.send_for_page(
        form,
        {
            **line(1, hamlet_id, past, count="120", started_at="7h30", notes="Bà con hỏi nhiều"),
            **line(3, hamlet_id, past + timedelta(days=1), channel="mobile_speaker", count="3"),
        },
    )
    assert "Đã lưu 2 buổi." in page.text
    assert _count(stored) == 2
    links = [a.get("href") for a in page.all("a") if _leads_to_a_record(a.get("href", ""))]
    assert len(links) == 2
    shown = officer.get(links[1]).text
    for words in ("Tờ rơi 120", "07:30", "Bà con hỏi nhiều", "ghi sau 9 ngày"):
        assert words in shown
    assert "Lượt phát loa 3" in officer.get(links[0]).text


def test_lines_with_a_problem_stay_as_typed_and_the_right_ones_are_saved(
    officer, hamlet_id, form, day, stored
):
    wrong = officer.send_for_page(
        form,
        {
            **line(1, hamlet_id, day, count="50"),
            **line(2, hamlet_id, day + timedelta(days=3), count="60", venue="Bến đò"),
            **line(3, hamlet_id, "", count="chừng 20"),
        },
        status=422,
    )
    assert _count(stored) == 1
    assert "Đã lưu 1 buổi." in wrong.text
    assert "Ngày này chưa tới. Ghi ngày đã làm." in text_of(wrong.by_id("line-2-held_on-error"))
    assert "Chọn ngày làm." in text_of(wrong.by_id("line-3-held_on-error"))
    assert "Ghi một số nguyên" in text_of(wrong.by_id("line-3-count-error"))
    again = wrong.form("line-2-held_on")
    assert "line-1-held_on" not in again.names()
    assert again.values["line-2-venue"] == "Bến đò"
    assert again.values["line-3-count"] == "chừng 20"
    assert again.values["line-2-id"] == form.values["line-2-id"]
    page = officer.send_for_page(
        again, {"line-2-held_on": str(day), "line-3-held_on": str(day), "line-3-count": "20"}
    )
    assert "Đã lưu 3 buổi." in page.text
    assert _count(stored) == 3


def test_the_same_post_again_makes_nothing_twice(officer, hamlet_id, form, day, stored):
    sent = {**line(1, hamlet_id, day, count="50"), **line(2, hamlet_id, day, count="70")}
    first = officer.send_for_page(form, sent)
    assert officer.send_for_page(form, sent).text == first.text
    assert _count(stored) == 2


def test_the_same_line_with_other_words_changes_nothing_and_leads_to_what_was_saved(
    officer, hamlet_id, form, day, stored
):
    officer.send(form, line(1, hamlet_id, day, count="50"))
    page = officer.send_for_page(form, line(1, hamlet_id, day, count="51"), status=422)
    assert "Dòng này đã lưu với nội dung khác. Mở buổi đã lưu để sửa." in page.text
    assert f"/outreach/{form.values['line-1-id']}" in page.links().values()
    assert page.form("line-1-count").values["line-1-count"] == "51"
    counts = stored(lambda db: [c.value for c in db.scalars(select(Outreach)).one().counts])
    assert counts == [50]


def test_a_table_without_any_day_says_so(officer, form, stored):
    page = officer.send_for_page(form, status=422)
    assert "Chưa dòng nào có ngày" in page.text
    assert "line-5-held_on" in page.form("line-1-held_on").names()
    assert _count(stored) == 0


def test_more_lines_come_without_script_and_begin_as_the_last_one_ended(
    officer, hamlet_id, form, day
):
    sent = {**line(5, hamlet_id, day, venue="Bến đò"), "more": "1"}
    form_with_more = {**form.values, **sent}
    answer = officer.raw("/outreach/several", "POST", data=form_with_more)
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    assert 'name="line-10-held_on"' in html
    assert html.count('value="Bến đò"') == 6


def test_a_line_without_channel_or_place_says_which(officer, form, day, hamlet_id):
    page = officer.send_for_page(
        form, line(1, "", day, channel="") | line(2, str(uuid4()), day), status=422
    )
    assert "Chọn nơi làm." in text_of(page.by_id("line-1-place-error"))
    assert "Chọn một nơi của đơn vị" in text_of(page.by_id("line-2-place-error"))
    page = officer.send_for_page(form, line(1, hamlet_id, day, channel=""), status=422)
    assert "Chọn một hình thức." in text_of(page.by_id("line-1-channel-error"))


def test_somebody_elses_record_is_not_listed_as_saved(officer, hamlet_id, browser_of):
    address = officer.send(entry(officer, hamlet_id, "?channel=leaflet")).headers["Location"]
    record = address.rsplit("/", 1)[1]
    assert address in officer.get(f"/outreach/several/saved?record={record}&record=x").html
    assert address not in browser_of("xa2").get(f"/outreach/several/saved?record={record}").html


def test_the_styles_of_outreach_come_with_its_pages(officer):
    sheets = [link.get("href") for link in officer.get("/outreach/several").all("link")]
    assert any(address.endswith("/css/pages/outreach.css") for address in sheets if address)


def test_the_way_to_the_table_stands_where_one_begins_to_log(officer):
    for address in ("/home/log", "/outreach"):
        links = officer.get(address).links().items()
        assert any(w.startswith("Ghi bù nhiều buổi") and a == "/outreach/several" for w, a in links)
