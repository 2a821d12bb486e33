"""A villager with a small phone: sends, keeps the code, comes back; with scripts and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import images
from tests.support.chromium import close_in_time
from tests.support.server import LiveServer

SMALL = {"width": 360, "height": 740}
THREE_SECONDS = 3_200


@pytest.fixture
def form_address(live_server: LiveServer) -> str:
    """The form of the demo's poster."""
    return f"{live_server.demo['poster']}/tip"


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone without scripts, which refuses every download and new window."""
    context = browser.new_context(
        viewport=SMALL, java_script_enabled=False, accept_downloads=False, is_mobile=True
    )
    context.on("page", lambda page: opened.append(page))
    opened: list[Page] = []
    yield context.new_page()
    assert len(opened) == 1, "no link may open a window: Zalo's browser has only one"
    assert context.cookies() == []
    close_in_time(context.close)


def _send(page: Page, address: str, story: str) -> str:
    page.goto(address)
    page.locator("label.pick", has_text="Mua bán trên mạng").click()
    page.locator("#story").fill(story)
    page.wait_for_timeout(THREE_SECONDS)
    page.locator("#gui").click()
    return page.locator("#receipt-code").inner_text()


def test_a_tip_is_sent_looked_up_and_answered_without_scripts(
    plain_page: Page, live_server: LiveServer, form_address: str, tmp_path: Path
) -> None:
    photo = tmp_path / "bien-lai.jpg"
    photo.write_bytes(images.photo())
    plain_page.goto(live_server.demo["poster"])
    plain_page.get_by_text("Báo tin cho công an, không cần ghi tên").click()
    plain_page.locator("#photos").set_input_files(photo)
    code = _send_here(plain_page)
    plain_page.goto(f"{live_server.url}/receipt")
    plain_page.locator("#code").fill(code)
    plain_page.get_by_text("Xem tin của tôi").click()
    expect(plain_page.locator("h1")).to_have_text("Tin đã tới, chưa có người mở")
    plain_page.locator("#message").fill("Nhớ thêm một chuyện")
    plain_page.get_by_text("Gửi trả lời").click()
    expect(plain_page.locator(".msg.me")).to_contain_text("Nhớ thêm một chuyện")


def _send_here(page: Page) -> str:
    page.locator("#story").fill("Gửi không cần script")
    page.wait_for_timeout(THREE_SECONDS)
    page.locator("#gui").click()
    return page.locator("#receipt-code").inner_text()


def test_what_was_typed_survives_the_camera_pushing_the_page_out(
    phone_page: Page, live_server: LiveServer, form_address: str
) -> None:
    phone_page.goto(form_address)
    phone_page.locator("#story").fill("Đang viết dở")
    phone_page.locator("label.pick", has_text="Cờ bạc").click()
    phone_page.locator("label[for=sp]").click()
    phone_page.get_by_text("Số tài khoản, điện thoại").click()
    phone_page.locator("#suspect_phone").fill("0900 000 113")
    phone_page.goto(f"{live_server.url}/privacy")
    phone_page.goto(form_address)
    expect(phone_page.locator("#story")).to_have_value("Đang viết dở")
    expect(phone_page.locator("#suspect_phone")).to_have_value("0900 000 113")
    expect(phone_page.locator("#suspect_phone")).to_be_visible()
    assert phone_page.locator("input[value=gambling]").is_checked()
    assert phone_page.locator("#sp").is_checked()
    expect(phone_page.locator("#gui .p")).to_be_visible()


@pytest.mark.parametrize("how", ["sent", "left", "two hours old"])
def test_what_was_typed_is_forgotten_when_it_was(
    phone_page: Page, form_address: str, how: str
) -> None:
    phone_page.goto(form_address)
    phone_page.locator("#story").fill("Không ai được thấy lại")
    if how == "sent":
        phone_page.wait_for_timeout(THREE_SECONDS)
        phone_page.locator("#gui").click()
        phone_page.wait_for_selector("#receipt-code")
        phone_page.go_back()
        expect(phone_page.locator("#story")).to_have_value("")
    elif how == "left":
        phone_page.get_by_text("Rời trang này ngay").click()
        expect(phone_page.locator("h1")).to_have_text("Trang trống")
    else:
        phone_page.clock.install()
        phone_page.clock.fast_forward("02:00:05")
    phone_page.goto(form_address)
    expect(phone_page.locator("#story")).to_have_value("")
    assert phone_page.evaluate("sessionStorage.length") == 0


def test_the_back_button_after_an_error_still_shows_what_was_typed(
    phone_page: Page, form_address: str
) -> None:
    phone_page.goto(form_address)
    phone_page.locator("#story").fill("Mạng yếu")
    phone_page.locator("input[name=form_token]").evaluate("field => { field.value = 'old'; }")
    phone_page.locator("#gui").click()
    expect(phone_page.locator("#loi")).to_contain_text("Bấm gửi lần nữa là xong")
    expect(phone_page.locator("#story")).to_have_value("Mạng yếu")
    phone_page.go_back()
    expect(phone_page.locator("#story")).to_have_value("Mạng yếu")


def test_the_receipts_qr_address_fills_the_code_in_and_hides_it_again(
    phone_page: Page, live_server: LiveServer, form_address: str
) -> None:
    code = _send(phone_page, form_address, "Có mã QR")
    digits = code.replace(" ", "")
    phone_page.goto(f"{live_server.url}/privacy")
    phone_page.goto(f"{live_server.url}/receipt#{digits}")
    expect(phone_page.locator("#code")).to_have_value(digits)
    assert digits not in phone_page.url


def test_a_large_photo_is_made_small_on_the_phone(
    phone_page: Page, form_address: str, tmp_path: Path
) -> None:
    photo = tmp_path / "lon.jpg"
    photo.write_bytes(images.phone_photo())
    phone_page.goto(form_address)
    with phone_page.expect_file_chooser() as chooser:
        phone_page.locator("#photos").click()
    phone_page.wait_for_load_state("networkidle")
    chooser.value.set_files(photo)
    size = photo.stat().st_size
    for _ in range(50):
        size = phone_page.evaluate("document.getElementById('photos').files[0].size")
        if size < photo.stat().st_size / 2:
            break
        phone_page.wait_for_timeout(200)
    assert size < photo.stat().st_size / 2


@pytest.mark.parametrize(
    "path", ["/", "/tip", "/first-aid", "/receipt", "/privacy", "form", "poster"]
)
@pytest.mark.parametrize("large", [False, True])
def test_no_public_page_scrolls_sideways(
    browser: Browser, live_server: LiveServer, form_address: str, path: str, large: bool
) -> None:
    address = {"form": form_address, "poster": live_server.demo["poster"]}.get(
        path, f"{live_server.url}{path}"
    )
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{address}?to=1" if large else address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_the_two_ways_in_and_the_number_to_call_fit_one_small_screen(
    phone_page: Page, live_server: LiveServer
) -> None:
    phone_page.goto(live_server.demo["poster"])
    for locator in (
        phone_page.locator(".go").nth(1),
        phone_page.locator("a[href='tel:113']").first,
    ):
        box = locator.bounding_box()
        assert box is not None and box["y"] + box["height"] <= SMALL["height"]


def test_the_form_comes_in_one_request(phone_page: Page, form_address: str) -> None:
    asked: list[str] = []
    phone_page.on("request", lambda request: asked.append(request.url))
    phone_page.goto(form_address)
    phone_page.wait_for_load_state("networkidle")
    assert asked == [form_address]
