"""Planning through the form: once, corrected with both versions, seen by those above."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.plans.models import Plan
from tests.blueprints.plans.conftest import entry
from tests.factories import BINH_THANH, place
from tests.support.page import id_in


def _count(stored) -> int:
    return stored(lambda db: db.scalar(select(func.count()).select_from(Plan)))


def test_the_form_of_a_forum_asks_for_place_day_hour_and_venue(officer, day):
    page = officer.get("/plans/new")
    form = page.form("planned_on")
    assert page.h1 == "Lên lịch"
    assert {"id", "place", "planned_on", "starts_at", "venue", "partners"} <= form.names()
    assert "channel" not in form.names()
    assert form.values["chair"] == "Đại úy Mẫu"
    assert "/plans/new?kind=outreach" in page.links().values()
    assert "Trang của ấp báo cho bà con" in page.text


def test_the_form_of_outreach_leaves_the_channel_open(officer):
    form = officer.get("/plans/new?kind=outreach").form("planned_on")
    assert form.values["channel"] == ""
    assert form.values["kind"] == "outreach"


def test_a_plan_is_read_by_the_unit_and_the_supervisor(officer, planned, browser_of):
    for reader, where in (("truong1", "Ấp 3"), ("huyen", "Ấp 3, xã Phương Trà")):
        page = browser_of(reader).get(planned)
        assert page.h1 == f"Diễn đàn {where}"
        for words in ("19:00", "Nhà văn hóa ấp", "Mặt trận Tổ quốc", "Đèn đường, trộm vặt"):
            assert words in page.text
        row = browser_of(reader).get("/plans").text
        assert f"Diễn đàn {where} Hôm nay 19:00" in row


def test_a_supervisor_reads_and_changes_nothing(planned, browser_of):
    page = browser_of("huyen").get(planned)
    assert "Bắt đầu ghi" not in page.text and "Không tổ chức" not in page.text
    assert "Lên lịch" not in browser_of("huyen").get("/plans").links()


def test_another_units_plan_is_nowhere(planned, browser_of):
    neighbour = browser_of("xa2")
    assert neighbour.get(planned, status=404)
    assert "Ấp 3" not in neighbour.get("/plans").text
    assert "Chưa lên lịch buổi nào." in neighbour.get("/plans").text


def test_the_same_form_twice_makes_one_plan(officer, hamlet_id, day, stored):
    form = entry(officer, hamlet_id, day)
    first = officer.send(form).headers["Location"]
    assert officer.send(form).headers["Location"] == first
    assert _count(stored) == 1


def test_the_same_id_with_other_words_shows_both_and_another_day_asks_why(
    officer, hamlet_id, day, stored
):
    form = entry(officer, hamlet_id, day)
    address = officer.send(form, {"venue": "Chợ"}).headers["Location"]
    later = (day + timedelta(days=1)).isoformat()
    both = officer.send_for_page(form, {"venue": "Đình", "planned_on": later}, status=409)
    assert both.h1 == "Hai bản khác nhau"
    assert "Chợ" in both.text and "Đình" in both.text
    choice = both.form("keep-venue")
    asked = officer.send_for_page(choice, status=422)
    assert "Ghi lý do dời" in asked.text
    again = asked.form("planned_on")
    assert (again.values["venue"], again.values["planned_on"]) == ("Đình", later)
    page = officer.send_for_page(again, {"reason": "Trùng đám giỗ"})
    assert page.address == address
    assert "Đình" in page.text and "Lý do: Trùng đám giỗ" in page.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"planned_on": ""}, "Chọn ngày tổ chức."),
        ({"planned_on": "31/2/2030"}, "Ngày này không có."),
        ({"planned_on": "2020-01-01"}, "Ngày này đã qua."),
        ({"planned_on": "2099-01-01"}, "Ngày này xa quá."),
        ({"place": None}, "Chọn nơi tổ chức."),
        ({"starts_at": "25:00"}, "Giờ này không có."),
        ({"venue": "x" * 201}, "Dài quá 200 chữ cái."),
        ({"partners": ["nobody"]}, "Có nơi phối hợp không còn trong danh mục."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    officer, hamlet_id, day, stored, values, sentence
):
    form = entry(officer, hamlet_id, day)
    page = officer.send_for_page(form, {"topics": "Đèn đường", **values}, status=422)
    assert sentence in page.text
    assert page.form("planned_on").values["topics"] == "Đèn đường"
    assert _count(stored) == 0


def test_a_place_of_another_unit_is_refused(officer, hamlet_id, day, stored):
    other = stored(lambda db: str(place(db, BINH_THANH).id))
    page = officer.send_for_page(entry(officer, hamlet_id, day), {"place": other}, status=422)
    assert "Chọn một nơi của đơn vị" in page.text


def test_a_correction_keeps_what_it_said_and_who_changed_it(officer, planned, browser_of):
    chief = browser_of("truong1")
    form = chief.get(f"{planned}/edit").form("planned_on")
    page = chief.send_for_page(form, {"venue": "Sân đình"})
    assert "Sân đình" in page.text
    assert "Đại úy Mẫu" in page.text and "Địa điểm: Nhà văn hóa ấp" in page.text


def test_two_officers_correct_one_plan_and_both_versions_are_shown(officer, planned, browser_of):
    mine = officer.get(f"{planned}/edit").form("planned_on")
    chief = browser_of("truong1")
    theirs = chief.get(f"{planned}/edit").form("planned_on")
    chief.send(theirs, {"venue": "Trường học"})
    both = officer.send_for_page(mine, {"venue": "Sân đình"}, status=409)
    assert "Đại úy Mẫu đã lưu bản khác" in both.text
    page = officer.send_for_page(both.form("keep-venue"), {"keep-venue": "theirs"})
    assert "Trường học" in page.text


def test_entries_to_planning_stand_where_officers_log(officer):
    assert officer.get("/home/log").links()["Lên lịch"] == "/plans/new"
    assert officer.get("/forums").links()["Lên lịch"] == "/plans/new?kind=forum"
    assert officer.get("/outreach").links()["Lên lịch"] == "/plans/new?kind=outreach"
    assert officer.get("/home/more").links()["Lịch"] == "/plans"


def test_many_plans_come_page_by_page(app, officer, hamlet_id, day, stored):
    def fill(db):
        first = db.scalars(select(Plan)).unique().one()
        columns = [c.key for c in Plan.__table__.columns]
        kept = {name: getattr(first, name) for name in columns}
        for number in range(60):
            later = {"id": type(first.id)(int=number + 1), "planned_on": day + timedelta(days=1)}
            db.add(Plan(**{**kept, **later}))
        db.commit()

    officer.send(entry(officer, hamlet_id, day))
    stored(fill)
    first = officer.get("/plans")
    rows = [a for a in first.root.iter("a") if "row" in (a.get("class") or "")]
    assert len(rows) == 50
    further = officer.get("/plans?page=2", htmx=True)
    assert len([a for a in further.root.iter("a") if "row" in (a.get("class") or "")]) == 11
    assert officer.get("/plans?page=x").h1 == "Lịch"


def test_an_address_tells_nothing_of_the_plan(planned):
    assert id_in(planned).version == 7
