"""The next forum in a hamlet opens with what was promised the last time."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from domain.base import new_record_id
from domain.forums.models import AnsweredHow, Forum, Opinion
from domain.places.models import Place
from tests.blueprints.forums.conftest import entry
from tests.factories_forums import put_promise
from tests.support.sending import record_id
from web.extensions import db as flask_db


@pytest.fixture
def last(app, people, hamlet_id, day):
    """Four promises of one evening in the hamlet: two answered, one late, one still waiting."""
    with app.app_context():
        db = flask_db.session()
        where = db.get_one(Place, UUID(hamlet_id))
        late = put_promise(db, people.officer, where, due=day - timedelta(days=3))
        forum = db.get_one(Forum, late.forum_id)
        for number, told in enumerate(
            (
                {"answered_on": day - timedelta(days=5)},
                {"answered_on": day - timedelta(days=4)},
                {"due_on": day + timedelta(days=9)},
            ),
            start=2,
        ):
            forum.opinions.append(
                Opinion(
                    id=new_record_id(forum.entered_at),
                    position=number,
                    kind=late.kind,
                    gist=f"Ý số {number}",
                    outcome=late.outcome,
                    **told,
                )
            )
        db.commit()
        return str(forum.id)


SAID = "4 ý kiến lần trước: 2 đã trả lời, 1 quá hạn, 1 còn chờ"


def test_the_form_says_it_as_soon_as_a_hamlet_is_chosen(officer, hamlet_id, last, browser_of):
    assert "ý kiến lần trước" not in officer.get("/forums/new").text
    part = officer.get(f"/forums/last-time?place={hamlet_id}", htmx=True)
    assert SAID in part.text and "Xin lắp đèn" in part.text
    assert part.all("button") == []
    wrong = officer.send_for_page(entry(officer, hamlet_id), {"held_on": "hôm nào"}, status=422)
    assert SAID in wrong.text
    for query in ("", "?place=gi-do", f"?place={hamlet_id}&held_on=2020-01-01"):
        assert "lần trước" not in officer.get(f"/forums/last-time{query}", htmx=True).text
    neighbour = browser_of("xa2").get(f"/forums/last-time?place={hamlet_id}", htmx=True)
    assert "lần trước" not in neighbour.text


def test_one_tap_says_that_it_was_answered_at_this_forum(officer, hamlet_id, last, stored, day):
    page = officer.send_for_page(entry(officer, hamlet_id), {"opinion-1-gist": "Hẻm ngập"})
    assert SAID in page.text
    forms = [form for form in page.all("form") if "/last-time/" in (form.get("action") or "")]
    assert len(forms) == 2
    shown = officer.send_for_page(page.form(forms[0].get("action")))
    assert "4 ý kiến lần trước: 3 đã trả lời, 1 còn chờ" in shown.text
    assert "tại diễn đàn sau" in shown.text
    query = select(Opinion).where(Opinion.forum_id == UUID(last)).order_by(Opinion.position)
    first = stored(lambda db: db.scalars(query).first())
    assert (first.answered_on, first.answered_how) == (day, AnsweredHow.NEXT_FORUM)
    officer.send(page.form(forms[0].get("action")))
    assert "còn chờ" not in officer.get(f"/forums/{last}").text
    assert "Ý kiến 1, cách trả lời" in officer.get(f"/forums/{last}").text


def test_whoever_writes_line_by_line_stays_there(officer, hamlet_id, last):
    address = officer.send(entry(officer, hamlet_id), {}).headers["Location"]
    page = officer.get(f"{address}/live")
    form = next(f for f in page.all("form") if "/last-time/" in (f.get("action") or ""))
    shown = officer.send_for_page(page.form(form.get("action")))
    assert shown.address.endswith("/live")
    assert "3 đã trả lời" in shown.text


def test_an_answer_is_given_only_at_a_later_forum_of_the_same_place(
    officer, hamlet_id, last, stored
):
    said = {"opinion-1-gist": "Hẻm ngập", "opinion-1-outcome": "promised"}
    page = officer.send_for_page(entry(officer, hamlet_id), said)
    form = next(f for f in page.all("form") if "/last-time/" in (f.get("action") or ""))
    sent = page.form(form.get("action"))
    later = record_id(page.address)
    opinion = stored(lambda db: db.scalars(select(Opinion).filter_by(forum_id=later)).first()).id
    for address in (f"/forums/{last}/last-time/{opinion}", f"{page.address}/last-time/{uuid4()}"):
        assert officer.raw(address, "POST", data=sent.values).status_code == 404


def test_a_supervisor_reads_it_and_gives_no_answer(officer, hamlet_id, last, browser_of):
    address = officer.send(entry(officer, hamlet_id), {}).headers["Location"]
    page = browser_of("huyen").get(address)
    assert SAID in page.text
    assert "Đã trả lời tại buổi này" not in page.text


def test_a_forum_that_was_taken_back_is_not_the_last_one(officer, hamlet_id, last):
    officer.send(officer.get(f"/forums/{last}/withdraw").form("reason"), {"reason": "ghi trùng"})
    part = officer.get(f"/forums/last-time?place={hamlet_id}", htmx=True)
    assert "lần trước" not in part.text
