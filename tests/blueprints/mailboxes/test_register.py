"""The register through its pages: boxes and lines, kept by the chief, tried by everybody."""

from uuid import uuid4

from tests.support.page import text_of
from tests.support.villager import set_setting


def _new_box(chief, hamlet_id):
    form = chief.get("/mailboxes/new").form("spot")
    form.values["place"] = hamlet_id
    return form


BOX = {"spot": "Cổng nhà văn hóa ấp", "key_holders": "Đại úy Mẫu", "others": "Ông Tư, ông tư"}


def test_a_chief_adds_a_box_and_everybody_sees_when_it_is_due(chief, hamlet_id, officer):
    form = _new_box(chief, hamlet_id)
    assert form.values["opened_every"] == "7"
    page = chief.send_for_page(form, BOX)
    assert page.h1 == "Cổng nhà văn hóa ấp"
    for words in ("Đại úy Mẫu, Ông Tư", "mỗi 7 ngày", "chưa mở lần nào", "Ấp 3"):
        assert words in page.text
    assert "Cổng nhà văn hóa ấp" in officer.get("/mailboxes").text
    assert "Thêm hộp thư" not in officer.get("/mailboxes").text


def test_how_often_a_new_box_is_opened_is_a_setting(app, chief, hamlet_id):
    set_setting(app, "mailbox_opened_every", "14")
    assert _new_box(chief, hamlet_id).values["opened_every"] == "14"


def test_a_box_without_place_spot_or_key_holder_is_asked_for_again(chief):
    form = chief.get("/mailboxes/new").form("spot")
    page = chief.send_for_page(form, {"opened_every": "", "hung_on": ""}, status=422)
    for words in ("Chọn nơi treo.", "Ghi số ngày.", "Chọn ngày treo."):
        assert words in page.text
    form = page.form("spot")
    form.values["place"] = str(uuid4())
    sent = {"opened_every": "900", "hung_on": "2024-01-08"}
    page = chief.send_for_page(form, sent, status=422)
    for words in (
        "Chọn một nơi của đơn vị, hoặc toàn xã.",
        "Ghi chỗ treo hộp thư",
        "Chọn hoặc ghi tên người giữ chìa khóa.",
        "Ghi số ngày từ 1 tới 366.",
    ):
        assert words in page.text


def test_the_same_form_twice_is_one_box_and_other_words_are_asked_about(chief, hamlet_id):
    form = _new_box(chief, hamlet_id)
    first = chief.send(form, BOX).headers["Location"]
    assert chief.send(form, BOX).headers["Location"] == first
    page = chief.send_for_page(form, {**BOX, "spot": "Bến đò"}, status=409)
    assert "Lần trước lưu hộp thư ở Cổng nhà văn hóa ấp." in page.text
    second = chief.send(page.form("spot"))
    assert second.headers["Location"] != first


def test_two_chiefs_at_one_box_see_both_versions(chief, box_id):
    old = chief.get(f"/mailboxes/{box_id}/edit").form("spot")
    fresh = chief.get(f"/mailboxes/{box_id}/edit").form("spot")
    chief.send(fresh, {"spot": "Bến đò"})
    both = chief.send_for_page(old, {"spot": "Trạm y tế", "opened_every": "14"}, status=409)
    assert "Bến đò" in both.text and "Trạm y tế" in both.text
    page = chief.send_for_page(both.form("keep-spot"), {"keep-spot": "theirs"})
    assert page.h1 == "Bến đò"
    assert "mỗi 14 ngày" in page.text


def test_the_duty_phone_stands_first_and_tells_who_changes_it(chief, officer):
    chief.send(
        chief.get("/mailboxes/lines/new").form("phone"),
        {"label": "Đường dây nóng", "phone": "+84 900 000 201", "hours": "Cả ngày đêm"},
    )
    page = officer.get("/mailboxes")
    rows = [text_of(row) for row in page.all("li", class_="row")]
    assert rows[0].startswith("Trực ban Công an xã Phương Trà")
    assert "Quản trị đổi số này ở mục Địa bàn." in rows[0]
    assert "0900 000 201 · Cả ngày đêm" in rows[1]
    assert "chưa gọi thử" in rows[1]
    assert "Thêm đường dây" not in page.text


def test_an_officer_says_that_a_line_was_tried(chief, officer, day):
    told = {"label": "Đường dây nóng", "phone": "0900000201"}
    chief.send(chief.get("/mailboxes/lines/new").form("phone"), told)
    page = officer.get("/mailboxes")
    after = officer.send_for_page(page.form("phone"))
    assert "Hôm nay đã gọi thử" not in after.text
    line = next(text_of(r) for r in after.all("li", class_="row") if "nóng" in text_of(r))
    assert f"gọi thử lần cuối {day:%d/}{day.month}" in line
    edit = next(h for h in chief.get("/mailboxes").links().values() if h.endswith("/edit"))
    form = chief.get(edit).form("label")
    chief.send(form, {"phone": "0900 000 202"})
    assert "chưa gọi thử" in chief.get("/mailboxes").text
    officer.send(page.form("phone"), status=409)


def test_a_line_ends_and_leaves_the_list(chief):
    told = {"label": "Đường dây cũ", "phone": "0900000201"}
    form = chief.get("/mailboxes/lines/new").form("phone")
    assert "Ghi số điện thoại." in chief.send_for_page(form, {"label": "Nóng"}, status=422).text
    odd = chief.send_for_page(form, {**told, "phone": "gọi anh Ba"}, status=422)
    assert "Số này không gọi được." in odd.text
    assert odd.form("phone").values["phone"] == "gọi anh Ba"
    chief.send(form, told)
    chief.send(form, told)
    edit = next(h for h in chief.get("/mailboxes").links().values() if h.endswith("/edit"))
    page = chief.get(edit)
    chief.send(page.form(edit.replace("/edit", "/retire")))
    assert "Đường dây cũ" not in chief.get("/mailboxes").text


def test_two_chiefs_at_one_line_see_both_versions(chief):
    told = {"label": "Đường dây nóng", "phone": "0900000201"}
    chief.send(chief.get("/mailboxes/lines/new").form("phone"), told)
    edit = next(h for h in chief.get("/mailboxes").links().values() if h.endswith("/edit"))
    old, fresh = (chief.get(edit).form("label") for _ in range(2))
    chief.send(fresh, {"hours": "Giờ hành chính"})
    both = chief.send_for_page(old, {"hours": "Cả ngày đêm"}, status=409)
    assert "Giờ hành chính" in both.text and "Cả ngày đêm" in both.text


def test_the_lists_and_boxes_are_reached_from_the_navigation(officer, box_id, browser_of):
    for name in ("xa1", "huyen"):
        assert browser_of(name).get("/home/more").links()["Hộp thư"] == "/mailboxes"
    assert officer.get("/home/log").links()["Mở hộp thư"] == "/mailboxes"
    listed = officer.get("/mailboxes")
    assert "1 hộp thư quá hạn mở." in listed.text
