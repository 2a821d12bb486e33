"""What changes something for staff comes from our own pages, with this session's token."""

import pytest
from sqlalchemy import select

from domain.people.models import Officer
from tests.blueprints.auth.conftest import is_in, sign_in
from tests.factories import PASSWORD
from web.extensions import db


@pytest.fixture
def officer(people, browser_of):
    """Xa1, signed in."""
    browser = browser_of()
    sign_in(browser, "xa1")
    return browser


def text_size(app):
    """What xa1 chose."""
    with app.app_context():
        return db.session.scalar(select(Officer.text_size).where(Officer.username == "xa1"))


def post(browser, token, **headers):
    """Choose the largest text with this token and these headers."""
    data = {"csrf_token": token, "language": "vi", "text_size": "xl", "theme": ""}
    return browser.client.post(
        "/me", data=data, headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def token_of(browser):
    """The token of this session's pages."""
    return browser.get("/logout").form().values["csrf_token"]


def test_the_token_of_the_session_works(app, officer):
    assert post(officer, token_of(officer)).status_code == 303
    assert text_size(app) == "xl"


def test_without_a_token_and_with_a_wrong_or_anothers_nothing_changes(app, officer, browser_of):
    other = browser_of()
    sign_in(other, "xa2")
    own = token_of(officer)
    for token in ("", "x", own[:-3] + "abc", token_of(other)):
        assert post(officer, token).status_code == 400
    assert text_size(app) == ""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "cross-site"}, 400),
        ({"Sec_Fetch_Site": "same-site"}, 400),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "http://localhost"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "http://localhost.evil.example"}, 400),
        ({"Origin": "http://localhost:8080"}, 400),
        ({"Sec_Fetch_Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec_Fetch_Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
    ],
)
def test_even_with_the_token_it_must_come_from_our_pages(app, officer, headers, status):
    assert post(officer, token_of(officer), **headers).status_code == status
    assert text_size(app) == ("xl" if status == 303 else "")


def test_nobody_is_signed_in_from_another_site(people, browser_of):
    browser = browser_of()
    form = browser.get("/login").form("password")
    data = {**form.values, "username": "xa1", "password": PASSWORD}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert browser.client.post("/login", data=data, headers=headers).status_code == 400
    data["csrf_token"] = "forged"
    assert browser.client.post("/login", data=data).status_code == 400
    assert not is_in(browser)


def test_the_cookie_is_only_for_our_server_and_not_for_scripts(people, browser_of):
    answer = browser_of().raw("/login")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
