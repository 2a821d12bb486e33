"""Somebody of a union, who logs beside the police: what they are not told."""

from io import BytesIO

import pytest
from docx import Document
from sqlalchemy.orm import Session

from tests.blueprints.forums.conftest import entry
from tests.factories import make_officer
from web.extensions import db as flask_db

NAME = "Ông Bảy Ví Dụ"
SAID = {"opinion-1-gist": "Loa kéo hát khuya", "opinion-1-name": NAME}


@pytest.fixture
def union(app, people, browser_of):
    """A woman of the Women's Union with an account of her own."""
    with app.app_context(), Session(flask_db.engine) as session:
        make_officer(session, "phunu", name="Chị Mẫu", organisation="womens_union")
        session.commit()
    return browser_of("phunu")


def _shown(browser, address):
    """The forum's page and its minutes, as one text."""
    minutes = Document(BytesIO(browser.raw(f"{address}/minutes.docx").data))
    return "\n".join([browser.get(address).text, *(p.text for p in minutes.paragraphs)])


def test_a_union_reads_what_was_said_to_the_police_and_not_by_whom(
    officer, union, hamlet_id, browser_of
):
    address = officer.send(entry(officer, hamlet_id), SAID).headers["Location"]
    assert _shown(union, address).count("Loa kéo hát khuya") == 2
    assert NAME not in _shown(union, address)
    for username in ("xa1", "huyen"):
        assert _shown(browser_of(username), address).count(NAME) == 2


def test_a_union_knows_who_spoke_at_its_own_forum(union, hamlet_id):
    form = entry(union, hamlet_id)
    assert _shown(union, union.send(form, SAID).headers["Location"]).count(NAME) == 2


def test_a_union_finds_no_tip_in_feed_boards_and_figures(officer, union):
    form = officer.get("/tips/new").form("story")
    officer.send(form, {"story": "Mất tiền vì số lạ gọi", "source": "officer"})
    for address in ("/feed", "/feed/live?total=0", "/posters", "/tips"):
        union.get(address, status=403)
    home = union.get("/home")
    for way in ("/feed", "/posters", "/tips"):
        assert way not in home.links().values()
    assert "Tin báo" not in home.text
    assert "/feed" in officer.get("/home").links().values()
