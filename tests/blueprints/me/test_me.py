"""One's own account: how pages look, what opens it, which machines are in."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import NOBODY
from domain.people import enrolment
from domain.people.models import Officer, RecoveryCode
from domain.people.queries import by_username
from tests.factories import PASSWORD
from tests.support.page import Browser, Page, text_of
from web.extensions import db

CHOSEN = "chim sẻ ăn lúa non ngoài đồng"


def is_in(browser: Browser) -> bool:
    """Whether the account page opens."""
    return browser.raw("/me").status_code == 200


def last_action(app) -> tuple[str, str]:
    """The newest audit entry."""
    with app.app_context():
        query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)
        entry = db.session.scalars(query).one()
        return entry.action, entry.reason


def sign_in(browser: Browser, password: str, status: int = 303):
    """Try a password at the door."""
    form = browser.get("/login?again=1").form("password")
    return browser.send(form, username="xa1", password=password, status=status)


def test_the_page_says_who_one_is_and_where(officer):
    page = officer.get("/me")
    assert page.h1 == "Tài khoản"
    assert "Thiếu úy Mẫu" in page.text and "xa1" in page.text
    assert "Công an xã Phương Trà" in page.text


def test_theme_text_size_and_language_follow_the_person(officer, browser_of):
    form = officer.get("/me").form("theme")
    officer.send(form, theme="dark", text_size="xl", language="en")
    page = officer.get("/me")
    root = page.root
    assert (root.get("data-theme"), root.get("data-text"), root.get("lang")) == ("dark", "xl", "en")
    other = browser_of("xa1").get("/me")
    assert other.root.get("data-theme") == "dark"


def test_made_up_looks_are_refused(officer):
    form = officer.get("/me").form("theme")
    officer.send(form, theme="pink", status=422)


def test_a_new_password_ends_the_other_sign_ins(app, officer, browser_of):
    elsewhere = browser_of("xa1")
    form = officer.get("/me/password").form("current")
    officer.send(form, current=PASSWORD, password=CHOSEN, again=CHOSEN)
    assert is_in(officer)
    assert not is_in(elsewhere)
    assert last_action(app) == ("password_changed", "own")
    sign_in(browser_of(), PASSWORD, status=422)
    sign_in(browser_of(), CHOSEN)


@pytest.mark.parametrize(
    ("current", "password", "again", "sentence"),
    [
        ("sai", CHOSEN, CHOSEN, "Mật khẩu đang dùng chưa đúng."),
        (PASSWORD, "ngắn quá", "ngắn quá", "ít nhất 15 ký tự"),
        (PASSWORD, CHOSEN, CHOSEN + "!", "Hai lần gõ chưa giống nhau."),
        (PASSWORD, "matkhau123456789", "matkhau123456789", "dễ đoán"),
        (PASSWORD, "xa1xa1xa1xa1xa1xa1", "xa1xa1xa1xa1xa1xa1", "dễ đoán"),
        (PASSWORD, "Đồng Tháp 2026 2026", "Đồng Tháp 2026 2026", "dễ đoán"),
        (PASSWORD, "a" * 300, "a" * 300, "200"),
    ],
)
def test_a_poor_password_is_refused_beside_its_box(
    officer, browser_of, current, password, again, sentence
):
    form = officer.get("/me/password").form("current")
    answer = officer.send(form, current=current, password=password, again=again, status=422)
    page = Page(answer, "/me/password")
    assert sentence in page.text
    assert password not in page.html and current not in page.html
    sign_in(browser_of(), PASSWORD)


@pytest.mark.parametrize("pin", ["123456", "000000", "121212", "12345", "abcdef", "987654", ""])
def test_a_pin_that_is_tried_first_is_refused(officer, pin):
    form = officer.get("/me/pin").form("pin")
    officer.send(form, current=PASSWORD, pin=pin, status=422)


def test_a_pin_is_kept_and_audited_and_never_shown(app, officer):
    form = officer.get("/me/pin").form("pin")
    officer.send(form, current=PASSWORD, pin="258046")
    assert last_action(app) == ("pin_changed", "own")
    assert "258046" not in officer.get("/me").html
    with app.app_context():
        assert by_username(db.session(), "xa1").pin_hash.startswith("$argon2id$")


def test_guessing_the_password_at_an_open_screen_is_slowed(officer):
    for _ in range(5):
        form = officer.get("/me/pin").form("pin")
        officer.send(form, current="sai", pin="258046", status=422)
    form = officer.get("/me/pin").form("pin")
    page = Page(officer.send(form, current=PASSWORD, pin="258046", status=422), "/me/pin")
    assert "Thử nhiều lần quá" in page.text


def test_another_machine_is_signed_out_from_here(app, officer, browser_of):
    elsewhere = browser_of("xa1")
    page = officer.get("/me")
    assert page.text.count("Máy này") == 1
    officer.send(page.form("sign_in"))
    assert not is_in(elsewhere)
    assert is_in(officer)
    assert last_action(app) == ("sign_in_ended", "own")


def test_all_other_machines_are_signed_out_at_once(officer, browser_of):
    others = [browser_of("xa1"), browser_of("xa1")]
    officer.send(officer.get("/me").form("/me/sign-ins/end-others"))
    assert [is_in(other) for other in others] == [False, False]
    assert is_in(officer)


def test_nobody_signs_another_person_out(officer, browser_of):
    other = browser_of("xa2")
    browser_of("xa1")
    form = officer.get("/me").form("sign_in")
    with other.client.session_transaction() as cookie:
        secret = cookie["sid"]
    handle = hashlib.sha256(secret.encode()).hexdigest()[:16]
    officer.send(form, sign_in=handle, status=404)
    assert is_in(other)


def enrolled(app, username: str):
    """An enrolled phone of somebody."""
    with app.app_context():
        officer = by_username(db.session(), username)
        _, row = enrolment.enrol(
            db.session(),
            app.extensions["ring"],
            officer=officer,
            label="Android · Chrome",
            who=NOBODY,
            now=datetime.now(UTC),
        )
        db.session.commit()
        return row.id


def test_an_own_phone_is_taken_back(app, officer):
    enrolled(app, "xa1")
    page = officer.get("/me")
    assert "Android · Chrome" in page.text
    form = next(f for f in page.all("form") if "/phones/" in f.get("action"))
    officer.send(page.form(form.get("action")))
    assert "Android · Chrome" not in officer.get("/me").text
    assert last_action(app)[0] == "phone_revoked"


def test_nobody_takes_back_anothers_phone(app, officer):
    phone = enrolled(app, "xa2")
    token = officer.get("/logout").form().values["csrf_token"]
    for target in (phone, uuid4()):
        answer = officer.raw(f"/me/phones/{target}/revoke", "POST", data={"csrf_token": token})
        assert answer.status_code == 404


def seed_on(page: Page) -> str:
    """The seed as it can be typed."""
    return text_of(page.all("span", class_="code")[0]).replace(" ", "")


def test_an_app_is_set_up_by_its_own_code_and_taken_away_again(app, officer):
    with time_machine.travel(datetime.now(UTC), tick=False):
        page = officer.get("/me/totp")
        form = page.form("code")
        assert 'class="qr"' in page.html
        wrong = officer.send(form, code="000000", current=PASSWORD, status=422)
        assert seed_on(Page(wrong, "/me/totp")) == seed_on(page)
        officer.send(form, code=pyotp.TOTP(seed_on(page)).now(), current=PASSWORD)
    assert last_action(app) == ("second_factor_changed", "totp set")
    with app.app_context():
        kept = by_username(db.session(), "xa1").totp_sealed
        assert seed_on(page).encode() not in kept
    page = officer.get("/me/totp")
    officer.send(page.form("current"), current=PASSWORD)
    assert last_action(app) == ("second_factor_changed", "totp removed")
    with app.app_context():
        assert by_username(db.session(), "xa1").totp_sealed is None


def test_a_seed_of_somebody_else_or_made_up_is_not_kept(app, officer, browser_of):
    theirs = browser_of("xa2").get("/me/totp")
    form = officer.get("/me/totp").form("code")
    for seed in (theirs.form("code").values["seed"], "bm90IGEgc2VlZA==", "?", "ÿ"):
        code = pyotp.TOTP(seed_on(theirs)).now()
        answer = officer.send(form, seed=seed, code=code, current=PASSWORD)
        assert answer.headers["Location"] == "/me/totp"
    with app.app_context():
        assert by_username(db.session(), "xa1").totp_sealed is None


def test_ten_codes_are_shown_once_and_the_old_ones_die(app, officer):
    form = officer.get("/me/recovery-codes").form("current")
    officer.send(form, current="sai", status=422)
    page = Page(officer.send(form, current=PASSWORD, status=200), "/me/recovery-codes")
    codes = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", page.text)
    assert len(set(codes)) == 10
    assert not re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", officer.get("/me/recovery-codes").text)
    assert "Còn 10 mã" in officer.get("/me").text
    officer.send(officer.get("/me/recovery-codes").form("current"), current=PASSWORD, status=200)
    with app.app_context():
        assert len(db.session.scalars(select(RecoveryCode)).all()) == 10
    assert last_action(app) == ("second_factor_changed", "recovery codes")


def test_nothing_posted_changes_what_only_the_unit_may_change(app, officer):
    form = officer.get("/me").form("theme")
    before = ("xa1", "officer", "Thiếu úy Mẫu")
    officer.send(
        form, username="vua", role="admin", name="Trung tướng", reads_tips="", theme="dark"
    )
    with app.app_context():
        row = db.session.execute(
            select(Officer.username, Officer.role, Officer.name).where(Officer.theme == "dark")
        ).one()
        assert tuple(row) == before


def test_a_phone_enrolled_long_ago_is_not_listed(app, officer):
    enrolled(app, "xa1")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=91)):
        late = Browser(officer.app, "xa1")
        assert "Android · Chrome" not in late.get("/me").text
