"""Tip pages after idling: the PIN, slowed, and after five wrong ones a full sign-in."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from domain.people.passwords import hash_password
from tests.blueprints.auth.conftest import actions, is_in, sign_in
from tests.factories import PASSWORD

PIN = "258046"


@pytest.fixture
def clock():
    """A clock that only moves when told."""
    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def phone(people, browser_of, change, clock):
    """Xa1's own phone, signed in, with a PIN."""
    change("xa1", pin_hash=hash_password(PIN))
    browser = browser_of()
    sign_in(browser, "xa1", device_kind="own_phone")
    return browser


def pin_page(browser):
    """Where tip pages lead now; fails when they are open."""
    answer = browser.raw("/tips")
    assert answer.status_code == 303, "tip pages are open"
    return browser.get(answer.headers["Location"])


def test_tip_pages_are_open_right_after_signing_in_and_closed_after_idling(phone, clock):
    assert phone.raw("/tips").status_code == 200
    clock.shift(timedelta(minutes=14))
    assert phone.raw("/tips").status_code == 200
    clock.shift(timedelta(minutes=15))
    assert pin_page(phone).h1 == "Nhập PIN để mở tin báo"
    assert is_in(phone)


def test_the_duty_roster_closes_with_them_for_it_says_whom_victims_phone(phone, clock):
    assert phone.raw("/duty").status_code == 200
    clock.shift(timedelta(minutes=15))
    assert phone.raw("/duty").headers["Location"] == "/pin?next=/duty"


@pytest.mark.parametrize(("kind", "minutes"), [("shared_phone", 5), ("station_pc", 10)])
def test_where_others_sit_too_it_is_sooner(people, browser_of, change, clock, kind, minutes):
    change("xa1", pin_hash=hash_password(PIN))
    browser = browser_of()
    sign_in(browser, "xa1", device_kind=kind)
    clock.shift(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert browser.raw("/tips").status_code == 200
    clock.shift(timedelta(minutes=minutes))
    pin_page(browser)


def test_work_on_other_pages_keeps_tip_pages_open_but_never_opens_them(phone, clock):
    for _ in range(3):
        clock.shift(timedelta(minutes=10))
        assert is_in(phone)
    assert phone.raw("/tips").status_code == 200
    clock.shift(timedelta(minutes=16))
    assert is_in(phone)
    pin_page(phone)


def test_the_right_pin_leads_to_the_page_asked_for_under_a_new_secret(phone, clock, browser_of):
    clock.shift(timedelta(minutes=20))
    page = pin_page(phone)
    thief = browser_of()
    thief.client.set_cookie("session", phone.client.get_cookie("session").value)
    answer = phone.send(page.form("pin"), pin=PIN)
    assert answer.headers["Location"] == "/tips"
    assert phone.raw("/tips").status_code == 200
    assert not is_in(thief)


def test_wrong_pins_are_slowed_and_the_fifth_asks_for_the_password(app, phone, clock):
    clock.shift(timedelta(minutes=20))
    page = pin_page(phone)
    waited = 0
    for number in range(5):
        while True:
            answer = phone.raw("/pin", "POST", data={**page.form("pin").values, "pin": "000111"})
            if answer.status_code != 429:
                break
            waited += 1
            clock.shift(timedelta(seconds=int(answer.headers["Retry-After"])))
        assert answer.status_code == (303 if number == 4 else 422)
    assert waited == 3
    assert "/login" in answer.headers["Location"]
    assert not is_in(phone)
    page = phone.get(answer.headers["Location"])
    assert "Sai PIN nhiều lần" in page.text
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    assert answer.headers["Location"] == "/tips"
    assert phone.raw("/tips").status_code == 200
    assert ("sign_in_ended", "pin") in actions(app, "xa1")


def test_four_wrong_and_one_right_pin_start_from_nothing_again(phone, clock):
    for _ in range(2):
        clock.shift(timedelta(minutes=20))
        form = pin_page(phone).form("pin")
        for _ in range(4):
            phone.send(form, pin="000111", status=422)
            clock.shift(timedelta(seconds=42))
        phone.send(form, pin=PIN)
        assert phone.raw("/tips").status_code == 200


def test_whoever_forgot_the_pin_signs_in_in_full(phone, clock):
    clock.shift(timedelta(minutes=20))
    way = pin_page(phone).links()["Quên PIN? Đăng nhập đủ"]
    answer = phone.send(phone.get(way).form("password"), username="xa1", password=PASSWORD)
    assert answer.headers["Location"] == "/tips"
    assert phone.raw("/tips").status_code == 200


def test_whoever_has_no_pin_signs_in_in_full_where_a_second_factor_is_required(
    strict, people, browser_of, code_for, clock
):
    browser = browser_of()
    form = browser.get("/login").form("password")
    form.values |= {"username": "xa1", "password": PASSWORD, "device_kind": "own_phone"}
    browser.send(form, code=code_for("xa1"))
    clock.shift(timedelta(minutes=20))
    assert browser.raw("/tips").headers["Location"] == "/pin?next=/tips"
    page = browser.get(browser.raw("/pin?next=/tips").headers["Location"])
    assert "Máy nghỉ quá lâu" in page.text
    answer = browser.send(page.form("password"), username="xa1", password=PASSWORD)
    assert answer.headers["Location"] == "/tips"
    assert browser.raw("/tips").status_code == 200


def test_without_a_pin_nothing_is_asked_where_the_password_is_enough(people, browser_of, clock):
    browser = browser_of()
    sign_in(browser, "xa1", device_kind="own_phone")
    clock.shift(timedelta(hours=2))
    assert browser.raw("/tips").status_code == 200


def test_a_fragment_is_told_to_go_to_the_pin_page(phone, clock):
    clock.shift(timedelta(minutes=20))
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/tips?tray=quarantine"}
    answer = phone.client.get("/tips", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/pin?next=/tips?tray%3Dquarantine"


def test_a_stranger_has_no_pin_page(people, browser_of):
    answer = browser_of().raw("/pin")
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/login")
