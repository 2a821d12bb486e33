"""Places are corrected, added and ended by an admin from a phone."""

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.places.models import Place
from domain.places.queries import hamlets
from tests.factories import BINH_THANH, PHUONG_TRA, TREE_DAY, place
from tests.support.page import Page
from web.context import today
from web.extensions import db


def address_of(app, code: str = PHUONG_TRA) -> str:
    with app.app_context():
        return f"/admin/places/{place(db.session(), code).id}"


def stored(app, code: str = PHUONG_TRA) -> Place:
    with app.app_context():
        return place(db.session(), code)


@pytest.fixture
def admin(people, browser_of):
    return browser_of("quantri")


def test_the_tree_stands_as_on_its_day_with_what_is_missing(app, admin):
    page = admin.get("/admin/places")
    assert "Huyện Cao Lãnh" in page.text
    assert "Xã Phương Trà" in page.text
    assert "Phường Mỹ Trà" not in page.text, "a unit of 2025"
    assert "7 ấp, khóm" in page.text
    assert "Số trực chưa gọi thử" in page.text
    assert "Chưa nhập tệp nào" in page.text


def test_a_search_finds_hamlets_and_units_of_other_days(admin):
    assert "Ấp Bình Mỹ A" in admin.get("/admin/places?q=binh+my").text
    later = admin.get("/admin/places?q=my+tra", htmx=True)
    assert "Phường Mỹ Trà" in later.html
    assert "Không có nơi nào như vậy." in admin.get("/admin/places?q=zzz").text


def change(app, admin, status=303, code=PHUONG_TRA, **values):
    address = f"{address_of(app, code)}/change"
    form = admin.get(address).form("level_label")
    return (
        Page(admin.send(form, values, status=status), address)
        if status != 303
        else admin.send(form, values)
    )


def test_a_number_is_shown_to_people_only_after_somebody_dialled_it(app, admin):
    change(app, admin, duty_phone="0277 3 000 113")
    assert stored(app).duty_phone == "02773000113"
    assert stored(app).duty_call.shown == ""
    assert "bà con chưa thấy số này" in admin.get(address_of(app)).text
    change(
        app,
        admin,
        duty_phone_checked_on=today().isoformat(),
        duty_phone_checked_by="Đại úy Mẫu",
    )
    assert stored(app).duty_call.shown == "02773000113"
    assert "bởi Đại úy Mẫu" in admin.get(address_of(app)).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"duty_phone": "gọi sau"}, "Số điện thoại chỉ gồm chữ số."),
        ({"duty_phone_checked_on": "2025-02-30"}, "Ngày này không có."),
        ({"duty_phone_checked_on": "2999-01-01"}, "không thể sau hôm nay"),
        ({"duty_phone_checked_by": "A"}, "Ghi ngày đã gọi thử"),
        ({"name": ""}, "Ô này cần ghi."),
        ({"unit_title": "x" * 161}, "Ghi tối đa 160 chữ."),
        ({"paper_mark": "x" * 13}, "Ghi tối đa 12 chữ."),
    ],
)
def test_a_bad_wording_comes_back_with_a_sentence(app, admin, values, sentence):
    page = change(app, admin, status=422, **values)
    assert sentence in page.text
    for name, value in values.items():
        assert page.form("level_label").values[name] == value
    assert stored(app).name == "Phương Trà"


def test_titles_and_labels_are_data_and_the_log_names_only_the_fields(app, admin):
    change(app, admin, unit_title="Công an xã Phương Trà A", level_label="phường")
    assert stored(app).full_name == "Phường Phương Trà"
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert entry.action == "place_changed"
        assert entry.reason == "corrected level_label, unit_title"


def test_a_unit_may_have_other_letters_on_its_papers_than_its_level(app, admin):
    assert "Viết tắt trên giấy tờ CAX" in admin.get(address_of(app)).text
    assert "Để trống: CAX." in admin.get(f"{address_of(app)}/change").text
    change(app, admin, paper_mark=" CAPT ")
    assert stored(app).mark == "CAPT"
    assert stored(app, BINH_THANH).mark == "CAX"
    assert "Viết tắt trên giấy tờ CAPT" in admin.get(address_of(app)).text


def test_two_admins_on_one_place_see_each_other(app, admin, browser_of):
    other = browser_of("quantri")
    address = f"{address_of(app)}/change"
    late = other.get(address).form("level_label")
    change(app, admin, address="Ấp 1, đường tỉnh 844")
    answer = Page(other.send(late, {"address": "Ấp 2"}, status=409), address)
    assert "Ấp 1, đường tỉnh 844" in answer.text
    assert answer.form("level_label").values["address"] == "Ấp 2"
    other.send(late, {"address": "Ấp 1, đường tỉnh 844"})


def test_a_hamlet_is_added_and_appears_where_places_are_chosen(app, admin):
    address = address_of(app)
    form = admin.get(f"{address}/hamlets/new").form("name")
    given = {"level_label": "ấp", "name": "Phương Đông", "valid_from": "2024-01-01"}
    page = admin.send_for_page(form, {**given, "source": "NQ 12/2024"})
    assert "Ấp Phương Đông" in page.text
    with app.app_context():
        here = place(db.session(), PHUONG_TRA)
        assert [h.full_name for h in hamlets(db.session(), here.id, TREE_DAY)] == ["Ấp Phương Đông"]
    twice = admin.send_for_page(form, {**given, "source": "NQ 12/2024"}, status=422)
    assert "Tên này đã có ở đây rồi." in twice.text
    bad = admin.send_for_page(form, {**given, "name": "Khác", "valid_from": "mai"}, status=422)
    assert "Ngày này không có." in bad.text


def test_a_hamlet_stands_under_a_commune_only(app, admin):
    address = f"{address_of(app, '873')}/hamlets/new"
    form = admin.get(address).form("name")
    given = {"level_label": "ấp", "name": "Lạc", "valid_from": "2024-01-01", "source": "x"}
    assert "Chỉ thêm được dưới" in admin.send_for_page(form, given, status=422).text


def test_a_merged_hamlet_names_its_successor_and_the_end_can_be_taken_back(app, admin):
    with app.app_context():
        commune = place(db.session(), BINH_THANH)
        old, new = (str(h.id) for h in hamlets(db.session(), commune.id, TREE_DAY)[:2])
    address = f"/admin/places/{old}"
    form = admin.get(f"{address}/end").form("last_day")
    given = {"last_day": "2025-03-31", "successor": new}
    page = admin.send_for_page(form, given)
    assert "Hết từ 31/3/2025." in page.text
    assert "Nơi tiếp nối" in page.text
    page = admin.send_for_page(page.form(f"{address}/reopen"))
    assert "Hết từ" not in page.text
    for bad in ({"last_day": ""}, {"last_day": "2021-01-01"}, {"successor": "x"}, {"scope": "x"}):
        admin.send(form, {**given, **bad}, status=422)


def test_ending_a_unit_says_who_still_sits_there(app, admin):
    page = admin.get(f"{address_of(app)}/end")
    assert "2 người còn ở đây." in page.text


def test_no_such_place_is_a_plain_page(admin):
    nobody = "00000000-0000-4000-8000-000000000000"
    for part in ("", "/change", "/end", "/hamlets/new"):
        admin.get(f"/admin/places/{nobody}{part}", status=404)
