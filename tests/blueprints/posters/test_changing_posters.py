"""What a chief does with a poster that hangs: correct, retire, revoke, replace."""

import pytest

from domain.people.models import Role
from tests.factories import BINH_THANH, make_officer
from tests.support.page import Browser
from web.extensions import db as flask_db


def action(code: str, name: str) -> str:
    return f"/posters/{code}/{name}"


@pytest.fixture
def chief(browser_of, people) -> Browser:
    return browser_of("truong1")


@pytest.mark.parametrize(
    ("name", "said", "chip"),
    [
        ("retire", "Bảng này đã ngừng.", "Đã ngừng"),
        ("revoke", "Bảng này đã thu hồi.", "Đã thu hồi"),
    ],
)
def test_an_ended_poster_says_so_and_is_not_printed_any_more(chief, hang, name, said, chip):
    poster = hang()
    form = chief.get(f"/posters/{poster.code}").form(action(poster.code, name))
    page = chief.send_for_page(form, {"reason": "Bị dán đè mã khác"})
    assert said in page.text and "Bị dán đè mã khác" in page.text
    assert not page.all("img", width="198")
    assert chip in chief.get("/posters").text
    for kind in ("pdf", "png", "svg"):
        refused = chief.get(f"/posters/{poster.code}.{kind}", status=409)
        assert "Bảng số 0001 không còn dùng" in refused.text
    chief.get(f"/posters/print.pdf?code={poster.code}", status=409)


@pytest.mark.parametrize("name", ["retire", "revoke"])
@pytest.mark.parametrize("reason", ["", "x" * 401])
def test_ending_needs_a_reason_and_keeps_what_was_typed(chief, hang, name, reason):
    poster = hang()
    form = chief.get(f"/posters/{poster.code}").form(action(poster.code, name))
    page = chief.send_for_page(form, {"reason": reason}, status=422)
    assert ("Ghi lý do." if not reason else "Dài quá 400") in page.text
    assert page.form(action(poster.code, name)).values["reason"] == reason
    assert "Đang dùng" in page.text


def test_a_double_tap_on_retire_answers_as_the_first(chief, hang):
    poster = hang()
    form = chief.get(f"/posters/{poster.code}").form(action(poster.code, "retire"))
    chief.send(form, {"reason": "Rách"})
    chief.send(form, {"reason": "Rách"})
    assert "không còn dùng" in chief.send_for_page(form, {"reason": "Khác"}, status=409).text


def test_a_replacement_is_shown_and_both_name_each_other(chief, hang):
    poster = hang(spot="Bến đò")
    form = chief.get(f"/posters/{poster.code}").form(action(poster.code, "replace"))
    fresh = chief.send_for_page(form)
    assert fresh.h1 == "Bảng QR số 0002" and "Bến đò" in fresh.text
    assert f"Thay cho bảng số 0001, mã {poster.code}" in fresh.links()
    assert chief.send(form).headers["Location"] == fresh.address
    old = chief.get(f"/posters/{poster.code}")
    assert "Bảng này đã ngừng." in old.text
    assert fresh.address in old.links().values()
    assert not [f for f in old.root.iter("form") if "replace" in (f.get("action") or "")]


def test_a_revoked_poster_can_still_be_replaced(chief, hang):
    poster = hang()
    page = chief.get(f"/posters/{poster.code}")
    page = chief.send_for_page(page.form(action(poster.code, "revoke")), {"reason": "Dán đè"})
    fresh = chief.send_for_page(page.form(action(poster.code, "replace")))
    assert fresh.h1 == "Bảng QR số 0002"
    assert "Đã thu hồi" in chief.get(f"/posters/{poster.code}").text


def test_a_corrected_spot_is_shown(chief, hang):
    poster = hang(spot="Chợ")
    page = chief.get(f"/posters/{poster.code}")
    page = chief.send_for_page(page.form("spot"), {"spot": "Chợ mới"})
    assert "Chợ mới" in page.text
    assert page.form("version").values["version"] == "2"


@pytest.mark.parametrize("spot", ["", "x" * 121])
def test_a_spot_that_cannot_be_printed_stays_in_the_form(chief, hang, spot):
    poster = hang(spot="Chợ")
    page = chief.get(f"/posters/{poster.code}")
    page = chief.send_for_page(page.form("spot"), {"spot": spot}, status=422)
    assert page.form("spot").values["spot"] == spot
    assert page.all("details", open="")


@pytest.mark.parametrize(("keep", "left"), [("mine", "Bến đò"), ("theirs", "Chợ mới")])
def test_two_phones_correcting_one_spot_lose_neither(chief, hang, keep, left):
    poster = hang(spot="Chợ")
    form = chief.get(f"/posters/{poster.code}").form("spot")
    chief.send(form, {"spot": "Chợ mới"})
    page = chief.send_for_page(form, {"spot": "Bến đò"}, status=409)
    assert "Bến đò" in page.text and "Chợ mới" in page.text and "Đại úy Mẫu" in page.text
    page = chief.send_for_page(page.form("keep-spot"), {"keep-spot": keep})
    assert page.form("spot").values["spot"] == left


@pytest.mark.parametrize("version", ["0", "abc", "", "9" * 30, "-1", None])
def test_a_version_that_never_was_asks_which_to_keep(chief, hang, version):
    poster = hang(spot="Chợ")
    form = chief.get(f"/posters/{poster.code}").form("spot")
    page = chief.send_for_page(form, {"spot": "Bến đò", "version": version}, status=409)
    assert "Chợ" in page.text and "Bến đò" in page.text


def test_an_ended_posters_spot_is_not_corrected(chief, hang):
    poster = hang(spot="Chợ")
    page = chief.get(f"/posters/{poster.code}")
    chief.send(page.form(action(poster.code, "retire")), {"reason": "Rách"})
    refused = chief.send_for_page(page.form("spot"), {"spot": "Bến đò"}, status=409)
    assert "không còn dùng" in refused.text


CHANGES = ["", "/retire", "/revoke", "/replace"]
FILLED = {"spot": "Chợ", "version": "1", "reason": "Rách"}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("username", ["xa1", "huyen"])
def test_only_a_chief_changes_a_poster(app, browser_of, hang, monkeypatch, username, name):
    poster, somebody = hang(), browser_of(username)
    page = somebody.get(f"/posters/{poster.code}")
    assert "Ngừng bảng này" not in page.text
    assert not [form for form in page.all("form") if form.get("action", "").startswith("/posters")]
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    answer = somebody.raw(f"/posters/{poster.code}{name}", "POST", data=FILLED)
    assert answer.status_code == 403
    assert "Đang dùng" in browser_of("truong1").get(f"/posters/{poster.code}").text


@pytest.mark.parametrize("name", CHANGES)
def test_a_chief_of_another_commune_finds_nothing_to_change(
    app, browser_of, hang, monkeypatch, name
):
    poster = hang()
    with app.app_context():
        make_officer(flask_db.session(), "truong2", role=Role.CHIEF, code=BINH_THANH)
        flask_db.session.commit()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    other = browser_of("truong2")
    answer = other.raw(f"/posters/{poster.code}{name}", "POST", data=FILLED)
    assert answer.status_code == 404
    assert "Đang dùng" in browser_of("truong1").get(f"/posters/{poster.code}").text


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_without_the_forms_token_is_refused(chief, hang, name):
    poster = hang()
    assert chief.raw(f"/posters/{poster.code}{name}", "POST", data=FILLED).status_code == 400
    assert "Đang dùng" in chief.get(f"/posters/{poster.code}").text
