"""A form sent with a lapsed sign-in: nothing of it is lost, and nobody else sees it."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from domain.media.models import Photo
from domain.outreach.models import Outreach
from domain.people import held_forms
from domain.people.models import HeldForm
from domain.people.passwords import hash_password
from tests.blueprints.auth.conftest import is_in, sign_in
from tests.factories import PASSWORD
from tests.factories_outreach import make_hamlet
from tests.support.images import photo
from tests.support.page import Browser, Page
from web.extensions import db

NOTES = "Bà con hỏi nhiều về\ncuộc gọi giả công an & <b>ngân hàng</b>"


@pytest.fixture
def clock():
    """A clock that only moves when told."""
    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def phone(app, people, browser_of, clock):
    """Xa1's own phone, signed in."""
    with app.app_context():
        make_hamlet(db.session())
        db.session.commit()
    browser = browser_of()
    sign_in(browser, "xa1", device_kind="own_phone")
    return browser


def filled(browser: Browser):
    """An outreach form with notes and two photos."""
    form = browser.get("/outreach/new").form("channel")
    form.values.setdefault("channel", "mobile_speaker")
    place = next(e for e in form.element.iter("input") if e.get("name") == "place")
    form.values |= {"place": place.get("value"), "notes": NOTES}
    form.values["photos"] = [
        (io.BytesIO(photo(width=320, height=240)), "mot.jpg"),
        (io.BytesIO(photo("PNG", width=300, height=200)), "hai.png"),
    ]
    return form


def stored(app, kind):
    """How many rows there are of a kind."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(kind))


def lapse_and_send(browser: Browser, clock) -> str:
    """Fill the form in, idle past the limit, press send; the address one is led to."""
    form = filled(browser)
    clock.shift(timedelta(hours=5))
    answer = browser.send(form)
    assert answer.headers["Location"].startswith("/login?held=")
    return answer.headers["Location"]


def test_a_form_sent_after_the_sign_in_ran_out_is_sent_again_whole(app, phone, clock):
    page = phone.get(lapse_and_send(phone, clock))
    assert "Những gì vừa ghi vẫn còn nguyên" in page.text
    assert stored(app, Outreach) == 0
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    page = phone.get(answer.headers["Location"])
    assert page.h1 == "Bạn đang gửi dở"
    assert "cuộc gọi giả công an & <b>ngân hàng</b>" in page.text
    assert "2 ảnh kèm theo" in page.text
    sent = phone.send(page.form("held_form"))
    assert UUID(sent.headers["Location"].rsplit("/", 1)[1])
    with app.app_context():
        record = db.session.scalars(select(Outreach)).one()
        assert record.notes == NOTES
        photos = db.session.scalars(select(Photo).where(Photo.record_id == record.id)).all()
        assert sorted(p.file_name for p in photos) == ["hai.png", "mot.jpg"]
        assert all(p.file_key and not p.problem for p in photos)
    assert stored(app, HeldForm) == 0
    assert phone.raw(answer.headers["Location"]).status_code == 404


def test_a_form_that_had_to_be_put_right_first_is_not_offered_again(app, phone, clock):
    form = filled(phone)
    place = form.values.pop("place")
    clock.shift(timedelta(hours=5))
    page = phone.get(phone.send(form).headers["Location"])
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    again = phone.get(answer.headers["Location"]).form("held_form")
    corrected = Page(phone.send(again, status=422), "/outreach/new").form("notes")
    phone.send(corrected, place=place)
    assert stored(app, Outreach) == 1
    assert stored(app, HeldForm) == 0
    with app.app_context():
        record = db.session.scalars(select(Outreach)).one()
        assert record.notes == NOTES
        kept = db.session.scalars(select(Photo).where(Photo.record_id == record.id)).all()
        assert len(kept) == 2


def test_a_corrected_form_that_lapses_again_is_kept_again(app, phone, clock):
    form = filled(phone)
    place = form.values.pop("place")
    clock.shift(timedelta(hours=5))
    page = phone.get(phone.send(form).headers["Location"])
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    again = phone.get(answer.headers["Location"]).form("held_form")
    corrected = Page(phone.send(again, status=422), "/outreach/new").form("notes")
    clock.shift(timedelta(hours=5))
    page = phone.get(phone.send(corrected, place=place).headers["Location"])
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    phone.send(phone.get(answer.headers["Location"]).form("held_form"))
    assert stored(app, Outreach) == 1


def test_sending_twice_makes_one_record(app, phone, clock):
    page = phone.get(lapse_and_send(phone, clock))
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    form = phone.get(answer.headers["Location"]).form("held_form")
    phone.send(form)
    again = dict(form.values)
    phone.raw(form.action, "POST", data=again)
    assert stored(app, Outreach) == 1


def test_the_next_user_of_the_phone_sees_nothing_of_it(app, phone, clock):
    page = phone.get(lapse_and_send(phone, clock))
    answer = phone.send(page.form("password"), username="xa2", password=PASSWORD)
    assert "/held/" not in answer.headers["Location"]
    with app.app_context():
        held_id = db.session.scalars(select(HeldForm.id)).one()
    assert phone.raw(f"/held/{held_id}").status_code == 404
    token = phone.get("/logout").form().values["csrf_token"]
    data = {"csrf_token": token}
    assert phone.raw(f"/held/{held_id}/drop", "POST", data=data).status_code == 404
    assert stored(app, HeldForm) == 1
    assert NOTES.split("\n")[0] not in phone.get("/me").text


def test_nobody_brings_in_another_persons_photos_by_naming_the_form(app, phone, clock, browser_of):
    lapse_and_send(phone, clock)
    with app.app_context():
        held_id = db.session.scalars(select(HeldForm.id)).one()
    thief = browser_of()
    sign_in(thief, "truong1", device_kind="own_phone")
    form = filled(thief)
    del form.values["photos"]
    thief.send(form, held_form=str(held_id))
    assert stored(app, Photo) == 0
    assert stored(app, HeldForm) == 1


@pytest.mark.parametrize(
    "forged", ["2bf74ae2-1063-412b-a011-2e8a3e123c9b", "khong-phai-so", "../../etc", ""]
)
def test_a_forged_id_leads_nowhere(app, phone, clock, forged):
    page = phone.get(f"/login?again=1&held={forged}")
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD, held=forged)
    assert "/held/" not in answer.headers["Location"]
    assert phone.raw(f"/held/{uuid4()}").status_code == 404


def test_its_author_may_throw_it_away(app, phone, clock):
    page = phone.get(lapse_and_send(phone, clock))
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    page = phone.get(answer.headers["Location"])
    phone.send(page.form(f"{answer.headers['Location']}/drop"))
    assert stored(app, HeldForm) == 0
    assert stored(app, Outreach) == 0


def test_after_a_day_it_is_gone(app, phone, clock):
    page = phone.get(lapse_and_send(phone, clock))
    clock.shift(timedelta(hours=24))
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    assert "/held/" not in answer.headers["Location"]
    with app.app_context():
        assert held_forms.sweep(db.session(), datetime.now(UTC)) == 1


def test_the_database_and_the_disk_hold_nothing_readable_of_it(app, phone, clock):
    lapse_and_send(phone, clock)
    with app.app_context():
        row = db.session.scalars(select(HeldForm)).one()
        assert "giả".encode() not in row.sealed
        media = app.extensions["config"].media_dir
        files = list(media.rglob("*.bin"))
        assert len(files) == 2
        assert not any(b"JFIF" in p.read_bytes() or b"PNG" in p.read_bytes() for p in files)


def test_a_stranger_and_an_ended_sign_in_keep_nothing(app, phone, clock, browser_of):
    form = filled(phone)
    token = phone.get("/logout").form()
    thief = browser_of()
    thief.client.set_cookie("session", phone.client.get_cookie("session").value)
    phone.send(token)
    answer = thief.send(form)
    assert answer.headers["Location"] == "/login"
    assert stored(app, HeldForm) == 0


def test_passwords_are_never_kept(app, phone, clock):
    form = phone.get("/me/password").form("current")
    clock.shift(timedelta(hours=5))
    answer = phone.send(form, current=PASSWORD, password="x", again="x")
    assert answer.headers["Location"] == "/login"
    assert stored(app, HeldForm) == 0


def test_a_form_left_open_in_another_tab_is_still_good_after_signing_in_again(app, phone, clock):
    form = filled(phone)
    clock.shift(timedelta(hours=5))
    assert not is_in(phone)
    sign_in(phone, "xa1", device_kind="own_phone")
    phone.send(form)
    assert stored(app, Outreach) == 1


def test_a_form_on_a_tip_page_waits_for_the_pin(app, phone, clock, change):
    change("xa1", pin_hash=hash_password("258046"))
    token = phone.get("/logout").form().values["csrf_token"]
    clock.shift(timedelta(minutes=20))
    data = {"csrf_token": token, "story": NOTES}
    answer = phone.raw("/tips/new", "POST", data=data)
    assert answer.status_code == 303
    page = phone.get(answer.headers["Location"])
    answer = phone.send(page.form("pin"), pin="258046")
    page = phone.get(answer.headers["Location"])
    assert page.h1 == "Bạn đang gửi dở"
    form = page.form("held_form")
    assert form.action == "/tips/new" and form.values["story"] == NOTES


def test_a_form_that_lapses_again_on_its_second_way_is_kept_once(app, phone, clock):
    page = phone.get(lapse_and_send(phone, clock))
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    form = phone.get(answer.headers["Location"]).form("held_form")
    clock.shift(timedelta(hours=5))
    answer = phone.send(form)
    assert stored(app, HeldForm) == 1
    page = phone.get(answer.headers["Location"])
    answer = phone.send(page.form("password"), username="xa1", password=PASSWORD)
    phone.send(phone.get(answer.headers["Location"]).form("held_form"))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Photo)) == 2
