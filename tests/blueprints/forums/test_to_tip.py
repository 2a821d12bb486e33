"""From the screen: one opinion becomes a tip, and nothing that is sent later brings it back."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.forums.models import Opinion
from domain.tips.models import Source, Tip
from tests.blueprints.forums.conftest import entry
from tests.support.sending import record_id

WORDS = "Nhà cuối hẻm đánh bạc ban đêm"
NAME = "Ông Bảy Ví Dụ"
SAID = {
    "opinion-1-gist": "Đường tối",
    "opinion-2-gist": WORDS,
    "opinion-2-name": NAME,
    "opinion-2-kind": "information",
}


@pytest.fixture
def sent(officer, hamlet_id):
    """The form of a forum whose second opinion is a tip."""
    form = entry(officer, hamlet_id)
    form.values |= SAID
    return form


@pytest.fixture
def address(officer, sent) -> str:
    """Where it was stored."""
    return officer.send(sent).headers["Location"]


def _lines(stored, address):
    query = select(Opinion).where(Opinion.forum_id == record_id(address))
    return stored(lambda db: db.scalars(query.order_by(Opinion.position)).all())


def _ask(browser, stored, address):
    opinion = _lines(stored, address)[1]
    return browser.get(f"{address}/opinions/{opinion.id}/tip")


def test_the_page_says_what_will_happen_and_the_tip_holds_the_words(officer, address, stored):
    asked = _ask(officer, stored, address)
    for words in (WORDS, "Không lấy lại được", "lời nhận xét thì máy không tự sửa"):
        assert words in asked.text
    tip = officer.send_for_page(asked.form("id"))
    assert tip.address.startswith("/tips/")
    for words in (WORDS, "Diễn đàn"):
        assert words in tip.text
    assert stored(lambda db: db.scalars(select(Tip.source)).all()) == [Source.FORUM]
    page = officer.get(address)
    for words in (WORDS, NAME, "đánh bạc"):
        assert words not in page.html
    assert "Ý kiến (1)" in page.text


def test_sent_twice_it_is_one_tip(officer, address, stored):
    form = _ask(officer, stored, address).form("id")
    first, second = (officer.send(form).headers["Location"] for _ in range(2))
    assert first == second
    assert len(stored(lambda db: db.scalars(select(Tip)).all())) == 1


def test_a_press_without_the_page_changes_nothing(officer, address, stored):
    form = _ask(officer, stored, address).form("id")
    officer.send(form, {"id": None}, status=422)
    assert len(_lines(stored, address)) == 2


def test_the_first_form_sent_again_by_a_phone_does_not_bring_it_back(
    officer, sent, address, stored
):
    officer.send(_ask(officer, stored, address).form("id"))
    assert officer.send(sent).headers["Location"] == address
    assert len(_lines(stored, address)) == 1
    page = officer.send_for_page(sent, {"venue": "Đình"}, status=409)
    assert WORDS not in page.html
    officer.send(page.form("keep-venue"))
    assert [line.gist for line in _lines(stored, address)] == ["Đường tối"]


def test_a_correction_that_was_open_meanwhile_does_not_bring_it_back(
    officer, address, stored, browser_of
):
    chief = browser_of("truong1")
    mine = chief.get(f"{address}/edit").form("attendance")
    officer.send(_ask(officer, stored, address).form("id"))
    chief.send(mine, {"venue": "Đình", "opinion-3-gist": "Hẻm ngập"})
    found = _lines(stored, address)
    assert [(line.position, line.gist) for line in found] == [(1, "Đường tối"), (3, "Hẻm ngập")]
    assert WORDS not in officer.get(address).html


def test_a_phone_that_was_changing_the_line_is_told_that_it_is_gone(officer, address, stored):
    gone = _lines(stored, address)[1].id
    form = officer.get(f"{address}/live?line={gone}").form("gist")
    officer.send(_ask(officer, stored, address).form("id"))
    officer.send(form, {"gist": f"{WORDS} nữa"}, status=404)


def test_texts_that_still_name_somebody_are_pointed_out(officer, sent, stored):
    address = officer.send(sent, {"id": str(uuid4()), "minutes": f"{NAME} nói."}).headers[
        "Location"
    ]
    assert "Còn nhắc tới ở: Biên bản." in _ask(officer, stored, address).text


def test_whoever_may_not_enter_tips_sees_no_way_to_it(officer, address, browser_of, stored):
    opinion = _lines(stored, address)[1]
    supervisor = browser_of("huyen")
    supervisor.get(f"{address}/opinions/{opinion.id}/tip", status=403)
    assert f"{opinion.id}/tip" in officer.get(f"{address}/opinions/{opinion.id}").html
