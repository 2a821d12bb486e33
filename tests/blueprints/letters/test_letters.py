"""What waited in a phone comes as a letter: taken once, as its author's, whoever sends it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.audit.models import AuditEntry
from domain.forums.models import Forum
from domain.letters.models import UnreadLetter
from domain.outreach.models import Outreach
from domain.people import passes, services
from domain.tips.models import Tip
from domain.vault.keys import KeyRing, new_data_key
from domain.vault.letters import public_key
from tests.support.letters import letter
from tests.support.outbox import Phone, fields_of


def count(db, model):
    """How many rows there are."""
    return db.scalar(select(func.count()).select_from(model))


def changed(fields, **values):
    """The same fields with others in some."""
    return [(name, values.get(name, value)) for name, value in fields]


def test_a_letter_becomes_its_authors_record_whoever_is_signed_in_there(
    phone, talk, people, browser_of, database
):
    sent = phone()
    for browser in (browser_of("xa2"), browser_of(), browser_of("xa1")):
        told = sent.send(browser, sent.letter(talk))
        assert told["url"] == f"/outreach/{sent.item_id}" and told["number"] == ""
    with database() as db:
        record = db.scalars(select(Outreach)).one()
        assert str(record.id) == sent.item_id and record.author_id == people.officer.id
        entry = db.scalars(select(AuditEntry).where(AuditEntry.object_id == sent.item_id)).first()
        assert entry is None or entry.actor_id == people.officer.id
    assert "120" in browser_of("xa1").get(told["url"]).text


def test_a_letter_of_a_forum_and_of_a_tip_is_taken_too(phone, officer, hamlet_id, database):
    forum = officer.get("/forums/new").form("attendance")
    said = {"place": hamlet_id, "attendance": "40", "venue": "Nhà văn hóa"}
    sent = phone("forum")
    url = sent.send(officer, sent.letter(fields_of(forum, **said)))["url"]
    assert "Nhà văn hóa" in officer.get(url).text
    form = officer.get("/tips/new").form("story")
    told = {"story": "Có người gọi xưng công an", "source": "phone", "slip": "number"}
    tip = phone("tip")
    answer = tip.send(officer, tip.letter(fields_of(form, **told)))
    assert answer["number"].startswith("TB-") and answer["slip"] == f"/tips/{tip.item_id}/slip"
    with database() as db:
        assert (count(db, Forum), count(db, Tip)) == (1, 1)


def test_the_same_form_with_other_words_shows_both_and_is_held(phone, talk, officer, database):
    sent = phone()
    sent.send(officer, sent.letter(talk))
    told = sent.send(officer, sent.letter(changed(talk, count_leaflets="200")), 409)
    assert told["url"] == f"/outreach/{sent.item_id}" and told["held"] == f"/held/{sent.item_id}"
    with database() as db:
        assert count(db, Outreach) == 1
    again = officer.get(told["held"]).form("count_leaflets")
    both = officer.send_for_page(again, status=409)
    assert "Hai bản khác nhau" in both.h1
    officer.send_for_page(both.form("version"))
    officer.get(told["held"], status=404)
    assert "chờ bạn coi lại" not in officer.get("/home").text


def test_what_is_wrong_is_said_field_by_field_and_mended_from_what_is_held(
    phone, talk, officer, browser_of
):
    sent = phone()
    wrong = sent.letter(changed(talk, held_on="", count_leaflets="nhiều"))
    for _ in range(2):
        told = sent.send(browser_of(), wrong, 422)
    fields = {error["field"] for error in told["errors"]}
    assert {"held_on", "count_leaflets"} <= fields
    assert all(error["label"] and error["sentence"] for error in told["errors"])
    assert told["sentence"] == told["errors"][0]["sentence"]
    browser_of("xa2").get(told["held"], status=404)
    form = officer.get(told["held"]).form("count_leaflets")
    saved = officer.send_for_page(form, {"count_leaflets": "77", "held_on": "2026-03-01"})
    assert "77" in saved.text
    officer.get(told["held"], status=404)


def test_once_a_mended_letter_is_taken_nothing_of_it_is_held(phone, talk, officer):
    sent = phone()
    held = sent.send(officer, sent.letter(changed(talk, place="")), 422)["held"]
    sent.send(officer, sent.letter(talk))
    officer.get(held, status=404)


def test_what_was_sent_back_and_is_stored_from_its_page_is_no_longer_held(phone, talk, officer):
    sent = phone()
    sent.told = {"form_version": "7"}
    held = sent.send(officer, sent.letter(talk), 422)["held"]
    form = officer.get("/outreach/new?channel=leaflet").form("channel")
    officer.send_for_page(form, dict(talk) | {"id": sent.item_id})
    officer.get(held, status=404)


def test_a_pass_that_is_over_ended_or_none_keeps_everything_and_asks_to_sign_in(
    phone, talk, people, ring, browser_of, database
):
    long_ago = datetime.now(UTC) - timedelta(days=31)
    old = passes.issue(ring, officer=people.officer, opens_tips=True, now=long_ago)
    forged = passes.issue(
        KeyRing((new_data_key(),)), officer=people.officer, opens_tips=True, now=long_ago
    )
    for wrong in (old, forged, "", "x" * 94):
        sent = phone()
        sent.pass_ = wrong
        told = sent.send(browser_of("xa2"), sent.letter(talk), 401)
        assert told["sentence"].startswith("Đăng nhập lại")
    sent = phone()
    sent.pass_ = old
    assert sent.send(browser_of("xa1"), sent.letter(talk))["url"]
    with database() as db:
        assert count(db, Outreach) == 1 and count(db, UnreadLetter) == 0


def test_a_fresh_pass_in_front_of_an_old_letter_counts_for_its_author_alone(
    phone, talk, people, ring, browser_of
):
    now, visitor = datetime.now(UTC), browser_of()
    for officer, status in ((people.neighbour, 401), (people.officer, 201)):
        sent = phone()
        sent.pass_ = passes.issue(
            ring, officer=people.officer, opens_tips=True, now=now - timedelta(days=40)
        )
        fresh = passes.issue(ring, officer=officer, opens_tips=True, now=now).encode()
        sealed = letter(public_key(ring), f"{sent.item_id}/pass", fresh)
        sent.headers["Outbox-Pass"] = Phone.in_header(sealed)
        sent.send(visitor, sent.letter(talk), status)


def test_a_pass_from_before_somebody_ended_the_sign_ins_counts_no_more(
    phone, talk, people, browser_of, database
):
    ended = phone()
    with database() as db:
        services.end_sign_ins(db, officer_id=people.officer.id, now=datetime.now(UTC))
        db.commit()
    ended.send(browser_of(), ended.letter(talk), 401)
    with database() as db:
        assert count(db, Outreach) == 0


def test_what_nobody_can_open_is_kept_once_as_it_came(phone, talk, officer, database):
    sent, other = phone(), phone()
    whole = sent.letter(talk)
    unreadable = [
        letter(public_key(KeyRing((new_data_key(),))), f"{sent.item_id}/form", b"{}"),
        letter(public_key(sent.ring), f"{sent.item_id}/form", b"[1]"),
        other.letter(talk),
        whole[:-1] + bytes([whole[-1] ^ 1]),
        b"hello",
    ]
    sent.told = {"fields": [["id", other.item_id], *talk]}
    unreadable.append(sent.letter(talk))
    for sealed in (*unreadable, unreadable[0]):
        assert "giữ lại" in str(sent.send(officer, sealed, 400)["sentence"])
    with database() as db:
        rows = db.scalars(select(UnreadLetter)).all()
        assert {row.letter for row in rows} == set(unreadable) and len(rows) == len(unreadable)
        assert count(db, Outreach) == 0


def test_a_letter_at_the_wrong_door_or_too_large_or_cut_is_not_taken(
    phone, talk, officer, app, database
):
    astray = phone()
    astray.to = "/forums/new"
    held = str(astray.send(officer, astray.letter(talk), 404)["held"])
    assert officer.get(held).form("count_leaflets").action == "/outreach/new"
    heavy = phone()
    heavy.told = {"fields": [["id", heavy.item_id], ["notes", "a" * 513 * 1024]]}
    heavy.send(officer, heavy.letter(talk), 413)
    with database() as db:
        assert count(db, Outreach) == count(db, Forum) == count(db, UnreadLetter) == 0


def test_another_site_cannot_send_a_letter(phone, talk, officer):
    sent = phone()
    sent.headers["Sec-Fetch-Site"] = "cross-site"
    assert sent.post(officer, sent.letter(talk)).status_code == 400


def test_a_log_line_of_a_refused_letter_holds_nothing_of_it(phone, talk, officer, caplog):
    sent = phone()
    secret = "Bà Mẫu ở tổ 5 mất 40 triệu"
    sent.send(officer, sent.letter([*changed(talk, held_on=""), ("notes", secret)]), 422)
    sent.send(officer, letter(public_key(sent.ring), "x", secret.encode()), 400)
    assert secret not in caplog.text and json.dumps(secret) not in caplog.text


@pytest.mark.parametrize("version", ["0", "7", ""])
def test_a_version_that_nobody_knows_is_held_for_its_author(phone, talk, officer, version):
    sent = phone()
    sent.told = {"form_version": version}
    told = sent.send(officer, sent.letter(talk), 422)
    assert "bản cũ" in str(told["sentence"])
    form = officer.get(str(told["held"])).form("count_leaflets")
    assert "120" in officer.send_for_page(form).text
