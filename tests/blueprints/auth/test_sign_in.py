"""The sign-in page: who gets in, who does not, and what they are told."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from domain.people.passwords import hash_password
from tests.blueprints.auth.conftest import actions, is_in, refused, sign_in
from tests.factories import PASSWORD
from tests.support.page import Form


def test_an_officer_signs_in_with_name_and_password(people, browser_of):
    browser = browser_of()
    sign_in(browser, "xa1")
    assert is_in(browser)
    assert "Thiếu úy Mẫu" in browser.get("/me").text


def test_capitals_and_blanks_around_the_name_do_not_matter(people, browser_of):
    browser = browser_of()
    sign_in(browser, " Xa1 ")
    assert is_in(browser)


def test_a_password_typed_with_other_accents_is_the_same_password(people, browser_of, change):
    change("xa1", password_hash=hash_password("mật khẩu của tôi dài"))
    browser = browser_of()
    sign_in(browser, "xa1", unicodedata.normalize("NFD", "mật khẩu của tôi dài"))
    assert is_in(browser)


@pytest.mark.parametrize(("username", "password"), [("xa1", "sai"), ("khong-co", PASSWORD)])
def test_wrong_name_and_wrong_password_read_the_same(people, browser_of, username, password):
    page = refused(browser_of(), username, password)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page.text
    assert not page.all("input", value=password)


def test_a_deactivated_officer_reads_what_a_stranger_reads(people, browser_of, change):
    change("xa1", is_active=False)
    page = refused(browser_of(), "xa1", PASSWORD)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page.text


def test_an_empty_form_says_what_is_missing(people, browser_of):
    page = refused(browser_of(), "", "")
    assert "Gõ tên đăng nhập." in page.text


def test_signing_in_gives_a_new_cookie_that_holds_nothing_of_before(people, browser_of):
    browser = browser_of()
    browser.get("/login")
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["sid"] = "a secret that somebody chose"
        before = cookie["csrf_token"]
    sign_in(browser, "xa1")
    browser.get("/me")
    with browser.client.session_transaction() as cookie:
        assert set(cookie) == {"sid", "csrf_token"}
        assert cookie["sid"] != "a secret that somebody chose"
        assert cookie["csrf_token"] != before


def test_every_sign_in_and_every_failure_is_in_the_audit_log(app, people, browser_of):
    browser = browser_of()
    refused(browser, "xa1", "sai")
    sign_in(browser, "xa1")
    browser.send(browser.get("/logout").form())
    assert actions(app, "xa1") == [
        ("sign_in_failed", "password"),
        ("signed_in", "password"),
        ("signed_out", ""),
    ]


def test_guessing_is_slowed_and_the_right_password_is_never_locked_out(people, browser_of):
    browser = browser_of()
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(5):
            refused(browser, "xa1", "sai")
        form = browser.get("/login").form("password")
        answer = browser.send(form, username="xa1", password=PASSWORD, status=429)
        assert 1 <= int(answer.headers["Retry-After"]) <= 13
        assert "Tài khoản không bị khóa" in answer.get_data(as_text=True)
        clock.shift(timedelta(seconds=13))
        sign_in(browser, "xa1")
        assert is_in(browser)


def test_the_wait_grows_to_42_seconds_and_no_further(people, browser_of):
    browser = browser_of()
    longest = 0
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _ in range(16):
            form = browser.get("/login").form("password")
            answer = browser.raw(
                form.action,
                "POST",
                data={**form.values, "username": "xa1", "password": "sai"},
            )
            wait = int(answer.headers.get("Retry-After", 0))
            longest = max(longest, wait)
            clock.shift(timedelta(seconds=wait))
    assert 42 <= longest <= 43


def test_others_failures_from_another_place_do_not_slow_an_officer(people, browser_of):
    attacker, officer = browser_of(), browser_of()
    attacker.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    for _ in range(5):
        refused(attacker, "xa1", "sai")
    form = attacker.get("/login").form("password")
    attacker.send(form, username="xa1", password="sai", status=429)
    sign_in(officer, "xa1")
    assert is_in(officer)


def test_unknown_names_are_slowed_like_known_ones(people, browser_of):
    browser = browser_of()
    for _ in range(5):
        refused(browser, "khong-co", "sai")
    form = browser.get("/login").form("password")
    browser.send(form, username="khong-co", password="sai", status=429)


def test_a_link_signs_nobody_out_but_the_button_does(people, browser_of):
    browser = browser_of("xa1")
    page = browser.get("/logout")
    assert is_in(browser)
    answer = browser.send(page.form())
    assert answer.headers["Location"] == "/login"
    assert not is_in(browser)


def test_whoever_is_signed_in_goes_on_from_the_sign_in_page(people, browser_of):
    browser = browser_of("xa1")
    answer = browser.raw("/login?next=/me")
    assert answer.status_code == 303 and answer.headers["Location"] == "/me"


HOSTILE = [
    "//evil.example", "/\\evil.example", "https://evil.example/me", "\\\\evil.example",
    "/\t/evil.example", "javascript:alert(1)", "/me\r\nSet-Cookie: a=b", "me", "///evil.example",
    "/%2F/evil.example", "/@evil.example", "/.evil.example", "http:/me", "/tip", "/logout",
    "/login", "//me@evil.example/me", "/me/../../evil", "/\u2215evil.example", "",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_the_way_on_never_leads_elsewhere(people, browser_of, target):
    browser = browser_of()
    form = browser.get(
        "/login",
    ).form("password")
    answer = browser.send(form, username="xa1", password=PASSWORD, next=target)
    away = answer.headers["Location"]
    assert away.startswith("/") and not away.startswith(("//", "/\\"))
    assert "evil" not in away and "login" not in away and away.strip("/") != "tip"


def test_the_way_on_leads_to_the_page_that_was_asked_for(people, browser_of):
    browser = browser_of()
    asked = browser.raw("/me/password?a=1")
    assert asked.status_code == 303
    form = browser.get(asked.headers["Location"]).form("password")
    answer = browser.send(form, username="xa1", password=PASSWORD)
    assert answer.headers["Location"] == "/me/password?a=1"


def test_demo_sign_ins_stand_on_the_page_only_in_a_demo_on_loopback(app, people, browser_of):
    before = app.extensions["config"]
    path = before.instance_dir / "demo.json"
    person = {"username": "xa1", "password": PASSWORD, "role": "officer", "place": "30094"}
    path.write_text(json.dumps({"address": "", "sign_ins": [person]}), encoding="utf-8")
    assert "Dùng thử" not in browser_of().get("/login").text
    try:
        app.extensions["config"] = replace(before, demo=True)
        browser = browser_of()
        page = browser.get("/login")
        assert PASSWORD in page.text
        one_tap = page.all("form")[1]
        browser.send(Form(one_tap, "/login"))
        assert is_in(browser)
        app.extensions["config"] = replace(before, demo=True, host="0.0.0.0")
        assert PASSWORD not in browser_of().get("/login").text
        path.write_text("half a fi", encoding="utf-8")
        app.extensions["config"] = replace(before, demo=True)
        assert "Dùng thử" not in browser_of().get("/login").text
    finally:
        app.extensions["config"] = before
        path.unlink()


def test_the_door_speaks_english_when_asked_and_keeps_where_one_was_going(people, browser_of):
    browser = browser_of()
    page = browser.get("/login?next=/tips")
    english = browser.get(page.links()["English"])
    assert "User name" in english.text and english.form("username").values["next"] == "/tips"
    again = browser.send_for_page(english.form("username"), {"username": "xa1"}, status=422)
    assert "Password" in again.text
    assert "/login?next=/tips" in {a.replace("%2F", "/") for a in english.links().values()}


def test_the_language_of_the_profile_wins_over_the_address(people, browser_of):
    browser = browser_of("xa1")
    assert "Tài khoản" in browser.get("/me?lang=en").text


def test_signs_that_cannot_be_seen_in_a_user_name_count_as_nothing(people, browser_of):
    refused(browser_of(), "không ai" + chr(0), PASSWORD)
    for sign in (chr(0), chr(1), "\u200b", "\u202e", ""):
        refused(browser_of(), "xa" + sign + "1", "sai mật khẩu rồi")
    refused(browser_of(), "xa1" + chr(2), "sai mật khẩu rồi", status=429)
