"""Photos that travel by themselves: on from the byte that the server holds, kept once."""

import base64
import contextlib
import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from blueprints.uploads import limits
from domain.media.models import Photo
from domain.media.upload_models import Upload, Zone
from domain.people.models import SignIn
from tests.factories import PHUONG_TRA, make_officer
from tests.support.images import photo
from tests.support.uploading import TUS, Phone
from web import upkeep
from web.context import today
from web.extensions import db as flask_db

PICTURE = photo(width=320, height=240)


@pytest.fixture
def phone(app, people):
    return Phone(app, people.officer, form="outreach")


def photos(stored):
    return stored(lambda db: list(db.scalars(select(Photo))))


def test_a_photo_goes_on_where_the_server_stands_and_waits_for_its_form(phone, stored):
    sent = phone.seal(PICTURE)
    made = phone.announce(sent)
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "0")
    assert made.headers["Location"].endswith(f"/uploads/{sent.id}")
    assert "GMT" in made.headers["Upload-Expires"]
    assert "Set-Cookie" not in made.headers
    assert phone.go_on(sent, 0, 1000).headers["Upload-Offset"] == "1000"
    again = phone.announce(sent)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "1000")
    asked = phone.held(sent)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (
        "1000",
        str(len(sent.sealed)),
    )
    done = phone.go_on(sent, 1000)
    assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(sent.sealed)))
    assert done.headers["Location"].endswith(f"/uploads/{sent.id}"), "whose answer it is"
    assert phone.announce(sent).headers["Upload-Offset"] == str(len(sent.sealed))
    (kept,) = photos(stored)
    assert (kept.id, kept.record_id, kept.width) == (sent.id, None, 320)


def test_the_right_place_is_said_when_two_go_on_at_once(phone):
    sent = phone.seal(PICTURE)
    phone.announce(sent)
    phone.go_on(sent, 0, 2000)
    late = phone.go_on(sent, 1000, 3000)
    assert (late.status_code, late.headers["Upload-Offset"]) == (409, "2000")
    assert "id" not in late.get_json(), "no last word: the phone asks where it stands"
    assert phone.go_on(sent, 5000).status_code == 409
    assert phone.go_on(sent, 2000).status_code == 204


def test_the_same_id_with_other_content_is_refused(phone):
    sent = phone.seal(PICTURE)
    phone.announce(sent)
    for other in ({"sha256": "0" * 64}, {"length": "99"}):
        said = phone.announce(sent, **other)
        assert (said.status_code, said.get_json()["id"]) == (409, str(sent.id))
    assert phone.send(sent).status_code == 204


def test_other_bytes_are_taken_back_once_and_given_up_the_second_time(phone, stored):
    sent = phone.seal(PICTURE)
    sent.sealed = sent.sealed[:-1] + b"\0"
    announced = phone.announce(sent, sha256=hashlib.sha256(b"other").hexdigest())
    assert announced.status_code == 201
    assert phone.go_on(sent, 0).status_code == 460
    assert phone.held(sent).headers["Upload-Offset"] == "0"
    given_up = phone.go_on(sent, 0)
    assert (given_up.status_code, given_up.get_json()["id"]) == (422, str(sent.id))
    assert photos(stored) == []


def test_a_photo_that_a_line_spoilt_goes_once_more_when_somebody_asks_for_it(phone, stored):
    sent = phone.seal(PICTURE)
    whole, sent.sealed = sent.sealed, sent.sealed[:-1] + b"\0"
    right = hashlib.sha256(whole).hexdigest()
    phone.announce(sent, sha256=right)
    said = phone.go_on(sent, 0).get_json()
    assert (said["id"], said["sentence"]) == (
        str(sent.id),
        "Hình bị hỏng dọc đường, chưa nhận được.",
    )
    assert phone.go_on(sent, 0).status_code == 422
    sent.sealed = whole
    assert phone.announce(sent).status_code == 422
    again = phone.announce(sent, anew="1")
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "0")
    assert phone.go_on(sent, 0).status_code == 204
    assert len(photos(stored)) == 1
    assert phone.announce(sent, anew="1").headers["Upload-Offset"] == str(len(whole))


def test_a_piece_with_another_checksum_is_taken_back(phone):
    sent = phone.seal(PICTURE)
    phone.announce(sent)
    wrong = {"Upload-Checksum": f"sha1 {base64.b64encode(bytes(20)).decode()}"}
    assert phone.go_on(sent, 0, 500, **wrong).status_code == 460
    assert phone.held(sent).headers["Upload-Offset"] == "0"
    digest = hashlib.sha1(sent.sealed[:500], usedforsecurity=False).digest()
    right = {"Upload-Checksum": f"sha1 {base64.b64encode(digest).decode()}"}
    assert phone.go_on(sent, 0, 500, **right).headers["Upload-Offset"] == "500"
    assert phone.go_on(sent, 500, 600, **{"Upload-Checksum": "md5 AAAA"}).status_code == 400


@pytest.mark.parametrize("of_other_form", [False, True])
def test_what_is_no_photo_of_this_form_is_refused_with_a_sentence(phone, stored, of_other_form):
    sent = phone.seal(PICTURE if of_other_form else b"\xff\xd8\xff no picture")
    if of_other_form:
        sent.id = uuid4()
    said = phone.send(sent)
    assert (said.status_code, said.get_json()["id"]) == (422, str(sent.id))
    assert said.get_json()["sentence"].startswith("Hình vừa chọn")
    assert phone.announce(sent).status_code == 422, "and again the same"
    assert photos(stored) == []


def test_without_a_pass_for_this_form_nobody_gets_in(app, people, phone):
    sent = phone.seal(PICTURE)
    other = Phone(app, people.officer, form="outreach")
    phone.headers["Outbox-Pass"] = other.headers["Outbox-Pass"]
    said = phone.announce(sent)
    assert (said.status_code, said.get_json()["id"]) == (401, str(sent.id))
    bare = app.test_client().post("/uploads", headers=TUS)
    assert bare.status_code == 401


def test_another_officers_upload_and_none_are_alike(app, people, phone, stored):
    sent = phone.seal(PICTURE)
    phone.announce(sent)

    def colleague(db):
        made = make_officer(db, "xa9", code=PHUONG_TRA)
        db.commit()
        db.refresh(made)
        db.expunge(made)
        return made

    other = Phone(app, stored(colleague), form="outreach", item=phone.item)
    assert other.held(sent).status_code == 404
    assert other.go_on(sent, 0).status_code == 404
    assert other.announce(sent).status_code == 404
    missing = phone.seal(PICTURE)
    assert phone.held(missing).status_code == 404


def test_villagers_hold_no_officers_line_and_nobody_holds_many(app, phone):
    villager, villagers_form = uuid4(), uuid4()
    with app.app_context(), contextlib.ExitStack() as lines:
        hold = lines.enter_context
        hold(limits.line_to_spare(Zone.PUBLIC, villager))
        hold(limits.line_to_spare(Zone.PUBLIC, villagers_form))
        with pytest.raises(limits.Crowded):
            hold(limits.line_to_spare(Zone.PUBLIC, uuid4()))
        assert phone.send(phone.seal(PICTURE)).status_code == 204
        for _ in range(2):
            hold(limits.line_to_spare(Zone.STAFF, villager))
        with pytest.raises(limits.Crowded):
            hold(limits.line_to_spare(Zone.STAFF, villager))
    with app.app_context(), limits.line_to_spare(Zone.PUBLIC, villager):
        pass


def test_what_goes_by_itself_keeps_nobody_signed_in(app, people, phone, browser_of, stored):
    browser = browser_of("xa1")
    browser.get("/home")
    seen = stored(lambda db: db.scalars(select(SignIn.last_seen_at)).all())
    sent = phone.seal(PICTURE)
    phone.announce(sent)
    long_ago = [moment - timedelta(minutes=20) for moment in seen]
    stored(lambda db: (db.execute(update(SignIn).values(last_seen_at=long_ago[0])), db.commit()))
    assert browser.client.head(f"/uploads/{sent.id}", headers=phone.headers).status_code == 200
    assert stored(lambda db: db.scalars(select(SignIn.last_seen_at)).all())[0] == long_ago[0]


def test_what_the_limits_forbid_is_said_before_it_is_sent(app, phone, monkeypatch):
    sent = phone.seal(PICTURE)
    assert phone.announce(sent, length=str(16 * 1024 * 1024 + 1)).status_code == 413
    villager = Phone(app, None)
    assert villager.announce(villager.seal(PICTURE), length=str(9 * 2**20)).status_code == 413
    for _ in range(5):
        assert villager.announce(villager.seal(PICTURE)).status_code == 201
    assert villager.announce(villager.seal(PICTURE)).status_code == 422
    full = type("Full", (), {"free": 0, "total": 1, "takes_photos": False})()
    store = app.extensions["photo_store"]
    monkeypatch.setattr(store, "free_space", lambda: full)
    assert phone.announce(sent).status_code == 507


def test_a_phone_may_ask_what_the_server_speaks_and_end_what_it_began(app, phone):
    spoken = app.test_client().options("/uploads")
    assert spoken.headers["Tus-Version"] == "1.0.0"
    assert "checksum" in spoken.headers["Tus-Extension"]
    sent = phone.seal(PICTURE)
    phone.announce(sent)
    old = phone.headers | {"Tus-Resumable": "0.2"}
    assert app.test_client().head(f"/uploads/{sent.id}", headers=old).status_code == 412
    phone.go_on(sent, 0, 100)
    ended = app.test_client().delete(f"/uploads/{sent.id}", headers=phone.headers)
    assert ended.status_code == 204
    assert phone.held(sent).status_code == 404


def test_what_nobody_finished_or_claimed_is_swept_after_its_days(app, phone, stored):
    begun, waits = phone.seal(PICTURE), phone.seal(photo(width=64, height=48))
    phone.announce(begun)
    phone.go_on(begun, 0, 100)
    phone.send(waits)
    folder = app.extensions["config"].media_dir / "incoming"
    assert [path.stem for path in folder.iterdir()] == [str(begun.id)]

    def age(db):
        db.execute(update(Upload).values(begun_on=today() - timedelta(days=3)))
        db.execute(update(Photo).values(created_on=today() - timedelta(days=3)))
        db.commit()

    stored(age)
    with app.app_context():
        said = list(upkeep.run())
        flask_db.session.remove()
    assert "Uploads nobody claimed or finished: 2 removed." in said
    assert list(folder.iterdir()) == []
    assert photos(stored) == []
    assert phone.announce(begun).headers["Upload-Offset"] == "0", "the phone still has it"
