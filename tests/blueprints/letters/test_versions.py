"""Forms saved long ago: every version is taken, no field is lost, no clock is believed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.letters import notes
from domain.outreach.models import Outreach
from tests.support.outbox import fields_of
from web import form_versions
from web.form_versions import VERSIONS, OtherVersion, Version

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
