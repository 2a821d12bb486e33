"""Photos that come before their form or after it end where the form's own would have."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from domain.history.models import Correction
from domain.media.models import Photo
from domain.media.uploads import Expected, expect
from domain.outreach.models import Outreach
from domain.tips.models import Tip
from tests.factories_outreach import log
from tests.support.images import photo
from tests.support.sending import file
from tests.support.uploading import Phone
from web.context import today

PICTURE = photo(width=320, height=240)
TIP = {"source": "phone", "story": "Bác Sáu gọi báo bị lừa 45 triệu.", "slip": "number"}


@pytest.fixture
def phone(app, people):
    return Phone(app, people.officer, form="outreach")


def send_form(browser, hamlet_id, record_id, **more):
    form = browser.get("/outreach/new?channel=leaflet").form("channel")
    told = {"id": str(record_id), "place": hamlet_id, "count_leaflets": "90", **more}
    return browser.send_for_page(form, told)


def thumbs(page):
    return [image.get("src") for image in page.all("img") if image.get("src")]


def photos(stored):
    return stored(lambda db: list(db.scalars(select(Photo).order_by(Photo.position))))


def expected(stored, phone, officer, *sent, **how):
    def note(db):
        told = [Expected(id=one.id, **how) for one in sent]
        item, form = phone.item, phone.form
        expect(db, form=form, item_id=item, owner_id=officer.id, photos=told, today=today())
        db.commit()

    stored(note)


def test_a_photo_that_follows_its_words_joins_the_record_and_corrects_nothing(
    officer, hamlet_id, phone, people, stored
):
    send_form(officer, hamlet_id, phone.item)
    first, second = phone.seal(PICTURE), phone.seal(photo(width=64, height=48))
    expected(stored, phone, people.officer, first, second)
    assert "Đang chờ 2 hình từ máy của cán bộ" in officer.get(f"/outreach/{phone.item}").text
    assert phone.send(first).status_code == 204
    page = officer.get(f"/outreach/{phone.item}")
    assert "Đang chờ 1 hình từ máy của cán bộ" in page.text
    assert thumbs(page) == [f"/media/{first.id}-thumb.jpg"] == thumbs(officer.get("/outreach"))
    assert phone.send(second).status_code == 204
    page = officer.get(f"/outreach/{phone.item}")
    assert "Đang chờ" not in page.text
    assert len(thumbs(page)) == 2
    assert stored(lambda db: db.get_one(Outreach, phone.item).version) == 1
    assert stored(lambda db: db.scalars(select(Correction)).all()) == []
    assert len(thumbs(officer.get("/outreach"))) == 2


def test_the_same_form_is_the_same_whether_its_photos_came_with_it_or_after(
    officer, hamlet_id, phone, stored
):
    saved = send_form(officer, hamlet_id, phone.item)
    phone.send(phone.seal(PICTURE))
    again = send_form(officer, hamlet_id, phone.item, photos=[file("a.jpg", PICTURE)])
    assert again.address == saved.address
    assert phone.send(phone.seal(PICTURE)).status_code == 204, "the same picture once more"
    assert len([one for one in photos(stored) if one.record_id]) == 1


def test_a_photo_that_comes_before_its_words_waits_for_them(officer, hamlet_id, phone):
    sent = phone.seal(PICTURE)
    phone.send(sent)
    page = send_form(officer, hamlet_id, phone.item)
    assert thumbs(page) == [f"/media/{sent.id}-thumb.jpg"]
    again = send_form(officer, hamlet_id, phone.item, photos=[file("a.jpg", PICTURE)])
    assert again.address == page.address


def test_nobody_adds_photos_to_what_another_logged_or_what_was_withdrawn(app, ring, people, stored):
    def colleagues(db):
        other = log(db, ring, people.chief)
        mine = log(db, ring, people.officer)
        db.execute(
            update(Outreach)
            .where(Outreach.id == mine.id)
            .values(withdrawn_at=mine.entered_at, withdrawn_reason="Ghi nhầm buổi")
        )
        db.commit()
        return other.id, mine.id

    others, withdrawn = stored(colleagues)
    phone = Phone(app, people.officer, form="outreach", item=others)
    sent = phone.seal(PICTURE)
    said = phone.announce(sent)
    assert (said.status_code, said.get_json()["id"]) == (404, str(sent.id))
    phone = Phone(app, people.officer, form="outreach", item=withdrawn)
    assert phone.send(phone.seal(PICTURE)).status_code == 204
    assert [one.record_id for one in photos(stored)] == [None], "it is swept with what waits"
    nowhere = Phone(app, people.officer, form="poster")
    assert nowhere.announce(nowhere.seal(PICTURE)).status_code == 404


def test_photos_of_a_tip_are_sealed_for_it_and_leave_the_form_the_same(
    app, officer, people, stored
):
    phone = Phone(app, people.officer, form="tip")
    early, late = phone.seal(PICTURE), phone.seal(photo(width=64, height=48))
    phone.send(early)
    assert [one.is_sealed for one in photos(stored)] == [True]
    form = officer.get("/tips/new").form("story")
    form.values["id"] = str(phone.item)
    form.values["place"] = str(people.officer.place_id)
    slip = officer.send_for_page(form, TIP)
    expected(stored, phone, people.officer, late)
    page = officer.get(f"/tips/{phone.item}")
    assert "Đang chờ 1 hình từ máy của cán bộ" in page.text
    assert phone.send(late).status_code == 204
    kept = photos(stored)
    assert {one.record_id for one in kept} == {phone.item}
    assert all(one.is_sealed and one.original_key for one in kept)
    page = officer.get(f"/tips/{phone.item}")
    for one in kept:
        assert officer.raw(f"/tips/{phone.item}/photos/{one.id}.jpg").status_code == 200
    assert "Bản gốc ảnh 2" in page.text
    assert officer.send_for_page(form, TIP).address == slip.address
    assert stored(lambda db: len(db.scalars(select(Tip)).all())) == 1


def test_a_proof_in_full_size_lies_sealed_beside_the_picture_it_is_of(
    app, officer, hamlet_id, phone, people, stored
):
    send_form(officer, hamlet_id, phone.item)
    small, whole = phone.seal(PICTURE), phone.seal(photo(width=900, height=700))
    expected(stored, phone, people.officer, small)
    expected(stored, phone, people.officer, whole, is_original=True, original_of=small.id)
    phone.send(small)
    assert phone.send(whole).status_code == 204
    (kept,) = photos(stored)
    assert (kept.id, kept.width, len(kept.original_sha256)) == (small.id, 320, 64)
    sealed = app.extensions["photo_store"].get(kept.original_key)
    assert PICTURE[:64] not in sealed


@pytest.mark.parametrize("words_first", [True, False])
def test_a_villagers_photo_reaches_the_tip_of_the_same_page(browser_of, app, stored, words_first):
    villager, item = browser_of(), uuid4()
    form = villager.get("/tip?place=30094").form("story")
    item = UUID(form.values["submission_id"])
    phone = Phone(app, None, item=item)
    sent = phone.seal(PICTURE)
    told = {"story": "Có người gọi xưng công an."}
    if words_first:
        villager.send(form, told)
        assert phone.send(sent).status_code == 204
    else:
        assert phone.send(sent).status_code == 204
        villager.send(form, told | {"photo_ids": str(sent.id)})
    tip = stored(lambda db: db.scalars(select(Tip)).one())
    (kept,) = photos(stored)
    assert (kept.id, kept.record_id, kept.is_sealed) == (sent.id, tip.id, True)
    assert kept.original_key == ""
