"""What lets a desk sound: when the newest urgent tip came, as long as nobody opened it."""

from datetime import UTC, datetime, timedelta

from tests.factories_tips import received


def _mark(page):
    (bell,) = page.all("span", data_behaviour="alarm")
    return bell.get("data-mark")


def test_home_and_inbox_tell_of_the_newest_urgent_tip_until_it_is_opened(app, people, browser_of):
    officer = browser_of(people.officer.username)
    received(app)
    assert _mark(officer.get("/home")) == _mark(officer.get("/tips")) == ""
    at = datetime.now(UTC) - timedelta(minutes=3)
    tip_id = received(app, urgent=True, at=at).tip_id
    assert _mark(officer.get("/home")) == _mark(officer.get("/tips")) == str(int(at.timestamp()))
    (switch,) = officer.get("/tips").all("button", data_behaviour="alarm")
    assert switch.get("hidden") is not None, "without script there is nothing to switch"
    officer.get(f"/tips/{tip_id}")
    assert _mark(officer.get("/tips")) == ""


def test_an_urgent_tip_alone_is_news_for_a_page_that_asks(app, people, browser_of):
    officer = browser_of(people.officer.username)
    received(app)
    asks = officer.get("/tips").by_id("fresh").get("hx-get")
    assert officer.raw(asks).status_code == 204
    received(app, urgent=True)
    assert "data-mark" in officer.raw(asks).text
