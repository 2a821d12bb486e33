"""Logging a forum through the form: once, with everything typed kept on every error."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.forums.models import Forum, Opinion, OpinionKind, Outcome
from tests.blueprints.forums.conftest import entry
from tests.factories import BINH_THANH, place
from tests.support.sending import file, record_id


def _count(stored) -> int:
    return stored(lambda db: db.scalar(select(func.count()).select_from(Forum)))


def _opinions(stored, address):
    query = select(Opinion).where(Opinion.forum_id == record_id(address))
    return stored(lambda db: db.scalars(query.order_by(Opinion.position)).all())


def test_the_form_asks_for_place_day_people_and_one_line_an_opinion(officer, hamlet_id, day):
    page = officer.get("/forums/new")
    form = page.form("attendance")
    assert page.h1 == "Ghi diễn đàn"
    assert "Toàn xã" in page.text
    assert page.text.count("Không nhập tài liệu, số liệu thuộc bí mật nhà nước") == 1
    assert {"id", "place", "held_on", "started_at", "attendance", "chair"} <= form.names()
    assert {f"opinion-1-{part}" for part in ("kind", "topic", "gist", "name", "outcome")} <= (
        form.names()
    )
    assert form.values["held_on"] == day.isoformat()
    assert form.values["chair"] == "Đại úy Mẫu"
    assert form.values["opinion-1-outcome"] == "answered"
    assert form.values["opinion-1-kind"] == "information"
    assert form.values["attendance"] == ""


def test_a_logged_forum_can_be_read_by_the_unit_and_the_supervisor(officer, hamlet_id, browser_of):
    page = officer.send_for_page(
        entry(officer, hamlet_id),
        {
            "attendance": "48",
            "attendance_approx": "1",
            "started_at": "19h",
            "venue": "Nhà văn hóa",
            "partners": ["front", "committee"],
            "contents": "Nhắc 3 chiêu lừa mới.",
            "minutes": "Bà con nhất trí.",
            "opinion-1-kind": "praise",
            "opinion-1-gist": "Công an tuần tra đều",
            "opinion-1-name": "Ông Bảy Ví Dụ",
        },
    )
    for words in (
        "khoảng 48 người",
        "19:00",
        "Nhà văn hóa",
        "Mặt trận Tổ quốc · Ủy ban nhân dân",
        "Đại úy Mẫu",
        "Nhắc 3 chiêu lừa mới.",
        "Bà con nhất trí.",
        "Công an tuần tra đều",
        "Khen · Ông Bảy Ví Dụ",
        "Trả lời tại chỗ",
        "Đã lưu.",
    ):
        assert words in page.text
    assert "Đã lưu." not in officer.get(page.address).text
    for reader, where in (("truong1", "Nơi tổ chức Ấp 3 "), ("huyen", "Ấp 3, xã Phương Trà")):
        shown = browser_of(reader).get(page.address).text
        assert "Công an tuần tra đều" in shown
        assert where in shown
        row = browser_of(reader).get("/forums").text
        assert "Diễn đàn ở Nhà văn hóa" in row
        assert "Bảy" not in row


def test_a_script_needs_no_more_than_the_agreed_fields(officer, hamlet_id, stored, day):
    token = officer.get("/forums/new").form("attendance").values["csrf_token"]
    new_id = str(uuid4())
    data = {
        "csrf_token": token,
        "id": new_id,
        "place": hamlet_id,
        "held_on": day.isoformat(),
        "attendance": "60",
        "chair": "Đại úy Mẫu",
        "opinion-1-kind": "request",
        "opinion-1-topic": "Đèn đường",
        "opinion-1-gist": "Xin thêm đèn",
        "opinion-1-name": "Bà Tư Ví Dụ",
        "opinion-1-outcome": "promised",
        "opinion-2-gist": "Hỏi về số lạ",
    }
    answer = officer.raw("/forums/new", "POST", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/forums/{new_id}")
    first, second = _opinions(stored, answer.headers["Location"])
    assert (first.kind, first.topic, first.outcome) == (
        OpinionKind.REQUEST,
        "Đèn đường",
        Outcome.PROMISED,
    )
    assert (second.kind, second.outcome) == (OpinionKind.INFORMATION, Outcome.ANSWERED)
    assert "1 chờ trả lời" in officer.get("/forums").text


def test_the_neighbours_forums_are_as_good_as_missing(officer, logged, browser_of, stored):
    neighbour = browser_of("xa2")
    assert logged not in neighbour.get("/forums").html
    missing = neighbour.get(f"/forums/{uuid4()}", status=404).text
    opinion = f"{logged}/opinions/{_opinions(stored, logged)[0].id}"
    for theirs in (logged, f"{logged}/edit", f"{logged}/withdraw", opinion):
        assert neighbour.get(theirs, status=404).text == missing
    officer.get(f"{logged}/opinions/{uuid4()}", status=404)


def test_an_admin_reads_no_forums_and_a_supervisor_logs_none(logged, browser_of):
    browser_of("quantri").get("/forums", status=403)
    browser_of("huyen").get("/forums/new", status=403)
    page = browser_of("huyen").get(logged)
    assert "Ghi trả lời" not in page.text
    assert "Sửa, thêm" not in page.text


def test_the_same_form_twice_is_one_forum(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id)
    sent = {"attendance": "48", "opinion-1-gist": "Đường tối"}
    first = officer.send(form, {**sent, "photos": file()}).headers["Location"]
    again = officer.send(form, {**sent, "photos": file()}).headers["Location"]
    assert first == again
    assert _count(stored) == 1
    assert len(_opinions(stored, first)) == 1
    assert "Ảnh 2" not in officer.get(first).html


def test_the_same_form_sent_twice_at_once_is_one_forum(officer, hamlet_id, stored):
    form = entry(officer, hamlet_id)
    cookies = officer.client._cookies
    answers = []
    gate = threading.Barrier(4)

    def send() -> None:
        client = officer.app.test_client()
        client._cookies = dict(cookies)
        gate.wait()
        data = {**form.values, "opinion-1-gist": "Đường tối"}
        answers.append(client.post(form.action, data=data))

    threads = [threading.Thread(target=send) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert _count(stored) == 1


def test_somebody_elses_id_is_not_found(officer, logged, hamlet_id, browser_of):
    neighbour = browser_of("xa2")
    form = neighbour.get("/forums/new").form("attendance")
    own = form.element.find(".//input[@name='place']").get("value")
    neighbour.send(form, {"place": own, "id": str(record_id(logged))}, status=404)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "tomorrow"}, "Ngày này chưa tới"),
        ({"held_on": "32/13/2024"}, "Ngày này không có"),
        ({"held_on": ""}, "Chọn ngày tổ chức"),
        ({"started_at": "25:00"}, "Giờ này không có"),
        ({"attendance": "-3"}, "nhỏ hơn 0"),
        ({"attendance": "1000000000"}, "lớn quá 100.000"),
        ({"attendance": "đông"}, "Ghi một số nguyên"),
        ({"place": None}, "Chọn nơi tổ chức"),
        ({"place": "xyz"}, "Chọn nơi tổ chức"),
        ({"venue": "x" * 201}, "Dài quá 200"),
        ({"partners": "circus"}, "không còn trong danh mục"),
        ({"opinion-1-kind": "rumour"}, "Ý kiến 1: Chọn một loại"),
        ({"opinion-1-outcome": "forgotten"}, "Ý kiến 1: Chọn một cách xử lý"),
        ({"opinion-1-topic": "x" * 121}, "Ý kiến 1: Dài quá 120"),
        ({"opinion-1-gist": "", "opinion-1-topic": "Đèn"}, "Ý kiến 1: Ghi nội dung"),
        (
            {"opinion-1-outcome": "promised", "opinion-1-due_on": "2020-01-01"},
            "Ý kiến 1: Ngày hẹn trước",
        ),
        (
            {"opinion-1-outcome": "promised", "opinion-1-due_on": "mai"},
            "Ý kiến 1: Ngày này không có",
        ),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(
    officer, hamlet_id, stored, day, wrong, sentence
):
    if wrong.get("held_on") == "tomorrow":
        wrong = {"held_on": (day + timedelta(days=1)).isoformat()}
    form = entry(officer, hamlet_id)
    typed = {"notes": "Đã ghi dài.", "opinion-1-gist": "Đường tối", **wrong}
    page = officer.send_for_page(form, typed, status=422)
    assert sentence in page.text
    assert "Những gì đã ghi vẫn còn nguyên" in page.text
    again = page.form("attendance")
    for name, value in typed.items():
        if value and name not in {"place", "partners", "opinion-1-kind", "opinion-1-outcome"}:
            assert again.values[name] == value
    assert again.values["id"] == form.values["id"]
    assert _count(stored) == 0


def test_another_communes_place_is_refused_beside_the_places(officer, hamlet_id, stored):
    theirs = stored(lambda db: str(place(db, BINH_THANH).id))
    page = officer.send_for_page(entry(officer, hamlet_id), {"place": theirs}, status=422)
    assert "Chọn một nơi của đơn vị, hoặc toàn xã" in page.text


def test_empty_attendance_is_not_zero(officer, hamlet_id):
    page = officer.send_for_page(entry(officer, hamlet_id), {"attendance": ""})
    assert "Người dự" not in page.text
    page = officer.send_for_page(entry(officer, hamlet_id), {"attendance": "0"})
    assert "Người dự 0 người" in page.text


def test_a_forum_of_nine_days_ago_says_so_everywhere(officer, hamlet_id, day):
    held_on = (day - timedelta(days=9)).isoformat()
    page = officer.send_for_page(entry(officer, hamlet_id), {"held_on": held_on})
    assert "ghi sau 9 ngày" in page.text
    assert "ghi sau 9 ngày" in officer.get("/forums").text


def test_the_list_goes_on_where_a_page_ends(officer, hamlet_id):
    form = entry(officer, hamlet_id)
    for number in range(23):
        officer.send(form, {"id": str(uuid4()), "venue": f"Chỗ số {number}."})
    first = officer.get("/forums")
    further = officer.get(first.links()["Xem thêm"])
    assert first.text.count("Chỗ số") == 20
    assert further.text.count("Chỗ số") == 3
    assert "Xem thêm" not in further.links()
    officer.get("/forums?below=nonsense", status=404)


def test_an_empty_list_says_what_to_do(officer):
    page = officer.get("/forums")
    assert "Chưa có buổi diễn đàn nào." in page.text
    assert page.links()["Ghi buổi đầu tiên"] == "/forums/new"


def test_the_page_comes_with_the_styles_of_its_own(officer):
    sheets = [link.get("href") for link in officer.get("/forums/new").all("link", rel="stylesheet")]
    assert [sheet.rsplit("/", 2)[1:] for sheet in sheets] == [
        ["css", "staff.css"],
        ["pages", "forums.css"],
    ]
