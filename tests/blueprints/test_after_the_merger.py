"""The shape of 2025: one unit serves the hamlets of several old communes, names alike."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import PHUONG_TRA, make_officer, successor
from tests.factories_outreach import make_hamlet
from tests.support.page import text_of
from tests.support.villager import set_setting
from web.extensions import db

BA_SAO = "30085"
TWINS = ("Ấp 1 (xã Ba Sao cũ)", "Ấp 1 (xã Phương Trà cũ)")


@pytest.fixture
def merged(app):
    """The unit of 2025 that serves two hamlets called "Ấp 1", and its officer."""
    set_setting(app, "tree_day", "2026-01-01")
    with app.app_context(), Session(db.engine) as session:
        for code in (BA_SAO, PHUONG_TRA):
            make_hamlet(session, 1, code)
        make_officer(session, "moi").place_id = successor(session).id
        session.commit()


@pytest.mark.parametrize("address", ["/outreach/new", "/forums/new", "/tips/new", "/feed"])
def test_an_officer_can_tell_hamlets_of_one_name_apart(merged, browser_of, address):
    text = browser_of("moi").get(address).text
    assert all(twin in text for twin in TWINS)


def test_a_tip_tells_its_reader_which_of_the_two_it_is_about(merged, browser_of):
    officer = browser_of("moi")
    page = officer.get("/tips/new")
    [choice] = [e for e in page.all("label") if text_of(e) == TWINS[1]]
    box = next(choice.iter("input"))
    told = {"source": "phone", "story": "Có người dán tờ rơi.", "place": box.get("value")}
    officer.send(page.form("source"), told)
    id_ = page.form("source").values["id"]
    assert "Nơi xảy ra Ấp 1, xã Phương Trà" in officer.get(f"/tips/{id_}").text


def test_a_villager_can_tell_hamlets_of_one_name_apart(merged, browser_of):
    links = browser_of().get(f"/tip?commune={BA_SAO}").links()
    places = {links[twin] for twin in TWINS}
    assert places == {f"/tip?place={BA_SAO}-01", f"/tip?place={PHUONG_TRA}-01"}
    page = browser_of().get(links[TWINS[1]])
    assert "Ấp 1, xã Phương Trà" in page.text and "Công an xã Ba Sao" in page.text
