"""What waits apart as officers sort it out: by the group, all at once, taken back, looked at
twice."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.clock import local_day
from domain.tips import appeals, sorting
from domain.tips.models import EndCheck, Tip, TipState
from domain.tips.sealing import TipBody
from tests.factories import TREE_DAY
from tests.factories_tips import entries, received, tip_of
from web.extensions import db as flask_db

TRAY = "/tips?tray=quarantine"
COPY = "Có người ở chợ {} xưng là công an gọi điện đòi tiền, lấy của nhà tôi {} triệu"
OWN = "Quán nước đầu cầu tối nào cũng có đám thanh niên tụ lại lắc bầu cua tới khuya"


def _told(story):
    return {"body": TipBody(story=story), "identifiers": (), "contact": ""}


def _flood(app, count=5, reason="alike"):
    return [
        received(app, quarantine=reason, **_told(COPY.format("Thầy" if n % 2 else "Mới", n))).tip_id
        for n in range(count)
    ]


def _spam(app, tip_id, **changes):
    """Change what was cleared, as if it had been long ago or drawn."""
    with app.app_context():
        db = flask_db.session()
        tip = db.get_one(Tip, tip_id)
        for name, value in changes.items():
            setattr(tip, name, value)
        db.commit()


def test_copies_stand_as_one_line_and_what_may_be_a_persons_stands_first(app, people, browser_of):
    _flood(app)
    received(app, quarantine="unit_quota", category="gambling", **_told(OWN))
    page = browser_of("xa1").get(TRAY)
    assert "5 tin giống nhau" in page.text
    assert len(page.all("input", name="tip", type="checkbox")) == 2
    assert page.text.index("Cờ bạc") < page.text.index("5 tin giống nhau")
    for sealed in ("Quán nước", "xưng là công an"):
        assert sealed not in page.html


def test_the_same_account_ties_tips_whose_words_differ_but_never_a_persons_to_a_machines(
    app, people, browser_of
):
    for story, reason in ((OWN, "alike"), ("Hoàn toàn khác", "too_fast"), ("Ba", "total_quota")):
        received(app, quarantine=reason, body=TipBody(story=story), contact="")
    page = browser_of("xa1").get(TRAY)
    assert "2 tin giống nhau" in page.text
    assert len(page.all("input", name="tip", type="checkbox")) == 2


def test_the_whole_tray_is_cleared_in_two_taps_without_script_and_taken_back_in_one(
    app, people, browser_of
):
    flood = _flood(app)
    xa1 = browser_of("xa1")
    asked = xa1.get(xa1.get(TRAY).links()["Dọn cả khay"])
    assert "Đóng 5 tin là tin rác." in asked.text
    later = received(app, quarantine="alike", **_told(COPY.format("Mới", 9))).tip_id
    page = xa1.send_for_page(asked.form("tip"))
    assert {tip_of(app, one).state for one in flood} == {TipState.SPAM}
    assert tip_of(app, later).state is TipState.NEW
    until = local_day(datetime.now(UTC)) + timedelta(days=7)
    assert f"còn lấy lại được tới hết {until:%d}/{until.month}" in page.text
    page = xa1.send_for_page(page.form_of("Lấy lại"), {"act": "back"})
    assert {tip_of(app, one).state for one in flood} == {TipState.NEW}
    assert tip_of(app, flood[0]).closed_on is None
    assert "6 tin giống nhau" in page.text and "Đã dọn" not in page.text
    assert ("tip_state_set", "undo:new") in entries(app, flood[0])


def test_one_of_a_cleared_group_is_taken_back_from_its_own_page(app, people, browser_of):
    first, second = _flood(app, 2)
    xa1 = browser_of("xa1")
    xa1.send(xa1.get(TRAY).form("tip"), {"tip": f"{first.hex},{second.hex}", "act": "spam"})
    page = xa1.get(f"/tips/{first}")
    xa1.send(page.form_of("Lấy lại vào khay"), {"act": "back"})
    assert [tip_of(app, one).state for one in (first, second)] == [TipState.NEW, TipState.SPAM]


def test_after_a_week_nothing_is_taken_back_any_more(app, people, browser_of):
    (tip_id,) = _flood(app, 1)
    xa1 = browser_of("xa1")
    page = xa1.send_for_page(xa1.get(TRAY).form("tip"), {"tip": str(tip_id), "act": "spam"})
    _spam(app, tip_id, closed_on=local_day(datetime.now(UTC)) - timedelta(days=8))
    assert "Đã dọn" not in xa1.get(TRAY).text
    xa1.send(page.form_of("Lấy lại"), {"act": "back"})
    assert tip_of(app, tip_id).state is TipState.SPAM


def test_what_a_colleague_let_in_meanwhile_stays_in_and_the_rest_is_cleared(
    app, people, browser_of
):
    first, second = _flood(app, 2)
    xa1 = browser_of("xa1")
    form = xa1.get(TRAY).form("tip")
    both = f"{first.hex},{second.hex}"
    chief = browser_of("truong1")
    chief.send(chief.get(TRAY).form("tip"), {"tip": str(first), "act": "release"})
    xa1.send(form, {"tip": both, "act": "spam"})
    assert [tip_of(app, one).state for one in (first, second)] == [TipState.NEW, TipState.SPAM]


def test_a_second_person_confirms_a_cleared_flood_with_one_tap(app, people, browser_of):
    flood = _flood(app)
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    page = xa1.send_for_page(
        xa1.get(TRAY).form("tip"), {"tip": ",".join(i.hex for i in flood), "act": "spam"}
    )
    assert "Xác nhận" not in page.text
    page = chief.get(TRAY)
    page = chief.send_for_page(page.form_of("Xác nhận 5 tin là rác"), {"act": "confirm"})
    assert {tip_of(app, one).end_check for one in flood} == {EndCheck.CONFIRMED}
    assert "Xác nhận" not in page.text


def test_one_in_ten_is_drawn_by_a_key_and_the_same_however_often(ring):
    tips = [UUID(int=number) for number in range(1_000)]
    drawn = [tip_id for tip_id in tips if sorting.is_drawn(ring, tip_id)]
    assert 70 <= len(drawn) <= 130
    assert drawn == [tip_id for tip_id in tips if sorting.is_drawn(ring, tip_id)]
    assert len({tip_id.int % 10 for tip_id in drawn}) == 10


def test_the_unit_above_is_shown_what_was_drawn_of_what_one_person_cleared(app, people, browser_of):
    flood, ring = _flood(app, 10), app.extensions["ring"]
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    xa1.send(xa1.get(TRAY).form("tip"), {"tip": ",".join(i.hex for i in flood), "act": "spam"})
    assert all(tip_of(app, one).is_sampled == sorting.is_drawn(ring, one) for one in flood)
    for one in flood:
        _spam(app, one, closed_on=date(2024, 6, 1), is_sampled=one == flood[4])
    page = huyen.get("/tips?tray=lifted")
    assert "TB-0005" in page.text and "TB-0010" not in page.text
    huyen.get(f"/tips/{flood[9]}", status=404)
    page = huyen.get(f"/tips/{flood[4]}")
    huyen.send(page.form_of("Xác nhận"))
    assert tip_of(app, flood[4]).end_check is EndCheck.CONFIRMED


def test_what_is_taken_back_is_drawn_no_longer_and_nothing_tells_the_desk_what_was(
    app, people, browser_of
):
    flood = _flood(app, 2)
    xa1 = browser_of("xa1")
    page = xa1.send_for_page(
        xa1.get(TRAY).form("tip"), {"tip": ",".join(i.hex for i in flood), "act": "spam"}
    )
    for one in flood:
        _spam(app, one, is_sampled=one == flood[0])
    first, second = (xa1.get(f"/tips/{one}") for one in flood)
    assert first.html.count("<") == second.html.count("<")
    xa1.send(page.form_of("Lấy lại"), {"act": "back"})
    assert not any(tip_of(app, one).is_sampled for one in flood)


def test_a_person_whose_tip_was_cleared_reaches_the_unit_above(app, people, browser_of):
    (tip_id,) = _flood(app, 1)
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    xa1.send(xa1.get(TRAY).form("tip"), {"tip": str(tip_id), "act": "spam"})
    with app.app_context():
        db = flask_db.session()
        tip = db.get_one(Tip, tip_id)
        appeals.appeal(db, app.extensions["ring"], tip=tip, now=datetime.now(UTC), on=TREE_DAY)
        db.commit()
    assert "TB-0001" in huyen.get("/tips?tray=lifted").text
    form = huyen.get(f"/tips/{tip_id}").form("decision")
    huyen.send(form, {"decision": "reopen", "words": "Đơn vị xem lại rồi trả lời."})
    tip = tip_of(app, tip_id)
    assert (tip.state, tip.is_quarantined) == (TipState.HELD, False)
    assert "TB-0001" in xa1.get("/tips").text
