"""What the receiving unit does with a tip, and how two officers at once lose nothing."""

from uuid import uuid4

from sqlalchemy import select

from domain.feed.models import DailyCount, FeedRow, Kind
from domain.reference.models import ReferenceItem
from domain.tips.models import EndCheck, TipOutcome, TipState, TipStep
from tests.factories_tips import entries, received, tip_of, villager_writes
from tests.support.page import text_of
from web.extensions import db as flask_db


def feed_states(app, tip_id):
    with app.app_context():
        rows = flask_db.session.scalars(select(FeedRow).where(FeedRow.record_id == tip_id))
        return {row.summary["state"] for row in rows}


def test_taking_a_tip_says_who_looks_into_it(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.send_for_page(xa1.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/take"))
    assert "Đang xem: Thiếu úy Mẫu" in page.text
    assert "Thiếu úy Mẫu nhận xử lý" in page.text
    assert feed_states(app, tip_id) == {"held"}
    assert ("tip_taken", "") in entries(app, tip_id)


def test_taking_twice_is_taking_once(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form(f"/tips/{tip_id}/take")
    xa1.send(form)
    xa1.send(form)
    assert tip_of(app, tip_id).version == 2


def test_of_two_who_take_at_once_the_second_sees_both_and_chooses(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    take = f"/tips/{tip_id}/take"
    first, second = xa1.get(f"/tips/{tip_id}").form(take), chief.get(f"/tips/{tip_id}").form(take)
    xa1.send(first)
    both = chief.send_for_page(second, status=409)
    assert "Thiếu úy Mẫu vừa làm trên tin này" in both.text
    assert "Đại úy Mẫu" in both.text
    page = chief.send_for_page(both.form("keep-taken_by"), {"keep-taken_by": "theirs"})
    assert "Đang xem: Thiếu úy Mẫu" in page.text
    page = chief.send_for_page(both.form("keep-taken_by"), {"keep-taken_by": "mine"})
    assert "Đang xem: Đại úy Mẫu" in page.text


def test_every_state_can_be_set_and_an_end_asks_why(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    for state in ("held", "verifying", "waiting"):
        xa1.send(xa1.get(f"/tips/{tip_id}").form("state"), {"state": state})
        assert tip_of(app, tip_id).state is TipState(state)
    form = xa1.get(f"/tips/{tip_id}").form("state")
    refused = xa1.send_for_page(form, {"state": "resolved", "note": "đã gặp"}, status=422)
    assert "Chọn kết quả." in refused.text
    again = refused.form("state")
    assert again.values["state"] == "resolved"
    assert again.values["note"] == "đã gặp"
    xa1.send(again, {"outcome": "prevented"})
    tip = tip_of(app, tip_id)
    assert (tip.state, tip.outcome) == (TipState.RESOLVED, TipOutcome.PREVENTED)
    assert feed_states(app, tip_id) == {"resolved"}
    assert "Ngăn kịp, chưa mất tiền" in xa1.get("/tips?section=closed").text
    assert ("tip_state_set", "resolved:prevented") in entries(app, tip_id)


def test_too_little_to_go_on_asks_why_and_waits_for_a_second_person(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("state")
    refused = xa1.send_for_page(form, {"state": "not_enough"}, status=422)
    assert "Ghi lý do, ít nhất vài chữ." in refused.text
    xa1.send(refused.form("state"), {"note": "không có số nào để tra"})
    tip = tip_of(app, tip_id)
    assert (tip.state, tip.end_check) == (TipState.NOT_ENOUGH, EndCheck.PENDING)


def test_what_ended_is_taken_up_again_only_with_a_reason(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = f"/tips/{tip_id}"
    xa1.send(xa1.get(page).form("state"), {"state": "resolved", "outcome": "answered"})
    refused = xa1.send_for_page(xa1.get(page).form("state"), {"state": "held"}, status=422)
    assert "Ghi lý do, ít nhất vài chữ." in refused.text
    xa1.send(refused.form("state"), {"note": "người báo nhớ thêm số"})
    tip = tip_of(app, tip_id)
    assert (tip.state, tip.outcome, tip.closed_on) == (TipState.HELD, None, None)


def test_a_duplicate_names_a_tip_that_the_unit_has(app, people, browser_of):
    first, second = received(app).tip_id, received(app).tip_id
    xa1 = browser_of("xa1")
    sent = {"state": "duplicate", "note": "cùng một người gọi", "duplicate_of": "TB-0099"}
    refused = xa1.send_for_page(xa1.get(f"/tips/{second}").form("state"), sent, status=422)
    assert "Đơn vị không có tin nào khác mang số này." in refused.text
    number = tip_of(app, first).number
    xa1.send(refused.form("state"), {"duplicate_of": f"TB-{number:04d}"})
    assert tip_of(app, second).duplicate_of_id == first


def test_a_state_sent_twice_by_a_second_tap_is_no_conflict(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("state")
    for _ in range(2):
        xa1.send(form, {"state": "verifying", "note": "Đi xác minh."})
    assert xa1.get(f"/tips/{tip_id}").text.count("Đi xác minh.") == 1
    xa1.send(form, {"state": "verifying", "note": "Gọi thêm nhà bên."}, status=409)


def test_the_note_of_whoever_was_faster_is_shown_and_stands_once(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    old = chief.get(f"/tips/{tip_id}").form("state")
    sent = {"state": "verifying", "note": "Đi xác minh."}
    xa1.send(xa1.get(f"/tips/{tip_id}").form("state"), sent)
    both = chief.send_for_page(old, {"state": "waiting", "note": "Chờ họ."}, status=409)
    assert "Đi xác minh." in both.text
    theirs = {"keep-state": "theirs", "keep-note": "theirs"}
    page = chief.send_for_page(both.form("keep-state"), theirs)
    assert page.text.count("Đi xác minh.") == 1


def test_a_state_from_an_old_page_shows_both_field_by_field(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    old = chief.get(f"/tips/{tip_id}").form("state")
    xa1.send(xa1.get(f"/tips/{tip_id}").form("state"), {"state": "verifying"})
    mine = {"state": "resolved", "outcome": "handled", "note": "trùng TB-0003"}
    both = chief.send_for_page(old, mine, status=409)
    for shown in ("Đã giải quyết", "Đang xác minh", "Đã xử lý người vi phạm", "trùng TB-0003"):
        assert shown in both.text
    assert tip_of(app, tip_id).state is TipState.VERIFYING
    chosen = {"keep-state": "theirs", "keep-outcome": "theirs", "keep-note": "mine"}
    page = chief.send_for_page(both.form("keep-state"), chosen)
    assert tip_of(app, tip_id).state is TipState.VERIFYING
    assert "trùng TB-0003" in page.text


def test_an_answer_appears_to_the_person_and_takes_the_tip(app, people, browser_of):
    receipt = received(app)
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{receipt.tip_id}").form("message")
    page = xa1.send_for_page(form, {"message": "Chuyển tiền lúc mấy giờ?"})
    assert "Chuyển tiền lúc mấy giờ?" in page.text
    assert "Đang xem: Thiếu úy Mẫu" in page.text
    villager = browser_of("")
    asked = villager.get("/receipt").form("code")
    follow = villager.send(asked, {"code": receipt.code}, status=200).get_data(as_text=True)
    assert "Chuyển tiền lúc mấy giờ?" in follow
    assert "Thiếu úy" not in follow


def test_the_same_answer_sent_twice_is_one(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("message")
    for _ in range(2):
        xa1.send(form, {"message": "Đã nhận tin."})
    page = xa1.get(f"/tips/{tip_id}")
    assert len(page.all("div", class_="message")) == 1
    xa1.send(form, {"message": "Câu khác"}, status=409)


def test_a_question_lets_the_tip_wait_for_the_person(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("message")
    xa1.send(form, {"message": "Chuyển mấy lần?", "waits": "y"})
    assert tip_of(app, tip_id).state is TipState.WAITING
    assert feed_states(app, tip_id) == {"waiting"}


def test_a_question_that_would_give_the_person_away_is_asked_back_first(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("message")
    asked = xa1.send_for_page(form, {"message": "Bạn là ai, nhà ở đâu?"}, status=422)
    assert "Câu này có vẻ hỏi tên" in asked.text
    again = asked.form("message")
    assert again.values["message"] == "Bạn là ai, nhà ở đâu?"
    page = xa1.send_for_page(again, {"asks_on_purpose": "1"})
    assert "Bạn là ai, nhà ở đâu?" in page.text


def test_words_of_an_admins_own_question_are_looked_at_too(app, people, browser_of):
    tip_id = received(app).tip_id
    with app.app_context():
        query = select(ReferenceItem).where(ReferenceItem.code == "which_number")
        flask_db.session.scalars(query).one().name_vi = "Số điện thoại của bác là gì?"
        flask_db.session.commit()
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("message")
    asked = xa1.send_for_page(form, {"question": "which_number"}, status=422)
    assert "Câu này có vẻ hỏi tên" in asked.text
    again = asked.form("message")
    assert again.values["question"] == "which_number"
    page = xa1.send_for_page(again, {"asks_on_purpose": "1"})
    assert "Số điện thoại của bác là gì?" in page.text


def test_a_question_is_sent_with_its_choices_behind_what_was_typed(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("message")
    sent = {"message": "Đã gọi ngân hàng.", "question": "app_installed"}
    page = xa1.send_for_page(form, sent)
    assert "Đã gọi ngân hàng. Có bị kêu cài ứng dụng nào không?" in page.text
    assert "Chạm để chọn: Có cài / Không cài / Không nhớ" in page.text
    assert tip_of(app, tip_id).state is TipState.WAITING


def test_ready_sentences_speak_the_villagers_language_whatever_the_officers(
    app, people, browser_of
):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    xa1.send(xa1.get("/me").form("language"), {"language": "en"})
    page = xa1.get(f"/tips/{tip_id}")
    assert page.root.get("lang") == "en"
    offered = [b for b in page.all("button") if b.get("data-into") == "message"]
    texts = [text_of(button) for button in offered]
    assert "Công an đã nhận tin. Cảm ơn đã báo sớm." in texts
    assert "Việc này công an đã làm xong. Cảm ơn đã báo." not in texts, "of another state"
    assert "The police have received your report." in page.text, "what it says, for the officer"
    assert "Có cài / Không cài / Không nhớ) – Were you told to install an app? (Yes" in page.text
    assert {button.get("lang") for button in offered} == {"vi"}


def test_nothing_and_too_much_is_no_message(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("message")
    assert "Chưa ghi gì" in xa1.send_for_page(form, {"message": "  "}, status=422).text
    long = xa1.send_for_page(form, {"message": "a" * 20_001}, status=422)
    assert long.form("message").values["message"] == "a" * 20_001


def test_two_answers_at_once_show_both_before_the_second_goes(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    old = chief.get(f"/tips/{tip_id}").form("message")
    xa1.send(xa1.get(f"/tips/{tip_id}").form("message"), {"message": "Xã đang xem."})
    both = chief.send_for_page(old, {"message": "Xã sẽ xem."}, status=409)
    assert "Xã đang xem." in both.text
    assert "Xã sẽ xem." in both.text
    chief.send(both.form("keep-message"), {"keep-message": "theirs"})
    assert "Xã sẽ xem." not in chief.get(f"/tips/{tip_id}").text
    page = chief.send_for_page(both.form("keep-message"), {"keep-message": "mine"})
    assert "Xã sẽ xem." in page.text


def test_a_person_without_a_code_cannot_be_written_to(app, people, browser_of):
    with_code, without = received(app).tip_id, received(app, has_code=False).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{without}")
    assert "Người báo không có mã xem trả lời" in page.text
    form = xa1.get(f"/tips/{with_code}").form("message")
    form.action = f"/tips/{without}/messages"
    assert "không có mã" in xa1.send_for_page(form, {"message": "Chào"}, status=422).text


def test_a_corrected_category_moves_the_counts_and_stays_in_the_history(app, people, browser_of):
    tip_id = received(app, category="shopping").tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("category")
    page = xa1.send_for_page(form, {"category": "gambling"})
    assert "Mua bán trên mạng" in page.text
    assert "→ Cờ bạc" in page.text
    with app.app_context():
        query = select(DailyCount).where(DailyCount.kind == Kind.TIP)
        counts = {c.measure: c.value for c in flask_db.session.scalars(query)}
        note = flask_db.session.scalars(select(TipStep.note_sealed)).all()
    assert counts.get("category:gambling") == 1
    assert counts.get("category:shopping", 0) == 0
    assert b"shopping" not in b"".join(n for n in note if n)
    assert ("tip_corrected", "") in entries(app, tip_id)
    xa1.send(xa1.get(f"/tips/{tip_id}").form("category"), {"category": "x"}, status=422)


def test_what_waits_apart_is_not_worked_on_before_it_is_let_in(app, people, browser_of):
    tip_id = received(app, quarantine="too_fast").tip_id
    ready = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    assert "Tin chờ rà" in page.text
    form = xa1.get(f"/tips/{ready}").form(f"/tips/{ready}/take")
    form.action = f"/tips/{tip_id}/take"
    answer = xa1.send(form, status=400)
    assert "còn chờ rà" in answer.get_data(as_text=True)
    xa1.send(page.form("tip"), {"act": "release"})
    assert feed_states(app, tip_id) == {"new"}
    assert ("tip_released", "") in entries(app, tip_id)
    assert "Nhận xử lý" in xa1.get(f"/tips/{tip_id}").text


def test_spam_that_was_none_can_be_brought_back(app, people, browser_of):
    tip_id = received(app, quarantine="too_fast").tip_id
    xa1 = browser_of("xa1")
    xa1.send(xa1.get(f"/tips/{tip_id}").form("tip"), {"act": "spam"})
    assert feed_states(app, tip_id) == set()
    xa1.send(xa1.get(f"/tips/{tip_id}").form("tip"), {"act": "release"})
    tip = tip_of(app, tip_id)
    assert (tip.state, tip.is_quarantined) == (TipState.NEW, False)
    assert feed_states(app, tip_id) == {"new"}


def test_a_wrong_or_missing_version_changes_nothing(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("state")
    for version in ("0", "x", "-1", "9" * 30, None):
        xa1.send(form, {"state": "verifying", "version": version}, status=409)
    assert tip_of(app, tip_id).version == 1


def test_the_message_of_another_tip_is_not_overwritten_by_its_id(app, people, browser_of):
    first, second = received(app).tip_id, received(app).tip_id
    xa1 = browser_of("xa1")
    message_id = str(uuid4())
    for tip_id, status in ((first, 303), (second, 409)):
        form = xa1.get(f"/tips/{tip_id}").form("message")
        xa1.send(form, {"message": "Chào", "id": message_id}, status=status)


def test_a_villagers_message_after_closing_shows_in_the_inbox(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/tips/{tip_id}").form("state")
    xa1.send(form, {"state": "resolved", "outcome": "answered"})
    villager_writes(app, tip_id, "Họ lại gọi nữa.")
    assert "Có lời nhắn mới" in xa1.get("/tips").text
