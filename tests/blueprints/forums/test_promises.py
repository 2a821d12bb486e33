"""Promises: who keeps them, by when, how they were answered, and the page that lists them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.forums.models import AnsweredHow, Opinion, Outcome
from domain.people.models import Officer
from tests.blueprints.forums.conftest import entry
from tests.blueprints.forums.test_opinions import promise_form
from tests.factories import BINH_THANH, place
from tests.support.sending import record_id
from web.extensions import db as flask_db


@pytest.fixture
def first_of(stored):
    """The first opinion of the forum at an address."""

    def ask(address):
        query = select(Opinion).where(Opinion.forum_id == record_id(address))
        return stored(lambda db: db.scalars(query.order_by(Opinion.position)).first())

    return ask


@pytest.fixture
def move_away(app, people):
    """The officer serves in another commune from now on."""

    def go():
        with app.app_context():
            db = flask_db.session()
            db.get_one(Officer, people.officer.id).place_id = place(db, BINH_THANH).id
            db.commit()

    return go


def test_a_promise_is_its_writers_unless_somebody_else_is_chosen(
    officer, hamlet_id, people, stored
):
    said = {
        "opinion-1-gist": "Karaoke hát quá 22 giờ",
        "opinion-1-outcome": "promised",
        "opinion-2-gist": "Đèn đường tổ 5 hư",
        "opinion-2-outcome": "passed_on",
        "opinion-2-owner": str(people.chief.id),
        "opinion-3-gist": "Hẻm ngập",
        "opinion-3-outcome": "promised",
        "opinion-3-owner": "",
        "opinion-4-gist": "Số lạ gọi hoài",
    }
    address = officer.send(entry(officer, hamlet_id), said).headers["Location"]
    query = select(Opinion.owner_id).where(Opinion.forum_id == record_id(address))
    owners = stored(lambda db: db.scalars(query.order_by(Opinion.position)).all())
    assert owners == [people.officer.id, people.chief.id, None, None]
    form = officer.get(f"{address}/edit").form("attendance")
    assert form.values["opinion-3-owner"] == ""
    officer.send(form, {"venue": "Nhà văn hóa"})
    assert stored(lambda db: db.scalars(query.order_by(Opinion.position)).all()) == owners


@pytest.mark.parametrize("nobody", ["neighbour", "supervisor"])
def test_somebody_of_another_unit_is_given_no_promise(officer, hamlet_id, people, nobody):
    other = str(getattr(people, nobody).id)
    said = {
        "opinion-1-gist": "Hẻm ngập",
        "opinion-1-outcome": "promised",
        "opinion-1-owner": other,
    }
    page = officer.send_for_page(entry(officer, hamlet_id), said, status=422)
    assert "Ý kiến 1: Chọn một cán bộ đang ở đơn vị." in page.text
    said["opinion-1-owner"] = "ai đó"
    page = officer.send_for_page(entry(officer, hamlet_id), said, status=422)
    assert "Chọn một cán bộ đang ở đơn vị." in page.text


def test_an_answer_says_how_it_was_given(officer, logged, first_of, day):
    form = officer.get(f"{logged}/opinions/{first_of(logged).id}").form("answered_on")
    wrong = officer.send_for_page(form, {"answered_how": "shouted"}, status=422)
    assert "Chọn một cách trả lời." in wrong.text
    wrong = {"answer": "Đã nhắc.", "answered_how": "in_writing", "answered_on": ""}
    assert "Ghi ngày đã trả lời." in officer.send_for_page(form, wrong, status=422).text
    shown = officer.send_for_page(form, {**wrong, "answered_on": day.isoformat()})
    assert "Trả lời: Đã nhắc." in shown.text
    assert "bằng văn bản" in shown.text
    kept = first_of(logged)
    assert (kept.outcome, kept.answered_how) == (Outcome.PROMISED, AnsweredHow.IN_WRITING)
    edit = officer.get(f"{logged}/edit").form("attendance")
    officer.send(edit, {"venue": "Chợ"})
    assert first_of(logged).answered_how is AnsweredHow.IN_WRITING


def test_a_new_day_for_a_promise_answers_nothing(officer, logged, first_of, day):
    page = officer.get(f"{logged}/opinions/{first_of(logged).id}")
    due_on = day + timedelta(days=15)
    officer.send(promise_form(page), {"due_on": due_on.isoformat()})
    kept = first_of(logged)
    assert (kept.due_on, kept.answered_on) == (due_on, None)


def test_the_chief_hands_over_what_somebody_who_moved_away_had_promised(
    logged, first_of, people, move_away, browser_of
):
    move_away()
    chief = browser_of("truong1")
    home = chief.get("/home")
    row = next(words for words in home.links() if words.startswith("Karaoke"))
    assert "Thiếu úy Mẫu đã chuyển đi, giao lại" in row
    page = chief.get(home.links()[row])
    assert "Thiếu úy Mẫu đã chuyển đi." in page.text
    form = promise_form(page)
    assert form.values["owner"] == str(people.officer.id)
    shown = chief.send_for_page(form, {"owner": str(people.chief.id)})
    assert "Thiếu úy Mẫu (đã chuyển đi)" not in shown.text
    assert first_of(logged).owner_id == people.chief.id
    assert "người phụ trách trả lời" in shown.text


def test_an_owner_who_left_stays_named_while_other_things_are_corrected(
    logged, first_of, people, move_away, browser_of
):
    move_away()
    chief = browser_of("truong1")
    chief.send(chief.get(f"{logged}/edit").form("attendance"), {"venue": "Chợ"})
    assert first_of(logged).owner_id == people.officer.id


def test_the_page_lists_what_waits_by_its_day(officer, logged, first_of, day, browser_of):
    page = officer.get(officer.get("/forums").links()["Lời hẹn với bà con"])
    assert page.h1 == "Lời hẹn với bà con"
    assert "Chưa hẹn ngày (2)" in page.text
    form = promise_form(officer.get(f"{logged}/opinions/{first_of(logged).id}"))
    officer.send(form, {"due_on": day.isoformat()})
    page = officer.get("/forums/promises")
    assert "Tới hạn trong 7 ngày (1)" in page.text and "Chưa hẹn ngày (1)" in page.text
    answer = officer.get(f"{logged}/opinions/{first_of(logged).id}").form("answered_on")
    officer.send(answer, {"answer": "Đã nhắc."})
    page = officer.get("/forums/promises")
    assert "Đã trả lời 1 lời hẹn trong 30 ngày qua" in page.text
    above = browser_of("huyen").get("/forums/promises")
    assert "Chưa hẹn ngày (1)" in above.text and "Ấp 3\xa0· Xã Phương Trà" in above.html
    assert "Không còn lời hẹn" in browser_of("xa2").get("/forums/promises").text


def test_the_page_is_narrowed_to_one_hamlet(officer, logged, hamlet_id):
    assert "Karaoke" in officer.get(f"/forums/promises?place={hamlet_id}").text
    assert "Karaoke" in officer.get("/forums/promises?place=gi-do").text
    form = officer.get("/forums/promises").form("place")
    assert officer.send_for_page(form, {"place": hamlet_id}).h1 == "Lời hẹn với bà con"
