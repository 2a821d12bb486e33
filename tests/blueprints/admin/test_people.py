"""People are kept by those above them, from a phone, with codes that are shown once."""

import re

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.people.models import Enrolment, Officer, OneTimeCode, Role, SignIn
from domain.places.models import Place
from domain.posters import qr
from tests.factories import BINH_THANH, PHUONG_TRA, place
from tests.support.page import Page
from web.extensions import db

CODE = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}")


def stored(app, officer_id) -> Officer:
    with app.app_context():
        return db.session.get(Officer, officer_id)


def place_id(app, code: str) -> str:
    with app.app_context():
        return str(place(db.session(), code).id)


def invite(app, who, **values) -> Page:
    form = who.get("/admin/people/new").form("username")
    given = {
        "username": "moi1",
        "name": "Thượng úy Mới",
        "role": "officer",
        "place": place_id(app, PHUONG_TRA),
        **values,
    }
    answer = who.send(form, given, status=values.pop("status", 200))
    return Page(answer, form.action)


def code_on(page: Page) -> str:
    return CODE.search(page.by_id("one-time-code").text).group()


def test_a_chief_sees_the_own_officers_and_an_admin_everybody(people, browser_of):
    chiefs = browser_of("truong1").get("/admin/people")
    assert "Thiếu úy Mẫu" in chiefs.text
    assert "Trung úy Ví Dụ" not in chiefs.text
    assert "Thiếu tá Mẫu" not in chiefs.text
    everybody = browser_of("quantri").get("/admin/people").text
    for name in ("Thiếu úy Mẫu", "Đại úy Mẫu", "Trung úy Ví Dụ", "Thiếu tá Mẫu", "Quản trị"):
        assert name in everybody


def test_the_list_is_searched_without_accents_by_page_and_by_part(people, browser_of):
    admin = browser_of("quantri")
    assert "Trung úy Ví Dụ" in admin.get("/admin/people?q=binh+thanh").text
    part = admin.get("/admin/people?q=vi+du", htmx=True)
    assert "Trung úy Ví Dụ" in part.html
    assert "<html" not in part.html
    assert "Không có ai như vậy." in admin.get("/admin/people?q=nobody").text
    assert admin.get("/admin/people?skip=99999").status == 200
    assert admin.get("/admin/people?skip=²").status == 200


def test_officers_do_not_open_administration(people, browser_of):
    officer = browser_of("xa1")
    for address in ("/admin", "/admin/people", "/admin/people/new", "/admin/places"):
        officer.get(address, status=403)
    chief = browser_of("truong1")
    for address in ("/admin/places", "/admin/lists", "/admin/settings"):
        chief.get(address, status=403)
    assert "Địa bàn" not in chief.get("/admin").text


def test_a_first_code_is_shown_once_and_only_its_hash_is_kept(app, people, browser_of):
    chief = browser_of("truong1")
    shown = invite(app, chief)
    code = code_on(shown)
    assert "moi1" in shown.text
    assert shown.answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        officer = db.session.scalars(select(Officer).where(Officer.username == "moi1")).one()
        kept = db.session.scalars(select(OneTimeCode)).one()
        assert code.replace("-", "").encode() not in kept.code_hash
        assert code.encode() not in kept.code_hash
        assert all(code not in e.reason for e in db.session.scalars(select(AuditEntry)))
        address = f"/admin/people/{officer.id}"
    again = chief.get(address)
    assert not CODE.search(again.text)
    assert "chưa nhận mã" in again.text


def test_the_invited_person_signs_in_with_the_code(app, people, browser_of):
    code = code_on(invite(app, browser_of("truong1")))
    newcomer = browser_of()
    form = newcomer.get("/login").form("password")
    page = newcomer.send_for_page(form, {"username": "moi1", "password": code})
    assert "password" in " ".join(page.form("password").names()) or "mật khẩu" in page.text


def test_the_same_invitation_sent_twice_makes_one_account(app, people, browser_of):
    chief = browser_of("truong1")
    form = chief.get("/admin/people/new").form("username")
    given = {"username": "moi1", "name": "Mới", "place": place_id(app, PHUONG_TRA)}
    codes = {code_on(Page(chief.send(form, given, status=200), "")) for _ in range(2)}
    assert len(codes) == 2
    with app.app_context():
        assert len(db.session.scalars(select(Officer)).unique().all()) == 6


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"username": "xa1"}, "Tên đăng nhập này đã có người dùng."),
        ({"username": "tên có dấu"}, "chữ thường không dấu"),
        ({"username": ""}, "chữ thường không dấu"),
        ({"name": ""}, "Ghi cấp bậc và họ tên."),
        ({"name": "x" * 121}, "tối đa 120"),
        ({"role": "admin"}, "không thuộc quyền cấp của bạn"),
        ({"role": "supervisor"}, "không thuộc quyền cấp của bạn"),
        ({"role": "king"}, "Chọn vai trò."),
        ({"place": "nowhere"}, "Chọn đơn vị trong danh sách."),
    ],
)
def test_a_bad_invitation_comes_back_with_a_sentence_and_everything_typed(
    app, people, browser_of, values, sentence
):
    page = invite(app, browser_of("truong1"), status=422, **values)
    assert sentence in page.text
    again = page.form("username").values
    assert again["name"] == values.get("name", "Thượng úy Mới")


def test_a_chief_does_not_invite_into_another_unit(app, people, browser_of):
    page = invite(app, browser_of("truong1"), place=place_id(app, BINH_THANH), status=422)
    assert "Chọn đơn vị trong danh sách." in page.text


def test_other_units_people_are_as_absent_as_nobody(people, browser_of):
    chief = browser_of("truong1")
    nobody = "00000000-0000-4000-8000-000000000000"
    for hidden in (people.neighbour.id, people.supervisor.id, people.chief.id, nobody):
        pages = {
            chief.get(f"/admin/people/{hidden}{part}", status=404).text for part in ("", "/change")
        }
        assert len(pages) == 1
    token = chief.get("/admin/people/new").form("username").values["csrf_token"]
    for act in ("change", "code", "shut", "open", "sign-ins/end", f"phones/{nobody}/revoke"):
        answer = chief.raw(
            f"/admin/people/{people.neighbour.id}/{act}", "POST", data={"csrf_token": token}
        )
        assert answer.status_code == 404, act
    assert people.neighbour.is_active


def change(who, officer, status=303, **values):
    form = who.get(f"/admin/people/{officer.id}/change").form("role")
    return who.send(form, values, status=status)


def test_a_chief_cannot_raise_anybody(app, people, browser_of):
    answer = change(browser_of("truong1"), people.officer, role="chief", status=422)
    assert "không thuộc quyền cấp" in answer.get_data(as_text=True)
    assert stored(app, people.officer.id).role is Role.OFFICER


def test_an_admin_cannot_change_the_own_role_or_take_a_code(app, people, browser_of):
    admin, own = browser_of("quantri"), f"/admin/people/{people.admin.id}"
    page = admin.get(own)
    assert "Đây là tài khoản của bạn." in page.text
    assert f"{own}/change" not in page.html
    admin.get(f"{own}/change", status=403)
    token = admin.get("/admin/people/new").form("username").values["csrf_token"]
    given = {"csrf_token": token, "role": "supervisor", "purpose": "reset", "name": "Tôi"}
    for act in ("change", "code", "shut", "open"):
        assert admin.raw(f"{own}/{act}", "POST", data=given).status_code == 403, act
    assert stored(app, people.admin.id).role is Role.ADMIN


def test_a_promotion_ends_sign_ins_and_shows_on_the_page(app, people, browser_of):
    officer, supervisor = browser_of("xa1"), browser_of("huyen")
    change(supervisor, people.officer, role="chief", name="Thượng úy Mẫu")
    page = supervisor.get(f"/admin/people/{people.officer.id}?said=changed")
    assert "Trưởng đơn vị" in page.text
    assert page.h1 == "Thượng úy Mẫu"
    assert officer.raw("/me").status_code == 303


def test_a_move_takes_the_person_out_of_the_old_chiefs_sight(app, people, browser_of):
    change(browser_of("huyen"), people.officer, place=place_id(app, BINH_THANH))
    assert "Thiếu úy Mẫu" not in browser_of("truong1").get("/admin/people").text
    with app.app_context():
        officer = db.session.get(Officer, people.officer.id)
        assert db.session.get(Place, officer.place_id).code == BINH_THANH


def test_two_people_changing_the_same_person_see_each_other(app, people, browser_of):
    first, second = browser_of("truong1"), browser_of("huyen")
    address = f"/admin/people/{people.officer.id}/change"
    late = first.get(address).form("role")
    change(second, people.officer, name="Trung úy Mẫu")
    answer = Page(first.send(late, {"name": "Thượng sĩ Mẫu"}, status=409), address)
    assert "Trung úy Mẫu" in answer.text
    assert answer.form("role").values["name"] == "Thượng sĩ Mẫu"
    assert stored(app, people.officer.id).name == "Trung úy Mẫu"
    first.send(answer.form("role"))
    assert stored(app, people.officer.id).name == "Thượng sĩ Mẫu"


def test_a_deactivated_person_is_out_on_the_next_request(app, people, browser_of):
    officer, chief = browser_of("xa1"), browser_of("truong1")
    assert officer.get("/me").status == 200
    address = f"/admin/people/{people.officer.id}"
    page = chief.send_for_page(chief.get(address).form(f"{address}/shut"))
    assert "Tài khoản này đang khóa." in page.text
    assert officer.raw("/me").status_code == 303
    shown = Page(chief.send(page.form(f"{address}/open"), status=200), address)
    assert CODE.search(shown.text)
    assert stored(app, people.officer.id).is_active
    assert officer.raw("/me").status_code == 303, "the old sign-in stays dead"


def test_a_reset_ends_everything_and_a_phone_code_nothing(app, people, browser_of):
    officer, chief = browser_of("xa1"), browser_of("truong1")
    address = f"/admin/people/{people.officer.id}"
    forms = [
        f for f in chief.get(address).root.iter("form") if f.get("action") == f"{address}/code"
    ]
    assert len(forms) == 2
    page = chief.get(address)
    phone = page.form("purpose")
    assert phone.values["purpose"] == "phone"
    shown = Page(chief.send(phone, status=200), address)
    link = f"http://127.0.0.1:8000/enrol?code={code_on(shown)}"
    assert link in shown.text
    assert qr.outline(link)[1] in shown.html, "the code that a phone scans is the same address"
    assert officer.get("/me").status == 200
    Page(chief.send(phone, {"purpose": "reset"}, status=200), address)
    assert officer.raw("/me").status_code == 303
    assert stored(app, people.officer.id).password_hash == ""
    chief.send(phone, {"purpose": "magic"}, status=400)


def test_a_chiefs_own_sign_in_is_reset_by_the_parent_unit(app, people, browser_of):
    supervisor = browser_of("huyen")
    address = f"/admin/people/{people.chief.id}"
    form = supervisor.get(address).form("purpose")
    shown = Page(supervisor.send(form, {"purpose": "reset"}, status=200), address)
    assert CODE.search(shown.text)
    with app.app_context():
        actions = [e.action for e in db.session.scalars(select(AuditEntry))]
    assert "code_issued" in actions


def test_phones_and_sign_ins_are_listed_and_taken_back(app, people, browser_of):
    officer, chief = browser_of("xa1"), browser_of("truong1")
    with app.app_context():
        now = db.session.scalars(select(SignIn)).first().started_at
        db.session.add(
            Enrolment(
                id=people.neighbour.id,
                officer_id=people.officer.id,
                secret_hash=b"x" * 32,
                label="Redmi 9A",
                created_at=now,
                expires_at=now.replace(year=now.year + 1),
            )
        )
        db.session.commit()
    address = f"/admin/people/{people.officer.id}"
    page = chief.get(address)
    assert "Redmi 9A" in page.text
    page = chief.send_for_page(page.form(f"{address}/phones/{people.neighbour.id}/revoke"))
    assert "Redmi 9A" not in page.text
    page = chief.send_for_page(page.form("sign_in"))
    assert "Không có máy nào." in page.text
    assert officer.raw("/me").status_code == 303
    with app.app_context():
        reasons = [
            e.reason for e in db.session.scalars(select(AuditEntry)) if e.action == "sign_in_ended"
        ]
    assert reasons == ["for them"]


def test_the_start_page_tells_an_admin_what_is_missing(people, browser_of):
    page = browser_of("quantri").get("/admin")
    assert "chưa có" in page.text
    assert "Xã chưa ghi ấp nào 13" in page.text
    assert set(page.links()) >= {"Cán bộ Mời, chuyển đơn vị, cấp mã, khóa tài khoản"}


def test_somebody_of_a_union_gets_an_account_that_reads_no_tips(app, people, browser_of):
    admin = browser_of("quantri")
    invite(app, admin, organisation="womens_union", reads_tips="y", name="Chị Phụ Nữ")
    with app.app_context():
        made = db.session.scalars(select(Officer).where(Officer.username == "moi1")).one()
        assert (made.organisation, made.reads_tips) == ("womens_union", False)
        address = f"/admin/people/{made.id}"
    shown = admin.get(address)
    assert "Hội Liên hiệp Phụ nữ" in shown.text
    change = admin.get(f"{address}/change").form("organisation")
    assert change.values["organisation"] == "womens_union"
    admin.send(change, {"organisation": ""})
    assert "Hội Liên hiệp Phụ nữ" not in admin.get(address).text


def test_a_union_has_no_chief_and_no_organisation_is_made_up(app, people, browser_of):
    admin = browser_of("quantri")
    refused = invite(app, admin, organisation="womens_union", role="chief", status=422)
    assert "Người của tổ chức phối hợp chỉ ghi buổi." in refused.text
    unknown = invite(app, admin, organisation="khong-co", status=422)
    assert "Chọn tổ chức trong danh sách." in unknown.text
