"""What the page about a tip promises: an answer from above, one more question, a contact kept."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from domain.clock import LOCAL_TIME, local_day
from domain.reference import settings
from domain.retention import contacts
from domain.tips import fingerprints, messages
from domain.tips.messages import NewMessage, Question
from domain.tips.models import Tip, TipState
from tests.support.villager import set_setting, stored_tips
from web.extensions import db
from web.filters import day, full_day

CHOICES = ("Có", "Không")


@pytest.fixture
def kept(villager):
    return villager.send(story="Có người gọi kêu cài ứng dụng", money_lost="45tr")


@pytest.fixture
def change(villager):
    def change(act):
        with villager.app.app_context(), Session(db.engine) as session:
            act(session, session.scalars(db.select(Tip)).one())
            session.commit()

    return change


@pytest.fixture
def ask(villager, change):
    ring = villager.app.extensions["ring"]

    def ask(text):
        def add(session, tip):
            new = NewMessage(
                text=text,
                fingerprint=fingerprints.of_message(ring, text.encode(), text, []),
                from_police=True,
                question=Question(text, CHOICES),
            )
            messages.add(session, ring, tip=tip, message=new, now=datetime.now(UTC))
            tip.state, tip.opened_at = TipState.WAITING, datetime.now(UTC)

        change(add)

    return ask


def _taps(page):
    return [box.get("name") for box in page.all("input") if box.get("value") == CHOICES[0]]


def test_after_one_of_two_answers_the_page_says_that_another_is_waited_for(
    villager, kept, ask, people, browser_of
):
    ask("Có cài ứng dụng không?")
    ask("Có đọc mã cho ai không?")
    page = villager.look_up(kept.code)
    assert page.h1 == "Công an có câu hỏi thêm"
    first, second = _taps(page)
    page = villager.browser.send_for_page(page.form("ticket"), {second: CHOICES[1]})
    assert page.h1 == "Còn câu hỏi chưa trả lời" and _taps(page) == [first]
    assert stored_tips(villager.app)[0].tip.state is TipState.WAITING
    officer = browser_of("xa2")
    assert "Người báo nhắn thêm" in officer.get("/tips").text, "and the officer sees the first one"
    page = villager.browser.send_for_page(page.form("ticket"), {first: CHOICES[0]})
    assert page.h1 == "Công an đang xác minh" and _taps(page) == []
    ask("Còn giữ tin nhắn không?")
    assert villager.look_up(kept.code).h1 == "Công an có câu hỏi thêm", "a new one is no rest"


def test_the_unit_above_promises_a_day_and_is_called_late_when_it_passes(
    villager, kept, change, people, browser_of
):
    def end(_, tip):
        tip.state = TipState.NOT_ENOUGH

    change(end)
    page = villager.look_up(kept.code)
    page = villager.browser.send_for_page(page.form("/receipt/appeal"))
    by = stored_tips(villager.app)[0].tip.appeal_answer_on
    assert by == local_day(datetime.now(UTC)) + timedelta(days=7)
    assert f"Chậm nhất ngày {day(by)} sẽ trả lời ở đây." in page.text
    above = browser_of("huyen")
    tray = above.get("/tips?tray=lifted").text
    assert "Người báo chưa thỏa đáng" in tray and f"Chờ cấp trên xem lại, hẹn {day(by)}" in tray

    def let_pass(_, tip):
        tip.appeal_answer_on -= timedelta(days=8)

    change(let_pass)
    over = day(by - timedelta(days=8))
    told = f"Trễ hẹn. Công an huyện Cao Lãnh hẹn trả lời chậm nhất ngày {over}, tới nay chưa"
    assert told in villager.look_up(kept.code).text
    assert f"Trễ hẹn xem lại: {over}" in above.get("/tips?tray=lifted").text


def test_the_page_says_until_when_a_contact_is_kept_and_that_it_was_destroyed(
    villager, kept, change
):
    set_setting(villager.app, "retention_signed", "QĐ 12/2024")
    page = villager.look_up(kept.code)
    assert "Giữ 90 ngày rồi hủy." in page.text
    page = villager.browser.send_for_page(page.form("contact"), {"contact": "Cô Ba 0900 000 777"})
    last = local_day(datetime.now(UTC)) + timedelta(days=90)
    assert f"Giữ tới hết ngày {full_day(last)}, rồi hủy." in page.text

    def hold(_, tip):
        tip.hold_until = last + timedelta(days=5)

    change(hold)
    longer = f"Công an còn cần nên giữ thêm tới hết ngày {full_day(last + timedelta(days=5))}"
    assert longer in villager.look_up(kept.code).text

    def destroy(session, _):
        over = datetime.combine(last + timedelta(days=6), time(2), LOCAL_TIME)
        ring, in_force = villager.app.extensions["ring"], settings.load(session)
        assert contacts.destroy(session, ring, settings=in_force, now=over) == 1

    change(destroy)
    gone = f"hết hạn giữ, đã hủy ngày {full_day(last + timedelta(days=6))}."
    assert gone in villager.look_up(kept.code).text


def test_without_a_signed_paper_no_page_promises_that_a_contact_is_destroyed(villager, kept):
    page = villager.look_up(kept.code)
    assert "rồi hủy" not in page.text
    page = villager.browser.send_for_page(page.form("contact"), {"contact": "Cô Ba 0900 000 777"})
    assert "rồi hủy" not in page.text and "hết hạn vẫn còn" in page.text


def test_the_receipt_itself_says_until_when_a_contact_left_at_once_is_kept(villager):
    set_setting(villager.app, "retention_signed", "QĐ 12/2024")
    last = full_day(local_day(datetime.now(UTC)) + timedelta(days=90))
    told = f"Giữ tới hết ngày {last}, rồi hủy."
    assert told in villager.send(story="Có kẻ lạ xin mã", contact="Cô Ba 0900 000 777").page.text
    assert "rồi hủy" not in villager.send(story="Có người rủ đầu tư").page.text
