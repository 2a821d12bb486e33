"""Forms saved long ago: every version is taken, no field is lost, no clock is believed."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.letters import notes
from domain.outreach.models import Outreach
from domain.people.models import Officer
from domain.reference.models import ListKey, ReferenceItem
from tests.factories import successor
from tests.support.outbox import fields_of
from tests.support.villager import set_setting
from web import form_versions, letter_clock
from web.form_versions import VERSIONS, OtherVersion, Version
from web.letter_type import Letter

one_engine = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")

GOLDEN = [
    ("form_version", "1"),
    ("channel", "leaflet"),
    ("held_on", "2026-02-14"),
    ("started_at", "07:30"),
    ("venue", "Chợ Phương Trà"),
    ("count_leaflets", "120"),
    ("approx_leaflets", "y"),
    ("notes", "Bà con hỏi về ví điện tử"),
    ("latitude", ""),
    ("longitude", ""),
    ("campaign", ""),
]
"""What version 1 of the outreach form put into a letter. Never change it: such letters wait in
phones."""


@one_engine
@pytest.mark.parametrize("off", [timedelta(0), timedelta(days=-400), timedelta(days=400), None])
def test_a_letter_of_version_1_is_taken_whatever_the_phones_clock_shows(
    phone, officer, hamlet_id, database, ring, off
):
    sent, at = phone(), datetime.now(UTC)
    shown = at + off if off is not None else datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
    sent.headers["Outbox-Clock"] = shown.isoformat()
    sent.told = {"saved_at": shown.isoformat()}
    more = [("place", hamlet_id), ("zalo_group", "Ấp 3"), ("zalo_group", "Ấp 4")]
    told = sent.send(officer, sent.letter([*GOLDEN, *more]))
    page = officer.get(str(told["url"]))
    assert "120" in page.text and "Chợ Phương Trà" in page.text
    assert ("Đồng hồ" in page.text) == (off != timedelta(0))
    with database() as db:
        record = db.get_one(Outreach, UUID(sent.item_id))
        assert abs(record.entered_at - at) < timedelta(minutes=1)
        kept = notes.of_record(db, ring, kind="outreach", record_id=record.id)
        assert kept is not None and kept.version == "1"
        assert kept.unknown == [("zalo_group", "Ấp 3"), ("zalo_group", "Ấp 4")]
        assert abs(kept.skew - (shown - at).total_seconds()) < 60
        assert kept.saved_at == shown.isoformat()


@one_engine
@pytest.mark.parametrize("clock", ["", "hôm nay", "2026-06-05T02:31:07.123Z"])
def test_a_phone_that_tells_its_time_oddly_is_taken(phone, officer, talk, clock):
    sent = phone()
    sent.headers["Outbox-Clock"] = clock
    sent.told = {"saved_at": None}
    assert sent.send(officer, sent.letter(talk))["url"]


@one_engine
def test_every_field_of_todays_pages_is_known(officer, hamlet_id):
    for form, address in (
        ("outreach", "/outreach/new?channel=leaflet"),
        ("forum", "/forums/new"),
        ("tip", "/tips/new"),
    ):
        fields = fields_of(officer.get(address).form("place"))
        assert form_versions.unknown(form, "1", tuple(fields)) == []


def test_a_version_is_taken_for_180_days_after_another_replaced_it(monkeypatch):
    at = datetime(2026, 9, 1, tzinfo=UTC)
    known = VERSIONS["forum"]["1"].known
    for days, is_taken in ((0, True), (180, True), (181, False)):
        old = Version(known, replaced_on=(at - timedelta(days=days)).date())
        assert old.is_taken(at) is is_taken
        monkeypatch.setitem(VERSIONS["forum"], "0", old)
        if is_taken:
            form_versions.require("forum", "0", at)
        else:
            with pytest.raises(OtherVersion):
                form_versions.require("forum", "0", at)


OLD = Version(
    re.compile("id|form_version|kind|place|held_on|count_people_there|scam|mood|notes"),
    replaced_on=datetime.now(UTC).date() - timedelta(days=60),
    next="1",
    renamed={"kind": "channel", "count_people_there": "count_leaflets", "mood": None},
    became={("kind", "handbill"): "leaflet", ("kind", "gone"): "no-such-channel"},
)
"""A made-up version before the first: names and a code that became others, and a box that went."""


@one_engine
def test_a_version_of_old_becomes_todays_record_and_nothing_of_it_is_lost(
    phone, officer, hamlet_id, monkeypatch
):
    monkeypatch.setitem(VERSIONS["outreach"], "0", OLD)
    sent = phone()
    sent.told = {"form_version": "0"}
    old = [("kind", "handbill"), ("place", hamlet_id), ("held_on", "2026-03-01"), ("mood", "vui")]
    told = sent.send(officer, sent.letter([*old, ("count_people_there", "85"), ("zalo", "Ấp 3")]))
    text = officer.get(str(told["url"])).text
    assert "85" in text and "tờ rơi" in text.lower()
    assert "mấy ô mà bản này không có" in text
    assert "mood vui" in text and "zalo Ấp 3" in text


@one_engine
def test_a_code_that_became_nothing_is_held_with_a_sentence_under_todays_names(
    phone, officer, hamlet_id, monkeypatch
):
    monkeypatch.setitem(VERSIONS["outreach"], "0", OLD)
    sent = phone()
    sent.told = {"form_version": "0"}
    old = [("kind", "gone"), ("place", hamlet_id), ("held_on", "2026-03-01")]
    told = sent.send(officer, sent.letter([*old, ("count_people_there", "85")]), 422)
    assert {"channel"} <= {error["field"] for error in told["errors"]}
    form = officer.get(str(told["held"])).form("channel")
    mended = officer.send_for_page(form, {"channel": "leaflet"})
    assert "85" in mended.text


def end_code(database, list_key, code, on):
    """An admin ends a code of a list."""
    with database() as db:
        row = db.scalars(
            select(ReferenceItem).where(
                ReferenceItem.list_key == list_key, ReferenceItem.code == code
            )
        ).one()
        row.valid_to = on
        db.commit()


@one_engine
@pytest.mark.parametrize(("days", "status"), [(12, 201), (2, 422)])
def test_what_was_on_the_list_on_the_day_of_writing_is_taken_though_it_ended_since(
    phone, officer, talk, database, days, status
):
    now = datetime.now(UTC)
    end_code(database, ListKey.OUTREACH_CHANNELS, "leaflet", now.date() - timedelta(days=5))
    sent = phone()
    wrong = timedelta(days=-3000)
    sent.headers["Outbox-Clock"] = (now + wrong).isoformat()
    sent.told = {"saved_at": (now + wrong - timedelta(days=days)).isoformat()}
    told = sent.send(officer, sent.letter(talk), status)
    if status == 422:
        assert "Chọn một hình thức" in str(told["sentence"]) and told["held"]
    else:
        assert sent.send(officer, sent.letter(talk))["url"] == told["url"]


@one_engine
def test_a_place_that_ended_wholly_becomes_the_one_that_took_it_over(
    app, phone, officer, people, talk, database
):
    with database() as db:
        old, new = people.officer.place_id, successor(db)
        db.get_one(Officer, people.officer.id).place_id = new.id
        db.commit()
        name = new.full_name
    set_setting(app, "tree_day", "2026-01-01")
    sent = phone()
    told = sent.send(officer, sent.letter([(n, str(old) if n == "place" else v) for n, v in talk]))
    assert name in officer.get(str(told["url"])).text


@one_engine
@pytest.mark.parametrize("years", [-3, 2])
def test_a_day_that_only_a_wrong_clock_can_have_put_there_is_held_for_a_look(
    phone, officer, talk, years
):
    sent, now = phone(), datetime.now(UTC)
    shown = now + timedelta(days=365 * years)
    sent.headers["Outbox-Clock"] = shown.isoformat()
    sent.told = {"saved_at": (shown - timedelta(hours=3)).isoformat()}
    wrong = [(n, shown.date().isoformat() if n == "held_on" else v) for n, v in talk]
    told = sent.send(officer, sent.letter(wrong), 422)
    assert "đồng hồ máy sai ngày" in str(told["sentence"])
    form = officer.get(str(told["held"])).form("held_on")
    assert "120" in officer.send_for_page(form, {"held_on": now.date().isoformat()}).text


@one_engine
@pytest.mark.parametrize(
    ("sent", "saved", "hours"),
    [
        ("2026-06-05T08:00:00+07:00", "2026-06-04T08:00:00+07:00", 24),
        ("1970-01-02T00:00:00Z", "1970-01-01T00:00:00Z", 24),
        ("2026-06-05T00:00:00Z", "2026-06-06T00:00:00Z", 0),
        ("2026-06-05T00:00:00Z", "1970-01-01T00:00:00Z", 0),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00", 0),
        ("2026-06-05T00:00:00", "hôm qua", 0),
        ("", "", 0),
    ],
)
def test_how_long_a_letter_waited_is_told_by_two_looks_at_one_clock(app, sent, saved, hours):
    with app.test_request_context(headers={"Outbox-Clock": sent}):
        found = Letter(item_id="x", saved_at=saved)
        assert letter_clock.waited(found) == timedelta(hours=hours)
