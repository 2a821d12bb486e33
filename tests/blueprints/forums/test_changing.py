"""Correcting and withdrawing a forum: history, two phones at once, photos, reviews."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.forums.models import Forum, Opinion
from domain.media.models import Photo
from tests.blueprints.forums.conftest import entry
from tests.support.sending import file, record_id


def _opinions(stored, address):
    query = select(Opinion).where(Opinion.forum_id == record_id(address))
    return stored(lambda db: db.scalars(query.order_by(Opinion.position)).all())


def _edit(browser, address):
    return browser.get(f"{address}/edit").form("attendance")


def test_the_form_holds_what_was_said_and_saving_it_changes_nothing(officer, logged):
    form = _edit(officer, logged)
    assert form.values["opinion-2-responsible"] == "Điện lực"
    assert form.values["opinion-2-outcome"] == "passed_on"
    assert form.values["known"] == "3"
    assert "thành" not in officer.send_for_page(form).text


def test_a_correction_shows_who_changed_what_but_not_who_spoke(officer, logged, browser_of):
    named = {"venue": "Đình", "opinion-1-name": "Ông Bảy Ví Dụ", "opinion-3-remove": "y"}
    chief = browser_of("truong1")
    chief.send(_edit(chief, logged), named)
    page = officer.send_for_page(_edit(officer, logged), {"opinion-1-name": "Bà Tám Ví Dụ"})
    for words in ("Nhà văn hóa", "Đình", "Ý kiến 3, nội dung", "có tên", "đã sửa tên"):
        assert words in page.text
    assert "Bảy" not in page.text
    history = page.text.split("Ai ghi, ai sửa")[1]
    assert "Tám" not in history
    assert "Ý kiến (2)" in page.text


def test_an_opinion_added_later_gets_the_next_number(officer, logged, stored):
    officer.send(_edit(officer, logged), {"opinion-1-remove": "y", "opinion-5-gist": "Hẻm ngập"})
    assert [o.position for o in _opinions(stored, logged)] == [2, 3, 4]


def test_the_day_of_an_answer_outlives_a_correction(officer, logged, stored, day):
    opinion = _opinions(stored, logged)[0].id
    answer = officer.get(f"{logged}/opinions/{opinion}").form("outcome")
    officer.send(answer, {"answered_on": day.isoformat(), "answer": "Đã nhắc."})
    officer.send(_edit(officer, logged), {"venue": "Đình"})
    assert _opinions(stored, logged)[0].answered_on == day
    officer.send(_edit(officer, logged), {"opinion-1-outcome": "passed_on"})
    assert _opinions(stored, logged)[0].answered_on is None


def test_a_stale_form_shows_both_sides_field_by_field(officer, logged, stored, browser_of):
    mine, chief = _edit(officer, logged), browser_of("truong1")
    chief.send(
        _edit(chief, logged),
        {"venue": "Đình", "attendance": "60", "opinion-1-answer": "Đã nhắc quán."},
    )
    page = officer.send_for_page(
        mine, {"venue": "Chùa", "opinion-1-gist": "Karaoke ồn ào"}, status=409
    )
    for words in ("Đình", "Chùa", "60 người", "Karaoke ồn ào", "Đã nhắc quán.", "Đại úy Mẫu"):
        assert words in page.text
    choice = page.form("keep-venue")
    # What this officer did not touch stands on the other's side.
    assert choice.values["keep-attendance"] == "theirs"
    assert choice.values["keep-opinion-1-answer"] == "theirs"
    assert choice.values["keep-opinion-1-gist"] == "mine"
    shown = officer.send_for_page(choice, {"keep-venue": "mine"})
    for words in ("Chùa", "60 người", "Karaoke ồn ào", "Trả lời: Đã nhắc quán."):
        assert words in shown.text


def test_opinions_that_two_phones_added_are_both_kept(officer, logged, stored, browser_of):
    mine, chief = _edit(officer, logged), browser_of("truong1")
    chief.send(_edit(chief, logged), {"opinion-4-gist": "Của trưởng", "opinion-4-kind": "praise"})
    page = officer.send_for_page(mine, {"opinion-4-gist": "Của cán bộ"}, status=409)
    choice = page.form("keep-opinion-5")
    assert choice.values["keep-opinion-5"] == "mine"
    assert "keep-opinion-4" not in choice.names()
    officer.send(choice)
    assert [o.gist for o in _opinions(stored, logged)][3:] == ["Của trưởng", "Của cán bộ"]


def test_an_opinion_that_one_removed_and_the_other_changed_is_asked_for(
    officer, logged, stored, browser_of
):
    mine, chief = _edit(officer, logged), browser_of("truong1")
    chief.send(_edit(chief, logged), {"opinion-1-remove": "y", "opinion-3-remove": "y"})
    page = officer.send_for_page(mine, {"opinion-1-gist": "Karaoke ồn ào"}, status=409)
    choice = page.form("keep-opinion-1")
    assert (choice.values["keep-opinion-1"], choice.values["keep-opinion-3"]) == ("mine", "theirs")
    officer.send(choice)
    assert [o.gist for o in _opinions(stored, logged)] == ["Karaoke ồn ào", "Đèn đường tổ 5 hư"]


def test_the_same_correction_sent_twice_is_one(officer, logged, stored):
    form = _edit(officer, logged)
    for _ in range(2):
        officer.send(form, {"opinion-4-gist": "Hẻm ngập", "venue": "Đình"})
    assert stored(lambda db: db.get(Forum, record_id(logged)).version) == 2
    assert len(_opinions(stored, logged)) == 4


def test_the_same_id_with_other_words_shows_both(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id)
    officer.send(form, {"venue": "Đình", "opinion-1-gist": "Đường tối"})
    page = officer.send_for_page(
        form, {"venue": "Chùa", "opinion-1-gist": "Đường tối om"}, status=409
    )
    assert page.h1 == "Hai bản khác nhau"
    for words in ("Đình", "Chùa", "Đường tối om"):
        assert words in page.text
    choice = page.form("keep-venue")
    shown = officer.send_for_page(choice, {"keep-venue": "theirs"})
    assert "Đình" in shown.text
    assert "Đường tối om" in shown.text
    assert len(_opinions(stored, shown.address)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"held_on": "2999-01-01"}, "Ngày này chưa tới"), ({"attendance": "-1"}, "nhỏ hơn 0")],
)
def test_a_wrong_correction_keeps_what_was_typed(officer, logged, wrong, sentence):
    page = officer.send_for_page(_edit(officer, logged), {"venue": "Đình", **wrong}, status=422)
    assert sentence in page.text
    assert page.form("attendance").values["venue"] == "Đình"
    assert page.form("attendance").values["version"] == "1"


def test_one_more_line_while_correcting_comes_without_a_script(officer, logged):
    form = _edit(officer, logged)
    answer = officer.raw(form.action, "POST", data={**form.values, "add_opinion": "1"})
    assert answer.status_code == 200
    assert 'name="opinion-4-gist"' in answer.get_data(as_text=True)


def test_withdrawing_needs_a_reason_and_takes_it_out_of_the_list(officer, logged, browser_of):
    page = officer.get(f"{logged}/withdraw")
    assert officer.send_for_page(page.form("reason"), {"reason": " "}, status=422)
    shown = officer.send_for_page(page.form("reason"), {"reason": "Ghi trùng buổi"})
    assert "Lý do: Ghi trùng buổi." in shown.text
    assert logged not in browser_of("huyen").get("/forums").html
    officer.send(page.form("reason"), {"reason": "Ghi trùng buổi"})
    officer.get(f"{logged}/edit", status=403)


def test_a_colleague_corrects_but_does_not_withdraw(officer, logged, browser_of, stored):
    from tests.factories import make_officer

    def add_colleague(db):
        make_officer(db, "xa1b", name="Hạ sĩ Mẫu")
        db.commit()

    stored(add_colleague)
    colleague = browser_of("xa1b")
    colleague.send(_edit(colleague, logged), {"venue": "Đình"})
    colleague.get(f"{logged}/withdraw", status=403)


def test_what_a_supervisor_sent_back_is_shown_until_it_is_mended(officer, logged, browser_of):
    supervisor = browser_of("huyen")
    review = supervisor.get(f"/feed/forum/{record_id(logged)}").form("text")
    supervisor.send(review, {"text": "Thiếu số người dự.", "act": "sent_back", "id": str(uuid4())})
    assert "Thiếu tá Mẫu gửi lại: Thiếu số người dự." in officer.get(logged).text
    page = officer.send_for_page(_edit(officer, logged), {"attendance": "48"})
    assert "gửi lại:" not in page.text
    assert "Thiếu số người dự." in page.text


def test_photos_are_seen_by_the_unit_and_the_supervisor_alone(officer, hamlet_id, browser_of):
    form = entry(officer, hamlet_id)
    page = officer.send_for_page(form, {"photos": [file("a.jpg"), file("b.jpg", b"not a photo")]})
    thumb = page.all("img", alt="Ảnh 1")[0].get("src")
    assert "b.jpg" in page.text
    assert officer.raw(thumb).mimetype == "image/jpeg"
    assert browser_of("huyen").raw(thumb).status_code == 200
    assert browser_of("xa2").raw(thumb).status_code == 404
    assert thumb in officer.get("/forums").html


def test_photos_are_added_and_taken_away_later(officer, logged, stored):
    page = officer.send_for_page(_edit(officer, logged), {"photos": file()})
    assert "Số ảnh" in page.text
    photo = stored(lambda db: db.scalars(select(Photo.id)).one())
    page = officer.send_for_page(_edit(officer, logged), {"remove_photos": str(photo)})
    assert page.all("img", alt="Ảnh 1") == []


def test_a_photo_sent_with_a_wrong_form_is_still_there(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id)
    page = officer.send_for_page(form, {"held_on": "", "photos": file()}, status=422)
    assert page.all("img", alt="Ảnh 1")
    again = page.form("attendance")
    address = officer.send(again, {"held_on": date(2024, 6, 5).isoformat()}).headers["Location"]
    attached = select(Photo.record_id)
    assert stored(lambda db: db.scalars(attached).all()) == [record_id(address)]
