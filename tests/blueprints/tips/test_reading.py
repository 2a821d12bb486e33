"""Reading a tip: what it shows, who may, and what the audit log says of each look."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from domain.audit.models import AuditEntry
from domain.feed.models import FeedRow
from domain.tips.models import Tip
from domain.tips.sealing import TipBody
from tests.factories import BINH_THANH, DISTRICT, place
from tests.factories_tips import (
    CONTACT,
    STORY,
    entries,
    received,
    tip_of,
    told_of,
    villager_sends_photo,
    villager_writes,
)
from tests.support.images import photo
from web.extensions import db as flask_db


def test_the_page_shows_what_was_told_with_every_trace_unverified_and_as_text(
    app, people, browser_of
):
    tip_id = received(app, at=datetime(2024, 6, 4, 7, 42, tzinfo=UTC)).tip_id
    page = browser_of("xa1").get(f"/tips/{tip_id}")
    assert page.h1 == "TB-0001"
    for shown in (STORY, "45.000.000 đồng", "chiều 04/6", "Giả công an", "0123 4567 890"):
        assert shown in page.text
    assert page.text.count("chưa kiểm chứng") == 3
    assert "xacminh.example/dang-nhap" in page.text
    assert not any("xacminh" in address for address in page.links().values())
    assert CONTACT not in page.html
    assert "14:42" not in page.text


def test_the_minute_shows_only_when_money_was_just_sent(app, people, browser_of):
    at = datetime(2024, 6, 4, 7, 42, tzinfo=UTC)
    urgent = received(app, at=at, urgent=True).tip_id
    page = browser_of("xa1").get(f"/tips/{urgent}")
    assert "14:42, 04/6/2024" in page.text
    assert "Gọi ngân hàng bên nhận ngay" in page.text


def test_each_reading_is_an_entry_and_the_first_opens_the_tip(app, people, browser_of):
    tip_id = received(app).tip_id
    browser_of("xa1").get(f"/tips/{tip_id}")
    opened_at = tip_of(app, tip_id).opened_at
    assert opened_at is not None
    page = browser_of("truong1").get(f"/tips/{tip_id}")
    assert tip_of(app, tip_id).opened_at == opened_at
    assert entries(app, tip_id) == [("tip_read", ""), ("tip_read", "")]
    assert page.text.count("mở xem") == 1


def test_another_communes_tip_is_exactly_a_missing_page(app, people, browser_of):
    theirs = received(app, BINH_THANH).tip_id
    xa1 = browser_of("xa1")
    for way in ("", "/slip"):
        foreign = xa1.raw(f"/tips/{theirs}{way}")
        missing = xa1.raw(f"/tips/{uuid4()}{way}")
        assert foreign.status_code == missing.status_code == 404
        assert foreign.data == missing.data
        assert dict(foreign.headers) == dict(missing.headers)
    assert entries(app, theirs) == []


@pytest.mark.parametrize("way", ["take", "state", "messages", "category", "contact", "open"])
def test_nothing_can_be_done_to_another_communes_tip(app, people, browser_of, way):
    own, theirs = received(app).tip_id, received(app, BINH_THANH).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{own}").form("version")
    form.action = f"/tips/{theirs}/{way}"
    values = {"reason": "thử mở", "message": "Chào", "state": "spam"}
    xa1.send(form, values, status=404)
    assert entries(app, theirs) == []
    assert tip_of(app, theirs).version == 1


def test_the_admin_and_whoever_lost_the_tip_right_read_none(app, people, browser_of):
    tip_id = received(app).tip_id
    browser_of("quantri").get(f"/tips/{tip_id}", status=403)
    with app.app_context():
        officer = type(people.officer)
        flask_db.session.execute(
            update(officer).where(officer.username == "xa1").values(reads_tips=False)
        )
        flask_db.session.commit()
    for address in ("/tips", f"/tips/{tip_id}", "/tips/new"):
        browser_of("xa1").get(address, status=403)
    assert entries(app, tip_id) == []


def test_a_supervisor_states_a_reason_before_a_communes_tip_opens(app, people, browser_of):
    tip_id = received(app).tip_id
    huyen = browser_of("huyen")
    asked = huyen.get(f"/tips/{tip_id}")
    assert STORY not in asked.html
    assert "Ghi lý do" in asked.text
    assert entries(app, tip_id) == []
    form = asked.form("reason")
    again = huyen.send_for_page(form, {"reason": " x "}, status=422)
    assert STORY not in again.html
    page = huyen.send_for_page(form, {"reason": "tin quá 24 giờ chưa ai mở"})
    assert STORY in page.text
    assert entries(app, tip_id) == [
        ("tip_opened_from_above", "tin quá 24 giờ chưa ai mở"),
        ("tip_read", "tin quá 24 giờ chưa ai mở"),
    ]
    assert tip_of(app, tip_id).opened_at is None
    assert "Nhắn người báo" not in page.text
    assert "Nhận xử lý" not in page.text


def test_the_reason_holds_for_that_sign_in_and_a_quarter_of_an_hour(app, people, browser_of):
    tip_id = received(app).tip_id
    huyen = browser_of("huyen")
    huyen.send(huyen.get(f"/tips/{tip_id}").form("reason"), {"reason": "kiểm tra"})
    assert STORY in huyen.get(f"/tips/{tip_id}").text
    assert STORY not in browser_of("huyen").get(f"/tips/{tip_id}").html
    with app.app_context():
        long_ago = datetime.now(UTC) - timedelta(minutes=16)
        flask_db.session.execute(update(AuditEntry).values(at=long_ago))
        flask_db.session.commit()
    assert STORY not in huyen.get(f"/tips/{tip_id}").html


def test_a_supervisor_does_not_handle_a_communes_tip(app, people, browser_of):
    tip_id, own = received(app).tip_id, received(app, DISTRICT).tip_id
    huyen = browser_of("huyen")
    huyen.send(huyen.get(f"/tips/{tip_id}").form("reason"), {"reason": "kiểm tra"})
    form = huyen.get(f"/tips/{own}").form("version")
    for way in ("take", "state", "messages", "category"):
        form.action = f"/tips/{tip_id}/{way}"
        huyen.send(form, {"state": "spam"}, status=404)
    assert tip_of(app, tip_id).version == 1


def test_a_tip_sent_to_the_parent_opens_there_like_any_own_one(app, people, browser_of):
    tip_id = received(app, DISTRICT).tip_id
    browser_of("xa1").get(f"/tips/{tip_id}", status=404)
    browser_of("truong1").get(f"/tips/{tip_id}", status=404)
    page = browser_of("huyen").get(f"/tips/{tip_id}")
    assert STORY in page.text
    assert "Nhận xử lý" in page.text


def test_the_contact_opens_only_with_a_reason_and_only_in_that_answer(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    xa1.get(f"/tips/{tip_id}/contact", status=405)
    refused = xa1.send_for_page(page.form("reason"), {"reason": ""}, status=422)
    assert CONTACT not in refused.html
    assert "tip_contact_opened" not in dict(entries(app, tip_id))
    told = xa1.send(page.form("reason"), {"reason": "gọi hỏi số tài khoản"}, status=200)
    assert CONTACT in told.get_data(as_text=True)
    assert ("tip_contact_opened", "gọi hỏi số tài khoản") in entries(app, tip_id)
    again = xa1.get(f"/tips/{tip_id}")
    assert CONTACT not in again.html
    assert "mở liên lạc: gọi hỏi số tài khoản" in again.text


def test_a_tip_without_contact_has_nothing_to_open(app, people, browser_of):
    with_contact, without = received(app).tip_id, received(app, contact="").tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{without}")
    assert "Không ghi tên" in page.text
    assert "Chỉ qua mã xem trả lời" in page.text
    form = xa1.get(f"/tips/{with_contact}").form("reason")
    form.action = f"/tips/{without}/contact"
    xa1.send(form, {"reason": "thử"}, status=404)


def test_a_sealed_tip_that_was_moved_to_another_unit_does_not_open(app, people, browser_of):
    tip_id = received(app, BINH_THANH).tip_id
    with app.app_context():
        here = place(flask_db.session()).id
        flask_db.session.execute(update(Tip).where(Tip.id == tip_id).values(unit_id=here))
        flask_db.session.commit()
    answer = browser_of("xa1").raw(f"/tips/{tip_id}")
    assert answer.status_code == 400
    assert "Không còn đọc được lời trong tin này" in answer.get_data(as_text=True)
    assert STORY not in answer.get_data(as_text=True)


def test_a_persons_messages_tell_the_half_day_and_ours_the_hour(app, people, browser_of):
    tip_id = received(app).tip_id
    villager_writes(app, tip_id, "Khoảng 2 giờ chiều.")
    page = browser_of("xa1").get(f"/tips/{tip_id}")
    said = next(m for m in page.all("div", class_="message"))
    small = "".join(next(said.iter("small")).itertext())
    assert small.startswith("Người báo · ")
    assert ":" not in small


def test_nothing_sealed_reaches_the_feed_or_any_plain_row(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    note = "Nghi ông Tư bán vé số"
    xa1.send(page.form("state"), {"state": "verifying", "note": note})
    with app.app_context():
        rows = flask_db.session.scalars(select(FeedRow)).all()
        told = " ".join(str(row.summary) for row in rows)
        steps = flask_db.session.execute(select(flask_db.metadata.tables["tip_steps"])).all()
    plain = f"{told} {steps} {entries(app, tip_id)}"
    assert rows
    for canary in (STORY, CONTACT, "0123 4567 890", "xacminh", "Tư bán vé số", "0900 000"):
        assert canary not in plain
    assert rows[0].summary["state"] == "verifying"


def test_words_from_the_village_stay_words(app, people, browser_of):
    body = TipBody(story="<script>alert(1)</script>\n＜b＞ <img src=x onerror=1> hx-get='/x'")
    told = told_of(_unit(app), body=body, category="<i>khác</i>"[:60])
    tip_id = received(app, told=told).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    assert "<script>alert(1)" not in page.html
    assert "<script>alert(1)</script>" in page.text
    assert "<i>khác" not in xa1.get("/tips").html


def _unit(app):
    with app.app_context():
        return place(flask_db.session())


def test_a_villagers_photo_in_a_message_shows_under_the_tips_guard(app, people, browser_of):
    tip_id = received(app).tip_id
    villager_sends_photo(app, tip_id, photo())
    xa1 = browser_of("xa1")
    pictures = xa1.get(f"/tips/{tip_id}").all("img")
    address = pictures[0].get("src")
    assert xa1.raw(address).mimetype == "image/jpeg"
    other = received(app).tip_id
    assert xa1.raw(address.replace(str(tip_id), str(other))).status_code == 404
    assert browser_of("xa2").raw(address).status_code == 404
    assert browser_of("").raw(address).status_code == 303
