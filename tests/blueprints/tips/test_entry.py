"""Typing a tip in for somebody, and the slip that person takes home."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from domain.media.models import Photo
from domain.places import queries as places
from domain.tips.models import Source, Tip, TipState
from domain.tips.talk_models import TipClaim, TipContact
from tests.factories import BINH_THANH, TREE_DAY, place
from tests.factories_tips import entries, tip_of
from tests.support.images import photo
from tests.support.page import Page
from web.extensions import db as flask_db

TOLD = {
    "source": "phone",
    "category": "impersonation",
    "story": "Bác Sáu gọi báo bị lừa 45 triệu.",
    "money_lost": "45tr",
    "suspect_account": "0123456789",
    "contact": "Sáu, 0900 000 111",
}


def count(app, model):
    with app.app_context():
        return flask_db.session.scalar(select(func.count()).select_from(model))


def newest(app):
    with app.app_context():
        return flask_db.session.scalars(select(Tip).order_by(Tip.number.desc())).first()


def test_a_call_becomes_a_tip_and_a_slip_with_the_number_to_ask_with(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    slip = xa1.send_for_page(form, TOLD)
    assert slip.address == f"/tips/{form.values['id']}/slip"
    assert "TB-0001" in slip.text
    assert "Ngày hỏi lại" in slip.text
    assert TOLD["contact"] not in slip.text
    tip = newest(app)
    assert (tip.source, tip.is_named, tip.receipt_lookup) == (Source.PHONE, True, None)
    assert tip.created_by == people.officer.id
    assert tip.unit_id == people.officer.place_id
    page = xa1.get(f"/tips/{tip.id}")
    assert TOLD["story"] in page.text
    assert "Gọi điện tới" in page.text
    assert "45.000.000 đồng" in page.text


def test_what_an_officer_typed_counts_as_opened(app, people, browser_of):
    xa1 = browser_of("xa1")
    xa1.send(xa1.get("/tips/new").form("source"), TOLD)
    assert newest(app).opened_at is not None
    assert "Chưa ai mở" not in xa1.get("/tips").text


def test_the_form_says_once_that_state_secrets_stay_out(app, people, browser_of):
    text = browser_of("xa1").get("/tips/new").text
    assert text.count("Không nhập tài liệu, số liệu thuộc bí mật nhà nước.") == 1


def test_a_claim_slip_shows_a_number_and_never_the_code(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    slip = xa1.send_for_page(form, {**TOLD, "slip": "code"})
    number = "".join(slip.by_id("claim-number").itertext()).strip()
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", number)
    with app.app_context():
        claim = flask_db.session.scalars(select(TipClaim)).one()
        today = datetime.now(UTC).date()
        assert abs((claim.expires_on - today).days - 30) <= 1
    assert newest(app).receipt_lookup is None
    assert xa1.get(slip.address).by_id("claim-number") is not None
    assert f"{number}" not in xa1.get(f"/tips/{newest(app).id}").text


def test_the_claim_number_opens_the_code_for_the_person_and_then_nothing(app, people, browser_of):
    xa1 = browser_of("xa1")
    slip = xa1.send_for_page(xa1.get("/tips/new").form("source"), {**TOLD, "slip": "code"})
    number = "".join(slip.by_id("claim-number").itertext()).strip()
    villager = browser_of("")

    def look_up(code, status=200):
        asked = villager.get("/receipt").form("code")
        return villager.send(asked, {"code": code}, status=status).get_data(as_text=True)

    shown = look_up(number)
    codes = set(re.findall(r"\d{4} \d{4} \d{4} \d{4}", shown)) - {number}
    assert len(codes) == 1
    code = codes.pop()
    look_up(code, status=404)
    page = Page(villager.raw("/receipt", "POST", data={"code": number}), "/receipt")
    form, code = page.form("last_four"), "".join(page.by_id("receipt-code").itertext())
    villager.send(form, {"last_four": "0000" if code[-4:] != "0000" else "1111"}, status=422)
    answer = villager.send(form, {"last_four": code[-4:]}, status=303)
    assert answer.headers["Location"]
    look_up(code)
    look_up(number, status=404)
    xa1.get(slip.address, status=410)


def test_the_claim_number_shows_to_its_writer_for_some_minutes_only(app, people, browser_of):
    xa1 = browser_of("xa1")
    slip = xa1.send_for_page(xa1.get("/tips/new").form("source"), {**TOLD, "slip": "code"})
    number = "".join(slip.by_id("claim-number").itertext()).strip()
    other = browser_of("truong1").get(slip.address, status=410)
    assert number not in other.text
    assert "không hiện lại được" in other.text
    browser_of("xa2").get(slip.address, status=404)


def test_an_officers_own_finding_needs_no_slip(app, people, browser_of):
    xa1 = browser_of("xa1")
    for source in ("officer", "bank"):
        form = xa1.get("/tips/new").form("source")
        xa1.send(form, {"source": source, "story": "Thấy tờ rơi vay tiền dán ở cột điện."})
        tip = newest(app)
        assert (tip.is_named, tip.source) == (False, Source(source))
        assert count(app, TipClaim) == 0


def test_the_same_form_twice_is_one_tip_and_the_same_slip(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    picture = photo()
    said = {**TOLD, "slip": "code"}
    first = xa1.send(form, {**said, "photos": (BytesIO(picture), "a.jpg")})
    again = xa1.send(form, {**said, "photos": (BytesIO(picture), "a.jpg")})
    without = xa1.send(form, said)
    assert first.headers["Location"] == again.headers["Location"] == without.headers["Location"]
    assert count(app, Tip) == 1
    assert count(app, TipClaim) == 1
    assert count(app, Photo) == 1


def test_the_same_id_with_other_words_shows_both_and_keeps_what_was_typed(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    xa1.send(form, TOLD)
    both = xa1.send_for_page(form, {**TOLD, "story": "Chuyện khác hẳn."}, status=409)
    assert TOLD["story"] in both.text
    again = both.form("source")
    assert again.values["story"] == "Chuyện khác hẳn."
    assert again.values["id"] != form.values["id"]
    xa1.send(again)
    assert count(app, Tip) == 2


def test_an_id_of_somebody_elses_tip_is_not_found(app, people, browser_of):
    xa1, xa2 = browser_of("xa1"), browser_of("xa2")
    form = xa1.get("/tips/new").form("source")
    xa1.send(form, TOLD)
    theirs = xa2.get("/tips/new").form("source")
    xa2.send(theirs, {**TOLD, "id": form.values["id"]}, status=404)
    chief = browser_of("truong1")
    chief.send(chief.get("/tips/new").form("source"), {**TOLD, "id": form.values["id"]}, status=404)


def test_missing_parts_are_asked_for_and_nothing_typed_is_lost(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    said = {"source": None, "contact": "Chị Tư", "on_behalf": "y"}
    page = xa1.send_for_page(form, said, status=422)
    assert "Chọn tin tới bằng đường nào." in page.text
    assert "Chưa có gì để lưu." in page.text
    again = page.form("source")
    assert again.values["contact"] == "Chị Tư"
    assert again.values["on_behalf"] == "y"
    assert again.values["id"] == form.values["id"]
    assert count(app, Tip) == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("happened_on", "2999-01-01", "chưa tới"),
        ("happened_on", "hôm qua", "Ngày này không có"),
        ("money_sent_at", "2999-01-01T10:00", "chưa tới"),
        ("story", "a" * 20_001, "Dài quá"),
        ("source", "web", "đường nào"),
        ("source", "x", "đường nào"),
        ("place", "368ac10f-c195-49c5-8f46-adedfcbaa945", "trong địa bàn"),
        ("place", "x", "trong địa bàn"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(app, people, browser_of, field, value, sentence):
    xa1 = browser_of("xa1")
    page = xa1.send_for_page(
        xa1.get("/tips/new").form("source"), {**TOLD, field: value}, status=422
    )
    assert sentence in page.text
    assert page.form("source").values[field] == value


def test_a_place_of_another_commune_is_refused_and_an_own_hamlet_is_kept(app, people, browser_of):
    with app.app_context():
        db = flask_db.session()
        theirs = str(place(db).id)
        hamlet = places.hamlets(db, place(db, BINH_THANH).id, TREE_DAY)[0]
        own, name = str(hamlet.id), hamlet.full_name
    xa2 = browser_of("xa2")
    form = xa2.get("/tips/new").form("source")
    xa2.send(form, {**TOLD, "place": theirs}, status=422)
    xa2.send(form, {**TOLD, "place": own})
    assert name in xa2.get(f"/tips/{newest(app).id}").text


def test_odd_money_and_numbers_are_kept_as_typed(app, people, browser_of):
    xa1 = browser_of("xa1")
    said = {**TOLD, "money_lost": "nhiều lắm", "suspect_phone": "số lạ", "category": "x"}
    xa1.send(xa1.get("/tips/new").form("source"), said)
    page = xa1.get(f"/tips/{newest(app).id}")
    for text in ("nhiều lắm", "số lạ"):
        assert text in page.text
    assert newest(app).category == "other"


def test_money_sent_within_the_hour_makes_it_urgent(app, people, browser_of):
    xa1 = browser_of("xa1")
    xa1.send(xa1.get("/tips/new").form("source"), {**TOLD, "money_sent_at": "30m"})
    assert newest(app).is_urgent


def test_an_incident_photo_is_sealed_and_its_original_comes_back_byte_for_byte(
    app, people, browser_of
):
    xa1 = browser_of("xa1")
    picture = photo()
    form = xa1.get("/tips/new").form("source")
    xa1.send(form, {**TOLD, "photos": (BytesIO(picture), "hien-truong.jpg")})
    tip = newest(app)
    page = xa1.get(f"/tips/{tip.id}")
    assert hashlib.sha256(picture).hexdigest() in page.text
    original = next(href for text, href in page.links().items() if text.startswith("Bản gốc"))
    answer = xa1.raw(original)
    assert answer.data == picture
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    media = app.extensions["config"].media_dir
    stored = [path.read_bytes() for path in media.rglob("*.bin")]
    assert len(stored) == 3
    assert not any(picture in data or data[:3] == b"\xff\xd8\xff" for data in stored)


def test_photos_are_looked_at_under_the_guard_of_their_tip(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    xa1.send(form, {**TOLD, "photos": (BytesIO(photo()), "a.jpg")})
    tip = newest(app)
    page = xa1.get(f"/tips/{tip.id}")
    thumb = page.all("img")[0].get("src")
    whole = thumb.replace("-thumb", "")
    before = len(entries(app, tip.id))
    for address in (thumb, whole):
        answer = xa1.raw(address)
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert [e[0] for e in entries(app, tip.id)][before:] == ["tip_photo_seen"]
    for username in ("xa2", "quantri", "huyen"):
        assert browser_of(username).raw(whole).status_code in {403, 404, 400}
    other = uuid4()
    assert xa1.raw(whole.replace(str(tip.id), str(other))).status_code == 404
    fresh = browser_of("truong1").raw(thumb)
    assert fresh.status_code == 200
    assert [e[0] for e in entries(app, tip.id)][-1] == "tip_photo_seen"


def test_a_photo_that_is_none_is_named_and_the_rest_is_stored(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    xa1.send(form, {**TOLD, "photos": (BytesIO(b"chao"), "ghi-chu.txt")})
    page = xa1.get(f"/tips/{newest(app).id}")
    assert "ghi-chu.txt" in page.text
    assert "không phải là hình" in page.text


def test_a_photo_survives_a_form_that_had_to_be_mended(app, people, browser_of):
    xa1 = browser_of("xa1")
    form = xa1.get("/tips/new").form("source")
    picture = (BytesIO(photo()), "a.jpg")
    page = xa1.send_for_page(form, {**TOLD, "source": None, "photos": picture}, status=422)
    assert "1 ảnh đã giữ" in page.text
    xa1.send(page.form("source"), {"source": "desk"})
    assert len(xa1.get(f"/tips/{newest(app).id}").all("img")) == 1
    with app.app_context():
        assert flask_db.session.scalars(select(Photo.claim)).one() is None
    media = app.extensions["config"].media_dir
    assert len(list(media.rglob("*.bin"))) == 3


def test_the_supervisor_types_none_in(app, people, browser_of):
    browser_of("huyen").get("/tips/new", status=403)


def test_the_contact_lies_apart_and_sealed(app, people, browser_of):
    xa1 = browser_of("xa1")
    xa1.send(xa1.get("/tips/new").form("source"), TOLD)
    with app.app_context():
        row = flask_db.session.scalars(select(TipContact)).one()
        assert b"0900 000 111" not in row.sealed
    assert tip_of(app, newest(app).id).has_contact
    assert TipState.NEW is newest(app).state


def test_a_late_claim_is_over(app, people, browser_of):
    xa1 = browser_of("xa1")
    slip = xa1.send_for_page(xa1.get("/tips/new").form("source"), {**TOLD, "slip": "code"})
    number = "".join(slip.by_id("claim-number").itertext()).strip()
    with app.app_context():
        gone = datetime.now(UTC).date() - timedelta(days=2)
        flask_db.session.execute(update(TipClaim).values(expires_on=gone))
        flask_db.session.commit()
    villager = browser_of("")
    villager.send(villager.get("/receipt").form("code"), {"code": number}, status=404)


def test_whoever_knows_a_typed_in_tip_cannot_pass_for_the_person(app, people, browser_of):
    xa1 = browser_of("xa1")
    xa1.send(xa1.get("/tips/new").form("source"), TOLD)
    known = {**TOLD, "submission_id": str(newest(app).id)}
    villager = browser_of("")
    form = villager.get("/tip?place=30094").form("submission_id")
    again = villager.send_for_page(form, {**known, "form_token": ""}, status=422)
    villager.send(again.form("submission_id"), known)
    assert count(app, Tip) == 2
