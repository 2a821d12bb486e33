"""Pages for everybody: what a poster opens, first aid, what is kept; light, closed, cookieless."""

import gzip
import re
from datetime import date
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.posters.codes import new_code
from domain.posters.models import PosterDay, PosterState
from domain.reference.models import ListKey, ReferenceItem
from tests.factories import BINH_THANH, place
from tests.factories_public import make_poster, stored_poster
from tests.support.villager import Villager, count, set_setting
from web.extensions import db
from web.public_style import source_hash


@pytest.fixture
def code(in_a_hurry) -> str:
    return in_a_hurry.code


@pytest.fixture
def person(in_a_hurry):
    return in_a_hurry.browser


def _in_db(app, act):
    with app.app_context(), Session(db.engine) as session:
        act(session)
        session.commit()


def _scans(app):
    with app.app_context(), Session(db.engine) as session:
        return sum(day.scans for day in session.scalars(select(PosterDay)))


def test_home_offers_the_four_things_a_person_may_want(person):
    page = person.get("/")
    links = page.links()
    assert "/tip" in links.values() and "/first-aid" in links.values()
    assert page.form("code").action in {"/receipt", "/q"}
    assert {form.get("action") for form in page.root.iter("form")} == {"/receipt", "/q"}


@pytest.mark.parametrize("path", ["/q/{0}", "/q/{1}", "/Q/{0}", "/Q/{1}"])
def test_a_live_poster_opens_its_hamlet_in_either_case(person, code, path):
    page = person.get(path.format(code, code.lower()))
    assert "Ấp Bình Mỹ A, xã Bình Thạnh" in page.text
    assert "Trang của Công an xã Bình Thạnh" in page.text
    assert f"/q/{code}/tip" in page.links().values()


def test_typing_the_code_leads_to_the_poster(person, code):
    form = person.get("/q").form("code")
    assert (
        person.send(form, {"code": f" {code[:3].lower()}-{code[3:]}"}).headers["Location"]
        == f"/q/{code}"
    )


def test_a_slip_of_the_finger_is_answered_by_the_check_character(person, code):
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for address in (f"/q?code={wrong}", f"/q/{wrong}", f"/q/{wrong}/tip"):
        page = person.get(address, status=404)
        assert "có chữ sai" in page.text
        assert page.form("code").values["code"] == wrong
        assert "/tip" in page.links().values()


def test_an_unknown_code_says_so_kindly_and_still_lets_the_person_report(person):
    page = person.get(f"/q/{new_code(Random(99))}", status=404)
    assert "Chưa có bảng nào mang mã này" in page.text
    assert "/tip" in page.links().values()


@pytest.mark.parametrize("state", [PosterState.RETIRED, PosterState.REVOKED])
def test_an_ended_poster_names_what_took_its_place_and_still_lets_report(app, state):
    codes = []

    def make(session):
        new = make_poster(session, seed=5, spot="Chợ Bình Thạnh")
        old = make_poster(session, seed=6, state=state)
        old.replaced_by_id = new.id
        codes.extend([old.code, new.code])

    _in_db(app, make)
    somebody = Villager(app, codes[0])
    page = somebody.browser.get(f"/q/{codes[0]}")
    assert codes[1] in page.text and "Chợ Bình Thạnh" in page.text
    assert f"/q/{codes[1]}" in page.links().values()
    assert somebody.send(story="bảng cũ").code
    assert _scans(app) == 0


def test_an_ended_poster_without_a_successor_is_still_kind(app):
    somebody = Villager(app, stored_poster(app, seed=7, state=PosterState.REVOKED))
    text = somebody.browser.get(f"/q/{somebody.code}").text
    assert "đã bị thu hồi" in text and "vẫn báo tin ở đây được" in text


def test_scans_are_counted_by_day_for_people_only(in_a_hurry, person, code):
    person.get(f"/q/{code}")
    person.get(f"/q/{code}")
    person.raw(f"/q/{code}", method="HEAD")
    person.raw(f"/q/{code}", headers={"User-Agent": "facebookexternalhit/1.1"})
    person.raw(f"/q/{code}", headers={"Sec-Purpose": "prefetch"})
    assert _scans(in_a_hurry.app) == 2
    assert count(in_a_hurry.app, PosterDay) == 1


def test_the_place_is_asked_first_by_plain_links(person):
    page = person.get("/tip")
    assert page.h1 == "Chuyện xảy ra ở đâu?"
    page = person.get(page.links()["Xã Bình Thạnh"])
    page = person.get(page.links()["Ấp Bình Mỹ A"])
    assert "Ấp Bình Mỹ A, xã Bình Thạnh" in page.text and page.form("story")
    anywhere = person.get("/tip").links()["Không rõ, hoặc ở trên mạng"]
    assert "Công an huyện Cao Lãnh" in person.get(anywhere).text
    assert person.get("/tip?place=99999", status=404).links()["Xã Bình Thạnh"]


def test_first_aid_shows_only_numbers_that_are_sure(person, code):
    for address in ("/first-aid", f"/first-aid?code={code}", "/first-aid?code=XXXXXX"):
        page = person.get(address)
        numbers = {href for href in page.links().values() if href.startswith("tel:")}
        assert numbers == {"tel:113", "tel:114", "tel:115", "tel:111"}


def test_a_number_appears_when_an_officer_has_dialled_and_dated_it(app, in_a_hurry, person, code):
    def dial(session):
        unit = place(session, BINH_THANH)
        unit.duty_phone, unit.duty_phone_checked_on = "0277 000 113", date(2026, 6, 1)
        unit.duty_phone_checked_by = "Đại úy Mẫu"
        bank = session.scalars(
            select(ReferenceItem).where(
                ReferenceItem.list_key == ListKey.BANKS, ReferenceItem.code == "AGRIBANK"
            )
        ).one()
        bank.details = {**bank.details, "checked_on": "2026-06-01"}

    _in_db(app, dial)
    page = person.get(f"/first-aid?code={code}")
    assert "tel:0277000113" in page.links().values()
    assert "Agribank" in page.text and "tel:1900558818" in page.links().values()
    assert "0277 000 113" in person.get(f"/q/{code}").text
    assert "0277 000 113" in person.get(f"/q/{code}/tip").text


def test_the_way_from_first_aid_leads_to_the_form_that_asks_for_the_slip_first(person, code):
    page = person.get(f"/first-aid?code={code}")
    form_page = person.get(page.links()["Gửi hình cho công an"])
    assert form_page.h1 == "Báo gấp: bị gạt tiền"
    assert form_page.text.index("Hình biên lai") < form_page.text.index("Kể lại giúp")
    chooser = person.get(person.get("/first-aid").links()["Gửi hình cho công an"])
    hamlets = person.get(chooser.links()["Xã Bình Thạnh"])
    assert "gap=1" in hamlets.links()["Ấp Bình Mỹ A"]


def test_large_text_and_language_travel_in_every_link_and_form(person, code):
    page = person.get(f"/q/{code}?to=1&lang=en")
    assert page.root.get("class") == "to" and page.root.get("lang") == "en"
    ours = [href for href in page.links().values() if href.startswith("/") and "/leave" not in href]
    switches = [href for href in ours if "to=1" not in href or "lang=en" not in href]
    assert len(switches) == 2  # One takes large text away, one the language.
    assert page.form("code").action == "/receipt?to=1&lang=en"
    form = person.get(f"/q/{code}/tip?to=1").form("story")
    assert "to=1" in form.action
    answer = person.send(form, {"story": "chữ to"})
    assert "to=1" in answer.headers["Location"]


def test_privacy_says_what_the_settings_say(app, person):
    assert "chưa tin nào bị xóa" in person.get("/privacy").text
    for key, value in (
        ("tip_retention_text", "giữ 7 năm rồi xóa."),
        ("retention_signed", "12/QĐ-CAH"),
        ("form_token_days", "11"),
        ("claim_days", "44"),
        ("tips_per_bucket_hour", "6"),
    ):
        set_setting(app, key, value)
    text = person.get("/privacy").text
    for words in ("giữ 7 năm rồi xóa.", "12/QĐ-CAH", "11 ngày", "44 ngày", "Quá 6 tin", "10 phút"):
        assert words in text
    form = person.get("/tip?place=khong-ro").text
    assert "giữ 7 năm rồi xóa." in form


def test_without_photos_the_form_says_so(app, in_a_hurry):
    set_setting(app, "photos_open", "0")
    page = in_a_hurry.browser.get(in_a_hurry.address)
    assert not page.all("input", name="photos") and "chưa nhận hình" in page.text


def test_the_blank_page_says_nothing(person):
    page = person.get("/leave")
    assert page.text == "Trang trống"
    assert "Lắng Nghe" not in page.html and not page.links()


def test_the_icon_that_browsers_ask_for_is_small_and_kept(person, browser_of, people):
    for visitor in (person, browser_of("xa1")):
        answer = visitor.raw("/favicon.ico")
        assert answer.status_code == 200 and len(answer.data) < 2_000
        assert answer.data.startswith(b"\x00\x00\x01\x00")
        assert answer.headers["Cache-Control"] == "public, max-age=604800"
        assert "Set-Cookie" not in answer.headers
        known = {"If-None-Match": answer.headers["ETag"]}
        assert visitor.raw("/favicon.ico", headers=known).status_code == 304


def test_signs_of_life_tell_strangers_nothing(app, person):
    assert person.raw("/healthz").text == "ok"
    assert person.raw("/readyz").text == "ready"
    app.extensions["config"].media_dir.rmdir()
    answer = person.raw("/readyz")
    assert answer.status_code == 503 and str(app.extensions["config"].media_dir) not in answer.text


def test_an_address_that_leads_nowhere_still_offers_help(person):
    page = person.get("/khong-co-trang-nay", status=404)
    assert "tel:113" in page.links().values() and "/tip" in page.links().values()


def _pages(code):
    return [
        "/", "/q", f"/q/{code}", f"/q/{code}/tip", f"/q/{code}/tip?gap=1&to=1&lang=en", "/tip",
        "/tip?commune=30127", "/tip?place=30127-01", "/first-aid", "/receipt", "/privacy", "/kept",
        "/first-aid/pictures",
        "/leave", "/q/AAAAAA", "/nowhere", "/receipt/x", "/healthz", "/readyz",
    ]  # fmt: skip


def test_every_public_page_is_light_and_comes_in_one_request(person, code):
    for address in _pages(code):
        answer = person.raw(address, headers={"Accept-Encoding": "gzip"})
        most = 6_144 if "/q/" in address and address.endswith("/tip") else 8_192
        assert len(answer.data) <= most, f"{address}: {len(answer.data)} B"
        headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)
        assert headers + 100 <= 700 or not answer.headers.get("Content-Encoding"), address
        if answer.headers.get("Content-Encoding"):
            html = gzip.decompress(answer.data).decode()
            assert not re.search(r'<link|<script src|<img|src="|url\(|@import', html), address


def test_no_public_page_sets_a_cookie_and_each_is_closed(person, code):
    for address in _pages(code):
        answer = person.raw(address)
        headers = answer.headers
        assert "Set-Cookie" not in headers, address
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_the_policy_names_exactly_the_style_and_script_of_the_page(person, code):
    for address in _pages(code):
        answer = person.raw(address)
        if answer.mimetype != "text/html":
            continue
        policy = answer.headers["Content-Security-Policy"]
        styles = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
        assert len(styles) == 1 and len(scripts) <= 1, address
        assert f"style-src '{source_hash(styles[0])}'" in policy
        assert policy.count("sha256-") == 1 + len(scripts)
        for script in scripts:
            assert source_hash(script) in policy and len(script.encode()) <= 1_024


def test_a_browser_that_takes_no_gzip_gets_the_same_form(person, code):
    plain = person.raw(f"/q/{code}/tip", headers={"Accept-Encoding": "gzip;q=0"})
    packed = person.raw(f"/q/{code}/tip", headers={"Accept-Encoding": "gzip, deflate"})
    assert "Content-Encoding" not in plain.headers
    unpacked = gzip.decompress(packed.data).decode()
    secret = re.compile(r'(name="(?:submission_id|form_token)" value=")[^"]*')
    assert secret.sub(r"\1", plain.text) == secret.sub(r"\1", unpacked)


def test_the_poster_of_a_merged_commune_leads_to_the_unit_that_took_over(app, in_a_hurry):
    set_setting(app, "tree_day", "2026-01-01")
    text = in_a_hurry.browser.get(f"/q/{in_a_hurry.code}").text
    assert "Công an xã" in text and "Trang của Công an xã Bình Thạnh" not in text
    in_a_hurry.send(story="sau khi sáp nhập")


def test_a_form_at_hand_is_answered_just_like_one_drawn_anew(in_a_hurry, person, code):
    secret = re.compile(r'(name="(?:submission_id|form_token)" value=")([^"]*)')
    accepts = {"Accept-Encoding": "gzip"}
    answers = [person.raw(f"/q/{code}/tip", headers=accepts) for _ in range(3)]
    pages = [gzip.decompress(answer.data).decode() for answer in answers]
    assert len({secret.sub(r"\1", page) for page in pages}) == 1
    assert len({secret.search(page)[2] for page in pages}) == 3
    headers = [{k: v for k, v in a.headers if k != "Content-Length"} for a in answers]
    assert headers[0] == headers[1] == headers[2]
    assert person.raw(f"/q/{code.lower()}/tip", headers=accepts).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [("/tip?place=%00", 404), ("/tip?commune=%00", 200), ("/first-aid?place=a%00b", 200)],
)
def test_a_sign_that_no_database_holds_is_no_crash(villager, address, status):
    villager.browser.get(address, status=status)


def test_a_tip_with_such_a_sign_for_a_place_is_taken_all_the_same(villager):
    form = villager.browser.get("/tip?place=30127-01").form("submission_id")
    assert villager.keep(
        villager.browser.send(form, {"story": "một", "place": chr(0)}).headers["Location"]
    ).code
