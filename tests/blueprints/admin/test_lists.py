"""Every list can be kept from a phone; no row that a record may use ever disappears."""

import pytest
from sqlalchemy import func, select

from domain.audit.models import AuditEntry
from domain.reference.models import ListKey, ReferenceItem
from domain.reference.queries import items
from tests.support.page import Page
from web.context import today
from web.extensions import db

NAMES = [key.value.replace("_", "-") for key in ListKey]


def item(app, key: ListKey, code: str) -> ReferenceItem:
    with app.app_context():
        query = select(ReferenceItem).where(
            ReferenceItem.list_key == key, ReferenceItem.code == code
        )
        return db.session.scalars(query.order_by(ReferenceItem.valid_from.desc())).first()


def address(app, key: ListKey, code: str) -> str:
    return f"/admin/lists/{key.value.replace('_', '-')}/{item(app, key, code).id}"


@pytest.fixture
def admin(people, browser_of):
    return browser_of("quantri")


@pytest.mark.parametrize("name", NAMES)
def test_every_list_opens_and_its_first_row_saves_unchanged(app, admin, name):
    page = admin.get(f"/admin/lists/{name}")
    first = next(
        a for a in page.links().values() if a.startswith(f"/admin/lists/{name}/") and len(a) > 50
    )
    form = admin.get(first).form("act")
    assert "{" not in "".join(str(value) for value in form.values.values())
    admin.send(form)
    admin.get(f"/admin/lists/{name}/new")
    with app.app_context():
        assert db.session.scalars(select(AuditEntry)).all() == [], "nothing changed, nothing logged"


def test_the_lists_page_names_all_of_them(admin):
    page = admin.get("/admin/lists")
    assert len([a for a in page.links().values() if a.startswith("/admin/lists/")]) == len(NAMES)
    admin.get("/admin/lists/no-such-list", status=404)
    admin.get("/admin/lists/scam_types", status=404)


def test_a_row_belongs_to_its_own_list(app, admin):
    row = item(app, ListKey.SCAM_TYPES, "S01")
    admin.get(f"/admin/lists/banks/{row.id}", status=404)


def test_a_new_meaning_is_a_new_row_and_the_old_one_is_still_listed(app, admin):
    form = admin.get(address(app, ListKey.SCAM_TYPES, "S01")).form("act")
    given = {"act": "new", "since": today().isoformat(), "name_vi": "Nghĩa mới"}
    page = admin.send_for_page(form, given)
    assert "Nghĩa mới" in page.text
    assert "combo du lịch giá rẻ" in page.text
    assert item(app, ListKey.SCAM_TYPES, "S01").name_vi == "Nghĩa mới"
    bad = admin.send_for_page(
        admin.get(address(app, ListKey.SCAM_TYPES, "S02")).form("act"),
        {"act": "new"},
        status=422,
    )
    assert "Ghi ngày bắt đầu nghĩa mới." in bad.text


def test_an_ended_row_stays_on_the_page_below(app, admin):
    form = admin.get(address(app, ListKey.PARTNERS, "front")).form("act")
    page = admin.send_for_page(form, {"valid_to": "2024-12-31"})
    assert "Đã hết, hoặc chưa tới ngày" in page.text
    assert "Mặt trận Tổ quốc" in page.text
    with app.app_context():
        codes = [row.code for row in items(db.session(), ListKey.PARTNERS, today())]
        assert "front" not in codes
    assert "delete" not in {rule.endpoint.split(".")[-1] for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize(
    ("key", "code", "values", "sentence"),
    [
        (ListKey.SCAM_TYPES, "S01", {"name_vi": ""}, "Ô này cần ghi."),
        (ListKey.SCAM_TYPES, "S01", {"handbook_no": "một"}, "Ghi một số nguyên."),
        (ListKey.SCAM_TYPES, "S01", {"valid_to": "2021-12-31"}, "trước ngày bắt đầu"),
        (ListKey.SCAM_TYPES, "S01", {"valid_to": "31/13/2025"}, "Ngày này không có."),
        (ListKey.BANKS, "ACB", {"hotline": "tổng đài"}, "Số điện thoại chỉ gồm chữ số."),
        (ListKey.BANKS, "ACB", {"checked_on": "2999-01-01", "checked_by": "A"}, "sau hôm nay"),
        (ListKey.BANKS, "ACB", {"checked_by": "A"}, "Ghi ngày đã gọi thử"),
        (ListKey.HOTLINES, "113", {"display": "maybe"}, "Chọn một mục"),
    ],
)
def test_a_bad_row_comes_back_with_a_sentence_beside_the_box(
    app, admin, key, code, values, sentence
):
    form = admin.get(address(app, key, code)).form("act")
    page = admin.send_for_page(form, values, status=422)
    assert sentence in page.text
    name, value = next(iter(values.items()))
    if name != "display":
        assert page.form("act").values[name] == value


def test_a_bank_that_was_dialled_says_when(app, admin):
    form = admin.get(address(app, ListKey.BANKS, "ACB")).form("act")
    given = {"checked_on": today().isoformat(), "checked_by": "Đại úy Mẫu"}
    assert "Đã gọi thử" in admin.send_for_page(form, given).text
    assert item(app, ListKey.BANKS, "ACB").details["checked_by"] == "Đại úy Mẫu"


def test_the_main_count_of_a_channel_comes_first(app, admin):
    form = admin.get(address(app, ListKey.OUTREACH_CHANNELS, "direct_session")).form("act")
    assert form.values["main_code"] == "people"
    admin.send(form, {"main_code": "sessions", "count_units": ["people", "sessions", "opinions"]})
    row = item(app, ListKey.OUTREACH_CHANNELS, "direct_session")
    assert row.details["count_units"] == "sessions;people;opinions"


def test_a_new_row_is_added_last_and_refused_twice(app, admin):
    form = admin.get("/admin/lists/partners/new").form("code")
    given = {"code": "fishers", "name_vi": "Hội nghề cá", "source": "CV 3/2026"}
    assert "Hội nghề cá" in admin.send_for_page(form, given).text
    assert "Mã này đã có." in admin.send_for_page(form, given, status=422).text
    for bad in ({"code": "có dấu"}, {"name_vi": ""}, {"source": ""}, {"valid_from": ""}):
        admin.send(form, {**given, "code": "other", **bad}, status=422)
    with app.app_context():
        query = select(func.count()).where(ReferenceItem.list_key == ListKey.PARTNERS)
        assert db.session.scalar(query) == 19


def test_a_row_is_moved_to_where_it_is_needed(app, admin):
    page = admin.get(address(app, ListKey.PARTNERS, "front"))
    assert page.form("to").values["to"] == "2"
    admin.send(page.form("to"), {"to": "1"})
    with app.app_context():
        assert items(db.session(), ListKey.PARTNERS, today())[0].code == "front"
    for bad in ("", "0", "-1", "đầu"):
        again = admin.send_for_page(page.form("to"), {"to": bad}, status=422)
        assert again.form("to").values["to"] == bad


def test_two_admins_on_one_row_see_each_other(app, admin, browser_of):
    other, where = browser_of("quantri"), address(app, ListKey.SCAM_TYPES, "S01")
    late = other.get(where).form("act")
    admin.send(admin.get(where).form("act"), {"name_vi": "Bản một"})
    answer = Page(other.send(late, {"name_vi": "Bản hai"}, status=409), where)
    assert "Bản một" in answer.text
    other.send(answer.form("act"))
    assert item(app, ListKey.SCAM_TYPES, "S01").name_vi == "Bản hai"


def test_a_long_list_is_searched_without_accents_and_keeps_its_numbers(admin):
    page = admin.get("/admin/lists/banks?q=ngoai thuong")
    assert "Ngoại Thương Việt Nam" in page.text and "An Bình" not in page.text
    assert page.form("q").values["q"] == "ngoai thuong"
    assert "Không có dòng nào như vậy." in admin.get("/admin/lists/banks?q=zzz").text
    assert "BIDC" in admin.get("/admin/lists/banks?q=bidc").text


def test_a_short_list_has_no_search_box(admin):
    assert all("q" not in form for form in _boxes(admin.get("/admin/lists/hotlines")))
    assert any("q" in form for form in _boxes(admin.get("/admin/lists/banks")))


def _boxes(page: Page) -> list[list[str | None]]:
    return [[box.get("name") for box in form.iter("input")] for form in page.root.iter("form")]
