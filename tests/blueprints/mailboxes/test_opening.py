"""Opening a box through the form: two people, an answer, the minutes; nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from domain.mailboxes.models import MailboxOpening
from tests.factories_mailboxes import TWO
from tests.support.page import text_of
from tests.support.sending import file, record_id


def _form(browser, box_id):
    return browser.get(f"/mailboxes/{box_id}/open").form("openers")


def _count(stored) -> int:
    return stored(lambda db: db.scalar(select(func.count()).select_from(MailboxOpening)))


def _photos(page) -> list:
    return [image for image in page.all("img") if image.get("src")]


def test_an_overdue_box_stands_on_the_home_screen_and_leads_to_the_form(officer, box_id):
    home = officer.get("/home")
    address = next(href for words, href in home.links().items() if "Mở hộp thư ở Chợ" in words)
    assert address == f"/mailboxes/{box_id}/open"
    assert "Quá 83 ngày" in home.text
    assert "Hôm nay không còn việc tới hạn" not in home.text
    form = officer.get(address).form("openers")
    assert form.values["openers"] == list(TWO)
    assert "letters" not in form.values


def test_a_logged_opening_is_read_by_the_unit_and_the_supervisor(
    officer, box_id, browser_of, people
):
    sent = {"letters": "0", "photos": file("bien-ban.jpg"), "started_at": "7h30"}
    page = officer.send_for_page(_form(officer, box_id), sent)
    assert page.h1 == "Mở hộp thư ở Chợ Phương Trà"
    for words in ("Đã lưu.", "Không có lá thư nào.", ", ".join(TWO), "Số lá thư 0", "07:30"):
        assert words in page.text
    assert len(_photos(page)) == 1
    shown = browser_of("huyen").get(page.address)
    assert "Chợ Phương Trà, Ấp 3, xã Phương Trà" in shown.text
    feed = browser_of("huyen").get("/feed?kind=mailbox")
    assert "Mở hộp thư ở Chợ Phương Trà" in feed.text
    assert "0 lá thư" in feed.text
    assert "Mở hộp thư ở" not in officer.get("/home").text.split("Hôm nay,")[0]


def test_the_photo_of_the_minutes_is_seen_by_whoever_sees_the_opening(officer, box_id, browser_of):
    sent = {"letters": "1", "photos": file()}
    page = officer.send_for_page(_form(officer, box_id), sent)
    thumb = page.all("img")[0].get("src")
    assert officer.raw(thumb).status_code == 200
    assert browser_of("xa2").raw(thumb).status_code == 404


def test_an_empty_answer_is_not_nought(officer, box_id, stored):
    form = _form(officer, box_id)
    page = officer.send_for_page(form, {"others": "Bà Bảy"}, status=422)
    assert "Chọn số lá thư. Không có lá nào thì chọn 0." in page.text
    assert page.form("openers").values["others"] == "Bà Bảy"
    assert _count(stored) == 0


def test_two_answers_are_none(officer, box_id):
    form = _form(officer, box_id)
    page = officer.send_for_page(form, {"letters": "2", "letters_more": "7"}, status=422)
    assert "Đã chọn 2 mà ô bên cạnh ghi 7. Giữ một số thôi." in page.text
    page = officer.send_for_page(form, {"letters_more": "bảy"}, status=422)
    assert "Ghi một số nguyên" in page.text
    assert "Chọn số lá thư" not in page.text


def test_more_letters_than_there_are_pills_are_typed(officer, box_id):
    page = officer.send_for_page(_form(officer, box_id), {"letters_more": "12"})
    assert "12 lá thư, chưa ghi lá nào thành tin." in page.text
    again = officer.get(f"{page.address}/edit").form("openers")
    assert again.values["letters_more"] == "12"


def test_the_same_person_twice_is_one_person(officer, box_id, stored):
    sent = {"openers": TWO[0], "others": "thiếu uý mẫu", "letters": "1", "photos": file()}
    page = officer.send_for_page(_form(officer, box_id), sent, status=422)
    assert "Một người không mở hộp thư một mình." in page.text
    assert page.form("openers").values["letters"] == "1"
    assert len(_photos(page)) == 1
    assert _count(stored) == 0
    saved = officer.send_for_page(page.form("openers"), {"others": "Bà Bảy trưởng ấp"})
    assert "Thiếu úy Mẫu, Bà Bảy trưởng ấp" in saved.text
    assert len(_photos(saved)) == 1


def test_whoever_opened_it_last_is_chosen_next_time(officer, box_id):
    sent = {"openers": TWO[0], "others": "Bà Bảy", "letters": "0"}
    officer.send(_form(officer, box_id), sent)
    page = officer.get(f"/mailboxes/{box_id}/open")
    assert page.form("openers").values["openers"] == [TWO[0], "Bà Bảy"]
    assert "Hôm nay đã ghi một buổi mở hộp này." in page.text


def test_the_same_form_twice_is_one_opening_and_other_words_show_both(officer, box_id, stored):
    form = _form(officer, box_id)
    first = officer.send(form, {"letters": "2"}).headers["Location"]
    assert officer.send(form, {"letters": "2"}).headers["Location"] == first
    assert _count(stored) == 1
    both = officer.send_for_page(form, {"letters": "5"}, status=409)
    assert "Hai bản khác nhau" in both.h1
    kept = officer.send_for_page(both.form("keep-letters"), {"keep-letters": "mine"})
    assert "Số lá thư 5" in kept.text


def test_an_old_form_shows_both_versions(officer, box_id, browser_of):
    address = officer.send(_form(officer, box_id), {"letters": "2"}).headers["Location"]
    mine = officer.get(f"{address}/edit").form("openers")
    theirs = browser_of("xa1b")
    theirs.send(theirs.get(f"{address}/edit").form("openers"), {"letters": "1"})
    both = officer.send_for_page(mine, {"letters": "3", "notes": "Thư ướt"}, status=409)
    assert "Trung úy Ví Dụ đã lưu bản khác" in both.text
    kept = officer.send_for_page(both.form("keep-letters"), {"keep-letters": "theirs"})
    assert "Số lá thư 1" in kept.text
    assert "Thư ướt" in kept.text
    assert "Số lá thư" in kept.text.split("Ai ghi, ai sửa")[1]


def test_a_withdrawn_opening_stays_readable_and_its_letters_wait_no_more(officer, box_id, opened):
    address = f"/mailboxes/openings/{opened()}"
    page = officer.send_for_page(
        officer.get(f"{address}/withdraw").form("reason"), {"reason": "Ghi nhầm hộp"}
    )
    assert "Lý do: Ghi nhầm hộp." in page.text
    assert "Ghi lá 1" not in page.text
    box = officer.get(f"/mailboxes/{box_id}")
    assert "Chưa mở lần nào." in box.text
    assert "lá thư chưa ghi" not in officer.get("/home").text


def test_a_box_that_was_taken_down_is_opened_no_more_but_old_days_can_be_logged(
    officer, chief, box_id, day
):
    form = chief.get(f"/mailboxes/{box_id}/retire").form("reason")
    assert "Ghi lý do gỡ" in chief.send_for_page(form, {"reason": " "}, status=422).text
    page = chief.send_for_page(form, {"reason": "Nhà văn hóa sửa chữa"})
    assert "Lý do: Nhà văn hóa sửa chữa." in page.text
    chief.get(f"/mailboxes/{box_id}/edit", status=403)
    assert "Mở hộp thư ở" not in officer.get("/home").text
    box = officer.get(f"/mailboxes/{box_id}")
    assert "Mở hộp thư" not in box.links()
    assert box.links()["Ghi bù buổi mở trước ngày gỡ"] == f"/mailboxes/{box_id}/open"
    late = (day - timedelta(days=9)).isoformat()
    saved = officer.send_for_page(_form(officer, box_id), {"letters": "0", "held_on": late})
    assert "ghi sau 9 ngày" in saved.text


def test_the_neighbours_boxes_and_openings_are_as_good_as_missing(box_id, opened, browser_of):
    opening, neighbour = opened(), browser_of("xa2")
    missing = neighbour.get(f"/mailboxes/{uuid4()}", status=404).text
    for path in (f"{box_id}", f"{box_id}/open", f"openings/{opening}", f"openings/{opening}/edit"):
        assert neighbour.get(f"/mailboxes/{path}", status=404).text == missing
    assert "Chợ Phương Trà" not in neighbour.get("/mailboxes").text


def test_a_supervisor_sends_an_opening_back_and_the_officer_mends_it(officer, opened, browser_of):
    opening = opened()
    huyen = browser_of("huyen")
    form = huyen.get(f"/mailboxes/openings/{opening}").form("text")
    sent = {"text": "Thiếu ảnh biên bản.", "act": "sent_back", "field": "photos"}
    huyen.send(form, sent)
    home = officer.get("/home")
    assert "Thiếu ảnh biên bản." in home.text
    edit = officer.get(f"/mailboxes/openings/{opening}/edit")
    assert "Thiếu ảnh biên bản." in edit.text
    officer.send(edit.form("openers"), {"photos": file()})
    assert "Thiếu ảnh biên bản." not in officer.get("/home").text


def test_an_overdue_box_is_an_exception_for_whoever_looks_after_units(box_id, browser_of, opened):
    page = browser_of("huyen").get("/feed")
    row = next(text_of(a) for a in page.all("a", class_="row") if "hộp thư" in text_of(a))
    assert row == "1 hộp thư quá hạn mở Xã Phương Trà"
    assert "Quá 83 ngày" in browser_of("huyen").get("/mailboxes").text
    opened(letters=0)
    assert "quá hạn mở" not in browser_of("huyen").get("/feed").text


def test_the_id_in_the_address_is_the_records(officer, box_id):
    form = _form(officer, box_id)
    where = officer.send(form, {"letters": "0"}).headers["Location"]
    assert str(record_id(where)) == form.values["id"]
