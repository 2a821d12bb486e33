"""On the day one tap makes the record; a plan that is not held is moved or cancelled with why."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.forums.models import Forum
from domain.outreach.models import Outreach
from domain.plans.models import Plan
from tests.blueprints.plans.conftest import entry
from tests.support.page import id_in


def _count(stored, model=Forum) -> int:
    return stored(lambda db: db.scalar(select(func.count()).select_from(model)))


def _id_of(address):
    return re.search(r"[0-9a-f-]{36}", address)[0]


def _record_id(answer):
    return _id_of(answer.headers["Location"])


def _tap(browser, address):
    return browser.send(browser.get(address).form(f"{address}/held"))


def _long_ago(stored, address, day):
    def act(db):
        db.get(Plan, id_in(address)).planned_on = day
        db.commit()

    stored(act)


def test_one_tap_on_the_home_screen_makes_the_forum_that_was_planned(officer, planned, stored):
    home = officer.get("/home")
    assert "Diễn đàn Ấp 3 Hôm nay 19:00 · Nhà văn hóa ấp" in home.text.replace("\xa0", " ")
    assert "không còn việc tới hạn" not in home.text
    answer = officer.send(home.form(f"{planned}/held"))
    assert answer.headers["Location"].endswith("/live")
    record = f"/forums/{_record_id(answer)}"
    page = officer.get(record)
    for words in ("19:00", "Nhà văn hóa ấp", "Đại úy Mẫu", "Mặt trận Tổ quốc", "Đèn đường"):
        assert words in page.text
    assert "Diễn đàn Ấp 3 Hôm nay" not in officer.get("/home").text
    plan = officer.get(planned)
    assert "Đã tổ chức." in plan.text
    assert record in plan.links().values()


def test_tapped_twice_and_by_two_officers_it_is_one_record(officer, planned, browser_of, stored):
    chief = browser_of("truong1")
    theirs = chief.get("/home").form(f"{planned}/held")
    mine = officer.get("/home").form(f"{planned}/held")
    answers = [officer.send(mine), officer.send(mine), chief.send(theirs)]
    assert len({_record_id(answer) for answer in answers}) == 1
    assert _count(stored) == 1


def test_two_officers_who_tap_in_the_same_second_begin_one_record(
    officer, planned, browser_of, stored
):
    answers, gate = [], threading.Barrier(4)
    chief = browser_of("truong1")
    forms = [(one, one.get(planned).form(f"{planned}/held")) for one in (officer, chief)] * 2

    def tap(browser, form) -> None:
        client = browser.app.test_client()
        client._cookies = dict(browser.client._cookies)
        gate.wait()
        answers.append(client.post(form.action, data=form.values))

    threads = [threading.Thread(target=tap, args=pair) for pair in forms]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({_record_id(answer) for answer in answers}) == 1
    assert _count(stored) == 1


def test_an_activity_without_a_channel_asks_for_it_beside_the_button(
    officer, hamlet_id, day, stored
):
    form = entry(officer, hamlet_id, day, "outreach")
    address = officer.send(form, {"venue": "Chợ"}).headers["Location"]
    assert officer.get("/home").links()["Bắt đầu ghi"] == f"{address}#hold"
    page = officer.get(address)
    refused = officer.send_for_page(page.form(f"{address}/held"), status=422)
    assert "Chọn một hình thức." in refused.text
    answer = officer.send(refused.form(f"{address}/held"), {"channel": "leaflet"})
    assert answer.headers["Location"].endswith("/edit")
    assert "/outreach/" in answer.headers["Location"]
    assert _count(stored, Outreach) == 1


def test_a_planned_channel_is_not_asked_for_again(officer, hamlet_id, day):
    form = entry(officer, hamlet_id, day, "outreach")
    address = officer.send(form, {"channel": "leaflet"}).headers["Location"]
    page = officer.get(
        officer.send(officer.get("/home").form(f"{address}/held")).headers["Location"]
    )
    assert page.h1 == "Sửa buổi tuyên truyền"
    assert page.form("held_on").values["channel"] == "leaflet"


def test_a_day_that_passed_without_a_word_is_asked_about(officer, planned, day, stored):
    _long_ago(stored, planned, day - timedelta(days=3))
    home = officer.get("/home")
    assert "Chưa ghi kết quả." in home.text
    assert home.links()["Không tổ chức"] == f"{planned}?ask=cancel#cancel"
    asked = officer.get(f"{planned}?ask=cancel")
    assert any(e.get("open") is not None for e in asked.root.iter("details"))
    listing = officer.get("/plans").text
    assert listing.index("Chưa ghi kết quả") < listing.index("Diễn đàn Ấp 3")
    answer = officer.send(home.form(f"{planned}/held"))
    assert answer.headers["Location"].endswith("/edit")
    assert stored(lambda db: db.scalars(select(Forum)).unique().one().held_on) == day - timedelta(3)


def test_a_plan_is_moved_with_a_reason(officer, coming, day):
    page = officer.get(coming)
    form = page.form(f"{coming}/move")
    refused = officer.send_for_page(form, {"planned_on": ""}, status=422)
    assert "Chọn ngày tổ chức." in refused.text
    refused = officer.send_for_page(
        form, {"planned_on": (day + timedelta(days=5)).isoformat(), "reason": ""}, status=422
    )
    assert "Ghi lý do dời" in refused.text
    form = refused.form(f"{coming}/move")
    moved = officer.send_for_page(form, {"reason": "Trời mưa lớn"})
    assert "Dời từ" in moved.text and "Lý do: Trời mưa lớn" in moved.text
    assert officer.send(form, {"reason": "Trời mưa lớn"})
    assert "dời từ" in officer.get("/plans").text


def test_who_moves_what_somebody_else_moved_sees_that_first(officer, coming, day, browser_of):
    form = officer.get(coming).form(f"{coming}/move")
    chief = browser_of("truong1")
    theirs = chief.get(coming).form(f"{coming}/move")
    chief.send(theirs, {"planned_on": (day + timedelta(5)).isoformat(), "reason": "Trời mưa"})
    said = {"planned_on": (day + timedelta(7)).isoformat(), "reason": "Bận việc khác"}
    page = officer.send_for_page(form, said, status=409)
    assert "Đại úy Mẫu vừa đổi lịch này" in page.text
    again = page.form(f"{coming}/move")
    assert again.values["reason"] == "Bận việc khác"
    assert "Bận việc khác" in officer.send_for_page(again).text


def test_a_plan_is_cancelled_with_a_reason_and_leaves_the_home_screen(officer, coming, browser_of):
    form = officer.get(coming).form(f"{coming}/cancel")
    refused = officer.send_for_page(form, {"reason": "x"}, status=422)
    assert "Ghi lý do không tổ chức" in refused.text
    form = refused.form(f"{coming}/cancel")
    page = officer.send_for_page(form, {"reason": "Nhà văn hóa đang sửa"})
    assert "Không tổ chức. Lý do: Nhà văn hóa đang sửa" in page.text
    assert officer.send(form, {"reason": "Nhà văn hóa đang sửa"})
    assert "Sân đình" not in officer.get("/home").text
    assert "Không tổ chức: Nhà văn hóa đang sửa" in browser_of("huyen").get("/plans").text


def test_a_cancelled_plan_that_was_held_after_all(officer, planned, stored):
    form = officer.get(planned).form(f"{planned}/cancel")
    page = officer.send_for_page(form, {"reason": "Trời mưa lớn"})
    assert "Buổi này vẫn tổ chức" in page.text
    record = _record_id(officer.send(page.form(f"{planned}/held")))
    assert "Nhà văn hóa ấp" in officer.get(f"/forums/{record}").text
    assert "Đã tổ chức." in officer.get(planned).text
    assert _count(stored) == 1


def test_a_cancelled_plan_gets_a_new_day(officer, coming, day):
    page = officer.send_for_page(
        officer.get(coming).form(f"{coming}/cancel"), {"reason": "Trời mưa lớn"}
    )
    said = {"planned_on": (day + timedelta(9)).isoformat(), "reason": "Tổ chức bù"}
    again = officer.send_for_page(page.form(f"{coming}/move"), said)
    assert "Dời từ" in again.text
    assert "Sửa lịch" in again.links()


def test_a_withdrawn_record_opens_the_plan_again(officer, planned, stored):
    record = _record_id(_tap(officer, planned))
    form = officer.get(f"/forums/{record}/withdraw").form("reason")
    officer.send(form, {"reason": "Ghi nhầm ấp"})
    assert "Bắt đầu ghi" in officer.get("/home").text
    assert _record_id(_tap(officer, planned)) != record
    assert _count(stored) == 2


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_what_was_held_meanwhile_is_not_changed_any_more(officer, planned, day, browser_of, act):
    form = officer.get(planned).form(f"{planned}/{act}")
    _tap(browser_of("truong1"), planned)
    said = {"planned_on": (day + timedelta(5)).isoformat(), "reason": "Trời mưa lớn"}
    page = officer.send_for_page(form, said, status=409)
    assert "Đã tổ chức." in page.text
    assert f"{planned}/{act}" not in page.html


def test_a_held_plan_has_no_form_to_correct_it(officer, planned):
    _tap(officer, planned)
    assert "đã ghi rồi" in officer.get(f"{planned}/edit", status=403).text


def test_the_chief_of_another_unit_cannot_answer_for_it(planned, browser_of):
    for act in ("held", "move", "cancel", "edit"):
        answer = browser_of("xa2").raw(f"{planned}/{act}", "POST", data={"reason": "Trời mưa"})
        assert answer.status_code in {400, 404}


def test_a_forum_that_was_logged_without_its_plan_is_offered_before_a_second_one(
    officer, planned, hamlet_id, stored
):
    form = officer.get("/forums/new").form("attendance")
    logged = officer.send(form, {"place": hamlet_id, "venue": "Sân đình"}).headers["Location"]
    asked = officer.send_for_page(officer.get("/home").form(f"{planned}/held"), status=409)
    assert "Đã có buổi ghi cùng nơi, cùng ngày" in asked.text and "Sân đình" in asked.text
    assert _count(stored) == 1
    page = officer.send_for_page(asked.form(f"{planned}/held"), {"record": _id_of(logged)})
    assert "Đã tổ chức." in page.text
    assert _id_of(logged) in "".join(page.links().values())
    assert _count(stored) == 1


def test_another_forum_of_the_same_day_gets_a_record_of_its_own(
    officer, planned, hamlet_id, stored
):
    form = officer.get("/forums/new").form("attendance")
    officer.send(form, {"place": hamlet_id})
    page = officer.get(planned)
    assert "Buổi khác, ghi buổi mới" in page.text
    officer.send(page.form(f"{planned}/held"), {"record": "new"})
    assert _count(stored) == 2


def test_no_plan_takes_a_record_of_another_day(officer, coming, hamlet_id, day, stored):
    form = officer.get("/forums/new").form("attendance")
    said = {"place": hamlet_id, "held_on": (day - timedelta(days=9)).isoformat()}
    logged = officer.send(form, said).headers["Location"]
    assert "Đã có buổi ghi" not in officer.get(coming).text
    officer.send(officer.get(coming).form(f"{coming}/held"), {"record": _id_of(logged)})
    assert _count(stored) == 2
