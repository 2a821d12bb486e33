"""Handing a tip over on the screens: to a colleague, up with a slip, and looked at again above."""

from datetime import UTC, datetime, timedelta

from domain.clock import local_day
from domain.tips import appeals
from domain.tips.models import EndCheck, Tip, TipState
from tests.factories import DISTRICT, TREE_DAY, place
from tests.factories_tips import STORY, received, tip_of
from web.extensions import db as flask_db


def _unit(app, code):
    with app.app_context():
        return place(flask_db.session(), code).id


def _handed_up(app, browser, tip_id, note="cần tra tài khoản"):
    form = browser.get(f"/tips/{tip_id}/transfer").form("to_unit")
    sent = {"to_unit": f"up:{_unit(app, DISTRICT)}", "note": note}
    return browser.send_for_page(form, sent)


def _appealed(app, tip_id):
    with app.app_context():
        db = flask_db.session()
        tip = db.get_one(Tip, tip_id)
        appeals.appeal(db, app.extensions["ring"], tip=tip, now=datetime.now(UTC), on=TREE_DAY)
        db.commit()


def test_a_chief_gives_a_tip_to_an_officer_who_finds_it_in_their_tray(app, people, browser_of):
    tip_id = received(app).tip_id
    chief, xa1 = browser_of("truong1"), browser_of("xa1")
    page = chief.get(f"/tips/{tip_id}")
    refused = chief.send_for_page(page.form("officer"), {"officer": None}, status=422)
    assert "Chọn một cán bộ." in refused.text
    page = chief.send_for_page(refused.form("officer"), {"officer": str(people.officer.id)})
    assert "Đang xem: Thiếu úy Mẫu" in page.text
    assert "Giả công an" in xa1.get("/tips?tray=mine").text


def test_handing_up_gives_a_slip_and_the_commune_still_sees_where_it_is(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    page = _handed_up(app, xa1, tip_id)
    year = local_day(datetime.now(UTC)).year
    assert f"1/{year}" in page.text
    assert "Công an huyện" in page.text
    listed = xa1.get("/tips?tray=handed_on")
    assert "TB-0001" in listed.text
    assert xa1.raw(f"/tips/{tip_id}").headers["Location"] == f"/tips/{tip_id}/handed-on"
    again = xa1.get(f"/tips/{tip_id}/handed-on")
    assert STORY not in again.text
    assert "Mở tin" not in again.text
    assert STORY in huyen.get(f"/tips/{tip_id}").text


def test_a_handing_on_sent_twice_makes_one_slip_and_shows_it_again(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, up = browser_of("xa1"), f"up:{_unit(app, DISTRICT)}"
    outside = {"to_unit": "outside", "to_name": "Cơ quan điều tra tỉnh", "note": "vượt quyền"}
    for sent in ({"to_unit": up, "note": "vượt quyền"}, outside):
        form = xa1.get(f"/tips/{tip_id}/transfer").form("to_unit")
        first = xa1.send(form, sent)
        assert xa1.send(form, sent).headers["Location"] == first.headers["Location"]
        tip_id = received(app).tip_id


def test_handing_on_asks_where_and_why_and_keeps_what_was_typed(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}/transfer").form("to_unit")
    refused = xa1.send_for_page(form, {"to_unit": None, "note": "a"}, status=422)
    assert "Chọn nơi nhận." in refused.text
    assert "Ghi lý do chuyển, ít nhất vài chữ." in refused.text
    outside = {"to_unit": "outside", "note": "có dấu hiệu tội phạm"}
    refused = xa1.send_for_page(refused.form("to_unit"), outside, status=422)
    assert "Ghi tên cơ quan nhận." in refused.text
    assert refused.form("to_unit").values["note"] == "có dấu hiệu tội phạm"
    xa1.send(refused.form("to_unit"), {"to_name": "Cơ quan điều tra tỉnh"})
    assert tip_of(app, tip_id).state is TipState.TRANSFERRED


def test_a_step_taken_by_mistake_is_undone_with_one_button(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    page = xa1.send_for_page(page.form("state"), {"state": "spam", "note": "nhầm tay"})
    assert "Hoàn tác, về “Mới”" in page.text
    undo = page.form("version")
    undo.action = f"/tips/{tip_id}/undo"
    xa1.send(undo)
    assert tip_of(app, tip_id).state is TipState.NEW


def test_another_officer_confirms_an_end_and_the_first_cannot(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    page = xa1.get(f"/tips/{tip_id}")
    page = xa1.send_for_page(page.form("state"), {"state": "spam", "note": "quảng cáo"})
    assert "Chờ người thứ hai xác nhận." in page.text
    assert "Xác nhận đúng" not in page.text
    forced = page.form("state")
    forced.action = f"/tips/{tip_id}/confirm"
    xa1.send(forced, status=400)
    assert "Chờ người thứ hai xác nhận" in chief.get("/tips").text
    page = chief.get(f"/tips/{tip_id}")
    confirm = page.form("state")
    confirm.action = f"/tips/{tip_id}/confirm"
    chief.send(confirm)
    assert tip_of(app, tip_id).end_check is EndCheck.CONFIRMED


def test_who_is_not_content_is_answered_by_the_unit_above(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    page = xa1.get(f"/tips/{tip_id}")
    xa1.send(page.form("state"), {"state": "not_enough", "note": "không có số"})
    _appealed(app, tip_id)
    assert "Chờ cấp trên (1)" in huyen.get("/tips").text
    page = huyen.get(f"/tips/{tip_id}")
    assert STORY in page.text
    refused = huyen.send_for_page(page.form("decision"), {"decision": "reopen"}, status=422)
    assert "Ghi vài chữ trả lời người báo." in refused.text
    page = huyen.send_for_page(refused.form("decision"), {"words": "Xã coi lại giúp bà con."})
    assert "Chờ cấp trên (0)" in page.text
    assert tip_of(app, tip_id).state is TipState.HELD
    assert "Xã coi lại giúp bà con." in xa1.get(f"/tips/{tip_id}").text


def test_an_appeal_is_not_for_the_unit_itself_to_decide(app, people, browser_of):
    tip_id = received(app).tip_id
    _appealed(app, tip_id)
    chief = browser_of("truong1")
    page = chief.get(f"/tips/{tip_id}")
    assert "Đã gửi cấp trên xem lại." in page.text
    forced = page.form("state")
    forced.action = f"/tips/{tip_id}/appeal"
    chief.send(forced, {"decision": "keep", "words": "xong"}, status=404)


def _ticked(page, *numbers):
    boxes = page.all("input", name="tip")
    return [boxes[number].get("value") for number in numbers]


def test_several_tips_are_given_to_somebody_at_once(app, people, browser_of):
    ids = [received(app).tip_id for _ in range(3)]
    chief = browser_of("truong1")
    page = chief.get("/tips/pick")
    sent = {"tip": _ticked(page, 0, 1), "act": str(people.officer.id)}
    page = chief.send_for_page(page.form("act"), sent)
    assert "Đã làm 2 tin." in page.text
    held = [tip_of(app, tip_id).taken_by_id for tip_id in ids]
    assert held == [people.officer.id, people.officer.id, None]


def test_what_another_changed_meanwhile_is_left_and_told(app, people, browser_of):
    first, second = (received(app).tip_id for _ in range(2))
    chief, xa1 = browser_of("truong1"), browser_of("xa1")
    page = chief.get("/tips/pick")
    xa1.send(xa1.get(f"/tips/{first}").form("state"), {"state": "verifying"})
    sent = {"tip": _ticked(page, 0, 1), "act": "spam", "note": "quảng cáo"}
    page = chief.send_for_page(page.form("act"), sent)
    assert "Đã làm 1 tin." in page.text
    assert "1 tin không làm được" in page.text
    assert tip_of(app, first).state is TipState.VERIFYING
    assert tip_of(app, second).state is TipState.SPAM


def test_ending_or_passing_on_several_asks_why_and_keeps_the_ticks(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get("/tips/pick")
    refused = xa1.send_for_page(page.form("act"), {"act": "up"}, status=422)
    assert "Chọn ít nhất một tin và một việc." in refused.text
    sent = {"tip": _ticked(refused, 0), "act": "up"}
    refused = xa1.send_for_page(refused.form("act"), sent, status=422)
    assert "Ghi lý do, ít nhất vài chữ." in refused.text
    page = xa1.send_for_page(refused.form("act"), {"note": "cần cấp trên tra"})
    assert "Đã làm 1 tin." in page.text
    assert tip_of(app, tip_id).unit_id == _unit(app, DISTRICT)


def test_a_supervisor_holds_a_tip_back_and_lets_it_go(app, people, browser_of):
    tip_id = received(app).tip_id
    huyen = browser_of("huyen")
    huyen.send(huyen.get(f"/tips/{tip_id}").form("reason"), {"reason": "cơ quan điều tra cần"})
    page = huyen.get(f"/tips/{tip_id}/hold")
    refused = huyen.send_for_page(page.form("until"), {"until": "2020-01-01"}, status=422)
    assert "Chọn ngày từ hôm nay tới 5 năm nữa." in refused.text
    day = local_day(datetime.now(UTC)) + timedelta(days=40)
    sent = {"until": day.isoformat(), "hold_reason": "đang điều tra"}
    page = huyen.send_for_page(refused.form("until"), sent)
    assert "Đang giữ lại." in page.text
    assert tip_of(app, tip_id).hold_until == day
    page = huyen.send_for_page(page.form("let_go"), {"let_go": "1"})
    assert "Đang giữ lại." not in page.text
    browser_of("truong1").get(f"/tips/{tip_id}/hold", status=403)


def test_a_supervisor_who_opened_a_tip_with_a_reason_takes_it_up(app, people, browser_of):
    tip_id = received(app).tip_id
    huyen, xa1 = browser_of("huyen"), browser_of("xa1")
    assert "Rút tin lên" not in xa1.get(f"/tips/{tip_id}").text
    page = huyen.send_for_page(huyen.get(f"/tips/{tip_id}").form("reason"), {"reason": "dân hỏi"})
    form = page.form("taking_note")
    refused = huyen.send_for_page(form, {"taking_note": "a"}, status=422)
    assert "Ghi lý do rút tin lên, ít nhất vài chữ." in refused.text
    number = f"1/{local_day(datetime.now(UTC)).year}"
    for _ in range(2):
        page = huyen.send_for_page(refused.form("taking_note"), {"taking_note": "nói về cán bộ xã"})
        assert "Đã rút tin lên." in page.text and number in page.text
    form = huyen.get(page.links()["Phiếu chuyển"]).form("tom_tat")
    printed = huyen.send_for_page(form)
    assert printed.h1 == page.h1 and "Phiếu chuyển 01/" in printed.text
    opened = huyen.get(f"/tips/{tip_id}").text
    assert STORY in opened and "Rút tin lên" not in opened
    told = xa1.get("/me/notices")
    assert "Cấp trên rút một tin của đơn vị lên" in told.text
    handed = xa1.get(f"/tips/{tip_id}/handed-on").text
    assert "Cấp trên đã rút tin lên." in handed and number in handed
    assert STORY not in handed and "Phiếu chuyển 01/" not in handed


def test_no_tip_is_taken_up_before_it_was_opened_with_a_reason(app, people, browser_of):
    tip_id = received(app).tip_id
    huyen = browser_of("huyen")
    form = huyen.get(f"/tips/{tip_id}").form("reason")
    form.action = f"/tips/{tip_id}/take-up"
    sent = {"taking_note": "nói về cán bộ xã", "version": "1"}
    huyen.send(form, sent, status=400)
    assert tip_of(app, tip_id).unit_id == _unit(app, "30094")


def _sent_outside(app, browser):
    tip_id = received(app).tip_id
    form = browser.get(f"/tips/{tip_id}/transfer").form("to_unit")
    sent = {"to_unit": "outside", "to_name": "Cơ quan điều tra tỉnh", "note": "vượt quyền"}
    browser.send(form, sent)
    return tip_id


def test_what_went_outside_on_paper_is_taken_back_with_a_reason(app, people, browser_of):
    xa1 = browser_of("xa1")
    tip_id = _sent_outside(app, xa1)
    page = xa1.get(f"/tips/{tip_id}")
    refused = xa1.send_for_page(page.form("back_note"), {"back_note": ""}, status=422)
    assert "Ghi lý do, ít nhất vài chữ." in refused.text
    for _ in range(2):
        page = xa1.send_for_page(refused.form("back_note"), {"back_note": "trả lại, sai nơi"})
        assert "Thiếu úy Mẫu nhận lại: trả lại, sai nơi" in page.text
    assert "Nhận lại tin" not in page.text
    assert tip_of(app, tip_id).state is TipState.HELD


def test_the_unit_above_notes_that_a_tip_is_back_or_takes_it_up(app, people, browser_of):
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    tip_id = _sent_outside(app, xa1)
    page = huyen.send_for_page(huyen.get(f"/tips/{tip_id}").form("reason"), {"reason": "dân hỏi"})
    assert page.form("taking_note")
    page = huyen.send_for_page(page.form("back_note"), {"back_note": "trả về công an xã"})
    assert "Đang xem: Thiếu úy Mẫu" in page.text
    assert "nhận lại: trả về công an xã" in xa1.get(f"/tips/{tip_id}").text
