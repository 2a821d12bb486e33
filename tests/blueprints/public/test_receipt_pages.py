"""The receipt, looking a tip up, answering, and guessing, which leads nowhere."""

import re
import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from sqlalchemy.orm import Session

from blueprints.public import even_time
from domain.media.models import Photo
from domain.tips import claims, codes, messages
from domain.tips.models import OPEN_STATES, Tip, TipOutcome, TipState
from domain.tips.talk_models import TipContact, TipMessage
from tests.support.page import Page
from tests.support.villager import count, photo, picture, stored_tips
from web.extensions import db

STORY = "Chuyện riêng không ai được thấy lại"


@pytest.fixture
def kept(villager):
    return villager.send(story=STORY, contact="Bà Tư 0900 000 999", money_lost="45tr")


def _change(app, act):
    with app.app_context(), Session(db.engine) as session:
        act(session, session.scalars(db.select(Tip)).one())
        session.commit()


def _later(**span):
    return time_machine.travel(datetime.now(UTC) + timedelta(**span), tick=True)


def test_the_receipt_shows_the_code_once_and_never_in_an_address(kept):
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", kept.code)
    digits = kept.code.replace(" ", "")
    assert codes.normalise(kept.code) == digits
    assert digits not in kept.address
    assert not re.search(r"\d{15}", kept.address)
    assert kept.page.html.count(kept.code) == 1 and digits not in kept.page.html
    assert all(digits not in href for href in kept.page.links().values())


def test_the_receipt_opens_any_number_of_times_for_ten_minutes(villager, kept):
    assert villager.keep(kept.address).code == kept.code
    with _later(minutes=9, seconds=50):
        assert villager.keep(kept.address).code == kept.code
    with _later(minutes=10, seconds=5):
        page = villager.browser.get(kept.address, status=410)
        assert page.form("code").action == "/receipt"
        assert kept.code not in page.html


def test_a_forged_receipt_address_opens_nothing(villager, kept):
    bent = kept.address[:-9] + kept.address[-9:].swapcase()
    for address in ("/receipt/x", f"{kept.address}x", bent):
        villager.browser.get(address, status=404)


def test_a_code_opens_state_and_messages_and_never_the_story(villager, kept):
    page = villager.look_up(kept.code)
    assert page.h1 == "Tin đã tới, chưa có người mở"
    assert "Công an xã Bình Thạnh" in page.text
    for secret in (STORY, "Bà Tư", "0900 000 999", "45.000.000"):
        assert secret not in page.html
    assert kept.code not in page.html


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {0} ", "{2}"])
def test_a_code_may_be_typed_in_many_ways(villager, kept, typed):
    digits = kept.code.replace(" ", "")
    assert villager.look_up(typed.format(kept.code, digits, "-".join(digits)))


def test_a_wrong_digit_is_answered_by_the_check_and_costs_nothing(villager, kept):
    digits = kept.code.replace(" ", "")
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    for _ in range(20):
        page = villager.look_up(wrong, status=422)
    assert "có chữ số sai" in page.text
    assert page.form("code").values["code"] == wrong
    assert villager.look_up(kept.code).status == 200


def test_unknown_and_purged_codes_get_one_same_page(villager, kept):
    unknown = villager.look_up(codes.new_number(Random(1)), status=404)
    _change(villager.app, lambda session, tip: session.delete(tip))
    purged = villager.look_up(kept.code, status=404)
    assert unknown.html == purged.html
    assert dict(unknown.answer.headers) == dict(purged.answer.headers)
    villager.browser.get(kept.address, status=410)


def test_a_lookup_takes_as_long_whether_the_code_is_found_or_not(villager, kept):
    for code, status in ((kept.code, 200), (codes.new_number(Random(1)), 404)):
        form = villager.browser.get("/receipt").form("code")
        began = time.monotonic()
        villager.browser.send(form, {"code": code}, status=status)
        assert time.monotonic() - began >= even_time.EARLIEST


def test_guessing_is_slowed_and_a_wait_ends(villager, kept):
    for guess in range(5):
        villager.look_up(codes.new_number(Random(guess)), status=404)
    page = villager.look_up(codes.new_number(Random(9)), status=429)
    assert int(page.answer.headers["Retry-After"]) >= 1
    assert villager.look_up(kept.code, status=429)


@pytest.mark.parametrize(
    ("state", "outcome", "words"),
    [
        (TipState.HELD, None, "Đã có cán bộ lo tin này"),
        (TipState.VERIFYING, None, "Công an đang xác minh"),
        (TipState.WAITING, None, "Công an có câu hỏi thêm"),
        (TipState.TRANSFERRED, None, "Tin đã chuyển cho nơi lo việc này"),
        (TipState.RESOLVED, TipOutcome.ANSWERED, "Công an đã giải quyết xong"),
        (TipState.NOT_ENOUGH, None, "Chừng này chưa đủ để làm tiếp"),
        (TipState.DUPLICATE, None, "xem chung với tin khác"),
        (TipState.RESOLVED, TipOutcome.NOT_OURS, "Việc này nơi khác lo"),
        (TipState.SPAM, None, "Công an đã xem xong tin này"),
    ],
)
def test_each_state_has_one_safe_sentence(villager, kept, state, outcome, words):
    def close(_, tip):
        tip.state, tip.outcome = state, outcome

    _change(villager.app, close)
    page = villager.look_up(kept.code)
    assert words in page.h1
    holds = state in OPEN_STATES
    assert ("Tin này đang ở" in page.text, "đã nhận tin ·" in page.text) == (holds, not holds)
    assert ("không hẹn ngày" in page.text) == (not holds and state is not TipState.TRANSFERRED)


def test_the_page_says_when_news_comes_and_when_that_has_passed(villager, kept):
    assert "coi lại từ ngày" in villager.keep(kept.address).page.text
    assert "Sẽ báo tiếp ở đây, chậm nhất ngày" in villager.look_up(kept.code).text
    yesterday = datetime.now(UTC).date() - timedelta(days=2)

    def promise(_, tip):
        tip.state, tip.next_news_on = TipState.VERIFYING, yesterday

    _change(villager.app, promise)
    assert "Trễ hẹn. Tin đã được nhắc lên cấp trên." in villager.look_up(kept.code).text


def test_the_person_sees_when_the_contact_was_opened(villager, kept):
    assert "đã mở ngày" not in villager.look_up(kept.code).text

    def open_it(session, tip):
        session.get_one(TipContact, tip.id).last_opened_on = datetime(2024, 6, 5, tzinfo=UTC).date()

    _change(villager.app, open_it)
    assert "đã mở ngày 05/6" in villager.look_up(kept.code).text


def test_both_sides_can_write_and_the_unit_speaks_by_its_name(villager, kept):
    def ask(session, tip):
        message = messages.NewMessage(text="Lúc mấy giờ?", fingerprint=b"1" * 32, from_police=True)
        ring = villager.app.extensions["ring"]
        messages.add(session, ring, tip=tip, message=message, now=datetime.now(UTC))

    _change(villager.app, ask)
    form = villager.look_up(kept.code).form("ticket")
    page = villager.browser.send_for_page(form, {"message": "Khoảng 2 giờ chiều"})
    assert "Đã gửi" in page.text and "Lúc mấy giờ?" in page.text
    assert "Khoảng 2 giờ chiều" in page.text
    assert stored_tips(villager.app)[0].tip.has_new_message


def test_an_answer_sent_twice_is_one_answer(villager, kept):
    form = villager.look_up(kept.code).form("ticket")
    for _ in range(3):
        villager.browser.send(form, {"message": "Một lần", "photos": [photo(picture())]})
    assert count(villager.app, TipMessage) == 1 and count(villager.app, Photo) == 1
    again = villager.look_up(kept.code).form("ticket")
    villager.browser.send(again, {"message": "Một lần"})
    assert count(villager.app, TipMessage) == 2


def test_a_photo_alone_is_an_answer_and_a_broken_one_is_named(villager, kept):
    form = villager.look_up(kept.code).form("ticket")
    files = [photo(picture()), photo(b"no", "hu.jpg")]
    answer = villager.browser.send(form, {"photos": files}, status=200)
    page = Page(answer, "/receipt")
    assert "Hình “hu.jpg”" in page.text and "(kèm 1 hình)" in page.text


def test_an_empty_answer_says_so_and_the_code_is_never_sent_as_a_message(villager, kept):
    form = villager.look_up(kept.code).form("ticket")
    assert "Chưa ghi gì" in villager.browser.send_for_page(form, {}, status=422).text
    page = villager.browser.send_for_page(form, {"message": kept.code}, status=422)
    assert "Đừng gửi mã này" in page.text
    assert count(villager.app, TipMessage) == 0


def test_an_answer_written_for_too_long_is_not_lost(villager, kept):
    form = villager.look_up(kept.code).form("ticket")
    with _later(hours=25):
        page = villager.browser.send_for_page(form, {"message": "Viết lâu quá"}, status=422)
        again = villager.browser.send(page.form("message"), {"code": kept.code}, status=200)
        page = Page(again, "/receipt")
        assert page.form("ticket").values["message"] == "Viết lâu quá"
        assert "Viết lâu quá" in villager.browser.send_for_page(page.form("ticket")).text


def _slip(app, kept):
    with app.app_context(), Session(db.engine) as session:
        tip = session.scalars(db.select(Tip)).one()
        tip.receipt_lookup = None
        today = datetime.now(UTC).date()
        number = claims.issue(
            session,
            app.extensions["ring"],
            tip_id=tip.id,
            source=Random(4),
            today=today,
            days=30,
        )
        session.commit()
        return number


def test_a_slips_number_shows_the_real_code_and_dies_when_it_was_copied(villager, kept):
    number = _slip(villager.app, kept)
    page = villager.look_up(number)
    code = "".join(page.by_id("receipt-code").itertext())
    assert code.replace(" ", "") != number
    assert "".join(villager.look_up(number).by_id("receipt-code").itertext()) != code
    villager.look_up(code, status=404)
    form = page.form("last_four")
    wrong = villager.browser.send_for_page(form, {"last_four": "0000"}, status=422)
    assert "Bốn số cuối chưa đúng" in wrong.text and code in wrong.text
    assert villager.browser.send_for_page(form, {"last_four": code[-4:]}).h1.startswith(
        "Tin đã tới"
    )
    assert villager.look_up(code).status == 200
    villager.look_up(number, status=404)


def test_a_slips_number_lives_thirty_days(villager, kept):
    number = _slip(villager.app, kept)
    with _later(days=29):
        assert villager.look_up(number).status == 200
    with _later(days=32):
        villager.look_up(number, status=404)


def test_an_officer_who_looked_first_holds_no_code_of_the_persons(villager, kept):
    number = _slip(villager.app, kept)
    officers = "".join(villager.look_up(number).by_id("receipt-code").itertext())
    page = villager.look_up(number)
    code = "".join(page.by_id("receipt-code").itertext())
    villager.browser.send_for_page(page.form("last_four"), {"last_four": code[-4:]})
    assert villager.look_up(code).status == 200
    villager.look_up(officers, status=404)
