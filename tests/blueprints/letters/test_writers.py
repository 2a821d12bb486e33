"""Letters of people who are elsewhere, or no longer here: never lost, never another unit's."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.letters.models import UnreadLetter, Why
from domain.outreach.models import Outreach
from domain.people import held_forms, passes
from domain.people.models import HeldForm, Officer, Role, SignIn
from domain.tips.models import Tip
from domain.vault.letters import public_key
from tests.factories import PASSWORD, make_officer, successor
from tests.support.letters import letter
from tests.support.outbox import Phone, fields_of
from tests.support.villager import set_setting

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")


@pytest.fixture
def tip_words(officer):
    """The fields of a tip."""
    form = officer.get("/tips/new").form("story")
    return fields_of(form, story="Có người gọi xưng công an", source="phone", slip="none")


def change(database, person, **values):
    """Somebody else changes an account."""
    with database() as db:
        row = db.get_one(Officer, person.id)
        for name, value in values.items():
            setattr(row, name, value)
        db.commit()


@pytest.mark.parametrize("gone", ["moved", "shut", "supervises"])
def test_what_somebody_wrote_for_a_unit_they_left_waits_for_its_chief(
    phone, talk, people, browser_of, database, gone
):
    sent = phone()
    sealed = sent.letter(talk)
    values = {
        "moved": {"place_id": people.neighbour.place_id},
        "shut": {"is_active": False},
        "supervises": {"role": Role.SUPERVISOR},
    }[gone]
    change(database, people.officer, **values)
    for _ in range(2):
        told = sent.send(browser_of(), sealed, 403)
        assert "chỉ huy đơn vị" in str(told["sentence"]) and "held" not in told
    for other in ("xa2", "huyen", "quantri"):
        browser_of(other).get(f"/held/{sent.item_id}", status=404)
    chief = browser_of("truong1")
    assert "1 phiếu chờ bạn coi lại" in chief.get("/home").text
    assert people.officer.name in chief.get("/held").text
    page = chief.get(f"/held/{sent.item_id}")
    assert people.officer.name in page.text
    assert dict(talk)["held_on"] not in page.text.split("<form")[0], "days as people write them"
    assert "120" in chief.send_for_page(page.form("count_leaflets")).text
    assert "Không có phiếu nào" in chief.get("/held").text
    with database() as db:
        record = db.scalars(select(Outreach)).one()
        assert (
            record.author_id == people.chief.id and record.author.place_id == people.chief.place_id
        )
        handed, read = (
            db.scalars(select(AuditEntry).where(AuditEntry.action == action)).all()
            for action in (Action.LETTER_HANDED_ON, Action.LETTER_READ)
        )
        assert [(one.actor_id, one.sign_in) for one in handed] == [(people.officer.id, "letter")]
        assert [one.actor_id for one in read] == [people.chief.id]


def test_without_a_chief_an_admin_sees_that_it_waits_and_hands_it_on_once_there_is_one(
    phone, talk, people, browser_of, database
):
    sent = phone()
    change(database, people.officer, is_active=False)
    change(database, people.chief, is_active=False)
    told = sent.send(browser_of(), sent.letter(talk), 403)
    assert "quản trị" in str(told["sentence"])
    with database() as db:
        assert db.scalars(select(UnreadLetter.why)).one() is Why.NOBODY
        assert db.scalars(select(HeldForm)).all() == []
    admin = browser_of("quantri")
    page = admin.get("/admin/letters")
    assert "chờ đơn vị có chỉ huy" in page.text
    assert "Vẫn chưa" in admin.send_for_page(page.form("/admin/letters")).text
    change(database, people.chief, is_active=True)
    assert "Đã mở được 1 phiếu" in admin.send_for_page(page.form("/admin/letters")).text
    assert "120" in browser_of("truong1").get(f"/held/{sent.item_id}").text


def test_a_unit_that_ended_is_the_one_that_took_it_over(
    app, phone, talk, people, browser_of, database
):
    sent, left = phone(), phone()
    with database() as db:
        new = successor(db)
        heir = make_officer(db, "truongmoi", role=Role.CHIEF, name="Trưởng mới")
        heir.place_id = new_id = new.id
        db.commit()
    set_setting(app, "tree_day", "2026-01-01")
    change(database, people.officer, place_id=new_id)
    sent.send(browser_of(), sent.letter(talk))
    with database() as db:
        record = db.scalars(select(Outreach)).one()
        assert record.author_id == people.officer.id
    change(database, people.officer, is_active=False)
    left.send(browser_of(), left.letter(talk), 403)
    assert browser_of("truongmoi").get(f"/held/{left.item_id}").h1 == "Phiếu chờ coi lại"


def test_a_tip_needs_a_sign_in_behind_it_that_could_have_opened_the_form(
    phone, talk, tip_words, people, ring, browser_of, database
):
    now, visitor = datetime.now(UTC), browser_of()

    def given(*, opens_tips):
        return passes.issue(ring, officer=people.officer, opens_tips=opens_tips, now=now)

    weak = given(opens_tips=False)
    tip, plain = phone("tip"), phone()
    tip.pass_ = plain.pass_ = weak
    told = tip.send(visitor, tip.letter(tip_words), 401)
    assert "PIN" in str(told["sentence"])
    plain.send(visitor, plain.letter(talk))
    for fresh, status in ((weak, 401), (given(opens_tips=True), 201)):
        sealed = letter(public_key(ring), f"{tip.item_id}/pass", fresh.encode())
        tip.headers["Outbox-Pass"] = Phone.in_header(sealed)
        tip.send(visitor, tip.letter(tip_words), status)
    with database() as db:
        assert db.scalars(select(Tip.created_by)).all() == [people.officer.id]


def test_who_lost_the_right_to_tips_leaves_theirs_to_the_chief_behind_the_chiefs_own_steps(
    phone, tip_words, people, browser_of, database
):
    tip = phone("tip")
    change(database, people.officer, reads_tips=False)
    tip.send(browser_of(), tip.letter(tip_words), 403)
    chief = browser_of("truong1")
    page = chief.get(f"/held/{tip.item_id}")
    assert "xưng công an" in page.text
    chief.send_for_page(page.form("story"))
    with database() as db:
        assert db.scalars(select(Tip.unit_id)).all() == [people.chief.place_id]


def test_what_expired_on_the_way_goes_with_the_pass_of_a_new_sign_in(
    phone, talk, people, ring, browser_of
):
    sent = phone()
    long_ago = datetime.now(UTC) - timedelta(days=31)
    sent.pass_ = passes.issue(ring, officer=people.officer, opens_tips=True, now=long_ago)
    sealed = sent.letter(talk)
    sent.send(browser_of(), sealed, 401)
    signed_in = browser_of("xa1").get("/outreach/new?channel=leaflet")
    [fresh] = {form.get("data-pass") for form in signed_in.all("form") if form.get("data-pass")}
    header = letter(public_key(ring), f"{sent.item_id}/pass", fresh.encode())
    sent.headers["Outbox-Pass"] = Phone.in_header(header)
    assert sent.send(browser_of(), sealed)["url"] == f"/outreach/{sent.item_id}"
    assert PASSWORD not in fresh


def test_of_two_chiefs_who_was_here_last_minds_it_and_another_once_that_one_left(
    phone, talk, people, browser_of, database
):
    with database() as db:
        other = make_officer(db, "truong0", role=Role.CHIEF, name="Chỉ huy thứ hai")
        db.commit()
        db.refresh(other)
    browser_of("truong0").get("/home")
    change(database, people.officer, is_active=False)
    sent = phone()
    sealed = sent.letter(talk)
    sent.send(browser_of(), sealed, 403)
    assert "120" in browser_of("truong0").get(f"/held/{sent.item_id}").text
    change(database, other, is_active=False)
    sent.send(browser_of(), sealed, 403)
    assert "120" in browser_of("truong1").get(f"/held/{sent.item_id}").text


def test_who_left_can_neither_fill_the_chiefs_tray_nor_write_from_long_ago(
    phone, talk, people, ring, browser_of, database
):
    change(database, people.officer, is_active=False)
    old, visitor = phone(), browser_of()
    long_ago = datetime.now(UTC) - timedelta(days=181)
    old.pass_ = passes.issue(ring, officer=people.officer, opens_tips=True, now=long_ago)
    old.send(visitor, old.letter(talk), 401)
    for _ in range(held_forms.MOST_HANDED_ON):
        sent = phone()
        sent.send(visitor, sent.letter(talk), 403)
    over = phone()
    assert over.post(visitor, over.letter(talk)).status_code == 503
    own = Phone(ring, people.chief, "outreach")
    wrong = [(name, "" if name == "held_on" else value) for name, value in talk]
    assert own.send(visitor, own.letter(wrong), 422)["held"]
    chief = browser_of("truong1")
    chief.send(chief.get(f"/held/{sent.item_id}").form(f"/held/{sent.item_id}/drop"))
    with database() as db:
        dropped = select(AuditEntry).where(AuditEntry.action == Action.LETTER_DROPPED)
        [entry] = db.scalars(dropped).all()
        assert (entry.actor_id, entry.object_id) == (people.chief.id, sent.item_id)


def test_the_page_gives_a_pass_as_strong_as_the_sign_in_behind_it(
    people, ring, browser_of, database
):
    def pass_on(address, **heads):
        page = officer.client.get(address, headers=heads).get_data(as_text=True)
        given = page.partition('data-pass="')[2].partition('"')[0]
        return passes.read(ring, given)

    officer = browser_of("xa1")
    assert pass_on("/outreach/new").opens_tips
    change(database, people.officer, pin_hash="something")
    with database() as db:
        row = db.scalars(select(SignIn).where(SignIn.officer_id == people.officer.id)).one()
        row.tips_open_until = datetime.now(UTC) - timedelta(minutes=1)
        db.commit()
    assert not pass_on("/outreach/new").opens_tips
    # A copy of the empty form is opened where there is nobody to ask for a PIN.
    assert pass_on("/tips/new", Kept="1").opens_tips
