"""A forum written down line by line: two officers at once, repeats, changes, photos, the end."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.feed.models import FeedRow
from domain.forums.models import Forum, Opinion, Outcome
from domain.history.models import Correction
from domain.people.models import HeldForm
from tests.blueprints.forums.conftest import entry
from tests.support.sending import file, record_id

SCRIPT = {"HX-Request": "true", "X-Keeps-Words": "1"}


@pytest.fixture
def address(officer, hamlet_id) -> str:
    """A forum that was begun a moment ago: a place, and today."""
    return officer.send(entry(officer, hamlet_id), live="1").headers["Location"].split("/live")[0]


def _lines(stored, address):
    query = select(Opinion).where(Opinion.forum_id == record_id(address))
    return stored(lambda db: db.scalars(query.order_by(Opinion.position)).all())


def _say(browser, address, gist, **changed):
    form = browser.get(f"{address}/live").form("gist")
    return browser.send(form, {"gist": gist, **changed})


def _token(browser):
    return browser.get("/forums/new").form("attendance").values["csrf_token"]


def _send(browser, address, gist, line_id, token=""):
    """As the script of the page sends a line."""
    said = {"csrf_token": token or _token(browser), "id": line_id, "gist": gist}
    return browser.raw(f"{address}/opinions", "POST", data=said, headers=SCRIPT)


def _version(stored, address):
    return stored(lambda db: db.get(Forum, record_id(address)).version)


def test_a_forum_begins_with_a_place_and_goes_on_line_by_line(officer, hamlet_id, stored):
    answer = officer.send(entry(officer, hamlet_id), live="1")
    assert answer.headers["Location"].endswith("/live")
    address = answer.headers["Location"].removesuffix("/live")
    for gist in ("Đường tối", "🙂"):
        landed = _say(officer, address, gist)
        assert landed.headers["Location"].endswith("/live#composer")
    found = _lines(stored, address)
    assert [(o.position, o.gist, o.outcome) for o in found] == [
        (1, "Đường tối", Outcome.NOT_YET),
        (2, "🙂", Outcome.NOT_YET),
    ]
    page = officer.get(f"{address}/live")
    assert "Còn 2 ý kiến chưa ghi cách xử lý" in page.text
    assert page.form("gist").values["gist"] == ""


def test_a_line_is_its_own_history(officer, address, stored):
    _say(officer, address, "Đường tối")
    (line,) = _lines(stored, address)
    assert line.author_id is not None
    assert line.entered_at is not None
    assert _version(stored, address) == 1
    assert stored(lambda db: db.scalars(select(Correction)).all()) == []
    acts = stored(lambda db: list(db.scalars(select(AuditEntry.action))))
    assert "opinion_added" in acts


def test_two_officers_get_two_numbers_and_see_each_other(officer, address, browser_of, stored):
    chief = browser_of("truong1")
    mine, theirs = (b.get(f"{address}/live").form("gist") for b in (officer, chief))
    officer.send(mine, {"gist": "Của cán bộ"})
    chief.send(theirs, {"gist": "Của trưởng"})
    assert [(o.position, o.gist) for o in _lines(stored, address)] == [
        (1, "Của cán bộ"),
        (2, "Của trưởng"),
    ]
    page = officer.get(f"{address}/live")
    assert "Đại úy Mẫu ghi" in page.text
    assert "Thiếu úy Mẫu ghi" not in page.text


def test_the_list_says_when_nothing_is_new(officer, address):
    page = officer.get(f"{address}/live")
    asks = page.by_id("lines").get("hx-get")
    assert officer.raw(asks).status_code == 204
    _say(officer, address, "Đường tối")
    part = officer.get(asks, htmx=True)
    assert "Đường tối" in part.html
    assert 'name="gist"' not in part.html


def test_the_same_line_sent_again_is_one_even_when_it_was_changed_since(officer, address, stored):
    line_id = str(uuid4())
    for _ in range(2):
        assert _send(officer, address, "Đường tối", line_id).status_code == 204
    (line,) = _lines(stored, address)
    form = officer.get(f"{address}/live?line={line.id}").form("gist")
    officer.send(form, {"gist": "Đường tối om"})
    assert _send(officer, address, "Đường tối", line_id).status_code == 204
    assert [o.gist for o in _lines(stored, address)] == ["Đường tối om"]


def test_the_same_id_with_other_words_shows_both_and_one_tap_keeps_one(officer, address, stored):
    form = officer.get(f"{address}/live").form("gist")
    officer.send(form, {"gist": "Đường tối"})
    page = officer.send_for_page(form, {"gist": "Đường tối om"}, status=409)
    assert page.h1 == "Hai bản khác nhau"
    assert {b.get("value") for b in page.all("button", name="gist")} == {
        "Đường tối",
        "Đường tối om",
    }
    officer.send(page.form("version"), gist="Đường tối om")
    assert [o.gist for o in _lines(stored, address)] == ["Đường tối om"]


def test_two_officers_who_change_one_line_see_both_versions(officer, address, browser_of, stored):
    _say(officer, address, "Đường tối")
    (line,) = _lines(stored, address)
    chief = browser_of("truong1")
    mine, theirs = (b.get(f"{address}/live?line={line.id}").form("gist") for b in (officer, chief))
    assert mine.values["gist"] == "Đường tối"
    chief.send(theirs, {"gist": "Đường vào tổ 5 tối"})
    page = officer.send_for_page(mine, {"gist": "Đường tối, hay mất gà"}, status=409)
    for words in ("Đường vào tổ 5 tối", "Đường tối, hay mất gà"):
        assert words in page.text
    officer.send(page.form("version"), gist="Đường tối, hay mất gà")
    assert [o.gist for o in _lines(stored, address)] == ["Đường tối, hay mất gà"]
    history = officer.get(address).text.split("Ai ghi, ai sửa")[1]
    assert "Đường vào tổ 5 tối" in history


def test_a_line_that_is_wrong_stays_in_the_box(officer, address, stored):
    form = officer.get(f"{address}/live").form("gist")
    page = officer.send_for_page(form, {"gist": "x" * 2_001}, status=422)
    assert "Dài quá 2.000" in page.text
    assert page.form("gist").values["gist"] == "x" * 2_001
    said = _send(officer, address, " ", str(uuid4()))
    assert (said.status_code, "Ghi nội dung ý kiến" in said.get_data(as_text=True)) == (422, True)
    assert "<html" not in said.get_data(as_text=True)
    assert _lines(stored, address) == []


def test_whoever_has_the_whole_form_open_loses_nobodys_line(officer, address, browser_of, stored):
    _say(officer, address, "Một")
    form = officer.get(f"{address}/edit").form("attendance")
    for gist in ("Hai", "Ba"):
        _say(browser_of("truong1"), address, gist)
    typed = {"venue": "Đình", "opinion-2-gist": "Của tôi", "opinion-2-outcome": "answered"}
    officer.send(form, typed)
    assert [(o.position, o.gist, o.outcome) for o in _lines(stored, address)] == [
        (1, "Một", Outcome.NOT_YET),
        (2, "Hai", Outcome.NOT_YET),
        (3, "Ba", Outcome.NOT_YET),
        (4, "Của tôi", Outcome.ANSWERED),
    ]
    # The answer was lost and the phone sends the form again.
    officer.send(form, typed)
    assert len(_lines(stored, address)) == 4
    assert "Đình" in officer.get(address).text


def test_the_form_with_something_wrong_comes_back_with_the_lines_of_others(
    officer, address, browser_of, stored
):
    form = officer.get(f"{address}/edit").form("attendance")
    _say(browser_of("truong1"), address, "Của trưởng")
    typed = {"opinion-1-gist": "Của tôi", "attendance": "-1"}
    page = officer.send_for_page(form, typed, status=422)
    again = page.form("attendance")
    assert again.values["opinion-1-gist"] == "Của trưởng"
    officer.send(again, {"attendance": "20", "opinion-1-gist": "Của trưởng, sửa"})
    assert [o.gist for o in _lines(stored, address)] == ["Của trưởng, sửa", "Của tôi"]


def test_the_first_form_sent_again_with_more_keeps_the_lines_since(
    officer, hamlet_id, browser_of, stored
):
    form = entry(officer, hamlet_id)
    address = officer.send(form, {"opinion-1-gist": "Một"}).headers["Location"]
    _say(browser_of("truong1"), address, "Của trưởng")
    page = officer.send_for_page(form, {"opinion-1-gist": "Một", "venue": "Đình"}, status=409)
    officer.send(page.form("keep-venue"))
    assert [o.gist for o in _lines(stored, address)] == ["Một", "Của trưởng"]


def test_a_number_is_never_given_twice(officer, address, stored):
    line_id = str(uuid4())
    _say(officer, address, "Một")
    _send(officer, address, "Hai", line_id)
    officer.send(officer.get(f"{address}/edit").form("attendance"), {"opinion-2-remove": "y"})
    assert _send(officer, address, "Hai", line_id).status_code == 204
    _say(officer, address, "Ba")
    form = officer.get(f"{address}/edit").form("attendance")
    officer.send(form, {"opinion-4-gist": "Bốn"})
    assert [(o.position, o.gist) for o in _lines(stored, address)] == [
        (1, "Một"),
        (3, "Ba"),
        (4, "Bốn"),
    ]


def test_each_line_ends_with_one_tap_and_the_rest_with_one(officer, address, stored):
    for gist in ("Một", "Hai", "Ba"):
        _say(officer, address, gist)
    page = officer.get(f"{address}/live")
    second = _lines(stored, address)[1]
    officer.send(page.form(f"{address}/opinions/{second.id}/here"))
    rest = officer.get(f"{address}/live").form(f"{address}/opinions/answered")
    assert "2 ý kiến sẽ ghi" in rest.element.get("data-confirm")
    assert [o.outcome for o in _lines(stored, address)][1] is Outcome.ANSWERED
    officer.send(rest)
    assert {o.outcome for o in _lines(stored, address)} == {Outcome.ANSWERED}
    assert "chưa ghi cách xử lý" not in officer.get(f"{address}/live").text
    assert "Chưa ghi" in officer.get(address).text.split("Ai ghi, ai sửa")[1]


def test_a_tap_that_comes_late_takes_no_promise_away(officer, address, stored):
    _say(officer, address, "Một")
    (line,) = _lines(stored, address)
    tap = officer.get(f"{address}/live").form(f"{address}/opinions/{line.id}/here")
    answer = officer.get(f"{address}/opinions/{line.id}").form("outcome")
    officer.send(answer, {"outcome": "promised"})
    officer.send(tap)
    assert [o.outcome for o in _lines(stored, address)] == [Outcome.PROMISED]


def test_a_promise_is_one_tap_from_the_list_and_chosen_already(officer, address):
    _say(officer, address, "Một")
    links = [a.get("href") for a in officer.get(f"{address}/live").all("a", class_="sm")]
    (promise,) = [link for link in links if link.endswith("outcome=promised&live=1")]
    assert officer.get(promise).form("outcome").values["outcome"] == "promised"


def test_an_opinion_of_which_nobody_said_how_it_ended_survives_the_whole_form(
    officer, address, stored
):
    _say(officer, address, "Một")
    form = officer.get(f"{address}/edit").form("attendance")
    assert form.values["opinion-1-outcome"] == "not_yet"
    officer.send(form, {"venue": "Đình"})
    assert [o.outcome for o in _lines(stored, address)] == [Outcome.NOT_YET]
    assert "Chưa ghi" not in officer.get("/forums/new").text


def test_photos_of_the_minutes_join_at_any_time_and_only_once(officer, address):
    _say(officer, address, "Một")
    form = officer.get(f"{address}/live").form("photos")
    for _ in range(2):
        officer.send(form, photos=file())
    page = officer.get(f"{address}/live")
    assert len(page.all("img", loading="lazy")) == 1
    assert "Đã có hình biên bản" in page.text


def test_the_home_screen_and_the_record_remind_until_none_is_left(officer, address):
    _say(officer, address, "Một")
    for path in ("/home", address):
        assert "1 ý kiến chưa ghi cách xử lý" in officer.get(path).text
    officer.send(officer.get(f"{address}/live").form(f"{address}/opinions/answered"))
    for path in ("/home", address):
        assert "chưa ghi cách xử lý" not in officer.get(path).text


def test_the_feed_counts_each_line_and_calls_none_of_them_open(officer, address, stored):
    _say(officer, address, "Một")
    (row, *_) = stored(lambda db: db.scalars(select(FeedRow)).all())
    assert (row.summary["opinions"], row.summary["open"], row.summary["unsaid"]) == (1, 0, 1)


def test_a_lapsed_sign_in_is_said_and_nothing_is_held_on_the_server(officer, address, stored):
    token = _token(officer)
    with officer.client.session_transaction() as cookie:
        del cookie["sid"]
    assert _send(officer, address, "Một", str(uuid4()), token).status_code == 401
    assert _lines(stored, address) == []
    assert stored(lambda db: db.scalars(select(HeldForm)).all()) == []


def test_a_line_of_another_forum_or_unit_is_not_found(officer, address, hamlet_id, browser_of):
    line_id = str(uuid4())
    _send(officer, address, "Một", line_id)
    other = officer.send(entry(officer, hamlet_id), venue="Chùa").headers["Location"]
    assert _send(officer, other, "Một", line_id).status_code == 404
    assert _send(browser_of("xa2"), address, "Hai", str(uuid4())).status_code == 404


def test_a_withdrawn_forum_takes_no_line(officer, address, stored):
    form = officer.get(f"{address}/withdraw").form("reason")
    officer.send(form, reason="Ghi nhầm buổi")
    said = _send(officer, address, "Một", str(uuid4()))
    assert said.status_code == 403
    assert "Buổi này đã rút" in said.get_data(as_text=True)


def test_sixty_opinions_stand_in_their_order(officer, address, stored):
    said = [f"Ý số {number}" for number in range(1, 61)]
    for gist in said:
        assert _send(officer, address, gist, str(uuid4())).status_code == 204
    assert [o.gist for o in _lines(stored, address)] == said
    assert "Ý kiến (60)" in officer.get(f"{address}/live").text
