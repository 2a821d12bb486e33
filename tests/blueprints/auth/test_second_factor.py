"""What opens tips besides the password: an enrolled phone, an app, a printed code."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from domain.people import recovery, totp
from domain.people.models import CodePurpose
from domain.people.queries import by_username
from tests.blueprints.auth.conftest import actions, enrol, is_in, refused, sign_in
from tests.factories import PASSWORD
from tests.support.page import Page
from web.extensions import db

pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture
def app_seed(app, people):
    """Xa1's seed in the app."""
    seed = totp.new_seed()
    with app.app_context():
        officer = by_username(db.session(), "xa1")
        officer.totp_sealed = totp.seal_seed(app.extensions["ring"], officer=officer, seed=seed)
        db.session.commit()
    return seed


def asked_for_code(browser, username="xa1"):
    """The page after a right password on a machine that is not enrolled."""
    form = browser.get("/login?again=1").form("password")
    return browser.send(form, username=username, password=PASSWORD, status=200)


def code_form(browser, username="xa1"):
    """Its form."""
    return Page(asked_for_code(browser, username), "/login").form("code")


def test_a_right_password_on_a_strange_machine_asks_for_a_code(people, browser_of):
    browser = browser_of()
    answer = asked_for_code(browser)
    assert "Nhập mã xác nhận" in answer.get_data(as_text=True)
    assert PASSWORD not in answer.get_data(as_text=True)
    assert not is_in(browser)


def test_the_chiefs_code_enrols_the_phone_and_is_not_asked_again(people, browser_of, code_for):
    browser = browser_of()
    browser.send(code_form(browser), code=code_for("xa1"), device_kind="own_phone")
    assert is_in(browser)
    assert browser.raw("/tips").status_code == 200
    kept = browser.client.get_cookie("phone")
    assert kept.http_only and kept.same_site == "Lax" and len(kept.value) >= 43
    browser.send(browser.get("/logout").form())
    sign_in(browser, "xa1", device_kind="own_phone")
    assert browser.raw("/tips").status_code == 200


def test_the_code_works_without_its_dash_and_in_small_letters(people, browser_of, code_for):
    browser = browser_of()
    typed = code_for("xa1").replace("-", " ").lower()
    browser.send(code_form(browser), code=typed, device_kind="own_phone")
    assert is_in(browser)


def test_a_script_may_send_password_and_code_at_once(people, browser_of, code_for):
    browser = browser_of()
    enrol(browser, "xa1", code_for("xa1"))
    assert browser.raw("/tips").status_code == 200


def test_a_code_works_once(people, browser_of, code_for):
    code = code_for("xa1")
    enrol(browser_of(), "xa1", code)
    browser = browser_of()
    answer = browser.send(code_form(browser), code=code, status=422)
    assert "Mã chưa đúng" in answer.get_data(as_text=True)
    assert not is_in(browser)


def test_a_code_works_for_nobody_else_and_not_after_a_day(people, browser_of, code_for):
    code = code_for("xa1")
    other = browser_of()
    other.send(code_form(other, "xa2"), code=code, status=422)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24), tick=False):
        late = browser_of()
        late.send(code_form(late), code=code, status=422)


def test_a_newer_code_kills_the_older_one(people, browser_of, code_for):
    older = code_for("xa1")
    code_for("xa1")
    browser = browser_of()
    browser.send(code_form(browser), code=older, status=422)


def test_on_a_station_pc_the_code_opens_this_sign_in_and_enrols_nothing(
    people, browser_of, code_for
):
    browser = browser_of()
    browser.send(code_form(browser), code=code_for("xa1"), device_kind="station_pc")
    assert browser.raw("/tips").status_code == 200
    assert browser.client.get_cookie("phone") is None


def test_an_enrolled_phone_is_no_second_factor_for_anybody_else(people, browser_of, code_for):
    browser = browser_of()
    enrol(browser, "xa1", code_for("xa1"))
    browser.send(browser.get("/logout").form())
    assert "Nhập mã xác nhận" in asked_for_code(browser, "xa2").get_data(as_text=True)


def test_an_enrolled_phone_counts_for_90_days(people, browser_of, code_for):
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        browser = browser_of()
        enrol(browser, "xa1", code_for("xa1"))
        clock.shift(timedelta(days=90) - timedelta(seconds=1))
        sign_in(browser, "xa1", device_kind="own_phone")
        clock.shift(timedelta(seconds=2))
        assert "Nhập mã xác nhận" in asked_for_code(browser).get_data(as_text=True)


def test_an_enrolled_phone_is_not_slowed_by_others_failures(people, browser_of, code_for):
    phone, stranger = browser_of(), browser_of()
    enrol(phone, "xa1", code_for("xa1"))
    for _ in range(5):
        refused(stranger, "xa1", "sai")
    refused(stranger, "xa1", "sai", status=429)
    sign_in(phone, "xa1")
    assert is_in(phone)


def test_an_officer_may_log_work_without_a_code_but_tips_ask_for_it(people, browser_of, code_for):
    browser = browser_of()
    browser.send(code_form(browser), later="1", device_kind="own_phone")
    assert browser.raw("/outreach").status_code == 200
    answer = browser.raw("/tips")
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"])
    assert page.h1 == "Nhập mã để mở tin báo"
    with browser.client.session_transaction() as cookie:
        before = cookie["sid"]
    answer = browser.send(page.form("code"), code=code_for("xa1"))
    assert answer.headers["Location"] == "/tips"
    with browser.client.session_transaction() as cookie:
        assert cookie["sid"] != before
    assert browser.raw("/tips").status_code == 200


def test_a_wrong_code_on_the_way_to_tips_opens_nothing(app, people, browser_of):
    browser = browser_of()
    browser.send(code_form(browser), later="1")
    form = browser.get("/second-factor").form("code")
    browser.send(form, code="123456", status=422)
    assert browser.raw("/tips").status_code == 303
    assert actions(app, "xa1")[-1] == ("sign_in_failed", "code")


def test_whoever_has_power_over_others_never_gets_in_without(people, browser_of):
    browser = browser_of()
    form = code_form(browser, "truong1")
    browser.send(form, later="1", status=200)
    assert not is_in(browser)


def test_an_officer_without_tip_right_needs_no_code(people, browser_of, change):
    change("xa1", reads_tips=False)
    browser = browser_of()
    sign_in(browser, "xa1")
    assert is_in(browser)


def test_the_apps_code_works_once_even_within_its_half_minute(people, browser_of, app_seed):
    with time_machine.travel(datetime.now(UTC), tick=False):
        code = pyotp.TOTP(app_seed).now()
        browser = browser_of()
        browser.send(code_form(browser), code=code)
        assert browser.raw("/tips").status_code == 200
        again = browser_of()
        again.send(code_form(again), code=code, status=422)


def test_an_older_code_of_the_app_does_not_work_after_a_newer_one(people, browser_of, app_seed):
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        generator = pyotp.TOTP(app_seed)
        older = generator.now()
        clock.shift(timedelta(seconds=30))
        browser = browser_of()
        browser.send(code_form(browser), code=generator.now())
        again = browser_of()
        again.send(code_form(again), code=older, status=422)


@pytest.mark.parametrize(("seconds", "status"), [(-29, 303), (29, 303), (-70, 422), (70, 422)])
def test_the_apps_clock_may_be_half_a_minute_off(people, browser_of, app_seed, seconds, status):
    at = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        browser = browser_of()
        code = pyotp.TOTP(app_seed).at(at + timedelta(seconds=seconds))
        browser.send(code_form(browser), code=code, status=status)


def test_a_printed_code_works_once(app, people, browser_of):
    with app.app_context():
        officer = by_username(db.session(), "xa1")
        printed = recovery.renew(db.session(), app.extensions["ring"], officer=officer)
        db.session.commit()
    assert len(set(printed)) == 10
    browser = browser_of()
    browser.send(code_form(browser), code=printed[3])
    assert browser.raw("/tips").status_code == 200
    again = browser_of()
    again.send(code_form(again), code=printed[3], status=422)
    again.send(code_form(again), code=printed[4])


def test_guessing_codes_is_slowed_from_wherever_it_comes(people, browser_of):
    start = datetime.now(UTC)
    statuses = []
    with time_machine.travel(start, tick=False):
        for number in range(11):
            browser = browser_of()
            browser.client.environ_base["REMOTE_ADDR"] = f"203.0.{number}.7"
            form = code_form(browser)
            data = {**form.values, "code": f"{number:06d}"}
            statuses.append(browser.raw("/login", "POST", data=data).status_code)
    assert statuses == [422] * 10 + [429]


def test_the_half_way_state_dies_with_the_password_and_with_time(people, browser_of, change):
    browser = browser_of()
    form = code_form(browser)
    change("xa1", password_hash="")
    browser.send(form, later="1", status=422)
    other = browser_of()
    form = code_form(other, "xa2")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10), tick=False):
        other.send(form, later="1", status=422)


def test_the_half_way_state_is_good_for_one_person_only(people, browser_of):
    browser = browser_of()
    form = code_form(browser)
    browser.send(form, username="xa2", later="1", status=422)
    assert not is_in(browser)


def test_the_chiefs_link_only_fills_the_code_in(people, browser_of, code_for):
    code = code_for("xa1")
    browser = browser_of()
    form = browser.get(f"/enrol?code={code}").form("password")
    assert form.values["code"] == code
    browser.get(f"/enrol?code={code}")
    browser.send(form, username="xa1", password=PASSWORD)
    assert browser.raw("/tips").status_code == 200
    assert browser.client.get_cookie("phone") is not None


def test_the_chiefs_link_on_a_signed_in_phone_leads_to_the_code_box(people, browser_of, code_for):
    browser = browser_of()
    browser.send(code_form(browser), later="1", device_kind="own_phone")
    answer = browser.raw(f"/enrol?code={code_for('xa1')}")
    form = browser.get(answer.headers["Location"]).form("code")
    browser.send(form)
    assert browser.client.get_cookie("phone") is not None
    assert browser.raw("/tips").status_code == 200


def test_a_new_officer_chooses_password_and_pin_and_is_in(app, people, browser_of, code_for):
    code = code_for("xa1", CodePurpose.RESET)
    browser = browser_of()
    form = browser.get("/login").form("password")
    page = browser.send_for_page(
        form, {"username": "xa1", "password": code, "device_kind": "own_phone"}
    )
    assert page.h1 == "Chọn mật khẩu"
    chosen = "chim sẻ ăn lúa non"
    form = page.form("pin")
    browser.send(form, password="ngan", again="ngan", pin="111111", status=422)
    browser.send(form, password=chosen, again=chosen + "x", pin="258046", status=422)
    browser.send(form, password=chosen, again=chosen, pin="258046")
    assert browser.raw("/tips").status_code == 200
    assert browser.client.get_cookie("phone") is not None
    browser.send(browser.get("/logout").form())
    refused(browser, "xa1", code)
    sign_in(browser, "xa1", chosen, device_kind="own_phone")
    assert browser.raw("/tips").status_code == 200


@pytest.fixture
def newcomer(browser_of, code_for):
    """Xa1's browser on the page that asks for a first password and PIN, and that page."""
    browser = browser_of()
    code = code_for("xa1", CodePurpose.FIRST_SIGN_IN)
    sent = {"username": "xa1", "password": code, "device_kind": "own_phone"}
    return browser, browser.send_for_page(browser.get("/login").form("password"), sent)


def test_a_refused_pin_alone_is_asked_for_again_and_the_password_stays(newcomer):
    browser, page = newcomer
    chosen = "chim sẻ ăn lúa non"
    typed = {"password": chosen, "again": chosen, "pin": "123456"}
    asked = browser.send_for_page(page.form("pin"), typed, status=422)
    assert "dễ đoán" in asked.text and "Mật khẩu mới đã được nhận" in asked.text
    assert not {"password", "again"} & set(asked.form("pin").values)
    assert chosen not in asked.html
    again = browser.send_for_page(asked.form("pin"), {"pin": "12"}, status=422)
    browser.send(again.form("pin"), pin="258046")
    browser.send(browser.get("/logout").form())
    sign_in(browser, "xa1", chosen, device_kind="own_phone")


def test_whoever_wants_another_password_after_all_chooses_both_anew(newcomer):
    browser, page = newcomer
    first, second = "chim sẻ ăn lúa non", "mùa nước nổi cá linh"
    typed = {"password": first, "again": first, "pin": "1"}
    asked = browser.send_for_page(page.form("pin"), typed, status=422)
    anew = browser.get(asked.links()["Chọn mật khẩu khác"]).form("pin")
    browser.send(anew, password=second, again=second, pin="258046")
    browser.send(browser.get("/logout").form())
    refused(browser, "xa1", first)
    sign_in(browser, "xa1", second, device_kind="own_phone")


def test_a_password_that_was_kept_for_one_code_is_nothing_with_another(newcomer, code_for):
    browser, page = newcomer
    first = "chim sẻ ăn lúa non"
    browser.send(page.form("pin"), password=first, again=first, pin="1", status=422)
    with browser.client.session_transaction() as cookie:
        carried = cookie["chosen"]
    sent = {"username": "xa1", "password": code_for("xa1", CodePurpose.RESET)}
    page = browser.send_for_page(browser.get("/login").form("password"), sent)
    with browser.client.session_transaction() as cookie:
        cookie["chosen"] = carried
    asked = browser.send_for_page(page.form("pin"), {"pin": "258046"}, status=422)
    assert "Gõ mật khẩu mới." in asked.text


def test_the_page_to_choose_a_password_is_closed_without_a_live_code(people, browser_of, code_for):
    browser = browser_of()
    assert "code-over" in browser.raw("/first-sign-in").headers["Location"]
    code = code_for("xa1", CodePurpose.FIRST_SIGN_IN)
    form = browser.get("/login").form("password")
    page = browser.send_for_page(form, {"username": "xa1", "password": code})
    code_for("xa1", CodePurpose.RESET)
    chosen = "chim sẻ ăn lúa non"
    answer = browser.send(page.form("pin"), password=chosen, again=chosen, pin="258046")
    assert "code-over" in answer.headers["Location"]
    assert "Xin đơn vị cấp mã mới" in browser.get(answer.headers["Location"]).text


def test_knowing_ones_own_password_frees_no_tries_at_anothers(people, browser_of):
    guesser = browser_of()
    own = code_form(guesser)
    for _ in range(5):
        refused(browser_of(), "truong1", "sai mật khẩu rồi")
    guesser.send(own, username="truong1", code="", status=422)
    refused(browser_of(), "truong1", "sai mật khẩu rồi", status=429)
