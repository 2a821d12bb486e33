"""Handing all tips of a case on in one act: a slip for each, and a reason for each that stays."""

import re
from datetime import UTC, datetime

import pytest

from domain.clock import local_day
from domain.tips.models import Tip, TipState
from tests.factories import DISTRICT, place
from tests.factories_cases import make_case
from tests.factories_tips import STORY, entries, received, tip_of
from web.extensions import db as flask_db

YEAR = local_day(datetime.now(UTC)).year
WHY = "cùng một vụ, vượt quá xã"


@pytest.fixture
def case(app, people):
    """The address of a case of the commune's chief, and its three tips."""
    ids = [received(app).tip_id for _ in range(3)]
    with app.app_context():
        db = flask_db.session()
        tips = [db.get_one(Tip, id_) for id_ in ids]
        made = make_case(db, app.extensions["ring"], people.chief, tips)
        db.commit()
        return f"/tips/cases/{made.id}", ids


def _district(app):
    with app.app_context():
        return str(place(flask_db.session(), DISTRICT).id)


def _page(browser, address):
    return browser.get(browser.get(address).links()["Chuyển các tin của vụ tới một nơi"])


def test_all_tips_of_a_case_go_to_one_unit_each_under_its_own_slip(app, case, browser_of):
    address, ids = case
    chief, district = browser_of("truong1"), _district(app)
    page = _page(chief, address)
    form = page.form("to_unit")
    refused = chief.send_for_page(form, {"tip": [], "note": WHY}, status=422)
    assert "Chọn tin cần chuyển." in refused.text
    refused = chief.send_for_page(form, {"to_unit": None, "note": WHY}, status=422)
    assert "Chọn nơi nhận." in refused.text
    form = refused.form("to_unit")
    assert form.values["note"] == WHY and len(form.values["tip"]) == 3
    for _ in range(2):
        done = chief.send_for_page(form, {"to_unit": district})
        told = re.findall(r"(TB-\d+): phiếu chuyển số (\d+)/(\d+)", done.text)
        assert {number for number, _, _ in told} == {"TB-0001", "TB-0002", "TB-0003"}
        assert [slip for _, *slip in told] == [[str(one), str(YEAR)] for one in (1, 2, 3)]
        assert "chưa làm được" not in done.text and not done.all("input", name="tip")
    assert {str(tip_of(app, id_).unit_id) for id_ in ids} == {district}
    emptied = chief.get(address)
    assert "Vụ không còn tin nào." in emptied.text
    assert emptied.links()["Tin đã chuyển và số phiếu"] == done.address.partition("?")[0]
    slip = chief.get(f"/tips/{ids[0]}/handed-on")
    assert "Phiếu chuyển" in slip.links(), "and each is printed from its own page"
    assert STORY in browser_of("huyen").get(f"/tips/{ids[0]}").text


def test_what_may_not_go_is_named_with_why(app, case, browser_of):
    address, (ended, lost, _) = case
    chief = browser_of("truong1")
    chief.send(
        chief.get(f"/tips/{ended}").form("state"), {"state": "not_enough", "note": "không có số"}
    )
    with app.app_context():
        tip = flask_db.session.get_one(Tip, lost)
        tip.wrapped_key = bytes(len(tip.wrapped_key))
        flask_db.session.commit()
    page = _page(chief, address)
    assert "Không chuyển được" in page.text and "Tin đã kết thúc." in page.text
    assert "Không còn đọc được lời trong tin này." in page.text
    outside = {"to_unit": "outside", "to_name": "Cơ quan điều tra tỉnh", "note": WHY}
    done = chief.send_for_page(page.form("to_unit"), outside)
    assert f"TB-0003: phiếu chuyển số 1/{YEAR}" in done.text
    assert "Cơ quan điều tra tỉnh" in done.text and not done.all("input", name="tip")


def test_what_a_colleague_changed_meanwhile_stays_and_is_told(app, case, browser_of):
    address, (first, second, third) = case
    chief, xa1 = browser_of("truong1"), browser_of("xa1")
    form = _page(chief, address).form("to_unit")
    xa1.send(xa1.get(f"/tips/{first}").form("state"), {"state": "verifying"})
    page = chief.send_for_page(form, {"to_unit": _district(app), "note": WHY})
    assert "1 tin chưa làm được: có người vừa sửa." in page.text
    assert "TB-0001 · vừa có người sửa" in page.text
    assert tip_of(app, first).state is TipState.VERIFYING
    assert len(page.all("input", name="tip")) == 1
    assert {str(tip_of(app, id_).unit_id) for id_ in (second, third)} == {_district(app)}


def _case_above(app, people, ids):
    with app.app_context():
        db = flask_db.session()
        tips = [db.get_one(Tip, id_) for id_ in ids]
        made = make_case(db, app.extensions["ring"], people.supervisor, tips)
        db.commit()
        return f"/tips/cases/{made.id}"


def _boxes(page, field):
    """The tips that the form with a field has boxes for."""
    found = page.form(field).values.get("tip", [])
    found = [found] if isinstance(found, str) else found
    return [value.partition(":")[0] for value in found]


def test_a_superior_takes_up_what_lies_below_before_it_goes(app, people, browser_of):
    ids = [received(app).tip_id, received(app, DISTRICT).tip_id]
    address = _case_above(app, people, ids)
    huyen = browser_of("huyen")
    page = _page(huyen, address)
    assert "Công an xã Phương Trà" in page.text
    assert _boxes(page, "to_unit") == [str(ids[1])] and _boxes(page, "taking_note") == [str(ids[0])]
    form = page.form("taking_note")
    refused = huyen.send_for_page(form, {"tip": [], "taking_note": "a"}, status=422)
    assert "Chọn tin cần rút lên." in refused.text and "Ghi lý do, từ 3 tới" in refused.text
    for _ in range(2):
        page = huyen.send_for_page(form, {"taking_note": "cùng một vụ"})
        assert f"rút từ Công an xã Phương Trà, phiếu số 1/{YEAR}" in page.text
        assert "chưa làm được" not in page.text
    assert set(_boxes(page, "to_unit")) == {str(id_) for id_ in ids}
    told = [action for action, _ in entries(app, ids[0])]
    assert told.index("tip_opened_from_above") < told.index("tip_transferred")
    browser_of("truong1").get(f"{address}/hand-on", status=404)


def test_one_below_that_was_just_changed_is_not_taken_up(app, people, browser_of):
    ids = [received(app).tip_id, received(app).tip_id]
    address = _case_above(app, people, ids)
    huyen, xa1 = browser_of("huyen"), browser_of("xa1")
    form = _page(huyen, address).form("taking_note")
    xa1.send(xa1.get(f"/tips/{ids[0]}").form("state"), {"state": "verifying"})
    page = huyen.send_for_page(form, {"taking_note": "cùng một vụ"})
    assert "1 tin chưa làm được: có người vừa sửa." in page.text
    assert _boxes(page, "taking_note") == [str(ids[0])]
    assert _boxes(page, "to_unit") == [str(ids[1])]
