"""Numbers that everybody calls, on the page of a tip and as the lists change."""

from domain.tips.identifiers import Identifier
from tests.factories import place
from tests.factories_tips import received, told_of
from web.extensions import db as flask_db
from web.minute import run_once, watch_tips

OTHERS = "1 tin khác cũng có"


def _received(app, *phones):
    with app.app_context():
        traces = tuple(Identifier("phone", phone) for phone in phones)
        told = told_of(place(flask_db.session()), identifiers=traces)
    return received(app, told=told).tip_id


def _call(app, number):
    """The unit's duty phone becomes this one, and a minute passes."""
    with app.app_context():
        place(flask_db.session()).duty_phone = number
        flask_db.session.commit()
    assert run_once(app, watch_tips)


def test_a_number_that_leaves_or_enters_our_lists_is_followed_within_a_minute(
    app, people, browser_of
):
    _call(app, "02773999222")
    tip_id, _ = _received(app, "0277 3999 222"), _received(app, "0277 3999 222")
    xa1 = browser_of("xa1")
    for number, links in (("02773999333", True), ("02773999222", False), ("", True)):
        _call(app, number)
        assert (OTHERS in xa1.get(f"/tips/{tip_id}").text) is links, number


def test_a_hotline_says_why_it_links_nothing(app, people, browser_of):
    tip_id, _ = _received(app, "1900 0041"), _received(app, "1900 0041")
    page = browser_of("xa1").get(f"/tips/{tip_id}")
    assert "số tổng đài, nhiều người cùng nhắc" in page.text
    assert OTHERS not in page.text
