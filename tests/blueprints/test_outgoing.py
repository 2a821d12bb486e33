"""Calls to browsers and the morning's mail go out without words, and hold up nobody when the other
server is gone."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from time import perf_counter
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from domain.notices import waking
from domain.notices.models import Delivery, PushSubscription
from domain.people.models import Officer
from domain.reference import settings as settings_of
from domain.tips.models import Tip, TipState
from tests.factories_tips import make_tip, received, tip_of
from tests.support.outside import closed_port, push_server, silent_server
from web import outgoing, pushing
from web.config import BadConfig, Smtp, read
from web.extensions import db
from web.minute import Beat, run_once, watch_tips

NOW = datetime.now(UTC)


def _turn_on(key):
    settings_of.store(db.session(), key=key, text="1", by=None, now=NOW)


def _subscribe(officer, *endpoints):
    for endpoint in endpoints:
        row = PushSubscription(id=uuid4(), officer_id=officer.id, endpoint=endpoint)
        row.created_at = NOW
        db.session.add(row)
    waking.queue(db.session(), [officer.id], at=NOW)
    db.session.commit()


@pytest.fixture
def inside(app, people):
    """Inside the app, as the server's own threads are."""
    with app.app_context():
        yield people


def test_a_browser_is_called_without_a_word_and_the_call_is_done_with(inside):
    _turn_on("web_push_on")
    with push_server() as outside:
        _subscribe(inside.officer, f"{outside.address}/abc")
        outgoing.send_waiting()
    [(path, heads, body)] = outside.calls
    assert (path, body) == ("/abc", b"")
    assert heads["authorization"].startswith("vapid t=")
    assert heads["ttl"] == str(pushing.KEEP_FOR)
    assert db.session.scalars(select(Delivery)).all() == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_took_its_permission_back_is_forgotten(inside, status):
    _turn_on("web_push_on")
    with push_server() as outside:
        outside.status = status
        _subscribe(inside.officer, f"{outside.address}/abc")
        outgoing.send_waiting()
    assert db.session.scalars(select(PushSubscription)).all() == []
    assert db.session.scalars(select(Delivery)).all() == []


@pytest.mark.parametrize("status", [500, 429, 307, 0])
def test_a_push_server_that_is_down_busy_gone_or_leads_away_is_tried_again_later(inside, status):
    _turn_on("web_push_on")
    began = datetime.now(UTC)
    with push_server() as outside:
        outside.status = status
        address = outside.address if status else f"http://127.0.0.1:{closed_port()}"
        _subscribe(inside.officer, f"{address}/abc")
        outgoing.send_waiting()
        outgoing.send_waiting()
        assert [path for path, _, _ in outside.calls] == (["/abc"] if status else [])
    [kept] = db.session.scalars(select(Delivery))
    assert kept.trouble and kept.sent_at is None
    assert timedelta(0) < kept.next_try_at - began < timedelta(minutes=3)
    assert len(db.session.scalars(select(PushSubscription)).all()) == 1


def test_while_a_push_server_hangs_the_desk_goes_on_working(app, people, browser_of):
    tip_id = received(app).tip_id
    with silent_server() as outside:
        with app.app_context():
            _turn_on("web_push_on")
            _subscribe(people.officer, f"{outside.address}/abc")
        sending = threading.Thread(target=run_once, args=(app, outgoing.send_waiting))
        sending.start()
        assert outside.called.wait(timeout=30)
        xa1 = browser_of("xa1")
        xa1.send(xa1.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/take"))
        assert sending.is_alive(), "the call still waits"
    sending.join()
    assert tip_of(app, tip_id).taken_by_id == people.officer.id
    with app.app_context():
        [kept] = db.session.scalars(select(Delivery))
        assert kept.trouble and kept.sent_at is None


def test_one_phone_that_answers_is_enough(inside):
    _turn_on("web_push_on")
    with push_server() as outside:
        down = f"http://127.0.0.1:{closed_port()}/down"
        _subscribe(inside.officer, down, f"{outside.address}/up")
        outgoing.send_waiting()
    assert len(outside.calls) == 1
    assert db.session.scalars(select(Delivery)).all() == []


def test_while_push_is_off_nothing_is_called_and_nothing_piles_up(inside):
    with push_server() as outside:
        _subscribe(inside.officer, f"{outside.address}/abc")
        outgoing.send_waiting()
        _subscribe(inside.chief, f"{outside.address}/def")
        outgoing.plan()
        db.session.commit()
        outgoing.send_waiting()
    assert outside.calls == []
    assert db.session.scalars(select(Delivery)).all() == []


@pytest.mark.parametrize(
    ("endpoint", "may"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://10.0.0.5/abc", False),
        ("https://[fd00::1]/abc", False),
        ("https://2130706433/abc", False),
        ("https://intranet/abc", False),
        ("https://db.internal/abc", False),
        ("https://push.example.vn:8443/abc", False),
        ("https://ai:do@push.example.vn/abc", False),
        ("https://push.example.vn:khong/abc", False),
        ("", False),
        ("http://127.0.0.1:9000/abc", False),
    ],
)
def test_only_push_servers_on_the_internet_may_be_called(app, endpoint, may):
    real = replace(app.extensions["config"], host="0.0.0.0", public_url="https://tin.example.vn")
    assert pushing.may_call(endpoint, real) is may


class _Letterbox:
    def __init__(self, refuses=False):
        self.letters, self.refuses = [], refuses

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name.
        if self.refuses:
            return "451 Try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mail(app, monkeypatch):
    """Lets the app hand its mail to a port; a list keeps who was told what."""

    def to(port):
        server = Smtp(host="127.0.0.1", port=port, sender="lang-nghe@example.vn", tls="off")
        monkeypatch.setitem(
            app.extensions, "config", replace(app.extensions["config"], smtp=server)
        )

    return to


def _plan_mail(app, people, language="vi"):
    _turn_on("mail_digest_on")
    officer = db.session.get_one(Officer, people.officer.id)
    officer.email, officer.language = "xa1@example.vn", language
    ring = app.extensions["ring"]
    for _ in range(2):
        make_tip(db.session(), ring)
    late = db.session.get_one(Tip, make_tip(db.session(), ring).tip_id)
    late.state, late.opened_at, late.due_at = TipState.HELD, NOW, NOW - timedelta(days=1)
    db.session.add(Delivery(id=uuid4(), channel="mail", officer_id=officer.id, next_try_at=NOW))
    db.session.commit()


def test_the_mornings_mail_holds_figures_and_no_content(app, inside, mail):
    box = _Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=closed_port())
    controller.start()
    try:
        mail(controller.port)
        _plan_mail(app, inside)
        outgoing.send_waiting()
        outgoing.send_waiting()
    finally:
        controller.stop()
    [letter] = box.letters
    assert letter["To"] == "xa1@example.vn"
    assert letter["Subject"] == "Lắng Nghe: 2 tin chưa mở, 1 tin quá hạn"
    text = letter.get_content()
    assert "2 tin chưa mở, 1 tin quá hạn" in text
    assert "TB-" not in text and "Phương Trà" not in text
    assert db.session.scalars(select(Delivery.sent_at)).one() is not None


def _tried(app, people, mail, port):
    mail(port)
    _plan_mail(app, people)
    outgoing.send_waiting()
    [kept] = db.session.scalars(select(Delivery))
    assert kept.next_try_at > NOW
    return kept.trouble


def test_a_mail_server_that_is_gone_costs_nothing_but_time(app, inside, mail):
    assert _tried(app, inside, mail, closed_port()) == "ConnectionRefusedError"


def test_a_mail_server_that_refuses_is_asked_again_later(app, inside, mail):
    controller = Controller(_Letterbox(refuses=True), hostname="127.0.0.1", port=closed_port())
    controller.start()
    try:
        assert _tried(app, inside, mail, controller.port) == "SMTP 451"
    finally:
        controller.stop()


def test_a_day_with_nothing_waiting_brings_no_mail(app, inside, mail):
    mail(closed_port())
    _turn_on("mail_digest_on")
    db.session.get_one(Officer, inside.officer.id).email = "xa1@example.vn"
    row = Delivery(id=uuid4(), channel="mail", officer_id=inside.officer.id, next_try_at=NOW)
    db.session.add(row)
    db.session.commit()
    outgoing.send_waiting()
    assert row.sent_at is not None


def test_the_minutes_look_tells_the_desk_and_a_failing_one_says_why(app, people, caplog):
    with app.app_context():
        make_tip(db.session(), app.extensions["ring"], urgent=True)
        db.session.commit()
    assert run_once(app, watch_tips)
    with app.app_context():
        assert db.session.scalars(select(Tip.escalation)).all() == [0]

    typed = "một câu đã gõ"

    def broken():
        raise LookupError(typed)

    assert not run_once(app, broken)
    assert "Crash in broken: builtins.LookupError" in caplog.text
    assert typed not in caplog.text


def test_a_server_that_stops_waits_for_no_minute(app):
    beat = Beat(app)
    beat.start()
    beat.stop()


def test_a_mail_server_is_named_whole_or_not_at_all(tmp_path):
    here = {"INSTANCE_DIR": str(tmp_path)}
    assert read(here).smtp is None
    server = read({**here, "SMTP_HOST": "mail.example.vn", "SMTP_FROM": "a@example.vn"}).smtp
    assert (server.port, server.tls) == (587, "starttls")
    for wrong in ({"SMTP_FROM": "ai đó"}, {"SMTP_FROM": "a@example.vn", "SMTP_TLS": "sometimes"}):
        with pytest.raises(BadConfig):
            read({**here, "SMTP_HOST": "mail.example.vn", **wrong})


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("10.0.0.9", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),
        ("127.0.0.1", True),
        ("::ffff:10.0.0.9", True),
        ("fd00::1", True),
        ("fe80::1%eth0", True),
        ("142.250.4.188", False),
    ],
)
def test_a_name_that_leads_inside_the_network_is_never_called(monkeypatch, address, inside):
    def looked_up(*_, **__):
        return [(2, 1, 6, "", (address, 443))]

    monkeypatch.setattr("socket.getaddrinfo", looked_up)
    assert pushing.leads_inside("https://push.example.com/a") is inside


@pytest.mark.parametrize(
    "typed", ["a@" + "." * 20_000 + "@", " " * 20_000 + "x", "a@b", "a@b.c, d@e.f"]
)
def test_an_address_that_is_none_is_refused_in_no_time(people, browser_of, typed):
    browser = browser_of("xa1")
    form = browser.get("/me/mail").form("email")
    began = perf_counter()
    page = browser.send_for_page(form, {"email": typed}, status=422)
    assert perf_counter() - began < 2
    assert "Ghi như ten@donvi.gov.vn." in page.text
    browser.send(page.form("email"), {"email": " ten@xa.gov.vn "})
