"""Police and the Women's Union hold one evening together and both write it down."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.feed.models import DailyCount, Kind
from domain.people.models import Officer
from tests.blueprints.outreach.conftest import entry
from tests.factories import DISTRICT, make_officer, place
from web.extensions import db as flask_db

ASKED = "Hội Liên hiệp Phụ nữ đã ghi buổi này, bắt đầu 07:30."


@pytest.fixture
def union(app, people, browser_of):
    """The Women's Union of the same commune, with an account of its own."""
    with app.app_context(), Session(flask_db.engine) as session:
        make_officer(session, "phunu", name="Chị Mẫu", organisation="womens_union")
        session.commit()
    return browser_of("phunu")


def _write(browser, hamlet_id, **told):
    form = entry(browser, hamlet_id, "?channel=direct_session")
    said = {"count_people": "62", "started_at": "07:30", "venue": "Chợ", **told}
    return browser.send_for_page(form, said)


def _press(browser, page, label):
    """Press the button of that label, which stands in a form of its own."""
    return browser.send_for_page(page.form_of(label))


def _sum(stored, measure):
    def ask(session):
        of_district = place(session, DISTRICT).id
        query = select(DailyCount.value).where(
            DailyCount.place_id == of_district,
            DailyCount.kind == Kind.OUTREACH,
            DailyCount.measure == measure,
        )
        return sum(session.scalars(query))

    return stored(ask)


def test_saving_what_the_union_wrote_already_asks_whether_it_is_one_event(
    officer, union, hamlet_id, stored
):
    theirs = _write(union, hamlet_id)
    mine = _write(officer, hamlet_id)
    assert ASKED in mine.text
    joined = _press(officer, mine, "Ghi chung")
    assert "Ghi chung với: Hội Liên hiệp Phụ nữ" in joined.text
    assert "Công an xã Phương Trà phối hợp Hội Phụ nữ" in joined.text
    assert ASKED not in joined.text
    assert (_sum(stored, "records"), _sum(stored, "people")) == (1, 62)
    assert "Công an xã Phương Trà" in union.get(theirs.address).text


def test_the_feed_says_with_whom_it_was_held(officer, union, hamlet_id, browser_of):
    _write(union, hamlet_id)
    _press(officer, _write(officer, hamlet_id), "Ghi chung")
    for listing in ("/feed", "/outreach"):
        shown = browser_of("huyen").get(listing).text
        assert "Ghi chung với Hội Liên hiệp Phụ nữ" in shown


def test_another_event_is_said_once(officer, union, hamlet_id, stored):
    theirs = _write(union, hamlet_id)
    mine = _press(officer, _write(officer, hamlet_id), "Buổi khác")
    assert ASKED not in mine.text
    assert "đã ghi buổi này" not in union.get(theirs.address).text
    assert _sum(stored, "records") == 2
    late = _press(officer, mine, "Ghi chung")
    assert "Số liệu chỉ tính buổi này một lần." in late.text
    assert _sum(stored, "records") == 1


def test_parting_is_one_press_and_stands_in_the_history(officer, union, hamlet_id, stored):
    theirs = _write(union, hamlet_id)
    mine = _press(officer, _write(officer, hamlet_id), "Ghi chung")
    apart = _press(officer, officer.get(mine.address), "Tách ra")
    assert _sum(stored, "people") == 124
    assert "Hội Liên hiệp Phụ nữ" in apart.text
    assert "Tách ra" not in union.get(theirs.address).text


def test_the_event_outlives_the_record_that_was_first(officer, union, hamlet_id, stored):
    theirs = _write(union, hamlet_id, count_people="70")
    mine = _press(officer, _write(officer, hamlet_id), "Ghi chung")
    ask = union.get(f"{theirs.address}/withdraw")
    union.send_for_page(ask.form("reason"), {"reason": "Ghi nhầm ngày."})
    assert (_sum(stored, "records"), _sum(stored, "people")) == (1, 62)
    assert "Ghi chung với" not in officer.get(mine.address).text.split("Ai ghi, ai sửa")[0]


def test_each_changes_its_own_record_alone(officer, union, hamlet_id):
    theirs, mine = _write(union, hamlet_id), _write(officer, hamlet_id)
    assert officer.get(f"{theirs.address}/edit", status=403)
    assert union.get(f"{mine.address}/edit", status=403)
    assert "Sửa" not in " ".join(a.text or "" for a in officer.get(theirs.address).all("a"))


def test_people_of_a_union_read_no_tip_whatever_was_ticked(app, union, stored):
    assert union.get("/tips", status=403)
    assert union.get("/tips/new", status=403)
    assert stored(
        lambda s: s.scalars(select(Officer).where(Officer.username == "phunu")).one().reads_tips
    )


def test_a_made_up_partner_is_no_record(officer, union, hamlet_id):
    _write(union, hamlet_id)
    page = _write(officer, hamlet_id)
    form = page.form_of("Ghi chung")
    for name in ("", "khong-co", "00000000-0000-4000-8000-000000000000"):
        assert officer.send(form, {"with": name}, status=404)


def test_both_write_and_both_join_at_the_same_moment(app, officer, union, hamlet_id, stored):
    meet = Barrier(2)

    def at_once(browser, act):
        meet.wait(10)
        return act(browser)

    def together(acts):
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(at_once, *pair) for pair in acts]
            return [one.result() for one in both]

    forms = [entry(b, hamlet_id, "?channel=direct_session") for b in (officer, union)]
    told = {"count_people": "62", "started_at": "07:30"}
    pages = together(
        [
            (browser, lambda b, form=form: b.send_for_page(form, told))
            for browser, form in zip((officer, union), forms, strict=True)
        ]
    )
    shown = [
        browser.get(page.address) for browser, page in zip((officer, union), pages, strict=True)
    ]
    assert all("đã ghi buổi này" in page.text for page in shown)
    together(
        [
            (browser, lambda b, page=page: _press(b, page, "Ghi chung"))
            for browser, page in zip((officer, union), shown, strict=True)
        ]
    )
    assert (_sum(stored, "records"), _sum(stored, "people")) == (1, 62)
