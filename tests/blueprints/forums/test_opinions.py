"""Opinions in the form: line after line, some removed, many at once; and completed later."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.forums.models import Opinion, Outcome
from tests.blueprints.forums.conftest import entry
from tests.support.page import Form
from tests.support.sending import file, record_id


def _opinions(stored, address):
    query = select(Opinion).where(Opinion.forum_id == record_id(address))
    return stored(lambda db: db.scalars(query.order_by(Opinion.position)).all())


def test_one_more_line_comes_without_a_script_and_keeps_everything(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id)
    typed = {"opinion-1-gist": "Đường tối", "minutes": "Đã ghi.", "mode": "full"}
    data = {**form.values, **typed, "add_opinion": "1", "photos": file()}
    answer = officer.raw(form.action, "POST", data=data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="opinion-2-gist"' in text
    for kept in ("Đường tối", "Đã ghi.", "-thumb.jpg"):
        assert kept in text
    assert stored(lambda db: db.scalars(select(Opinion)).all()) == []


def test_the_page_holds_an_empty_line_for_where_there_is_no_network(officer):
    page = officer.get("/forums/new")
    empty = next(one for one in page.all("template") if "data-line" in one.attrib)
    names = {box.get("name") for box in empty.iter("textarea")}
    assert {"opinion-{n}-gist", "opinion-{n}-answer"} == names
    (adder,) = page.all("button", name="add_opinion")
    assert adder.get("data-next") == "2"


def test_empty_lines_and_those_taken_back_are_no_opinions(officer, hamlet_id, stored):
    said = {
        "opinion-1-gist": "",
        "opinion-2-gist": "Đường tối",
        "opinion-3-gist": "Ghi nhầm",
        "opinion-3-due_on": "mai",
        "opinion-3-remove": "y",
        "opinion-4-kind": "request",
        "opinion-7-gist": "Hẻm ngập",
    }
    address = officer.send(entry(officer, hamlet_id), said).headers["Location"]
    assert [(o.position, o.gist) for o in _opinions(stored, address)] == [
        (1, "Đường tối"),
        (2, "Hẻm ngập"),
    ]


def test_a_program_may_number_from_zero(officer, hamlet_id, stored):
    said = {"opinion-0-gist": "Đường tối", "opinion-01-gist": "Hẻm ngập"}
    form = entry(officer, hamlet_id)
    form.values = {k: v for k, v in form.values.items() if not k.startswith("opinion-")}
    address = officer.send(form, said).headers["Location"]
    assert [o.position for o in _opinions(stored, address)] == [1, 2]


def test_twenty_five_opinions_stand_in_order(officer, hamlet_id, stored):
    said = {f"opinion-{n}-gist": f"Ý số {n}" for n in range(1, 26)}
    page = officer.send_for_page(entry(officer, hamlet_id), said)
    assert "Ý kiến (25)" in page.text
    assert [o.gist for o in _opinions(stored, page.address)] == list(said.values())


def test_more_than_two_hundred_are_refused_with_a_sentence_and_kept_in_the_form(
    officer, hamlet_id, stored
):
    said = {f"opinion-{n}-gist": f"Ý số {n}" for n in range(1, 202)}
    page = officer.send_for_page(entry(officer, hamlet_id), said, status=422)
    assert "Một buổi ghi được 200 ý kiến" in page.text
    assert page.form("attendance").values["opinion-201-gist"] == "Ý số 201"
    said.pop("opinion-201-gist")
    address = officer.send(entry(officer, hamlet_id), said).headers["Location"]
    assert len(_opinions(stored, address)) == 200


def test_what_was_typed_for_a_promise_goes_when_it_was_answered_there(officer, hamlet_id, stored):
    said = {
        "opinion-1-gist": "Đường tối",
        "opinion-1-responsible": "Điện lực",
        "opinion-1-due_on": "2030-01-01",
        "opinion-1-answer": "Đã giải thích.",
    }
    address = officer.send(entry(officer, hamlet_id), said).headers["Location"]
    (opinion,) = _opinions(stored, address)
    assert (opinion.responsible, opinion.due_on) == ("", None)
    assert opinion.answer == "Đã giải thích."


def _page_of(officer, stored, address, number):
    opinion = _opinions(stored, address)[number - 1]
    return officer.get(f"{address}/opinions/{opinion.id}")


def promise_form(page):
    """The form that gives a promise to somebody and says by when."""
    (element,) = page.all("form", class_="promise")
    return Form(element, page.address)


def test_a_promise_is_given_a_name_and_a_day_and_is_answered_later(officer, logged, stored, day):
    assert "2 chờ trả lời" in officer.get("/forums").text
    page = _page_of(officer, stored, logged, 1)
    assert "Karaoke hát quá 22 giờ" in page.text
    due_on = (day + timedelta(days=5)).isoformat()
    told = {"responsible": "Thiếu úy Mẫu", "due_on": due_on}
    shown = officer.send_for_page(promise_form(page), told)
    assert f"Hẹn {day + timedelta(days=5):%d}/{(day + timedelta(days=5)).month}" in shown.text
    assert "Thiếu úy Mẫu" in shown.text
    form = _page_of(officer, stored, logged, 1).form("answered_on")
    assert form.values["answered_on"] == day.isoformat()
    done = {"answer": "Đã nhắc chủ quán.", "answered_how": "in_person"}
    shown = officer.send_for_page(form, done)
    assert "Trả lời: Đã nhắc chủ quán." in shown.text
    assert f"Đã trả lời {day:%d}/{day.month}" in shown.text
    assert "1 chờ trả lời" in officer.get("/forums").text
    assert "Ý kiến 1, câu trả lời" in shown.text
    assert "Ý kiến 1, cách trả lời" in shown.text


def test_the_chief_may_answer_and_a_supervisor_may_not(logged, stored, browser_of):
    opinion = _opinions(stored, logged)[0].id
    browser_of("huyen").get(f"{logged}/opinions/{opinion}", status=403)
    chief = browser_of("truong1")
    page = chief.get(f"{logged}/opinions/{opinion}")
    chief.send(promise_form(page), {"outcome": "answered"})
    assert _opinions(stored, logged)[0].outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"answered_on": "2020-01-01"}, "Ngày trả lời trước ngày diễn đàn"),
        ({"answered_on": "2090-01-01"}, "Ngày này chưa tới"),
        ({"due_on": "2020-01-01"}, "Ngày hẹn trước ngày diễn đàn"),
        ({"due_on": "hôm nào"}, "Ngày này không có"),
        ({"outcome": "forgotten"}, "Chọn một cách xử lý"),
        ({"answer": "x" * 5_001}, "Dài quá 5.000"),
    ],
)
def test_a_wrong_answer_stands_beside_its_box(officer, logged, stored, wrong, sentence):
    form = promise_form(_page_of(officer, stored, logged, 1))
    page = officer.send_for_page(form, {"responsible": "Đại úy Mẫu", **wrong}, status=422)
    assert sentence in page.text
    assert promise_form(page).values["responsible"] == "Đại úy Mẫu"


def test_one_opinion_answered_from_two_phones_shows_both(officer, logged, stored, browser_of):
    mine = _page_of(officer, stored, logged, 1).form("outcome")
    chief = browser_of("truong1")
    theirs = _page_of(chief, stored, logged, 1).form("answered_on")
    chief.send(
        theirs, {"answered_on": "", "answer": "Chủ quán đã cam kết.", "responsible": "Đại úy Mẫu"}
    )
    page = officer.send_for_page(mine, {"answer": "Đã nhắc."}, status=409)
    assert page.h1 == "Hai bản khác nhau"
    for words in ("Chủ quán đã cam kết.", "Đã nhắc.", "Đại úy Mẫu"):
        assert words in page.text
    choice = page.form("keep-answer")
    # Only the other one wrote who answers: that stands chosen.
    assert choice.values["keep-responsible"] == "theirs"
    assert choice.values["keep-answer"] == "mine"
    shown = officer.send_for_page(choice)
    assert "Đã nhắc." in shown.text
    assert _opinions(stored, logged)[0].responsible == "Đại úy Mẫu"


def test_another_opinion_answered_meanwhile_is_no_conflict(officer, logged, stored, browser_of):
    mine = _page_of(officer, stored, logged, 1).form("outcome")
    chief = browser_of("truong1")
    theirs = promise_form(_page_of(chief, stored, logged, 2))
    chief.send(theirs, {"outcome": "answered"})
    officer.send(mine, {"answer": "Đã nhắc."})
    assert [o.outcome for o in _opinions(stored, logged)] == [
        Outcome.PROMISED,
        Outcome.ANSWERED,
        Outcome.ANSWERED,
    ]
