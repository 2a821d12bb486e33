"""The roster as officers keep it: a form that begins where the roster ends, a week on a page."""

from datetime import timedelta

import time_machine

from domain.duty.models import DutyShift
from tests.factories_duty import PHONE, make_shift
from web.context import now
from web.extensions import db

WEDNESDAY = "2024-06-05T08:00:00+07:00"


def _add(browser, status=303, **typed):
    form = browser.get("/duty/new").form("phone")
    boxes = {"officer": _choice(browser, "Thiếu úy Mẫu"), "phone": PHONE, **typed}
    return browser.send(form, status=status, **boxes)


def _choice(browser, name):
    page = browser.get("/duty/new")

    return next(
        box.get("value")
        for box in page.all("input", name="officer")
        if name in _label_of(page, box)
    )


def _label_of(page, box):
    return next(
        "".join(label.itertext())
        for label in page.all("label")
        if label.get("for") == box.get("id") or box in list(label.iter())
    )


@time_machine.travel(WEDNESDAY, tick=False)
def test_an_empty_roster_says_so_and_the_first_shift_fills_it(people, browser_of):
    officer = browser_of("xa1")
    page = officer.get("/duty")
    assert "Tuần này chưa có ca trực nào." in page.text
    assert "Bây giờ không có ai trong lịch trực" in page.text
    _add(officer)
    page = officer.get("/duty")
    assert "Đang có người trực, nhưng bà con chưa thấy số nào." in page.text
    assert "thứ Tư 05/6, 07:00 – 07:00 hôm sau" in page.text
    assert "Không có ai trực" in page.text


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_next_shift_begins_where_the_last_one_ends_with_its_phone(people, browser_of):
    officer = browser_of("xa1")
    _add(officer)
    form = officer.get("/duty/new").form("phone")
    assert (form.values["from_day"], form.values["from_clock"]) == ("2024-06-06", "07:00")
    assert form.values["phone"] == PHONE


@time_machine.travel(WEDNESDAY, tick=False)
def test_a_wrong_form_names_each_box_and_keeps_what_was_typed(people, browser_of):
    officer = browser_of("xa1")
    form = officer.get("/duty/new").form("phone")
    page = officer.send_for_page(form, phone="hỏi chú Bảy", from_clock="25 giờ", status=422)
    assert "Chọn người trực." in page.text and "Giờ này không có." in page.text
    again = page.form("phone").values
    assert (again["phone"], again["from_clock"]) == ("hỏi chú Bảy", "25 giờ")
    page = _add_for_page(officer, phone="hỏi chú Bảy", until_day="2024-06-01")
    assert "Ghi số điện thoại trực" in page.text
    assert "Giờ hết ca phải sau giờ bắt đầu." in page.text


def _add_for_page(browser, status=422, **typed):
    form = browser.get("/duty/new").form("phone")
    boxes = {"officer": _choice(browser, "Thiếu úy Mẫu"), "phone": PHONE, **typed}
    return browser.send_for_page(form, status=status, **boxes)


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_same_form_sent_twice_is_one_shift(app, people, browser_of):
    officer = browser_of("xa1")
    form = officer.get("/duty/new").form("phone")
    boxes = {"officer": _choice(officer, "Thiếu úy Mẫu"), "phone": PHONE}
    for _ in range(2):
        officer.send(form, **boxes)
    officer.send(form, **{**boxes, "phone": "113"}, status=409)
    with app.app_context():
        assert db.session.query(DutyShift).count() == 1


@time_machine.travel(WEDNESDAY, tick=False)
def test_of_two_who_change_a_shift_the_second_is_shown_what_was_saved(app, people, browser_of):
    with app.app_context():
        shift = make_shift(db.session(), app.extensions["ring"], people.officer, start=now())
        db.session.commit()
        address = f"/duty/{shift.id}/edit"
    officer, chief = browser_of("xa1"), browser_of("truong1")
    mine, theirs = officer.get(address).form("phone"), chief.get(address).form("phone")
    chief.send(theirs, phone="0900000111")
    page = officer.send_for_page(mine, phone="0900000222", status=409)
    assert "Có người vừa sửa ca này." in page.text
    assert page.form("phone").values["phone"] == "0900000222"
    officer.send(page.form("phone"))
    assert "0900 000 222" in officer.get("/duty").text


@time_machine.travel(WEDNESDAY, tick=False)
def test_last_week_is_copied_in_one_tap_and_a_shift_is_taken_off(app, people, browser_of):
    with app.app_context():
        start = now() - timedelta(days=6, hours=1)
        make_shift(db.session(), app.extensions["ring"], people.officer, start=start)
        db.session.commit()
    officer = browser_of("xa1")
    officer.send(officer.get("/duty?week=2024-06-05").form_of("Chép ca tuần trước"))
    page = officer.get("/duty?week=2024-06-05")
    assert "thứ Năm 06/6, 07:00" in page.text
    edit = next(href for href in page.links().values() if href.endswith("/edit"))
    form = officer.get(edit).form_of("Bỏ ca này")
    for _ in range(2):
        officer.send(form)
    assert "Tuần này chưa có ca trực nào." in officer.get("/duty?week=2024-06-05").text


@time_machine.travel(WEDNESDAY, tick=False)
def test_two_at_once_are_pointed_out_and_the_unit_above_sees_who_is_on(app, people, browser_of):
    with app.app_context():
        for officer in (people.officer, people.chief):
            make_shift(db.session(), app.extensions["ring"], officer, start=now())
        db.session.commit()
    assert browser_of("truong1").get("/duty").text.count("Trùng giờ với ca khác") == 2
    page = browser_of("huyen").get("/duty")
    assert "Đại úy Mẫu, tới 08:00, 06/6/2024" in page.text
    assert "Không có ai trong lịch trực" in page.text


@time_machine.travel(WEDNESDAY, tick=False)
def test_people_are_told_a_new_number_once_the_chief_has_dialled_it(people, browser_of):
    officer, chief = browser_of("xa1"), browser_of("truong1")
    _add(officer, phone="0900000666")
    page = officer.get("/duty")
    assert "Số 0900 000 666 bà con chưa thấy. Trưởng đơn vị gọi thử" in page.text
    assert "Bà con chưa thấy số này" in page.text
    assert not page.all("input", name="number"), "only a chief may say so"
    urgent = "/tip?place=30094&gap=1"
    assert "0900 000 666" not in browser_of().get(urgent).text
    form = chief.get("/duty").form_of("Đã gọi thử")
    for _ in range(2):
        chief.send(form)
    assert "Bà con thấy số 0900 000 666." in officer.get("/duty").text
    assert "chưa thấy" not in officer.get("/duty").text


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_unit_above_dials_a_number_of_a_unit_below(app, people, browser_of):
    with app.app_context():
        make_shift(db.session(), app.extensions["ring"], people.officer, start=now())
        db.session.commit()
    above = browser_of("huyen")
    above.send(above.get("/duty").form_of("Đã gọi thử"))
    assert "chưa thấy" not in above.get("/duty").text
    assert "Bà con thấy số 0277 382 1111." in browser_of("xa1").get("/duty").text


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_chief_takes_a_number_back_and_puts_it_in_again(people, browser_of):
    chief = browser_of(people.chief.username)
    _add(browser_of("xa1"))
    chief.send(chief.get("/duty").form_of("Đã gọi thử"))
    page = chief.get("/duty")
    assert "Bà con thấy số 0277 382 1111." in page.text
    assert "Thôi dùng" not in browser_of("xa1").get("/duty").text
    page = chief.send_for_page(page.form_of("Thôi dùng"))
    assert "bà con chưa thấy số nào" in page.text and "Chưa có số nào của lịch trực" in page.text
    page = chief.send_for_page(page.form_of("Đã gọi thử"))
    assert "Bà con thấy số 0277 382 1111." in page.text
