"""Every page of the product and how a person comes to it, one table for each who comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, Response

from tests.support.images import photo
from tests.support.server import LiveServer

ROWS_TRIED = 12
"""How many links of one list are tried before a way counts as blocked."""

STORY = "Có người xưng công an, kêu chuyển tiền để kiểm tra."


def _follow(page: Page, server: LiveServer, links: tuple[str, ...]) -> Response | None:
    """Where the first link leads from which all the rest can be followed; nothing when none does.

    Which tip heads the tray, and so what may be done with it, depends on the hour at which the
    demo was made: a row that leads no further is left for the next one.
    """
    here = page.url
    rows = page.locator(links[0]).all()[:ROWS_TRIED]
    for found in [row.get_attribute("href") for row in rows]:
        answer = page.goto(f"{server.url}{found}")
        if len(links) > 1:
            answer = _follow(page, server, links[1:])
        if answer is not None:
            return answer
        page.goto(here)
    return None


@dataclass(frozen=True)
class Stop:
    """One page: an address, or where links that `links` name lead from it, one after the other."""

    name: str
    endpoint: str
    path: str
    links: tuple[str, ...] = ()
    act: Callable[[Page], None] | None = None
    status: int = 200

    def visit(self, page: Page, server: LiveServer) -> str:
        """Go there; what was wrong on the way, or nothing."""
        answer = page.goto(server.url + self.path.format(code=server.demo["poster_code"]))
        if self.links:
            answer = _follow(page, server, self.links)
            if answer is None:
                return f"nothing on {page.url} leads along {self.links}"
        if self.act is not None:
            with page.expect_navigation() as reached:
                self.act(page)
            answer = reached.value
        status = answer.status if answer is not None else 0
        return "" if status == self.status else f"{page.url} answered {status}"


def _send_nothing(page: Page) -> None:
    page.locator("form:has(#story) button").last.click()


def _send_story(page: Page) -> None:
    page.locator("#story").fill(STORY)
    page.locator("form:has(#story) button").last.click()


def _look_up(page: Page) -> None:
    """The code is on the receipt in this tab; it is typed on the page for looking up."""
    code = page.locator("#receipt-code").inner_text()
    page.goto(page.url.split("/receipt")[0] + "/receipt")
    page.locator("[name=code]").fill(code)
    page.locator("form:has([name=code]) button").click()
    page.locator("[name=ticket]").first.wait_for(state="attached")
    page.locator("[name=message]").fill(STORY)
    page.locator("form:has([name=message]) button").last.click()


def _type_wrong_code(page: Page) -> None:
    page.locator("[name=code]").fill("1234 5678 9012 3456")
    page.locator("form:has([name=code]) button").click()


def _save(page: Page) -> None:
    """As a browser would that checks nothing by itself."""
    page.evaluate("for (const form of document.forms) form.noValidate = true;")
    outbox = page.locator("main form[data-outbox]")
    if outbox.count():
        # Kept in the phone it would not be sent from this page.
        outbox.evaluate("form => form.submit()")
    else:
        page.locator("main form button[type=submit]").last.click()


def _open_alone(page: Page) -> None:
    for box in page.locator("#openers [name=openers]").all():
        box.uncheck(force=True)
    _save(page)


def _log_one_line(page: Page) -> None:
    page.locator("[name=line-1-held_on]").fill(date.today().isoformat())  # noqa: DTZ011 - on screen.
    # Where the last record was held depends on the hour at which the demo was made.
    page.locator("[name=line-1-place]").select_option(index=1)
    _save(page)


def _hand_on(page: Page) -> None:
    page.locator("[name=to_unit]").first.check()
    page.locator("[name=note]").fill("Cần tra số tài khoản.")
    page.locator("form:has([name=to_unit]) button[type=submit]").last.click()


def _sort_photos(page: Page) -> None:
    taken = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photo(width=160, height=120)}
    page.locator("[data-source=gallery]").set_input_files([taken])
    _save(page)


def _send_story_then_look_up(page: Page) -> None:
    with page.expect_navigation():
        _send_story(page)
    _look_up(page)


def _type_in(page: Page) -> None:
    page.get_by_role("radio", name="Gọi điện tới").check(force=True)
    page.locator("[name=category]").first.check(force=True)
    page.get_by_label("Lời kể").fill(STORY)
    page.get_by_role("radio", name="Phiếu nhận mã, tự xem trả lời").check(force=True)
    _save(page)


def _open_with_reason(page: Page) -> None:
    asks = page.locator("main form:has([name=reason])").first
    asks.locator("[name=reason]").fill("Kiểm tra tin chưa ai mở")
    asks.locator("button[type=submit]").last.click()


def _see_codes(page: Page) -> None:
    """Linked only where a tip has pictures."""
    page.evaluate("location.assign(location.pathname + '/codes')")


def _see_links(page: Page) -> None:
    """Linked only where another tip names the same."""
    page.evaluate("location.assign(location.pathname + '/links')")


def _sign_in_wrong(page: Page) -> None:
    page.fill("[name=username]", "xa1")
    page.fill("[name=password]", "không phải mật khẩu này")
    page.locator("form:has([name=password]) button").first.click()


ROW = "main .rows a[href*='/%s/']"
OURS = ":not(:has-text('Hội Phụ nữ'))"
FORM = "/q/{code}/tip"
URGENT = "main .rows li:has-text('Vừa mất tiền') a[href*='/tips/']"
EDIT = "main a[href$='/edit']"
BOX = "main .rows a[href^='/mailboxes/']"
OPEN = "main a[href$='/open']"
LETTERS = "main .rows a[href^='/mailboxes/']:has-text('lá thư')"
LETTER = "main a[href^='/tips/new']"

CITIZEN = (
    Stop("front page", "public.home", "/"),
    Stop("front page in English", "public.home", "/?lang=en"),
    Stop("a hamlet's page", "public.poster", "/q/{code}"),
    Stop("a code with a typing error", "public.poster", "/q/222222", status=404),
    Stop("entry of a poster's code", "public.poster_entry", "/q"),
    Stop("where it happened", "public.tip", "/tip"),
    Stop("which hamlet", "public.tip", "/tip?commune=30106"),
    Stop("tip form", "public.poster_tip", FORM),
    Stop("tip form, urgent", "public.poster_tip", f"{FORM}?gap=1"),
    Stop("tip form with its errors", "public.poster_tip", FORM, act=_send_nothing, status=422),
    Stop("receipt", "public.receipt_shown", FORM, act=_send_story),
    Stop("an opened tip", "public.receipt_shown", FORM, act=_send_story_then_look_up),
    Stop("look-up", "public.receipt", "/receipt"),
    Stop("a lost code", "public.lost", "/receipt/lost"),
    Stop("look-up, wrong", "public.receipt", "/receipt", act=_type_wrong_code, status=422),
    Stop("first aid", "public.first_aid", "/first-aid?code={code}"),
    Stop("threats with pictures", "public.pictures", "/first-aid/pictures?code={code}"),
    Stop("privacy", "public.privacy", "/privacy"),
    Stop("tips kept on this phone", "public.kept_tips", "/kept"),
    Stop("the page that says nothing", "public.leave", "/leave"),
    Stop("no such page", "", "/nowhere", status=404),
    Stop("sign-in", "auth.sign_in", "/login"),
    Stop("sign-in, wrong", "auth.sign_in", "/login", act=_sign_in_wrong, status=422),
    Stop("sign-out", "auth.show_sign_out", "/logout"),
)

OFFICER = (
    Stop("home", "home.show", "/home"),
    Stop("what waits to be sent", "outbox.show", "/outbox"),
    Stop("what is held for one", "auth.held_letters", "/held"),
    Stop("what to log", "home.log", "/home/log"),
    Stop("more", "home.more", "/home/more"),
    Stop("feed", "feed.show", "/feed"),
    Stop("inbox", "tips.inbox", "/tips"),
    Stop("quarantine", "tips.inbox", "/tips?tray=quarantine"),
    Stop("clearing the quarantine", "tips.ask_clear", "/tips/quarantine/clear"),
    Stop("the board of a unit", "tips.board", "/tips/board"),
    Stop("a tip", "tips.show", "/tips", (ROW % "tips",)),
    Stop("codes in a tip's pictures", "tips.codes", "/tips", (ROW % "tips",), act=_see_codes),
    Stop("tips that name the same", "tips.links", "/tips", (ROW % "tips",), act=_see_links),
    Stop("several tips at once", "tips.pick", "/tips/pick"),
    Stop(
        "a tip to hand on", "tips.ask_where", "/tips", (ROW % "tips", "main a[href$='/transfer']")
    ),
    Stop("a bank request", "tips.bank", "/tips", (URGENT, "main a[href$='/bank']")),
    Stop("bank contacts", "banks.listing", "/banks"),
    Stop("tip by telephone", "tips.new", "/tips/new"),
    Stop("tip by telephone with errors", "tips.new", "/tips/new", act=_save, status=422),
    Stop("slip of a tip by telephone", "tips.slip", "/tips/new", act=_type_in),
    Stop("a tip by its number", "tips.inbox", "/tips?number=1"),
    Stop("outreach", "outreach.listing", "/outreach"),
    Stop("outreach form", "outreach.new", "/outreach/new?like=none"),
    Stop("all channels", "outreach.new", "/outreach/new?all=1"),
    Stop("an outreach", "outreach.show", "/outreach", (ROW % "outreach",)),
    Stop("several", "outreach.several", "/outreach/several"),
    Stop("several, errors", "outreach.several", "/outreach/several", act=_save, status=422),
    Stop("several, saved", "outreach.several_saved", "/outreach/several", act=_log_one_line),
    Stop("from photos", "outreach.from_photos", "/outreach/from-photos"),
    Stop("from no photos", "outreach.from_photos", "/outreach/from-photos", act=_save, status=422),
    Stop("photos sorted", "outreach.from_photos", "/outreach/from-photos", act=_sort_photos),
    Stop("promises", "forums.promises", "/forums/promises"),
    Stop("own figures", "numbers.show", "/home/numbers"),
    Stop("plans", "plans.listing", "/plans"),
    Stop("plan form", "plans.new", "/plans/new"),
    Stop("plan form of outreach", "plans.new", "/plans/new?kind=outreach"),
    Stop("plan form with errors", "plans.new", "/plans/new", act=_save, status=422),
    Stop("a plan", "plans.show", "/plans", (ROW % "plans",)),
    Stop("a plan corrected", "plans.edit", "/plans", (ROW % "plans", "main a[href$='/edit']")),
    Stop("forums", "forums.listing", "/forums"),
    Stop("forum form", "forums.new", "/forums/new"),
    Stop("forum form with errors", "forums.new", "/forums/new", act=_save, status=422),
    Stop("a forum", "forums.show", "/forums", (ROW % "forums",)),
    Stop(
        "a forum, line by line", "forums.live", "/forums", (ROW % "forums", "main a[href$='/live']")
    ),
    Stop(
        "an opinion to become a tip",
        "forums.ask_for_tip",
        "/forums",
        (ROW % "forums", "main a[href*='/opinions/']", "main a[href$='/tip']"),
    ),
    Stop(
        "an opinion",
        "forums.ask_for_answer",
        "/forums",
        (ROW % "forums", "main a[href*='/opinions/']"),
    ),
    Stop("boxes and lines", "mailboxes.listing", "/mailboxes"),
    Stop("a box", "mailboxes.box", "/mailboxes", (BOX,)),
    Stop("a box being opened", "mailboxes.open_box", "/mailboxes", (BOX, OPEN)),
    Stop("opened by nobody", "mailboxes.open_box", "/mailboxes", (BOX, OPEN), _open_alone, 422),
    Stop("an opening", "mailboxes.show", "/mailboxes", (BOX, ROW % "openings")),
    Stop("an opening corrected", "mailboxes.edit", "/mailboxes", (BOX, ROW % "openings", EDIT)),
    Stop("a letter as a tip", "tips.new", "/mailboxes", (LETTERS, "a.banner", LETTER)),
    Stop("duty roster", "duty.roster", "/duty"),
    Stop("duty shift", "duty.new", "/duty/new"),
    Stop("duty shift with errors", "duty.new", "/duty/new", act=_save, status=422),
    Stop("duty shift changed", "duty.edit", "/duty", (EDIT,)),
    Stop("reminders", "me.notices", "/me/notices"),
    Stop("calls on the screen", "me.push", "/me/push"),
    Stop("morning mail", "me.mail", "/me/mail"),
    Stop("posters", "posters.listing", "/posters"),
    Stop("a poster", "posters.show", "/posters", ("main a[href^='/posters/']",)),
    Stop("account", "me.show", "/me"),
    Stop("password", "me.password", "/me/password"),
    Stop("PIN", "me.pin", "/me/pin"),
    Stop("PIN with errors", "me.pin", "/me/pin", act=_save, status=422),
    Stop("recovery codes", "me.recovery_codes", "/me/recovery-codes"),
    Stop("code app", "me.totp_setup", "/me/totp"),
    Stop("PIN asked", "auth.pin", "/pin"),
    Stop("a notice", "papers.new", "/tips", (ROW % "tips", "main a[href^='/papers/tips/']")),
    Stop("register", "papers.register", "/papers/register"),
    Stop("register with errors", "papers.register", "/papers/register?first=x", status=422),
    Stop(
        "the slip of a tip handed on",
        "tips.handed_on",
        "/tips/pick",
        (ROW % "tips", "main a[href$='/transfer']"),
        act=_hand_on,
    ),
    Stop("nothing of theirs", "", "/admin/places", status=403),
    Stop("no such record", "", "/outreach/01a201ed-e690-73d2-9d53-ec562072ffff", status=404),
)

CHIEF = (
    Stop("home", "home.show", "/home"),
    Stop("unit's own forms", "papers.templates", "/papers/templates"),
    Stop(
        "a form with errors",
        "papers.templates",
        "/papers/templates",
        act=lambda page: page.locator("form[enctype] button").click(),
        status=422,
    ),
    Stop(
        "outreach being corrected",
        "outreach.edit",
        "/outreach",
        (ROW % "outreach" + OURS, "main a[href$='/edit']"),
    ),
    Stop(
        "outreach being withdrawn",
        "outreach.ask_to_withdraw",
        "/outreach",
        (ROW % "outreach" + OURS, "main a[href$='/withdraw']"),
    ),
    Stop(
        "forum being corrected",
        "forums.edit",
        "/forums",
        (ROW % "forums", "main a[href$='/edit']"),
    ),
    Stop(
        "forum being withdrawn",
        "forums.ask_to_withdraw",
        "/forums",
        (ROW % "forums", "main a[href$='/withdraw']"),
    ),
    Stop(
        "an opening being withdrawn",
        "mailboxes.ask_to_withdraw",
        "/mailboxes",
        (BOX, ROW % "openings", "main a[href$='/withdraw']"),
    ),
    Stop("a new box", "mailboxes.new_box", "/mailboxes/new"),
    Stop("a new box, errors", "mailboxes.new_box", "/mailboxes/new", act=_save, status=422),
    Stop("a box corrected", "mailboxes.edit_box", "/mailboxes", (BOX, EDIT)),
    Stop(
        "a box taken down",
        "mailboxes.ask_to_retire_box",
        "/mailboxes",
        (BOX, "main a[href$='/retire']"),
    ),
    Stop("a new line", "mailboxes.new_line", "/mailboxes/lines/new"),
    Stop("a new line, errors", "mailboxes.new_line", "/mailboxes/lines/new", act=_save, status=422),
    Stop("a line corrected", "mailboxes.edit_line", "/mailboxes", (EDIT,)),
    Stop("new poster", "posters.new", "/posters/new"),
    Stop("new poster with errors", "posters.new", "/posters/new", act=_save, status=422),
    Stop("a poster to print and end", "posters.show", "/posters", ("main a[href^='/posters/']",)),
    Stop("people", "admin.people", "/admin/people"),
    Stop("a new bank contact", "banks.new", "/banks/new"),
    Stop("a new bank contact, errors", "banks.new", "/banks/new", act=_save, status=422),
    Stop("a bank contact corrected", "banks.edit", "/banks", (EDIT,)),
)

_CASE = "main .rows a[href*='/tips/cases/']"
_FILE = "main a[href$='/file']"
_HAND_ON = "main a[href$='/hand-on']"
_COMMUNES_TIP = "main .rows li:has-text('Xã') a[href*='/tips/']"

SUPERVISOR = (
    Stop("feed", "feed.show", "/feed"),
    Stop("a record beside the feed", "feed.record", "/feed", ("main a[href^='/feed/outreach/']",)),
    Stop("an outreach from above", "outreach.show", "/outreach", (ROW % "outreach",)),
    Stop("a forum from above", "forums.show", "/forums", (ROW % "forums",)),
    Stop("many to acknowledge", "feed.pick", "/feed/pick"),
    Stop("promises from above", "forums.promises", "/forums/promises"),
    Stop("duty from above", "duty.roster", "/duty"),
    Stop("plans from above", "plans.listing", "/plans"),
    Stop("a plan from above", "plans.show", "/plans", (ROW % "plans",)),
    Stop("boxes from above", "mailboxes.listing", "/mailboxes"),
    Stop("a box from above", "mailboxes.box", "/mailboxes", (BOX,)),
    Stop("a tip that asks for a reason", "tips.show", "/feed?kind=tip", (_COMMUNES_TIP,)),
    Stop(
        "a tip opened from above",
        "tips.show",
        "/feed?kind=tip",
        (_COMMUNES_TIP,),
        act=_open_with_reason,
    ),
    Stop("who opened which tip", "tips.looks", "/tips/looks"),
    Stop("a tip held back", "tips.ask_hold", "/tips", (ROW % "tips", "main a[href$='/hold']")),
    Stop("the board", "tips.board", "/tips/board"),
    Stop("the board as a list", "tips.board", "/tips/board?view=list"),
    Stop("inbox", "tips.inbox", "/tips"),
    Stop("cases", "tips.cases", "/tips/cases"),
    Stop("a case", "tips.case", "/tips/cases", (_CASE,)),
    Stop("a case handed on", "tips.ask_where_all", "/tips/cases", (_CASE, _HAND_ON)),
    Stop("why a case's file", "tips.case_file_page", "/tips/cases", (_CASE, _FILE)),
    Stop(
        "a case's file",
        "tips.case_file_page",
        "/tips/cases",
        (_CASE, _FILE),
        act=_open_with_reason,
    ),
    Stop("posters", "posters.listing", "/posters"),
    Stop("period", "admin.period", "/admin/settings/period"),
)

_PERSON = "main .rows a[href^='/admin/people/']"
_PLACE = "main a[href^='/admin/places/']"
_COMMUNE = f"main .rows {_PLACE.removeprefix('main ')}"
_LIST = "main a[href^='/admin/lists/']"

ADMIN = (
    Stop("administration", "admin.start", "/admin"),
    Stop("people", "admin.people", "/admin/people"),
    Stop("invitation", "admin.invitation", "/admin/people/new"),
    Stop("invitation, errors", "admin.invitation", "/admin/people/new", act=_save, status=422),
    Stop("a person", "admin.person", "/admin/people?q=mau0", (_PERSON,)),
    Stop(
        "a posting", "admin.posting", "/admin/people?q=mau0", (_PERSON, "main a[href$='/change']")
    ),
    Stop("places", "admin.places", "/admin/places"),
    Stop("a place", "admin.place", "/admin/places", (_COMMUNE,)),
    Stop(
        "limits of a place", "admin.limits", "/admin/places", (_COMMUNE, "main a[href$='/limits']")
    ),
    Stop("paces of a place", "admin.paces", "/admin/places", (_COMMUNE, "main a[href$='/paces']")),
    Stop(
        "words of a place", "admin.wording", "/admin/places", (_COMMUNE, "main a[href$='/change']")
    ),
    Stop(
        "a place that ends",
        "admin.ask_to_end",
        "/admin/places",
        (_COMMUNE, _COMMUNE, "main a[href$='/end']"),
    ),
    Stop(
        "a new hamlet",
        "admin.new_hamlet",
        "/admin/places",
        (_COMMUNE, "main a[href$='/hamlets/new']"),
    ),
    Stop("lists", "admin.lists", "/admin/lists"),
    Stop("days off", "admin.days", "/admin/days?year=2026"),
    Stop("a list", "admin.rows", "/admin/lists", (_LIST,)),
    Stop("a new line", "admin.new_row", "/admin/lists", (_LIST, "main a[href$='/new']")),
    Stop("a line", "admin.row", "/admin/lists", (_LIST, f".rows {_LIST.removeprefix('main ')}")),
    Stop("letters", "admin.letters", "/admin/letters"),
    Stop("letters of nobody", "admin.ask_to_drop_unknown", "/admin/letters/drop-unknown"),
    Stop("settings", "admin.settings", "/admin/settings"),
    Stop(
        "a setting",
        "admin.setting",
        "/admin/settings",
        ("main a[href^='/admin/settings/']:not([href$='/period'])",),
    ),
)

EVERYBODY: dict[str, tuple[Stop, ...]] = {
    "": CITIZEN,
    "xa1": OFFICER,
    "truong1": CHIEF,
    "huyen": SUPERVISOR,
    "quantri": ADMIN,
}
"""Who comes, by the name they sign in with in the demo; no name: a citizen."""

NOT_VISITED = {
    # Parts of a page, pictures and files.
    "home.live", "feed.live", "forums.live_lines", "forums.last_time_there", "forums.minutes",
    "tips.live", "media.photo", "media.thumb",
    "papers.word", "papers.pdf", "papers.register_xlsx", "papers.example_template",
    "posters.pdf", "posters.png", "posters.preview", "posters.print_several", "posters.svg",
    "tips.photo", "tips.photo_original", "tips.photo_thumb", "assets.asset",
    "offline.worker", "offline.pages", "offline.parts", "offline.manifest", "offline.apple_icon",
    "offline.still", "outbox.known",
    "public.favicon", "public.healthz", "public.readyz",
    # Pages that follow a deed of their own; the tests of that deed look at them.
    "auth.first", "auth.held", "auth.second_factor", "auth.show_enrol",
    # Needs a letter that nobody could read.
    "admin.ask_to_drop",
    # Leads on as soon as the server answers: the tests of the worker look at it without a network.
    "offline.page",
    # Stands on tips with a contact alone, which no tray tells from the others.
    "tips.ask_keep_contact",
    # Stands on tips for which a bank was called, which no tray tells from the others either.
    "tips.bank_call",
}  # fmt: skip
"""Addresses that answer a GET and are in no table above."""
