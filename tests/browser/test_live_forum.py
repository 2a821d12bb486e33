"""Two officers write one forum down at once, and the network goes in the middle of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_outreach import PHOTO, Thumb, sign_in
from tests.support.server import LiveServer

SOON = 5_000
"""Milliseconds after which one sees what the other wrote."""


@pytest.fixture
def secretary(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's phone on a forum that was just begun."""
    sign_in(phone_page, live_server)
    phone_page.goto(f"{live_server.url}/forums/new")
    phone_page.locator("#place .opt").first.tap()
    phone_page.get_by_role("button", name="Ghi trực tiếp").tap()
    expect(phone_page.get_by_text("Đã lưu 0")).to_be_visible()  # The script has the box in hand.
    return phone_page


@pytest.fixture
def chief(desk_page: Page, live_server: LiveServer, secretary: Page) -> Page:
    """The chief's computer on the same forum."""
    sign_in(desk_page, live_server, "truong1")
    desk_page.goto(secretary.url.partition("#")[0])
    expect(desk_page.get_by_text("Đã lưu")).to_be_visible()
    return desk_page


def _box(page: Page):
    return page.locator("#gist")


def _say(page: Page, gist: str) -> None:
    _box(page).press_sequentially(gist)
    _box(page).press("Enter")


def _stored(page: Page, count: int) -> None:
    expect(page.locator("#lines [data-line]")).to_have_count(count, timeout=SOON)
    expect(page.locator("#waiting li")).to_have_count(0)


def test_one_more_opinion_is_typed_and_entered_and_costs_no_tap(secretary: Page) -> None:
    thumb = Thumb(secretary)
    expect(_box(secretary)).to_be_focused()
    for number, gist in enumerate(["Đường vào tổ 5 tối", "🙂"], start=1):
        _say(secretary, gist)
        expect(_box(secretary)).to_have_value("")
        expect(_box(secretary)).to_be_focused()
        _stored(secretary, number)
    assert thumb.taps == 0
    expect(secretary.get_by_text("Đã lưu 2", exact=True)).to_be_visible()
    expect(secretary.get_by_text("Còn 2 ý kiến chưa ghi cách xử lý.")).to_be_visible()
    thumb.tap("button", "Tại chỗ, ý kiến 1")
    expect(secretary.get_by_text("Còn 1 ý kiến chưa ghi cách xử lý.")).to_be_visible()
    assert thumb.taps == 1
    assert secretary.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_sees_the_other_within_five_seconds_and_loses_no_keystroke(
    secretary: Page, chief: Page
) -> None:
    _box(chief).press_sequentially("Đang gõ dở")
    chief.evaluate("document.querySelector('#gist').setSelectionRange(3, 3)")
    for gist in ("Một", "Hai", "Ba"):
        _say(secretary, gist)
    _stored(chief, 3)
    expect(_box(chief)).to_be_focused()
    expect(_box(chief)).to_have_value("Đang gõ dở")
    assert chief.evaluate("document.querySelector('#gist').selectionStart") == 3
    _box(chief).press("Enter")
    _stored(secretary, 4)
    expect(secretary.locator("#lines")).to_contain_text("ghi")
    numbers = secretary.locator("#lines .ordinal").all_inner_texts()
    assert numbers == ["1", "2", "3", "4"]


def test_lines_of_a_phone_without_network_wait_and_arrive_once(
    secretary: Page, chief: Page
) -> None:
    _say(secretary, "Trước khi mất mạng")
    _stored(secretary, 1)
    secretary.context.set_offline(True)
    for gist in ("Mất mạng một", "Mất mạng hai"):
        _say(secretary, gist)
    expect(secretary.get_by_text("Đã lưu 1 · Chờ mạng 2")).to_be_visible()
    expect(secretary.locator("#waiting li")).to_have_count(2)
    expect(secretary.locator("#waiting")).to_contain_text("chưa gửi")
    _say(chief, "Của trưởng")
    secretary.context.set_offline(False)
    _stored(secretary, 4)
    _stored(chief, 4)
    said = chief.locator("#lines .title").all_inner_texts()
    assert sorted(said) == sorted(
        ["Trước khi mất mạng", "Của trưởng", "Mất mạng một", "Mất mạng hai"]
    )


def test_the_end_waits_for_lines_that_the_network_has_not_taken(secretary: Page) -> None:
    secretary.route("**/opinions", lambda route: route.abort())
    _say(secretary, "Chưa gửi được")
    expect(secretary.get_by_text("Đã lưu 0 · Chờ mạng 1")).to_be_visible()
    secretary.get_by_role("button", name="Xong buổi này").tap()
    expect(secretary.get_by_text("Còn ý kiến chờ mạng.")).to_be_visible()
    secretary.unroute("**/opinions")
    secretary.get_by_role("button", name="Xong buổi này").tap()
    _stored(secretary, 1)
    secretary.get_by_role("button", name="Xong buổi này").tap()
    expect(secretary.get_by_text("Đã lưu.")).to_be_visible()
    expect(secretary.get_by_text("Chưa gửi được")).to_be_visible()


def test_closing_the_tab_without_network_loses_nothing(
    secretary: Page, live_server: LiveServer
) -> None:
    address = secretary.url
    secretary.route("**/opinions", lambda route: route.abort())
    _say(secretary, "Chưa gửi được")
    _box(secretary).press_sequentially("Đang gõ")
    expect(secretary.get_by_text("Đã lưu 0 · Chờ mạng 1")).to_be_visible()
    secretary.wait_for_timeout(900)
    secretary.goto(f"{live_server.url}/home")
    assert "Chưa gửi được" not in str(secretary.evaluate("JSON.stringify(localStorage)"))
    secretary.unroute("**/opinions")
    secretary.goto(address)
    expect(_box(secretary)).to_have_value("Đang gõ")
    _stored(secretary, 1)
    expect(secretary.locator("#lines")).to_contain_text("Chưa gửi được")


def test_a_lapsed_sign_in_keeps_the_lines_and_says_so(
    secretary: Page, live_server: LiveServer
) -> None:
    address = secretary.url.partition("#")[0]
    kept = secretary.context.cookies()
    secretary.context.clear_cookies()
    _say(secretary, "Hết phiên")
    expect(secretary.get_by_text("Chữ còn nguyên trong máy")).to_be_visible()
    expect(secretary.get_by_role("link", name="Đăng nhập lại")).to_be_visible()
    secretary.context.add_cookies(kept)  # type: ignore[arg-type]
    secretary.goto(address)
    _stored(secretary, 1)


def test_two_who_change_one_line_both_see_both_versions(secretary: Page, chief: Page) -> None:
    _say(secretary, "Đường tối")
    _stored(chief, 1)
    _box(chief).fill("Chữ đang gõ của trưởng")
    for page in (secretary, chief):
        page.get_by_role("link", name="Sửa ý kiến 1").click()
        expect(_box(page)).to_have_value("Đường tối")
        expect(page.get_by_text("Sửa ý kiến 1", exact=True).first).to_be_visible()
    _box(secretary).fill("Đường vào tổ 5 tối")
    _box(secretary).press("Enter")
    expect(secretary.locator("#lines")).to_contain_text("Đường vào tổ 5 tối")
    _box(chief).fill("Đường tối, hay mất gà")
    _box(chief).press("Enter")
    expect(_box(chief)).to_have_value("Chữ đang gõ của trưởng")
    conflict = chief.locator("#conflict")
    expect(conflict).to_contain_text("Đường vào tổ 5 tối")
    expect(conflict).to_contain_text("Đường tối, hay mất gà")
    conflict.get_by_role("button", name="Lấy bản của tôi").click()
    expect(secretary.locator("#lines")).to_contain_text("Đường tối, hay mất gà", timeout=SOON)
    expect(chief.locator("#waiting li")).to_have_count(0)


def test_sixty_opinions_pasted_at_once_arrive_in_their_order(secretary: Page) -> None:
    said = [f"Ý kiến thứ {number} của bà con" for number in range(1, 61)]
    _box(secretary).fill("\n".join(said))
    _box(secretary).press("Enter")
    expect(secretary.locator("#lines [data-line]")).to_have_count(60, timeout=30_000)
    assert secretary.locator("#lines .title").all_inner_texts() == said
    box = _box(secretary).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740


def test_photos_of_the_minutes_are_added_and_the_line_in_hand_stays(secretary: Page) -> None:
    _say(secretary, "Một")
    _stored(secretary, 1)
    _box(secretary).fill("Đang gõ")
    secretary.get_by_text("Hình biên bản viết tay").tap()
    secretary.locator("input[data-source=gallery]").set_input_files([PHOTO])
    expect(secretary.locator("#minutes li img[src^=blob]")).to_have_count(1)
    secretary.get_by_role("button", name="Thêm hình vào biên bản").tap()
    expect(secretary.locator("#minutes a img")).to_have_count(1)
    expect(_box(secretary)).to_have_value("Đang gõ")
    expect(secretary.get_by_text("Đã có hình biên bản.")).to_be_visible(timeout=SOON)


def test_an_opinion_becomes_a_tip_and_leaves_the_forum(secretary: Page) -> None:
    _say(secretary, "Nhà cuối hẻm đánh bạc ban đêm")
    _stored(secretary, 1)
    secretary.get_by_role("link", name="Sửa ý kiến 1").tap()
    secretary.get_by_role("link", name="Thành tin báo").tap()
    expect(secretary.get_by_text("Không lấy lại được.")).to_be_visible()
    forum = secretary.url.partition("/opinions")[0]
    secretary.get_by_role("button", name="Chuyển thành tin báo").tap()
    secretary.wait_for_url(re.compile(r"/tips/"))
    expect(secretary.get_by_text("Nhà cuối hẻm đánh bạc ban đêm")).to_be_visible()
    secretary.goto(forum)
    expect(secretary.get_by_text("đánh bạc")).to_have_count(0)
    expect(secretary.get_by_text("Buổi này chưa ghi ý kiến nào.")).to_be_visible()
