"""Signing in with a real browser: one tap in the demo, the keyboard, and a form that waited."""

from playwright.sync_api import Page, expect

from tests.support.server import LiveServer


def _demo(server: LiveServer, username: str) -> dict[str, str]:
    return next(s for s in server.demo["sign_ins"] if s["username"] == username)


def test_the_demos_officer_is_in_with_one_tap_and_out_again(
    phone_page: Page, live_server: LiveServer
) -> None:
    phone_page.goto(f"{live_server.url}/login")
    phone_page.get_by_role("button", name="Vào xa1").tap()
    phone_page.wait_for_url("**/home")
    phone_page.goto(f"{live_server.url}/logout")
    phone_page.get_by_role("button", name="Đăng xuất").tap()
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    phone_page.goto(f"{live_server.url}/home")
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_a_name_and_a_password_are_enough_for_the_keyboard(
    desk_page: Page, live_server: LiveServer
) -> None:
    person = _demo(live_server, "huyen")
    desk_page.goto(f"{live_server.url}/login?next=/me")
    expect(desk_page.get_by_role("radio", name="Máy tính cơ quan")).to_be_checked()
    desk_page.get_by_label("Tên đăng nhập").fill(person["username"])
    desk_page.keyboard.press("Tab")
    desk_page.keyboard.type(person["password"])
    desk_page.keyboard.press("Enter")
    desk_page.wait_for_url("**/me")
    expect(desk_page.get_by_role("heading", level=1)).to_have_text("Tài khoản")


def test_a_form_of_ours_says_where_it_comes_from(desk_page: Page, live_server: LiveServer) -> None:
    desk_page.goto(f"{live_server.url}/login")
    with desk_page.expect_request(lambda r: r.method == "POST") as sent:
        desk_page.get_by_role("button", name="Vào xa2").click()
    headers = sent.value.all_headers()
    assert headers["origin"] == live_server.url
    assert headers["sec-fetch-site"] == "same-origin"


def test_nothing_scrolls_sideways_in_the_largest_text(
    phone_page: Page, live_server: LiveServer
) -> None:
    phone_page.goto(f"{live_server.url}/login")
    phone_page.get_by_role("button", name="Vào truong1").tap()
    phone_page.wait_for_url("**/home")
    phone_page.goto(f"{live_server.url}/me")
    phone_page.get_by_role("radio", name="Rất to").check()
    phone_page.get_by_role("button", name="Lưu cách hiện").tap()
    expect(phone_page.get_by_text("Đã đổi cách hiện.")).to_be_visible()
    for path in ("/me", "/me/password", "/me/totp", "/me/recovery-codes", "/logout", "/pin"):
        phone_page.goto(f"{live_server.url}{path}")
        wide = phone_page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
