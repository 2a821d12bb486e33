"""The page about a tip as a conversation: taps, contacts, the unit above, a lost code."""

import gzip
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy.orm import Session

from blueprints.public import guessing, quotas
from domain.tips import codes, fingerprints, messages, sealing
from domain.tips.messages import NewMessage, Question
from domain.tips.models import StepKind, Tip, TipOutcome, TipState, TipStep
from domain.tips.talk_models import TipContact, TipMessage
from tests.support.page import Page
from tests.support.villager import count, stored_tips
from web.extensions import db

ASKED = "Có bị kêu cài ứng dụng nào không?"
CHOICES = ("Có cài", "Không cài", "Không nhớ")


@pytest.fixture
def kept(villager):
    return villager.send(story="Có người gọi kêu cài ứng dụng", money_lost="45tr")


def _change(app, act):
    with app.app_context(), Session(db.engine) as session:
        act(session, session.scalars(db.select(Tip)).one())
        session.commit()


def _ask(villager, text=ASKED):
    ring = villager.app.extensions["ring"]

    def ask(session, tip):
        print_ = fingerprints.of_message(ring, text.encode(), text, [])
        question = Question("app_installed", CHOICES)
        message = NewMessage(text=text, fingerprint=print_, from_police=True, question=question)
        messages.add(session, ring, tip=tip, message=message, now=datetime.now(UTC))
        tip.state, tip.opened_at = TipState.WAITING, datetime.now(UTC)

    _change(villager.app, ask)


def _answers(page):
    return [box for box in page.all("input") if (box.get("name") or "").startswith("tap-")]


def test_a_question_is_answered_by_a_tap_and_then_stands_open_no_more(villager, kept):
    _ask(villager)
    page = villager.look_up(kept.code)
    assert page.h1 == "Công an có câu hỏi thêm"
    boxes = _answers(page)
    assert [box.get("value") for box in boxes] == list(CHOICES)
    tap = {boxes[0].get("name"): "Không cài"}
    page_before = page.form("ticket")
    page = villager.browser.send_for_page(page_before, tap)
    assert "Đã gửi" in page.text and "Không cài" in page.text
    assert page.h1 == "Công an đang xác minh" and _answers(page) == []

    page = villager.browser.send_for_page(page_before, {boxes[0].get("name"): "Có cài"})
    assert count(villager.app, TipMessage) == 2, "the second answer changes nothing"
    page = villager.browser.send_for_page(
        page_before, {boxes[0].get("name"): "Có cài", "message": "À mà có cài"}
    )
    assert "À mà có cài" in page.text, "words are never lost"
    assert count(villager.app, TipMessage) == 3


def test_words_answer_the_question_that_stands_beside_the_box(villager, kept, people, browser_of):
    _ask(villager)
    page = villager.look_up(kept.code)
    assert f"Viết ở đây là trả lời câu: {ASKED}" in page.text
    page = villager.browser.send_for_page(page.form("ticket"), {"message": "Tui có cài một cái"})
    assert "Viết ở đây là trả lời câu" not in page.text
    assert len(_answers(page)) == 3, "a tap is still welcome"
    officer = browser_of("xa2").get(f"/tips/{stored_tips(villager.app)[0].tip.id}")
    assert f"Trả lời câu: {ASKED}Tui có cài một cái" in officer.text
    assert "Chưa có câu trả lời." not in officer.text


def test_in_english_the_question_its_answers_and_ready_words_are_english(villager, kept):
    _ask(villager, f"Công an đã nhận tin. Cảm ơn đã báo sớm.\n{ASKED}")
    form = villager.browser.get("/receipt?lang=en").form("code")
    page = Page(villager.browser.send(form, {"code": kept.code}, status=200), "/receipt")
    assert page.h1 == "The police have a question"
    assert "The police have received your report." in page.text
    assert page.text.count("Were you told to install an app?") == 3, "said, asked, beside the box"
    assert "Có cài" not in page.text and "I don’t remember" in page.text
    name = _answers(page)[0].get("name")
    page = villager.browser.send_for_page(page.form("ticket"), {name: "Không nhớ"})
    assert "I don’t remember" in page.text and "Không nhớ" not in page.text


def test_what_was_typed_and_tapped_outlives_the_page_and_a_mistyped_code(villager, kept):
    _ask(villager)
    page = villager.look_up(kept.code)
    name = _answers(page)[0].get("name")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25), tick=True):
        typed = {"message": "Viết lâu quá", name: "Có cài"}
        late = villager.browser.send_for_page(page.form("ticket"), typed, status=422)
        for wrong, status in (("1111", 422), (codes.new_number(Random(5)), 404)):
            answer = villager.browser.send(late.form("message"), {"code": wrong}, status=status)
            late = Page(answer, "/receipt")
            assert late.form("message").values["message"] == "Viết lâu quá"
        answer = villager.browser.send(late.form("message"), {"code": kept.code}, status=200)
        page = Page(answer, "/receipt")
        assert page.form("message").values["message"] == "Viết lâu quá"
        assert page.form("message").values[name] == "Có cài"
        assert page.links()["Coi lại rồi bấm gửi"] == "#tn", "nobody thinks that it was sent"
        page = villager.browser.send_for_page(page.form("message"))
        assert "Đã gửi" in page.text and "chưa gửi" not in page.text
    contact = page.form("contact")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=51), tick=True):
        late = villager.browser.send_for_page(contact, {"contact": "Cô Ba"}, status=422)
        assert late.form("contact").values["contact"] == "Cô Ba"


def test_a_message_to_a_closed_tip_says_what_that_means(villager, kept):
    def close(_, tip):
        tip.state, tip.outcome = TipState.RESOLVED, TipOutcome.MONEY_HELD

    _change(villager.app, close)
    page = villager.look_up(kept.code)
    assert "trình báo có ghi tên" in page.text
    assert "Tin này đã xong. Ghi thêm thì công an vẫn đọc." in page.text
    assert "Tin này đã xong, không hẹn ngày nữa." in page.text
    page = villager.browser.send_for_page(page.form("ticket"), {"message": "Nó gọi nữa"})
    assert "công an vẫn đọc lời mới" in page.text and "Nó gọi nữa" in page.text
    assert stored_tips(villager.app)[0].tip.has_new_message


def test_a_code_inside_words_reaches_nobody(villager, kept):
    form = villager.look_up(kept.code).form("ticket")
    said = f"Mã của tui là {kept.code} nghen"
    page = villager.browser.send_for_page(form, {"message": said})
    assert kept.code not in page.text and "Mã của tui là [mã xem trả lời] nghen" in page.text


def test_a_code_pasted_into_the_story_is_covered_and_softly_said(villager, kept):
    card = codes.new_number(Random(8))
    again = villager.send(story=f"Tin cũ {kept.code}, thẻ {card}")
    assert "số giống mã xem trả lời" in again.page.text
    stories = {one.body.story for one in stored_tips(villager.app)}
    assert f"Tin cũ [mã xem trả lời], thẻ {card}" in stories


def test_numbers_in_a_story_are_guesses_like_any_other_and_soon_nothing_is_looked_up(
    villager, kept, monkeypatch
):
    # The first wait is a second, which a busy machine may need between two stories.
    monkeypatch.setattr(guessing, "time", SimpleNamespace(monotonic=lambda: 1_000_000.0))
    source = Random(8)
    for _ in range(2):
        made_up = [codes.new_number(source) for _ in range(5)]
        villager.send(story=" ".join(made_up[:3]), money_lost=" ".join(made_up[3:]))
    villager.send(story=f"Có phải {kept.code} không")
    assert {one.body.story for one in stored_tips(villager.app)} >= {f"Có phải {kept.code} không"}
    page = villager.browser.get("/receipt")
    assert (
        "Chờ"
        in villager.browser.send_for_page(page.form("code"), {"code": kept.code}, status=429).text
    )


def test_one_emoji_or_another_script_is_a_story(villager):
    for story in ("😢", "ខ្ញុំត្រូវបានគេបោក"):
        assert villager.send(story=story).code
    assert {one.body.story for one in stored_tips(villager.app)} == {"😢", "ខ្ញុំត្រូវបានគេបោក"}


def test_a_contact_is_left_changed_and_withdrawn_later(villager, kept):
    ring = villager.app.extensions["ring"]

    def stored():
        with villager.app.app_context(), Session(db.engine) as session:
            row = session.scalars(db.select(TipContact)).one_or_none()
            return sealing.read_contact(ring, row) if row else None

    page = villager.look_up(kept.code)
    assert "Chưa để lại liên lạc" in page.text
    wrong = villager.browser.send_for_page(page.form("contact"), {"contact": " "}, status=422)
    assert "Chưa ghi gì" in wrong.text
    page = villager.browser.send_for_page(wrong.form("contact"), {"contact": "Cô Ba 0900 000 777"})
    assert "Đã lưu liên lạc" in page.text and stored() == "Cô Ba 0900 000 777"
    assert "0900 000 777" not in page.html, "whoever has the code does not read it"
    villager.browser.send(page.form("contact"), {"contact": "Cô Ba, sau 5 giờ"})
    assert stored() == "Cô Ba, sau 5 giờ"
    page = villager.browser.send_for_page(page.form("contact"), {"act": "withdraw"})
    assert "Đã rút liên lạc" in page.text and stored() is None


def test_the_person_still_reads_that_a_contact_was_opened_after_withdrawing_it(villager, kept):
    page = villager.look_up(kept.code)
    page = villager.browser.send_for_page(page.form("contact"), {"contact": "Cô Ba 0900 000 777"})

    def open_it(session, tip):
        at = datetime(2024, 6, 5, 8, tzinfo=UTC)
        step = TipStep(id=uuid4(), tip_id=tip.id, kind=StepKind.CONTACT, state=tip.state, at=at)
        session.add(step)
        session.get_one(TipContact, tip.id).last_opened_on = at.date()

    _change(villager.app, open_it)
    told = "Liên lạc để lại lần trước: công an đã mở ngày 05/6."
    page = villager.look_up(kept.code)
    assert "Công an đã mở ngày 05/6." in page.text and told not in page.text
    page = villager.browser.send_for_page(page.form("contact"), {"contact": "Chú Tư 0900 000 778"})
    assert "còn đóng kín, chưa ai mở." in page.text and told in page.text
    page = villager.browser.send_for_page(page.form("contact"), {"act": "withdraw"})
    assert told in page.text


def test_a_tip_sent_off_on_paper_may_be_looked_at_again_at_once(villager, kept):
    def send_off(session, tip):
        tip.state, tip.opened_at = TipState.TRANSFERRED, datetime.now(UTC)

    _change(villager.app, send_off)
    villager.browser.send(villager.look_up(kept.code).form("/receipt/appeal"))
    assert stored_tips(villager.app)[0].tip.appealed_on


def test_only_a_late_or_ended_tip_goes_to_the_unit_above_with_one_tap(villager, kept):
    page = villager.look_up(kept.code)
    assert "gửi cấp trên" not in page.text
    form = page.form("contact")
    form.action = "/receipt/appeal"
    villager.browser.send(form, status=404)

    def end(_, tip):
        tip.state = TipState.NOT_ENOUGH

    _change(villager.app, end)
    page = villager.look_up(kept.code)
    told = "Gửi tới Công an huyện Cao Lãnh. Công an xã Bình Thạnh không ngăn được."
    assert told in page.text
    appeal = page.form("/receipt/appeal")
    for _ in range(2):
        page = villager.browser.send_for_page(appeal)
    assert "Đã gửi Công an huyện Cao Lãnh ngày" in page.text
    assert "Đang chờ Công an huyện Cao Lãnh xem lại." in page.text
    assert stored_tips(villager.app)[0].tip.appealed_on


def test_after_ten_days_the_tap_is_there_however_well_the_days_are_kept(villager, kept):
    def tidy(_, tip):
        tip.state = TipState.VERIFYING
        tip.received_on -= timedelta(days=10)
        tip.next_news_on = datetime.now(UTC).date() + timedelta(days=5)

    _change(villager.app, tidy)
    page = villager.look_up(kept.code)
    assert "Sẽ báo tiếp ở đây, chậm nhất ngày" in page.text and "Trễ hẹn" not in page.text
    villager.browser.send_for_page(page.form("/receipt/appeal"))
    assert stored_tips(villager.app)[0].tip.appealed_on


def test_a_lost_code_leads_to_a_new_report_that_names_the_old_one(villager, kept):
    page = villager.browser.get("/receipt")
    page = villager.browser.get(page.links()["Mất mã thì làm sao?"])
    assert "Mã không lấy lại được" in page.text
    place = villager.browser.get(page.links()["Báo lại, nối với tin trước"])
    form = villager.browser.get(place.links()["Không rõ, hoặc ở trên mạng"]).form("earlier")
    villager.send(form, story="Vẫn vụ đó", earlier="báo hôm thứ hai, vụ bán điện thoại")
    bodies = {one.body.earlier for one in stored_tips(villager.app)}
    assert bodies == {"", "báo hôm thứ hai, vụ bán điện thoại"}
    assert "earlier" not in villager.form().values, "asked of nobody else"


def test_the_page_stays_light_with_everything_on_it(villager, kept):
    _ask(villager)
    villager.browser.send(
        villager.look_up(kept.code).form("contact"), {"contact": "Cô Ba 0900 000 777"}
    )

    def late(_, tip):
        tip.state = TipState.VERIFYING
        tip.next_news_on = datetime(2024, 1, 5, tzinfo=UTC).date()

    _change(villager.app, late)
    form = villager.look_up(kept.code).form("ticket")
    typed = {**form.values, "message": "một hai ba"}
    location = villager.browser.client.post(form.action, data=typed).headers["Location"]
    answer = villager.browser.raw(location, headers={"Accept-Encoding": "gzip"})
    assert "Trễ hẹn" in gzip.decompress(answer.data).decode()
    assert len(answer.data) <= 8_192, len(answer.data)


def test_a_machine_that_writes_without_end_has_to_wait_and_loses_no_word(villager, kept):
    form = villager.look_up(kept.code).form("message")
    for number in range(quotas.MOST_SAID_AN_HOUR):
        villager.browser.send(form, {"message": f"Lời {number}"})
    page = Page(villager.browser.send(form, {"message": "Thêm nữa"}, status=422), "/receipt")
    assert "Gửi nhiều quá. Chờ một chút rồi thử lại." in page.text
    assert page.form("message").values["message"] == "Thêm nữa"
    villager.browser.send(page.form("contact"), {"contact": "0900 000 417"}, status=422)
    assert count(villager.app, TipMessage) == quotas.MOST_SAID_AN_HOUR
