"""Saving into the phone when things go wrong around it: what was called saved is there, once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_outreach import sign_in
from tests.support.images import photo
from tests.support.outbox_browser import QUIET, OutboxPhone, begin_saving
from tests.support.phone import MARK, OFFICER, stored_in
from tests.support.server import LiveServer

FORMS = 40
KILL_AFTER = (3, 9)
"""So many forms are called saved, and the browser is killed in the midst of the next."""


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def _open(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/outreach/new?channel=leaflet&like=none")
    page.get_by_text("Ghi thêm").tap()


def _write(page: Page, server: LiveServer, venue: str) -> None:
    _open(page, server)
    page.locator("#place .opt").first.tap()
    page.get_by_label("Tờ rơi", exact=True).last.fill("40")
    page.get_by_label("Địa điểm").fill(venue)


def _password(server: LiveServer) -> str:
    return str(
        next(one["password"] for one in server.demo["sign_ins"] if one["username"] == OFFICER)
    )


def test_what_was_called_saved_outlives_a_killed_browser_and_nothing_is_half_there(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    picture = photo(width=800, height=600)
    # Nothing sends what waits: it is looked at as it lies there.
    phone = {"service_workers": "block"}
    own = OutboxPhone(browser.browser_type, tmp_path, live_server.url, **phone)
    try:
        for killed, many in enumerate(KILL_AFTER):
            own.sign_in(OFFICER, _password(live_server))
            saved: list[str] = []
            page = own.form()
            page.on("console", lambda said, saved=saved: saved.append(said.text))
            begin_saving(page, [f"{MARK}k{killed}-{number}" for number in range(FORMS)], picture)
            while len(_ids(saved)) < many:
                page.wait_for_timeout(20)
            called = _ids(saved)
            own.restart()
            found = own.whole()
            assert set(called) <= set(found), "called saved, and gone"
            assert set(found.values()) == {True}, "half there"
            assert len(found) < FORMS * 2, "it was not killed while it saved"
        _told_at_home(own, live_server)
    finally:
        own.close()


def _told_at_home(own: OutboxPhone, server: LiveServer) -> None:
    """A killed browser forgets what pages noted last, and home still tells of what waits."""
    own.sign_in(OFFICER, _password(server))
    page = own.context.new_page()
    page.goto(f"{server.url}{QUIET}")
    page.evaluate("localStorage.clear()")
    page.goto(f"{server.url}/home")
    expect(page.get_by_text("phiếu chờ gửi").first).to_be_visible()


def _ids(said: list[str]) -> list[str]:
    return [line.split()[1] for line in said if line.startswith("saved ")]


def test_two_pages_of_one_draft_become_one_record_and_other_words_are_never_lost(
    phone: Page, live_server: LiveServer
) -> None:
    venue = f"{MARK}hai trang"
    _write(phone, live_server, venue)
    phone.get_by_label("Ngày", exact=True).focus()
    expect(phone.locator("#draft-status")).not_to_be_empty()
    pages = [phone.context.new_page() for _ in range(2)]
    for page in pages:
        _open(page, live_server)
        expect(page.get_by_label("Địa điểm")).to_have_value(venue)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Lưu buổi này").dblclick()
    expect(phone.get_by_text("Đã cất trong máy.")).to_be_visible(timeout=15_000)
    same, other = pages
    same.get_by_role("button", name="Lưu buổi này").tap()
    expect(same.get_by_text("Đã cất trong máy.")).to_be_visible()
    other.get_by_label("Tờ rơi", exact=True).last.fill("41")
    other.get_by_role("button", name="Lưu buổi này").tap()
    expect(other.get_by_text("Phiếu này đã cất từ một trang khác")).to_be_visible()
    other.get_by_role("button", name="Lưu buổi này").tap()
    expect(other.get_by_text("Đã cất trong máy.")).to_be_visible()
    phone.context.set_offline(False)
    expect(other.get_by_text("Đã lưu.")).to_be_visible()
    expect(other.get_by_text("41").first).to_be_visible()
    phone.goto(f"{live_server.url}/outbox")
    expect(phone.get_by_text("Không có gì chờ gửi.")).to_be_visible()
    assert stored_in(live_server.instance).copies[venue] == 2
    other.go_back()
    expect(other.get_by_label("Địa điểm")).to_have_count(0)


def test_a_full_phone_says_so_keeps_every_word_and_sends_when_there_is_a_network(
    phone: Page, live_server: LiveServer
) -> None:
    venue = f"{MARK}hết chỗ"
    _write(phone, live_server, venue)
    session = phone.context.new_cdp_session(phone)
    session.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 1})
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_text("Máy chưa cất được")).to_be_visible()
    expect(phone.get_by_label("Địa điểm")).to_have_value(venue)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    assert stored_in(live_server.instance).copies[venue] == 1


def test_pictures_of_a_form_in_hand_outlive_the_page(phone: Page, live_server: LiveServer) -> None:
    _write(phone, live_server, f"{MARK}mở lại")
    box = phone.locator("[data-source=gallery]")
    picture = {"mimeType": "image/jpeg", "buffer": photo(width=800, height=600)}
    box.set_input_files([{"name": name, **picture} for name in ("mot.jpg", "hai.jpg")])
    expect(phone.locator(".photo-strip img[src]")).to_have_count(2)
    expect(phone.locator("#draft-status")).not_to_be_empty()
    phone.reload()
    expect(phone.locator(".photo-strip img[src]")).to_have_count(2)
    phone.get_by_role("button", name="Bỏ ảnh này").first.tap()
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    expect(phone.locator(".photo-strip img")).to_have_count(1)
