"""What a phone keeps to be read without a network, and what never gets into it."""

import json
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.people.models import DeviceKind, SignIn
from domain.people.queries import by_username
from tests.factories_forums import content, log, opinion
from tests.factories_tips import make_tip
from web.extensions import db

KEPT = {"Kept": "1"}
WITHOUT_NETWORK = ("/home", "/home/log", "/outbox", "/outreach/new", "/forums/new", "/tips/new")
SPEAKER, VENUE, GIST = "Nguyễn Thị Lành", "nhà bà Tư Lành", "Con bà Lành hay chạy xe đêm."


@pytest.fixture
def forum(app, people):
    """A forum of xa1's of today, with somebody's name and words in it."""
    with app.app_context(), Session(db.engine) as session:
        now, by = datetime.now(UTC), by_username(session, "xa1")
        said = content(
            by.place,
            held_on=local_day(now),
            venue=VENUE,
            opinions=(opinion(1, GIST, name=SPEAKER),),
        )
        found = log(session, app.extensions["ring"], by, now=now, said=said)
        session.commit()
        return found.id


@pytest.fixture
def officer(people, browser_of):
    """xa1 on a phone of their own."""
    return browser_of("xa1")


def _on(app, kind):
    with app.app_context():
        for row in db.session.scalars(select(SignIn)):
            row.device_kind = kind
        db.session.commit()


def _copy(browser, path):
    answer = browser.raw(path, headers=KEPT)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_a_phone_of_ones_own_keeps_the_forms_and_own_records_of_the_week(app, officer, forum):
    _on(app, DeviceKind.OWN_PHONE)
    told = officer.raw("/offline/pages.json").get_json()
    addresses = [page["url"] for page in told["pages"]]
    assert set(WITHOUT_NETWORK) <= set(addresses)
    assert f"/forums/{forum}" in addresses
    assert told["key"] and 3600 < told["seconds"] <= 12 * 3600
    forms = told["forms"]
    assert forms["key"] and forms["key"] != told["key"] and forms["seconds"] == 30 * 24 * 3600
    empty = {page["url"] for page in told["pages"] if page["isForm"]}
    assert empty == set(WITHOUT_NETWORK) - {"/home"}, "nothing written is under the longer key"
    state = officer.get("/home").all("div", data_behaviour="offline")[0].get("data-kept")
    assert state, "by it the phone knows that nothing changed, and asks for nothing"


def test_a_shared_phone_keeps_nothing(app, officer, forum):
    _on(app, DeviceKind.SHARED_PHONE)
    told = officer.raw("/offline/pages.json").get_json()
    assert told == {"key": ""}
    assert officer.get("/home").all("div", data_behaviour="offline")[0].get("data-kept") == ""


def test_a_copy_holds_no_token_no_citizen_no_photo_and_no_count_of_tips(app, officer, forum):
    _on(app, DeviceKind.OWN_PHONE)
    with app.app_context():
        make_tip(db.session(), app.extensions["ring"])
        db.session.commit()
    for path in (*WITHOUT_NETWORK, f"/forums/{forum}"):
        html = _copy(officer, path)
        assert "csrf_token" not in html, path
        assert 'class="badge"' not in html, path
        assert not re.search(r"/(media|tips)/[0-9a-f-]{36}", html), path
        for word in (SPEAKER, VENUE, GIST):
            assert word not in html, path
        assert (path == "/outbox") == ("Có mạng<" in html), "it alone hears of a network again"
        assert (path == "/outbox") != bool(re.search(r"bản lúc \d\d:\d\d ngày \d", html)), path
    tip = _copy(officer, "/tips/new")
    assert 'name="id" value=""' in tip, "the phone makes the id itself"
    assert 'data-draft-key=""' in tip, "it opens without the PIN, a draft of it must not"
    assert "Trả lời tại chỗ" in _copy(officer, f"/forums/{forum}")
    assert f"/forums/{forum}" in _copy(officer, "/home")


def test_the_worker_names_every_file_of_staff_pages_and_no_public_address(app, officer):
    answer = app.test_client().get("/sw.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    script = answer.get_data(as_text=True)
    build = json.loads(re.search(r"^const BUILD = (.*);$", script, re.MULTILINE)[1])
    imported = re.findall(r'from\s?"(.*?)"', script)
    assert set(imported) and set(imported) <= set(build["files"])
    for address in build["files"]:
        with app.test_client().get(address) as file:
            assert file.status_code == 200, address
    citizens = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules("public.home")}
    citizens |= {
        rule.rule.split("/")[1]
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in {"public", "media", "uploads", "auth"}
    }
    assert not citizens & set(build["prefixes"])
    assert {"home", "tips", "outreach", "forums"} <= set(build["prefixes"])
    asked = app.test_client().get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert asked.status_code == 304


def test_the_worker_speaks_as_its_address_asks(app):
    said = {
        language: re.search(
            r'"sentence":"(.*?)"', app.test_client().get(f"/sw.js?lang={language}").text
        )[1]
        for language in ("vi", "en")
    }
    assert said == {"vi": "Có việc mới.", "en": "Something new waits."}


def test_the_app_can_be_put_on_the_home_screen(app):
    citizen = app.test_client()
    card = json.loads(citizen.get("/manifest.webmanifest").data)
    assert card["start_url"] == "/home"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in card["icons"]}
    assert "maskable" in {icon["purpose"] for icon in card["icons"]}
    for address in ("/apple-touch-icon.png", *(icon["src"] for icon in card["icons"])):
        with citizen.get(address) as icon:
            assert icon.status_code == 200


def test_pages_go_when_the_sign_in_was_ended_and_stay_when_it_only_ran_out(app, officer):
    def after(**changed):
        with app.app_context():
            for row in db.session.scalars(select(SignIn)):
                for name, value in changed.items():
                    setattr(row, name, value)
            db.session.commit()
        return officer.raw("/offline/still").status_code

    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    assert app.test_client().get("/offline/still").status_code == 204, "nobody was signed in"
    assert after() == 200
    assert after(last_seen_at=long_ago) == 204
    assert after(ended_at=long_ago) == 410
