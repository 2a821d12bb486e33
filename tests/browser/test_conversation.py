"""One urgent tip from a villager's phone to the desk, up to the next one, and back."""

from playwright.sync_api import Page, expect

from tests.support.server import LiveServer

STORY = "Người ta xưng công an kêu chuyển tiền, tui mới chuyển xong."
THREE_SECONDS = 3_200


class VillagerPhone:
    """Somebody who was cheated a moment ago, and keeps the code."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server, self.code = page, server, ""

    def send_urgent(self) -> None:
        """The urgent form of the poster."""
        self.page.goto(f"{self.server.demo['poster']}/tip?gap=1")
        self.page.locator("#story").fill(STORY)
        self.page.locator("input[name=money_sent_at][value='30m']").check(force=True)
        self.page.wait_for_timeout(THREE_SECONDS)
        self.page.locator("#gui").click()
        self.code = self.page.locator("#receipt-code").inner_text()

    def look_up(self) -> None:
        """Type the code."""
        self.page.goto(f"{self.server.url}/receipt")
        self.page.locator("#code").fill(self.code)
        self.page.get_by_role("button", name="Xem tin của tôi").tap()
        self.page.locator("#tn").wait_for()

    def tap_answer(self, choice: str) -> None:
        """One tap on a choice, and send."""
        self.page.locator("label.pick", has_text=choice).tap()
        self.page.get_by_role("button", name="Gửi trả lời").tap()


class Desk:
    """The officer who has it."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server

    def open_newest(self, username: str) -> None:
        """Sign in by the demo's button, and open the newest tip of the inbox."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.server.url}/login")
        self.page.get_by_role("button", name=f"Vào {username}").click()
        self.page.wait_for_url(lambda address: "/login" not in address)
        self.page.goto(f"{self.server.url}/tips?order=newest")
        self.page.locator("main section a[href*='/tips/']").first.click()
        expect(self.page.get_by_text(STORY)).to_be_visible()

    def ask(self, question: str) -> None:
        """Pick a question of the list."""
        self.page.get_by_text("Hỏi thêm một câu").first.click()
        self.page.get_by_role("radio", name=question).check(force=True)
        self.page.get_by_role("button", name="Gửi", exact=True).click()
        expect(self.page.locator(".message")).to_have_count(1)

    def hand_up(self) -> None:
        """Pass it to the unit above, and get the number of a slip."""
        self.page.get_by_role("link", name="Chuyển đơn vị khác").click()
        self.page.get_by_role("radio", name="Công an huyện Cao Lãnh").check(force=True)
        self.page.get_by_label("Lý do chuyển").fill("Vượt quyền của xã.")
        self.page.get_by_role("button", name="Chuyển, lấy số phiếu").click()
        expect(self.page.get_by_text("Số phiếu chuyển")).to_be_visible()

    def resolve(self, outcome: str) -> None:
        """Say what came of it."""
        self.page.reload()
        self.page.get_by_text("Tình trạng: ").first.click()
        self.page.get_by_role("radio", name="Đã giải quyết").check(force=True)
        self.page.get_by_role("radio", name=outcome).check(force=True)
        self.page.get_by_role("button", name="Lưu tình trạng").click()


def test_an_urgent_tip_is_asked_about_answered_by_a_tap_handed_up_and_resolved(
    phone_page: Page, desk_page: Page, live_server: LiveServer
) -> None:
    villager, desk = VillagerPhone(phone_page, live_server), Desk(desk_page, live_server)
    villager.send_urgent()
    desk.open_newest("xa1")
    desk.ask("Chuyển tiền lúc mấy giờ?")

    villager.look_up()
    expect(phone_page.locator("h1")).to_have_text("Công an có câu hỏi thêm")
    villager.tap_answer("Chiều")
    expect(phone_page.locator(".msg.me")).to_contain_text("Chiều")
    expect(phone_page.locator("h1")).to_have_text("Công an đang xác minh")

    desk.hand_up()
    villager.look_up()
    expect(phone_page.get_by_text("Công an huyện Cao Lãnh").first).to_be_visible()
    desk.open_newest("huyen")
    desk.resolve("Ngăn kịp, chưa mất tiền")
    expect(desk_page.locator(".message[data-side=theirs]")).to_contain_text("Chiều")
    villager.look_up()
    expect(phone_page.locator("h1")).to_have_text("Công an đã giải quyết xong")
    expect(phone_page.get_by_text("Ngăn kịp, tiền chưa mất.")).to_be_visible()
