"""Settings say what they take, what they are and who changed them."""

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.reference.settings import SPECS, load
from tests.support.page import Page
from web.extensions import db

ONE_BY_ONE = [key for key in SPECS if not key.startswith("demographics_")]


@pytest.fixture
def admin(people, browser_of):
    return browser_of("quantri")


def value_of(app, key: str):
    with app.app_context():
        return load(db.session())[key]


def test_every_setting_is_listed_and_opens(admin):
    page = admin.get("/admin/settings")
    for key in ONE_BY_ONE:
        assert SPECS[key].label in page.text
        assert admin.get(f"/admin/settings/{key}").h1 == SPECS[key].label
    admin.get("/admin/settings/no_such", status=404)
    admin.get("/admin/settings/demographics_from", status=404)


def test_a_changed_setting_names_who_changed_it(app, admin):
    form = admin.get("/admin/settings/silent_unit_days").form("value")
    page = admin.send_for_page(form, {"value": "45"})
    assert "45" in page.text
    assert "mặc định: 30 · Quản trị" in page.text
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.object_id) == ("setting_changed", "silent_unit_days")


def test_a_bad_value_comes_back_with_what_the_setting_takes(app, admin):
    form = admin.get("/admin/settings/silent_unit_days").form("value")
    page = admin.send_for_page(form, {"value": "mười"}, status=422)
    assert "số ngày từ 7 tới 180" in page.text
    assert page.form("value").values["value"] == "mười"
    assert value_of(app, "silent_unit_days") == 30


def test_photos_from_people_can_be_shut_off(app, admin):
    form = admin.get("/admin/settings/photos_open").form("value")
    assert form.values["value"] == "1"
    assert "không" in admin.send_for_page(form, {"value": "0"}).text
    assert value_of(app, "photos_open") is False
    admin.send(form, {"value": "perhaps", "version": ""}, status=409)


def test_two_admins_on_one_setting_see_each_other(admin, browser_of):
    other = browser_of("quantri")
    late = other.get("/admin/settings/claim_days").form("value")
    admin.send(admin.get("/admin/settings/claim_days").form("value"), {"value": "20"})
    answer = Page(other.send(late, {"value": "10"}, status=409), "")
    assert "20" in answer.text
    assert "45" in other.send_for_page(answer.form("value"), {"value": "45"}).text


def test_a_supervisor_sets_the_period_and_nothing_else(app, people, browser_of):
    supervisor = browser_of("huyen")
    page = supervisor.get("/admin/settings")
    assert "Ghi nữ, tuổi, nghề" in page.text
    assert "Tên trang" not in page.text
    supervisor.get("/admin/settings/site_name", status=403)
    form = supervisor.get("/admin/settings/period").form("start")
    given = {"start": "2026-06-01", "end": "2026-06-30"}
    page = supervisor.send_for_page(form, given)
    assert "từ 01/6/2026 tới 30/6/2026" in page.text
    assert value_of(app, "demographics_to") == "2026-06-30"
    answer = supervisor.raw(
        "/admin/settings/site_name",
        "POST",
        data={"csrf_token": form.values["csrf_token"], "value": "X"},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"start": "2026-06-01", "end": ""}, "cả ngày đầu và ngày cuối"),
        ({"start": "2026-06-30", "end": "2026-06-01"}, "trước ngày đầu"),
        ({"start": "hôm nay", "end": ""}, "Ngày này không có."),
    ],
)
def test_a_period_with_one_end_or_turned_round_is_refused(people, browser_of, given, sentence):
    supervisor = browser_of("huyen")
    form = supervisor.get("/admin/settings/period").form("start")
    assert sentence in supervisor.send_for_page(form, given, status=422).text


def test_a_chief_sets_nothing(people, browser_of):
    chief = browser_of("truong1")
    for address in ("/admin/settings", "/admin/settings/period", "/admin/settings/claim_days"):
        chief.get(address, status=403)
