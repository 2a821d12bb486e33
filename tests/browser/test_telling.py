"""What was done reaches the Zalo group in one tap, and the past is written down by keyboard."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_outreach import PHOTO, Thumb, sign_in
from tests.support.exif import taken_photo
from tests.support.server import LiveServer

# The phone's own sharing lies outside our reach: this notes what it was handed.
SHARING = """
window.handed = [];
navigator.canShare = () => true;
navigator.share = async ({text, files = []}) => {
  const read = files.map(async (file) => {
    const bytes = [...new Uint8Array(await file.arrayBuffer())];
    return {name: file.name, text: String.fromCharCode(...bytes.slice(0, 4096))};
  });
  const live = navigator.userActivation.isActive;
  window.handed.push({text, live, files: await Promise.all(read)});
};
"""


def _days_ago(days: int) -> date:
    return date.today() - timedelta(days=days)  # noqa: DTZ011 - as the form's own box does.


def _log(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/outreach/new?channel=leaflet&like=none")
    page.locator("#place .opt").first.click()
    page.locator("[name=count_leaflets]").fill("50")
    taken = {**PHOTO, "buffer": taken_photo("2024:06:05 07:30:00", place=(10.45, 105.63))}
    page.locator("[data-source=gallery]").set_input_files([taken, PHOTO])
    page.get_by_role("button", name="Lưu buổi này").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()


def test_after_saving_one_tap_hands_over_the_sentence_and_the_photos(
    phone_page: Page, live_server: LiveServer
) -> None:
    phone_page.context.add_init_script(SHARING)
    sign_in(phone_page, live_server)
    _log(phone_page, live_server)
    phone_page.get_by_role("button", name="Gửi Zalo").tap()
    expect(phone_page.get_by_text("Đã chuyển sang ứng dụng vừa chọn.")).to_be_visible()
    (handed,) = phone_page.evaluate("window.handed")
    assert handed["live"]
    assert "Công an xã Phương Trà phát 50 tờ rơi tuyên truyền." in handed["text"]
    assert [file["name"] for file in handed["files"]] == ["anh-1.jpg", "anh-2.jpg"]
    for file in handed["files"]:
        assert file["text"].startswith("\xff\xd8\xff")
        assert "GPS" not in file["text"] and "2024:06:05" not in file["text"]


def test_where_nothing_can_be_shared_the_words_are_copied_and_the_photos_saved(
    desk_page: Page, live_server: LiveServer
) -> None:
    context: BrowserContext = desk_page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    context.add_init_script("delete Navigator.prototype.share;")
    sign_in(desk_page, live_server)
    _log(desk_page, live_server)
    saved: list[str] = []
    desk_page.on("download", lambda one: saved.append(one.suggested_filename))
    desk_page.get_by_role("button", name="Gửi Zalo").click()
    expect(desk_page.get_by_text("Đã chép lời và tải ảnh về máy.")).to_be_visible()
    copied = desk_page.evaluate("navigator.clipboard.readText()")
    assert copied == desk_page.get_by_label("Lời gửi vào nhóm Zalo").input_value()
    desk_page.wait_for_timeout(500)
    assert "anh-1.jpg" in saved


def test_without_https_the_words_are_copied_the_old_way(
    desk_page: Page, live_server: LiveServer
) -> None:
    desk_page.context.add_init_script(
        "delete Navigator.prototype.share; delete Navigator.prototype.clipboard;"
    )
    sign_in(desk_page, live_server)
    _log(desk_page, live_server)
    desk_page.get_by_role("button", name="Gửi Zalo").click()
    expect(desk_page.get_by_text("Đã chép lời và tải ảnh về máy.")).to_be_visible()
    box = desk_page.get_by_label("Lời gửi vào nhóm Zalo")
    words = box.input_value()
    box.fill("")
    desk_page.keyboard.press("Control+V")
    expect(box).to_have_value(words)


def test_the_first_activity_of_a_new_channel_takes_twelve_taps_at_most(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    thumb = Thumb(phone_page)
    thumb.tap("link", "Buổi tuyên truyền")
    thumb.taps += 2
    phone_page.locator(".all-channels summary").tap()
    phone_page.locator(".all-channels .opt", has_text="Móc khóa").tap()
    thumb.taps += 1
    phone_page.locator("#place .opt").nth(1).tap()
    thumb.taps += 1
    count = phone_page.locator("[name=count_handed_out]")
    count.tap()
    count.fill("300")
    with phone_page.expect_file_chooser() as opened:
        thumb.taps += 1
        phone_page.get_by_text("Chụp ảnh").tap()
    thumb.taps += 2  # The camera's own shutter, and its tick.
    opened.value.set_files([PHOTO])
    thumb.taps += 2
    phone_page.get_by_text("Ghi thêm").tap()
    phone_page.get_by_label("Địa điểm").tap()
    phone_page.get_by_label("Địa điểm").fill("Chợ nổi")
    thumb.tap("button", "Lưu buổi này")
    expect(phone_page.get_by_text("Đã lưu.")).to_be_visible()
    thumb.tap("button", "Gửi Zalo")
    assert thumb.taps <= 12


@pytest.fixture
def table(desk_page: Page, live_server: LiveServer) -> Page:
    """The table of past activities at a desk."""
    sign_in(desk_page, live_server)
    desk_page.goto(f"{live_server.url}/outreach/several")
    return desk_page


def _type_day(page: Page, day: date) -> None:
    """The box asks in the order of the browser's own language, which is English here."""
    page.keyboard.type(f"{day:%m%d%Y}")


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the box of that name, or the button of those words, is reached."""
    for _ in range(60):
        reached = page.evaluate(
            "[document.activeElement.name, document.activeElement.textContent.trim()]"
        )
        if wanted in reached:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}")


def test_six_past_activities_are_written_down_without_touching_the_mouse(
    table: Page, live_server: LiveServer
) -> None:
    _tab_to(table, "line-1-held_on")
    for number in range(1, 7):
        assert table.evaluate("document.activeElement.name") == f"line-{number}-held_on"
        _type_day(table, _days_ago(number + 1))
        if number == 1:
            _tab_to(table, "line-1-place")
            table.keyboard.press("ArrowDown")
            _tab_to(table, "line-1-channel")
            table.keyboard.type("Fanpage")
        _tab_to(table, f"line-{number}-count")
        table.keyboard.type(str(number * 10))
        table.keyboard.press("Enter")
    assert table.evaluate("document.activeElement.name") == "line-7-held_on"
    place = table.locator("[name=line-1-place]").input_value()
    expect(table.locator("[name=line-6-place]")).to_have_value(place)
    expect(table.locator("[name=line-6-channel]")).to_have_value("facebook_page")
    expect(table.locator(".line").nth(5)).to_contain_text("Tin, bài đăng")
    _tab_to(table, "Lưu các buổi này")
    table.keyboard.press("Enter")
    expect(table.get_by_text("Đã lưu 6 buổi.")).to_be_visible()
    table.locator("main .rows a").last.click()
    expect(table.get_by_text("ghi sau 7 ngày").first).to_be_visible()


def test_lines_added_by_hand_come_back_with_the_draft(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    address = f"{live_server.url}/outreach/several"
    phone_page.goto(address)
    for _ in range(2):
        phone_page.get_by_role("button", name="Thêm dòng").tap()
    phone_page.locator("[name=line-7-notes]").fill("Bến đò, mưa lớn")
    phone_page.locator("[name=line-7-count]").fill("15")
    expect(phone_page.get_by_text("Đã tự lưu nháp lúc")).to_be_visible()
    sent = phone_page.locator("[name=line-7-id]").input_value()
    phone_page.goto(f"{live_server.url}/home")
    phone_page.goto(address)
    expect(phone_page.locator("[name=line-7-notes]")).to_have_value("Bến đò, mưa lớn")
    assert phone_page.locator("[name=line-7-id]").input_value() == sent
    phone_page.get_by_role("button", name="Bỏ nháp").tap()
    expect(phone_page.locator("[name=line-7-notes]")).to_have_count(0)


def test_photos_made_small_on_the_phone_still_tell_their_day_once_ticked(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    phone_page.goto(f"{live_server.url}/outreach/from-photos")
    taken = [
        {
            "name": f"IMG_{seed}.jpg",
            "mimeType": "image/jpeg",
            "buffer": taken_photo(f"{_days_ago(back):%Y:%m:%d} 07:3{seed}:00", seed=seed),
        }
        for seed, back in ((1, 9), (2, 9), (3, 4))
    ]
    phone_page.locator("[data-source=gallery]").set_input_files(taken)
    expect(phone_page.locator(".photo-strip li:not(.adding):not([aria-busy])")).to_have_count(3)
    phone_page.get_by_text("Lấy ngày giờ từ hình").tap()
    phone_page.get_by_role("button", name="Xếp theo ngày").tap()
    expect(phone_page.locator("[name=line-1-held_on]")).to_have_value(str(_days_ago(9)))
    expect(phone_page.locator("[name=line-1-started_at]")).to_have_value("07:31")
    expect(phone_page.locator("[name=line-2-held_on]")).to_have_value(str(_days_ago(4)))
    expect(phone_page.locator(".line[data-number='1'] img")).to_have_count(2)
    phone_page.get_by_role("button", name="Lưu các buổi này").tap()
    expect(phone_page.get_by_text("Đã lưu 2 buổi.")).to_be_visible()
