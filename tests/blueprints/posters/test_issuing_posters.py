"""A chief issues a poster; everybody else may not; nothing is lost or doubled."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.people.models import Role
from domain.places.queries import hamlets
from domain.posters.models import Poster
from tests.factories import BINH_THANH, TREE_DAY, make_officer, place
from web.extensions import db as flask_db


def count_posters(app) -> int:
    with app.app_context():
        return len(flask_db.session.scalars(select(Poster.id)).all())


def fill_in(people, **values):
    return {"place": str(people.chief.place_id), "spot": "Chợ Phương Trà", **values}


def test_a_chief_issues_a_poster_from_the_empty_list(browser_of, people):
    chief = browser_of("truong1")
    listing = chief.get("/posters")
    assert "Chưa có bảng nào." in listing.text
    assert listing.links()["Cấp bảng đầu tiên"] == "/posters/new"
    page = chief.send_for_page(chief.get("/posters/new").form("spot"), fill_in(people))
    assert page.h1 == "Bảng QR số 0001"
    code = page.address.rsplit("/", 1)[-1]
    assert f"127.0.0.1:8000/q/{code}" in page.text
    assert "xã Phương Trà" in page.text and "Chợ Phương Trà" in page.text
    listing = chief.get("/posters")
    assert code in listing.links() and "Đang dùng" in listing.text


def test_the_form_sent_twice_issues_one_poster(app, browser_of, people):
    chief = browser_of("truong1")
    form = chief.get("/posters/new").form("spot")
    first = chief.send(form, fill_in(people)).headers["Location"]
    assert chief.send(form, fill_in(people)).headers["Location"] == first
    assert count_posters(app) == 1


def test_the_same_form_with_another_spot_shows_both_and_can_be_issued_as_one_more(
    app, browser_of, people
):
    chief = browser_of("truong1")
    form = chief.get("/posters/new").form("spot")
    chief.send(form, fill_in(people))
    page = chief.send_for_page(form, fill_in(people, spot="Trạm y tế"), status=409)
    assert "Chợ Phương Trà" in page.text
    again = page.form("spot")
    assert again.values["spot"] == "Trạm y tế" and again.values["id"] != form.values["id"]
    assert count_posters(app) == 1
    chief.send(again)
    assert count_posters(app) == 2


def test_a_strangers_id_tells_nothing_of_the_strangers_poster(browser_of, people, hang):
    theirs = hang(by=people.neighbour, spot="Chợ nhà lồng")
    chief = browser_of("truong1")
    form = chief.get("/posters/new").form("spot")
    page = chief.send_for_page(form, fill_in(people, id=str(theirs.id)), status=409)
    assert "Chợ nhà lồng" not in page.text and theirs.code not in page.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"spot": ""}, "Ghi chỗ dán bảng"),
        ({"spot": "   "}, "Ghi chỗ dán bảng"),
        ({"spot": "x" * 121}, "Dài quá 120"),
        ({"place": ""}, "Chọn nơi cấp bảng."),
        ({"place": "not-a-place"}, "Chọn nơi cấp bảng."),
        ({"place": str(uuid4())}, "Chọn nơi cấp bảng."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    app, browser_of, people, values, sentence
):
    chief = browser_of("truong1")
    form = chief.get("/posters/new").form("spot")
    sent = fill_in(people, **values)
    page = chief.send_for_page(form, sent, status=422)
    assert sentence in page.text
    assert page.form("spot").values["spot"] == sent["spot"]
    assert page.form("spot").values["id"] == form.values["id"]
    assert count_posters(app) == 0


def test_another_communes_place_cannot_be_chosen(app, browser_of, people):
    chief = browser_of("truong1")
    with app.app_context():
        theirs = str(place(flask_db.session(), BINH_THANH).id)
    form = chief.get("/posters/new").form("spot")
    chief.send(form, fill_in(people, place=theirs), status=422)
    assert count_posters(app) == 0


def test_a_form_without_an_id_or_with_nonsense_for_one_still_issues(app, browser_of, people):
    chief = browser_of("truong1")
    form = chief.get("/posters/new").form("spot")
    for bad in (None, "", "nonsense"):
        chief.send(form, fill_in(people, id=bad))
    assert count_posters(app) == 3


@pytest.mark.parametrize("username", ["xa1", "huyen", "quantri"])
def test_nobody_but_a_chief_issues(app, browser_of, people, monkeypatch, username):
    somebody = browser_of(username)
    somebody.get("/posters/new", status=403)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    assert somebody.raw("/posters/new", "POST", data=fill_in(people)).status_code == 403
    assert count_posters(app) == 0


def test_a_stranger_is_led_to_the_sign_in_page(browser_of, people):
    assert "/login" in browser_of().raw("/posters").headers["Location"]


def test_hamlets_of_the_unit_are_offered_by_their_names(app, browser_of, people):
    with app.app_context():
        session = flask_db.session()
        make_officer(session, "truong2", role=Role.CHIEF, code=BINH_THANH)
        names = [h.full_name for h in hamlets(session, place(session, BINH_THANH).id, TREE_DAY)]
        session.commit()
    chief = browser_of("truong2")
    page = chief.get("/posters/new")
    offered = [option.text.strip() for option in page.by_id("place").iter("option")]
    assert offered == ["Toàn xã Bình Thạnh", *names]
    page = chief.send_for_page(
        page.form("spot"),
        {"place": page.by_id("place").findall("option")[1].get("value"), "spot": "Bến đò"},
    )
    assert names[0] in page.text
