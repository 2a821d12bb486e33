"""Sign-ins live on the server: a cookie alone is worth nothing once its row has ended."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from domain.audit.services import NOBODY
from domain.people import enrolment, services
from domain.people.models import CodePurpose, DeviceKind, Role, SignIn
from domain.people.queries import by_username
from tests.blueprints.auth.conftest import enrol, is_in, sign_in
from web.extensions import db


def copy_of(browser, browser_of):
    """Another browser with the very same cookies, as a thief has them."""
    thief = browser_of()
    for name in ("session", "phone"):
        if (kept := browser.client.get_cookie(name)) is not None:
            thief.client.set_cookie(name, kept.value)
    return thief


def test_a_copied_cookie_is_dead_after_signing_out(people, browser_of):
    browser = browser_of()
    sign_in(browser, "xa1")
    thief = copy_of(browser, browser_of)
    assert is_in(thief)
    browser.send(browser.get("/logout").form())
    assert not is_in(thief)


def test_a_cookie_is_dead_on_the_next_request_after_deactivation(app, people, browser_of, change):
    browser = browser_of("xa1")
    assert is_in(browser)
    change("xa1", is_active=False)
    assert not is_in(browser)


def test_deactivation_leaves_nothing_that_signs_in(app, people, browser_of, code_for):
    browser = browser_of()
    enrol(browser, "xa1", code_for("xa1"))
    code = code_for("xa1")
    with app.app_context():
        officer = by_username(db.session(), "xa1")
        services.deactivate(
            db.session(),
            app.extensions["ring"],
            officer=officer,
            who=NOBODY,
            now=datetime.now(UTC),
        )
        db.session.commit()
        officer.is_active = True
        db.session.commit()
    assert not is_in(browser)
    form = browser.get("/login").form("password")
    browser.send(form, username="xa1", password=code, status=422)


def test_a_role_that_was_changed_holds_from_the_next_request_on(people, browser_of, change):
    browser = browser_of("truong1")
    assert browser.raw("/posters/new").status_code == 200
    change("truong1", role=Role.OFFICER)
    assert browser.raw("/posters/new").status_code == 403


def test_a_withdrawn_tip_right_holds_from_the_next_request_on(people, browser_of, change):
    browser = browser_of("xa1")
    assert browser.raw("/tips").status_code == 200
    change("xa1", reads_tips=False)
    assert browser.raw("/tips").status_code == 403


def test_a_revoked_phone_is_out_on_the_next_request(app, people, browser_of, code_for):
    browser = browser_of()
    enrol(browser, "xa1", code_for("xa1"))
    with app.app_context():
        officer = by_username(db.session(), "xa1")
        now = datetime.now(UTC)
        (phone,) = enrolment.enrolments_of(db.session(), officer=officer, now=now)
        enrolment.revoke_enrolment(
            db.session(),
            app.extensions["ring"],
            officer=officer,
            enrolment_id=phone.id,
            who=NOBODY,
            now=now,
        )
        db.session.commit()
    assert not is_in(browser)


def test_a_reset_ends_sign_ins_phones_and_the_password(app, people, browser_of, code_for, strict):
    browser = browser_of()
    enrol(browser, "xa1", code_for("xa1"))
    code_for("xa1", CodePurpose.RESET)
    assert not is_in(browser)
    form = browser.get("/login").form("password")
    browser.send(form, username="xa1", password="mat-khau-thu-2026", status=422)


EDGES = [
    ("own_phone", timedelta(hours=4)),
    ("shared_phone", timedelta(minutes=15)),
    ("station_pc", timedelta(minutes=30)),
]


@pytest.mark.parametrize(("kind", "idle"), EDGES)
def test_an_idle_sign_in_runs_out_at_its_edge(people, browser_of, kind, idle):
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        browser = browser_of()
        sign_in(browser, "xa1", device_kind=kind)
        clock.shift(idle - timedelta(seconds=1))
        assert is_in(browser)
        clock.shift(idle)
        assert not is_in(browser)


@pytest.mark.parametrize(
    ("kind", "hours"), [("own_phone", 12), ("shared_phone", 2), ("station_pc", 8)]
)
def test_even_a_busy_sign_in_runs_out_at_the_end_of_the_shift(people, browser_of, kind, hours):
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        browser = browser_of()
        sign_in(browser, "xa1", device_kind=kind)
        for _ in range(hours * 6 - 1):
            clock.shift(timedelta(minutes=10))
            assert is_in(browser)
        clock.shift(timedelta(minutes=10))
        assert not is_in(browser)


def test_a_fourth_phone_signs_the_longest_idle_one_out(people, browser_of):
    phones = [browser_of() for _ in range(4)]
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for phone in phones:
            sign_in(phone, "xa1", device_kind="own_phone")
            clock.shift(timedelta(minutes=2))
        assert [is_in(phone) for phone in phones] == [False, True, True, True]


def test_signing_in_on_a_second_shared_phone_signs_the_first_out(people, browser_of):
    first, second = browser_of(), browser_of()
    sign_in(first, "xa1", device_kind="shared_phone")
    sign_in(second, "xa1", device_kind="shared_phone")
    assert not is_in(first)
    assert is_in(second)


def test_signing_in_again_ends_the_sign_in_before_it(app, people, browser_of):
    browser = browser_of()
    sign_in(browser, "xa1")
    thief = copy_of(browser, browser_of)
    sign_in(browser, "xa1")
    assert is_in(browser)
    assert not is_in(thief)


def test_the_database_holds_no_secret_of_a_cookie(app, people, browser_of):
    browser = browser_of()
    sign_in(browser, "xa1")
    with browser.client.session_transaction() as cookie:
        secret = cookie["sid"]
    with app.app_context():
        (row,) = db.session.scalars(select(SignIn))
        assert secret.encode() not in row.id and row.device_kind is DeviceKind.STATION_PC


def test_a_phone_is_taken_for_ones_own_and_the_rest_for_the_station(people, browser_of):
    browser = browser_of()
    browser.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 13) Chrome Mobile"
    assert browser.get("/login").form("password").values["device_kind"] == "own_phone"
    desk = browser_of()
    desk.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/120"
    assert desk.get("/login").form("password").values["device_kind"] == "station_pc"
