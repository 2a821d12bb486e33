"""What a villager wrote is nowhere in plain, nothing tells the minute, and the commune learns
nothing of what went past it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from domain.audit.models import Action, AuditArrival, AuditEntry
from domain.clock import LOCAL_TIME
from domain.feed.models import DailyCount, FeedRow, Kind
from domain.posters.models import PosterDay
from domain.tips.models import Tip
from domain.tips.times import half_of, start_of_half
from tests.factories import BINH_THANH, DISTRICT, PROVINCE, place
from tests.support.villager import photo, picture, stored_tips
from web.extensions import db

CANARIES = {
    "story": "Chim hoàng yến hót trong lồng",
    "contact": "Hoang Yen 0900 111 222",
    "suspect_phone": "0900 333 444",
    "suspect_account": "9988 7766 5544",
    "suspect_holder": "YEN VAN HOANG",
    "suspect_link": "hoang-yen.example",
    "suspect_handle": "Yến Vàng 88",
    "transaction_id": "FT-CANARY-1",
    "victim_bank": "Ngân hàng Hoàng Yến",
    "money_lost": "777.123.000",
}


def _everything_stored(app) -> bytes:
    """Every value of every row, and every file of the instance and photo folders."""
    found = []
    with app.app_context(), db.engine.connect() as connection:
        for table in inspect(db.engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
        path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    config = app.extensions["config"]
    files = [*config.media_dir.rglob("*"), *config.instance_dir.glob("*.log")]
    if path:
        files += [Path(path + ending) for ending in ("", "-wal", "-shm")]
    return b"\n".join(found + [f.read_bytes() for f in files if f.is_file()])


def test_no_word_of_a_tip_is_anywhere_in_plain(villager):
    kept = villager.send(**CANARIES, category="shopping", photos=[photo(picture(), "canary.jpg")])
    form = villager.look_up(kept.code).form("ticket")
    villager.browser.send(form, {"message": "Lời nhắn hoàng yến"})
    form = villager.look_up(kept.code).form("contact")
    villager.browser.send(form, {"contact": "Yến, gọi sau 5 giờ"})
    stored = _everything_stored(villager.app)
    later = ("Lời nhắn hoàng yến", "Yến, gọi sau 5 giờ")
    for canary in [*CANARIES.values(), *later, "canary.jpg", "777123000"]:
        assert canary.encode() not in stored, canary
    digits = kept.code.replace(" ", "")
    assert kept.code.encode() not in stored and digits.encode() not in stored
    assert b"shopping" in stored  # The search itself works.


def test_nothing_of_the_sender_is_kept(villager):
    villager.browser.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    headers = {"User-Agent": "CanaryPhone/9", "Accept-Language": "kmr", "Referer": "http://canary/"}
    form = villager.form()
    villager.browser.client.post(form.action, data={**form.values, "story": "một"}, headers=headers)
    stored = _everything_stored(villager.app)
    for canary in (b"203.0.113", b"CanaryPhone", b"kmr", b"http://canary"):
        assert canary not in stored


def test_no_plain_value_is_finer_than_the_half_day(villager):
    before = datetime.now(UTC)
    kept = villager.send(story="một", photos=[photo(picture())], contact="Bà Tư")
    form = villager.look_up(kept.code).form("ticket")
    villager.browser.send(form, {"message": "thêm"})
    half = start_of_half(before.astimezone(LOCAL_TIME).date(), half_of(before))
    with villager.app.app_context(), Session(db.engine) as session:
        assert session.scalars(select(AuditEntry)).all() == []
        entry = session.scalars(select(AuditArrival)).one()
        assert entry.action == Action.TIP_RECEIVED and entry.at == half
        assert entry.actor_id is None and entry.reason == ""
        assert {row.happened_at for row in session.scalars(select(FeedRow))} == {half}
        tip = session.scalars(select(Tip)).one()
        times = [
            c.name for c in Tip.__table__.columns if isinstance(getattr(tip, c.name), datetime)
        ]
        assert times == []
        assert UUID(str(tip.id)).version == 4
    for name in villager.app.extensions["config"].media_dir.rglob("*.bin"):
        assert name.stat().st_mtime == 946_684_800


def test_the_feed_row_has_category_loss_half_day_and_no_hamlet(villager):
    villager.send(category="shopping", story="bí mật", money_lost="45tr", money_sent_at="2h")
    with villager.app.app_context(), Session(db.engine) as session:
        rows = session.scalars(select(FeedRow)).all()
        seen = {row.place_id for row in rows}
        commune = place(session, BINH_THANH)
        assert seen == {place(session, c).id for c in (BINH_THANH, DISTRICT, PROVINCE)}
        summary = rows[0].summary
        assert summary["category"] == "shopping" and summary["loss"] == "from_10m"
        assert summary["urgent"] is True and summary["state"] == "new"
        assert summary["unit"] == commune.unit_title and summary["place"] == commune.full_name
        assert "Bình Mỹ" not in str(summary) and "bí mật" not in str(summary)
        counts = {row.measure: row.value for row in session.scalars(select(DailyCount))}
        assert counts == {"records": 1, "category:shopping": 1, "via_poster": 1}


@pytest.mark.parametrize("extra", [{}, {"confirm_note": "x"}])
def test_a_tip_sent_past_the_commune_leaves_no_trace_there(villager, extra):
    villager.send(story="về cán bộ xã", send_to="parent", category="other", **extra)
    with villager.app.app_context(), Session(db.engine) as session:
        commune, district = place(session, BINH_THANH), place(session, DISTRICT)
        tip = session.scalars(select(Tip)).one()
        assert tip.unit_id == district.id and tip.number == 1
        below = [commune.id, tip.place_id]
        assert session.scalars(select(FeedRow).where(FeedRow.place_id.in_(below))).all() == []
        assert session.scalars(select(DailyCount).where(DailyCount.place_id.in_(below))).all() == []
        assert session.scalars(select(PosterDay)).all() == []
    villager.send(story="tin thường")
    numbers = {found.tip.unit.unit_title: found.tip.number for found in stored_tips(villager.app)}
    assert numbers["Công an xã Bình Thạnh"] == 1


def test_a_tip_through_a_poster_is_counted_for_the_poster_without_a_link(villager):
    villager.send(story="một")
    with villager.app.app_context(), Session(db.engine) as session:
        (day,) = session.scalars(select(PosterDay))
        assert day.tips == 1
        assert {c.name for c in PosterDay.__table__.columns} == {
            "poster_id",
            "day",
            "scans",
            "tips",
        }
        assert "poster_id" not in Tip.__table__.columns
        kinds = session.scalars(select(FeedRow.kind)).all()
        assert set(kinds) == {Kind.TIP}


def test_an_officer_does_not_read_the_name_a_phone_gave_a_photo(villager, people, browser_of):
    taken = photo(b"%PDF-1.7", "Screenshot_20260601-093012_Zalo.pdf")
    kept = villager.send(story="một", photos=[taken])
    assert "Screenshot_20260601-093012" in kept.page.text
    (stored,) = stored_tips(villager.app)
    page = browser_of("xa2").get(f"/tips/{stored.tip.id}")
    assert "Screenshot" not in page.html and "Hình “1” là tệp PDF" in page.text
