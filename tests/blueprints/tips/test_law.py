"""Classifying a tip, its limits on the page, and the board of tips."""

from datetime import UTC, datetime, timedelta

from domain.tips.models import EndCheck, Tip, TipState
from tests.factories import BINH_THANH, DISTRICT
from tests.factories_cases import make_case
from tests.factories_tips import STORY, entries, received, tip_of
from web.extensions import db as flask_db

WHY = "Có dấu hiệu lừa đảo qua điện thoại"


def _classify(browser, tip_id, to="crime_report", reason=WHY, status=200):
    page = browser.get(f"/tips/{tip_id}")
    said = {"classification": to, "class_reason": reason}
    return browser.send_for_page(page.form(f"/tips/{tip_id}/classify"), said, status=status)


def test_a_classified_tip_shows_its_limits_and_the_reason(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    assert "Tin phản ánh, chưa phân loại" in xa1.get(f"/tips/{tip_id}").text
    page = _classify(xa1, tip_id)
    assert "Phân loại: Tin báo về tội phạm" in page.text
    assert "24 giờ từ" in page.text
    assert "3 ngày làm việc từ" in page.text
    assert "20 ngày từ" in page.text
    assert f"phân loại: Tin báo về tội phạm. {WHY}" in page.text
    assert entries(app, tip_id)[-2] == ("tip_classified", "raw>crime_report")
    assert "Còn 23 giờ" in xa1.get("/tips").text
    assert "Còn 23 giờ" in xa1.get("/home").text


def test_a_classification_without_a_reason_keeps_what_was_chosen(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    page = _classify(xa1, tip_id, reason=" ", status=422)
    assert "Ghi lý do, ít nhất vài chữ." in page.text
    assert page.form(f"/tips/{tip_id}/classify").values["classification"] == "crime_report"


def test_one_form_says_spam_too_and_a_second_person_confirms_it(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    form = f"/tips/{tip_id}/classify"
    page = _classify(xa1, tip_id, to="spam", reason="", status=422)
    assert "Ghi lý do, ít nhất vài chữ." in page.text
    said = {"classification": "spam", "class_reason": "quảng cáo"}
    assert "Chờ người thứ hai" in xa1.send_for_page(page.form(form), said).text
    again = xa1.send_for_page(page.form(form), said)
    assert again.text.count("đặt: Tin rác. quảng cáo") == 1
    assert tip_of(app, tip_id).end_check is EndCheck.PENDING
    chief = browser_of("truong1")
    chief.send(chief.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/confirm"))
    assert tip_of(app, tip_id).end_check is EndCheck.CONFIRMED


def test_a_duplicate_names_another_tip_in_the_form_of_classification(app, people, browser_of):
    first, second = received(app).tip_id, received(app).tip_id
    xa1 = browser_of("xa1")
    page = _classify(xa1, second, to="duplicate", status=422)
    assert "Ghi số tin gốc, ví dụ TB-0132." in page.text
    assert page.form("same_as").values["class_reason"] == WHY
    xa1.send(page.form("same_as"), {"same_as": "TB-0001"})
    assert tip_of(app, second).duplicate_of_id == first


def test_whoever_classifies_while_a_colleague_ends_it_is_shown_both(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    mine = xa1.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/classify")
    _classify(browser_of("truong1"), tip_id, to="not_enough", reason="không rõ ai, ở đâu")
    said = {"classification": "denunciation", "class_reason": WHY}
    page = xa1.send_for_page(mine, said, status=409)
    assert "Chưa đủ căn cứ" in page.text
    assert "không rõ ai, ở đâu" in page.text
    theirs = {"keep-classification": "theirs", "keep-class_reason": "theirs"}
    xa1.send(page.form("version"), theirs)
    assert tip_of(app, tip_id).state is TipState.NOT_ENOUGH


def test_two_officers_who_classify_at_once_are_shown_both(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    mine = xa1.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/classify")
    _classify(chief, tip_id, to="other", reason="Hỏi thủ tục")
    said = {"classification": "denunciation", "class_reason": WHY}
    page = xa1.send_for_page(mine, said, status=409)
    assert "Tố giác về tội phạm" in page.text
    assert "Tin khác, không có dấu hiệu tội phạm" in page.text
    assert "Hỏi thủ tục" in page.text
    kept = xa1.send_for_page(page.form("version"), {"keep-classification": "mine"})
    assert "Phân loại: Tố giác về tội phạm" in kept.text


def test_more_time_is_taken_with_a_reason_and_a_notice_can_be_noted(app, people, browser_of):
    tip_id, xa1 = received(app).tip_id, browser_of("xa1")
    page = _classify(xa1, tip_id)
    longer = f"/tips/{tip_id}/longer"
    wrong = xa1.send_for_page(page.form(longer), {"why_longer": ""}, status=422)
    page = xa1.send_for_page(wrong.form(longer), {"why_longer": "Xác minh nhiều nơi"})
    assert "2 tháng từ" in page.text
    assert "kéo dài tới hết ngày" in page.text
    page = xa1.send_for_page(page.form(f"/tips/{tip_id}/limits"))
    assert "Đã xong" in page.text
    assert "ghi đã làm" in page.text
    said = [action for action, _ in entries(app, tip_id)]
    assert {"tip_extended", "tip_limit_met"} <= set(said)


def test_an_urgent_tip_counts_minutes_until_the_agency_was_told(app, people, browser_of):
    tip_id, xa1 = received(app, urgent=True).tip_id, browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    assert "Báo ngay Cơ quan điều tra" in page.text
    assert "Còn 9 phút" in page.text
    assert "Còn 9 phút" in xa1.get("/home").text
    page = xa1.send_for_page(page.form_of("Đã báo, hoặc việc không phải báo ngay"))
    assert "ghi đã làm: Báo ngay Cơ quan điều tra" in page.text
    assert "Còn 9 phút" not in page.text


def test_a_supervisor_sees_on_the_board_where_tips_stand_and_none_of_their_words(
    app, people, browser_of
):
    long_ago = datetime.now(UTC) - timedelta(days=3)
    late = received(app, at=long_ago).tip_id
    received(app, BINH_THANH)
    here = received(app, DISTRICT).tip_id
    page = browser_of("huyen").get("/tips/board")
    assert "1 tin chưa ai mở đúng hạn" in page.text
    assert "Xã Phương Trà" in page.text
    assert "Quá" in page.text
    assert STORY[:20] not in page.text
    assert {f"/tips/{late}", f"/tips/{here}"} <= set(page.links().values())
    listed = browser_of("huyen").get("/tips/board?view=list")
    assert f"/tips/{late}" in listed.links().values()


def test_one_tap_on_the_board_reminds_the_units_that_are_late(app, people, browser_of):
    long_ago = datetime.now(UTC) - timedelta(days=3)
    received(app, at=long_ago)
    received(app, BINH_THANH, at=long_ago)
    huyen, xa1 = browser_of("huyen"), browser_of("xa1")
    page = huyen.send_for_page(huyen.get("/tips/board").form_of("Nhắc cả hai nơi"))
    assert "Đã nhắc 2 nơi." in page.text
    assert "Đã nhắc hôm nay: Xã" in page.text
    assert not any(form.get("action") == "/tips/board/nudge" for form in page.all("form"))
    told = xa1.get("/me/notices")
    assert "Cấp trên nhắc: có tin trễ hạn" in told.text
    assert "TB-0001" not in told.text
    assert "/tips" in told.links().values()
    assert "Nhắc" not in xa1.get("/tips/board").text


def test_a_card_says_in_which_case_its_tip_is_held(app, people, browser_of):
    ids = [received(app).tip_id, received(app, BINH_THANH).tip_id]
    with app.app_context():
        db = flask_db.session()
        tips = [db.get_one(Tip, tip_id) for tip_id in ids]
        number = make_case(db, app.extensions["ring"], people.supervisor, tips).number
        db.commit()
    huyen = browser_of("huyen")
    for address in ("/tips/board", "/tips/board?view=list"):
        assert huyen.get(address).text.count(f"Vụ số {number:02d}/") == 2
    assert "Vụ số" not in browser_of("xa1").get("/tips/board").text


def test_a_unit_sees_only_its_own_tips_on_its_board(app, people, browser_of):
    mine, theirs = received(app).tip_id, received(app, BINH_THANH).tip_id
    above = received(app, DISTRICT).tip_id
    page = browser_of("xa1").get("/tips/board")
    assert f"/tips/{mine}" in page.links().values()
    assert not {f"/tips/{theirs}", f"/tips/{above}"} & set(page.links().values())
