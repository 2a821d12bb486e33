"""A letter that comes again, at once, or halfway, or made to hurt: one record, whole, or none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from domain.audit.models import Action, AuditEntry
from domain.letters.models import LetterNote, UnreadLetter
from domain.media.upload_models import Upload
from domain.outreach.models import Outreach
from domain.people.models import HeldForm
from domain.vault.keys import KeyRing, new_data_key
from domain.vault.letters import public_key
from tests.conftest import KEY
from tests.support.letters import letter
from tests.support.outbox import MEDIA_TYPE, Phone
from tests.support.villager import set_setting
from web.extensions import db as flask_db

one_engine = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")


def count(db, model):
    """How many rows there are."""
    return db.scalar(select(func.count()).select_from(model))


def test_a_letter_that_comes_ten_times_at_once_is_one_record_with_one_note_and_entry(
    app, phone, talk, browser_of, database
):
    sent, photo = phone(), str(uuid4())
    sent.told = {"photos": [{"id": photo, "name": "a.jpg", "is_original": False}]}
    sealed, visitors = sent.letter(talk), [browser_of() for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda visitor: sent.post(visitor, sealed), visitors))
    # Who is told to come again later does so, and hears the same.
    later = [answer for answer in answers if answer.status_code not in {429, 500, 503}]
    assert {answer.status_code for answer in later} == {201}
    assert {answer.json["url"] for answer in later} == {f"/outreach/{sent.item_id}"}
    sent.send(browser_of(), sealed)
    with database() as db:
        assert count(db, Outreach) == count(db, LetterNote) == 1
        assert [str(row.id) for row in db.scalars(select(Upload))] == [photo]
        created = select(AuditEntry).where(AuditEntry.action == Action.RECORD_CREATED)
        [entry] = db.scalars(created).all()
        assert entry.sign_in == "letter" and entry.object_id == sent.item_id


@one_engine
def test_what_is_said_beside_the_form_is_stored_with_the_record_or_neither_is(
    app, phone, talk, officer, database
):
    def break_down(_connection, _cursor, statement, *_more):
        if statement.startswith("INSERT INTO letter_notes"):
            raise OperationalError(statement, {}, Exception("the disk is gone"))

    sent, photo = phone(), str(uuid4())
    sent.told = {"photos": [{"id": photo, "name": "a.jpg", "is_original": False}]}
    sealed = sent.letter(talk)
    with app.app_context():
        engine = flask_db.engine
    event.listen(engine, "before_cursor_execute", break_down)
    try:
        assert sent.post(officer, sealed).status_code == 503
    finally:
        event.remove(engine, "before_cursor_execute", break_down)
    with database() as db:
        assert count(db, Outreach) == count(db, LetterNote) == count(db, Upload) == 0
    sent.send(officer, sealed)
    with database() as db:
        assert count(db, Outreach) == count(db, LetterNote) == count(db, Upload) == 1


@one_engine
def test_a_record_that_was_withdrawn_since_is_not_brought_back(phone, talk, officer, database):
    sent = phone()
    sealed = sent.letter(talk)
    url = str(sent.send(officer, sealed)["url"])
    ask = officer.get(url).links()
    withdraw = officer.get(ask[next(text for text in ask if "Rút" in text)])
    officer.send_for_page(withdraw.form("reason"), {"reason": "Ghi nhầm ngày"})
    assert sent.send(officer, sealed)["url"] == url
    with database() as db:
        assert db.scalars(select(Outreach)).one().withdrawn_reason == "Ghi nhầm ngày"


@one_engine
def test_a_colleagues_letter_under_an_id_that_is_taken_changes_nothing_and_is_held_for_them(
    phone, talk, people, ring, officer, browser_of, database
):
    sent = phone()
    sent.send(officer, sent.letter(talk))
    theirs = Phone(ring, people.neighbour, "outreach")
    theirs.item_id = sent.item_id
    told = theirs.send(browser_of("xa2"), theirs.letter(talk), 404)
    assert "url" not in told
    assert browser_of("xa2").get(str(told["held"])).h1 == "Phiếu chờ coi lại"
    officer.get(str(told["held"]), status=404)
    with database() as db:
        assert db.scalars(select(Outreach.author_id)).all() == [people.officer.id]


DEEP = "[" * 100_000


@one_engine
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0",
        b"{",
        b"[]",
        b"null",
        b'{"form": "outreach"}',
        DEEP.encode(),
        f'{{"fields": {DEEP}'.encode(),
        b'{"v":1,"pass":"","form":"outreach","form_version":"1","fields":5}',
        b'{"v":1,"pass":"","form":"outreach","form_version":"1","fields":[["id"]]}',
        b"\xff\xfe\xfd",
    ],
)
def test_a_letter_that_says_nothing_we_know_is_kept_and_breaks_nothing(
    phone, officer, database, text
):
    sent = phone()
    sealed = letter(public_key(sent.ring), f"{sent.item_id}/form", text)
    assert "giữ lại" in str(sent.send(officer, sealed, 400)["sentence"])
    with database() as db:
        assert count(db, UnreadLetter) == 1 and count(db, Outreach) == 0


@one_engine
def test_ten_thousand_boxes_a_box_twice_and_zeros_inside_words_break_nothing(
    phone, talk, officer, database
):
    many = phone()
    many.send(officer, many.letter([*talk, *(("x", "y") for _ in range(10_000))]), 400)
    twice = phone()
    zeros = [(name, "a\0b" if name == "notes" else value) for name, value in talk]
    told = twice.send(officer, twice.letter([*zeros, ("count_leaflets", "5")]))
    assert "ab" in officer.get(str(told["url"])).text
    halves = phone()
    halves.send(officer, halves.letter([*talk, ("venue", "chợ \ud83d")]))
    photos = phone()
    photos.told = {"photos": [{"id": "no id"}, {"id": str(uuid4()), "of": 5}, {}]}
    photos.send(officer, photos.letter(talk))
    with database() as db:
        assert count(db, Outreach) == 3 and count(db, Upload) == 1


@one_engine
def test_a_letter_that_was_cut_is_told_apart_from_one_that_was_read(phone, talk, officer, database):
    sent = phone()
    sealed = sent.letter(talk)
    answer = officer.client.post(
        sent.to,
        data=sealed[:-40],
        content_type=MEDIA_TYPE,
        headers={"Outbox-Item": sent.item_id},
        environ_overrides={"CONTENT_LENGTH": str(len(sealed))},
    )
    assert answer.status_code == 400 and sent.item_id not in answer.get_data(as_text=True)
    with database() as db:
        assert count(db, UnreadLetter) == count(db, Outreach) == 0


@one_engine
def test_a_letter_opens_after_two_rotations_and_its_pass_still_counts(
    app, phone, talk, browser_of, database
):
    sent = phone()
    sealed = sent.letter(talk)
    app.extensions["ring"] = KeyRing((new_data_key(), new_data_key(), KEY))
    try:
        sent.send(browser_of(), sealed)
    finally:
        app.extensions["ring"] = KeyRing((KEY,))
    with database() as db:
        assert count(db, Outreach) == 1


@one_engine
def test_a_tray_that_strangers_filled_has_room_for_officers_and_loses_nothing(
    app, phone, officer, browser_of, database
):
    set_setting(app, "unread_letters", "20")
    first = phone()
    for number in range(10):
        first.send(browser_of(), b"LN1 damaged %d" % number, 400)
    told = first.post(browser_of(), b"LN1 one more")
    assert told.status_code == 503 and "còn nguyên" in told.get_data(as_text=True)
    first.send(browser_of(), b"LN1 damaged 3", 400)
    for number in range(5):
        first.send(officer, b"LN1 of an officer %d" % number, 400)
    assert first.post(officer, b"LN1 of an officer 5").status_code == 503
    with database() as db:
        kept = {row.letter for row in db.scalars(select(UnreadLetter))}
        assert b"LN1 damaged 0" in kept and len(kept) == 15


@one_engine
def test_two_hundred_held_forms_stay_and_the_next_waits_in_its_phone(
    phone, talk, people, officer, database
):
    now = datetime.now(UTC)
    with database() as db:
        for _ in range(200):
            row = HeldForm(id=uuid4(), officer_id=people.officer.id, path="/x", sealed=b"")
            row.created_at, row.came_by_letter = now, True
            db.add(row)
        db.commit()
    sent = phone()
    wrong = [(name, "" if name == "held_on" else value) for name, value in talk]
    assert sent.post(officer, sent.letter(wrong)).status_code == 503
    with database() as db:
        assert count(db, HeldForm) == 200
        assert db.get(HeldForm, UUID(sent.item_id)) is None
