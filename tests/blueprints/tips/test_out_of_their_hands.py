"""Who handled a tip keeps no hold on it: neither after handing it on nor once a person appeals."""

from datetime import UTC, datetime

import pytest

from domain.clock import local_day
from domain.tips import appeals
from domain.tips.models import EndCheck, Tip
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, place
from tests.factories_tips import CONTACT, STORY, entries, received, tip_of, villager_writes
from web.extensions import db as flask_db

LATER = "Tôi nhớ ra người nhận tiền là bà con của ông công an xã."


def _handed(app, browser, tip_id, way, code):
    form = browser.get(f"/tips/{tip_id}/transfer").form("to_unit")
    with app.app_context():
        unit = place(flask_db.session(), code).id
    browser.send(form, {"to_unit": f"{way}:{unit}", "note": "cần nơi khác làm"})


def _forced(browser, tip_id, act, **values):
    form = browser.get("/me/mail").form("csrf_token")
    form.action, form.method = f"/tips/{tip_id}/{act}", "post"
    sent = {"csrf_token": form.values["csrf_token"], **values}
    return browser.raw(form.action, "POST", data=sent)


@pytest.mark.parametrize("name", ["xa1", "truong1"])
def test_no_reason_opens_a_tip_to_those_who_handed_it_on(app, people, browser_of, name):
    tip_id = received(app).tip_id
    _handed(app, browser_of("xa1"), tip_id, "up", DISTRICT)
    villager_writes(app, tip_id, LATER)
    browser = browser_of(name)
    before = entries(app, tip_id)
    assert _forced(browser, tip_id, "open", reason="muốn biết ai báo").status_code == 404
    answer = _forced(browser, tip_id, "contact", reason="muốn biết ai báo")
    assert answer.status_code >= 400 and CONTACT not in answer.get_data(as_text=True)
    for address in ("", "/links", "/bank", "/codes", "/handed-on"):
        answer = browser.raw(f"/tips/{tip_id}{address}", follow_redirects=True)
        shown = answer.get_data(as_text=True)
        assert STORY not in shown and LATER not in shown and "0900 000 999" not in shown, address
    assert entries(app, tip_id) == before


def test_a_unit_that_handed_a_tip_on_is_no_second_person_for_its_end(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, xa2 = browser_of("xa1"), browser_of("xa2")
    _handed(app, xa1, tip_id, "sideways", BINH_THANH)
    xa2.send(xa2.get(f"/tips/{tip_id}").form("state"), {"state": "spam", "note": "tin rác"})
    _forced(xa1, tip_id, "open", reason="coi lại giúp xã bạn")
    version = tip_of(app, tip_id).version
    assert _forced(xa1, tip_id, "confirm", version=version).status_code >= 400
    assert tip_of(app, tip_id).end_check is EndCheck.PENDING


def test_where_a_tip_went_afterwards_is_not_told_to_who_handed_it_on_first(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    _handed(app, xa1, tip_id, "up", DISTRICT)
    form = huyen.get(f"/tips/{tip_id}/transfer").form("to_unit")
    out = {"to_unit": "outside", "to_name": "Phòng thanh tra tỉnh", "note": "liên quan cán bộ"}
    huyen.send(form, out)
    shown = xa1.get(f"/tips/{tip_id}/handed-on").text
    assert "Phòng thanh tra tỉnh" not in shown
    assert f"1/{local_day(datetime.now(UTC)).year}" in shown
    assert "Phòng thanh tra tỉnh" in huyen.get(f"/tips/{tip_id}/handed-on").text


def _appealed(app, tip_id):
    with app.app_context():
        db = flask_db.session()
        tip = db.get_one(Tip, tip_id)
        appeals.appeal(db, app.extensions["ring"], tip=tip, now=datetime.now(UTC), on=TREE_DAY)
        db.commit()


def test_handing_on_the_tip_does_not_end_the_appeal(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    xa1.get(f"/tips/{tip_id}")
    _appealed(app, tip_id)
    _handed(app, xa1, tip_id, "sideways", BINH_THANH)
    assert "Chờ cấp trên (1)" in huyen.get("/tips").text
    assert huyen.get(f"/tips/{tip_id}").form("decision")
