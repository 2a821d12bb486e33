"""Merging tips on the page of their group, and a case handed over as one file."""

import io
from datetime import date
from uuid import uuid4
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from domain.media.models import Photo
from domain.media.photo import SafePhoto
from domain.media.services import put_for_tip
from domain.tips.identifiers import Identifier
from domain.tips.models import Tip
from domain.tips.sealing import TipBody, tip_key
from tests.factories import BINH_THANH
from tests.factories_tips import CONTACT, entries, received, villager_sends_photo
from tests.support.images import photo
from web.extensions import db as flask_db

ACCOUNT = Identifier("bank_account", "0123456789")
STORY = "Nó kêu chuyển 45 triệu. Nhà tôi kế cây xăng."
FORMULA = "=HYPERLINK(1)"
LOST = "Không còn đọc được lời trong tin này."


def _two(app):
    own = received(app, identifiers=(ACCOUNT,), body=TipBody(story=STORY, money_amount=45_000_000))
    theirs = received(
        app, BINH_THANH, identifiers=(ACCOUNT, Identifier("account_holder", FORMULA)), contact=""
    )
    return own.tip_id, theirs.tip_id


def _speak(app, tip_id):
    with app.app_context():
        flask_db.session.get_one(Tip, tip_id).victim_spoken_on = date(2024, 6, 5)
        flask_db.session.commit()


@pytest.fixture
def above(people, browser_of):
    return browser_of(people.supervisor.username)


def _group(above, tip_id):
    reason = above.get(f"/tips/{tip_id}").form("reason")
    above.send_for_page(reason, {"reason": "xem nhóm tin"})
    return above.get(f"/tips/{tip_id}/links")


def _merged(app, above):
    one, two = _two(app)
    _speak(app, one)
    page = _group(above, one)
    sent = {"tip": [str(one), str(two)], "reason": "cùng tài khoản"}
    return one, two, above.send_for_page(page.form_of("Gộp tin đã chọn"), sent)


def test_a_merge_asks_for_a_spoken_to_victim_and_keeps_what_was_typed(app, above):
    one, two = _two(app)
    page = _group(above, one)
    assert "Cần nói chuyện với ít nhất một bị hại có tên trước." in page.text
    ticked = ["checked" in box.attrib for box in page.all("input", name="tip")]
    assert ticked == [True, True], "everything that hangs together is ticked at first"
    sent = {"tip": [str(one), str(two)], "reason": "cùng tài khoản"}
    wrong = above.send_for_page(page.form_of("Gộp tin đã chọn"), sent, status=422)
    assert "Cần ít nhất một tin có bị hại rõ tên" in wrong.text
    assert wrong.form_of("Gộp tin đã chọn").values["reason"] == "cùng tài khoản"
    _speak(app, two)
    case = above.send_for_page(wrong.form_of("Gộp tin đã chọn"), sent)
    assert case.h1.startswith("Vụ số 01/")
    again = above.send_for_page(wrong.form_of("Gộp tin đã chọn"), sent)
    assert again.h1 == case.h1, "the same form sent twice opens one case"


def test_a_case_is_shown_on_its_tips_and_parted_again(app, above, browser_of):
    one, two, case = _merged(app, above)
    assert "cùng tài khoản" in case.text and "triệu đồng thiệt hại" in case.text
    assert "Trong vụ số 01/" in above.get(f"/tips/{one}").text
    commune = browser_of("xa1").get(f"/tips/{one}")
    assert "Tin này đã gộp vào vụ của cấp trên." in commune.text
    assert "vụ số" not in commune.text
    assert "1 tin đã gặp bị hại" in above.get("/tips/cases").text
    none = above.send_for_page(case.form_of("Tách tin đã chọn"), {"reason": ""}, status=422)
    assert "Chọn tin cần tách ra." in none.text
    sent = {"tip": [str(two)], "reason": "hai việc khác nhau"}
    parted = above.send_for_page(case.form_of("Tách tin đã chọn"), sent)
    assert "hai việc khác nhau" not in parted.text, "reasons of tips not open stay sealed"
    late = above.send_for_page(case.form_of("Tách tin đã chọn"), sent, status=422)
    assert "vừa được người khác sửa" in late.text
    ended = parted.form_of("Tách hết, bỏ vụ")
    gone = above.send_for_page(ended, {"dissolve": "1", "reason": "gộp nhầm"})
    assert "Đã tách hết tin khỏi vụ này." in gone.text
    assert "Trong vụ số" not in above.get(f"/tips/{one}").text


def test_a_tip_that_comes_later_is_put_into_the_case_that_stands(app, above):
    _, _, case = _merged(app, above)
    later = received(app, BINH_THANH, identifiers=(ACCOUNT,)).tip_id
    page = above.get(case.links()["Tìm tin cùng số để gộp thêm"])
    assert [box.get("value") for box in page.all("input", name="tip")] == [str(later)]
    form = page.form_of("Gộp tin đã chọn")
    assert page.text.count("Vụ mới") == 1 and form.values["into"] == case.address.split("/")[-1]
    none = above.send_for_page(form, {"tip": [], "reason": "cùng tài khoản"}, status=422)
    assert "Chọn tin cần gộp thêm." in none.text
    sent = {"tip": [str(later)], "reason": "cùng tài khoản"}
    more = above.send_for_page(none.form_of("Gộp tin đã chọn"), sent)
    assert more.h1 == case.h1 and len(more.all("input", name="tip")) == 3
    taken = above.send_for_page(form, {**sent, "into": "new"}, status=422)
    assert "đang ở vụ số 01/" in taken.text


def _file_page(above, case):
    asked = above.get(case.links()["Lập hồ sơ chuyển cơ quan điều tra"])
    refused = above.send_for_page(asked.form("reason"), {"reason": ""}, status=422)
    return above.send_for_page(refused.form("reason"), {"reason": "chuyển điều tra"})


def test_a_case_goes_as_one_file_without_what_tells_who_sent_it(app, above):
    one, two, case = _merged(app, above)
    villager_sends_photo(app, one, photo())
    page = _file_page(above, case)
    form = page.form_of("Lập và tải hồ sơ")
    assert form.values["reason"] == "chuyển điều tra", "it is not asked for twice"
    sent = {"to_name": "Cơ quan điều tra", f"story-{one}": "Nó kêu chuyển 45 triệu."}
    unread = above.send_for_page(form, sent, status=422)
    assert "bỏ chi tiết lộ người báo" in unread.text
    assert unread.form_of("Lập và tải hồ sơ").values[f"story-{one}"] == "Nó kêu chuyển 45 triệu."
    answer = above.send(form, {**sent, "checked": "1"}, status=200)
    packed = ZipFile(io.BytesIO(answer.get_data()))
    assert sorted(packed.namelist()) == ["Bảng tin.xlsx", "Hồ sơ.docx"]
    words = _words(packed.read("Hồ sơ.docx"))
    assert "Nó kêu chuyển 45 triệu." in words and "cây xăng" not in words
    assert CONTACT not in words and "chưa kiểm chứng" in words and "manh mối" in words
    assert "0123456789" in words and "Cơ quan điều tra" in words
    book = load_workbook(io.BytesIO(packed.read("Bảng tin.xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value == FORMULA} == {"s"}
    assert {c.data_type for c in cells if c.value} == {"s", "n", "d"}, "no formula"
    assert above.send(form, {**sent, "checked": "1"}, status=200).get_data() == answer.get_data()
    told = [action for action, _ in entries(app, two)]
    assert {"tip_opened_from_above", "tip_read", "tip_in_case_file"} <= set(told)
    assert "Bản 01/" in above.get(case.address).text


def test_contacts_go_along_only_by_a_tick_and_a_reason_and_apart(app, above):
    one, _, case = _merged(app, above)
    form = _file_page(above, case).form_of("Lập và tải hồ sơ")
    sent = {"to_name": "Cơ quan điều tra", "checked": "1", "contacts": "1"}
    wrong = above.send_for_page(form, sent, status=422)
    assert "Ghi lý do, từ 3 tới 400 chữ cái." in wrong.text
    answer = above.send(form, {**sent, "contacts_reason": "cần lấy lời khai"}, status=200)
    packed = ZipFile(io.BytesIO(answer.get_data()))
    (name,) = [one for one in packed.namelist() if "Liên lạc" in one]
    sheet = load_workbook(io.BytesIO(packed.read(name))).active
    assert CONTACT in {cell.value for row in sheet.iter_rows() for cell in row}
    assert CONTACT not in _words(packed.read("Hồ sơ.docx"))
    assert ("tip_contact_opened", "cần lấy lời khai") in entries(app, one)


def _with_photo(app, tip_id, *, lost=False):
    with app.app_context():
        db, ring, store = flask_db.session(), app.extensions["ring"], app.extensions["photo_store"]
        tip, photo_id = db.get_one(Tip, tip_id), uuid4()
        safe = SafePhoto(picture=photo(), thumb=photo(width=32, height=24), width=8, height=8)
        file, thumb = put_for_tip(store, tip_key(ring, tip), photo_id, safe)
        row = Photo(id=photo_id, record_kind="tip", record_id=tip_id, is_sealed=True)
        row.created_on, row.width, row.height = date(2024, 6, 5), 8, 8
        row.file_key, row.thumb_key = (f"00/00{file[5:]}" if lost else file), thumb
        db.add(row)
        db.commit()
        return str(photo_id)


def test_ticked_pictures_go_along_and_one_that_the_disk_lost_stops_nothing(app, above):
    one, two, case = _merged(app, above)
    here, left, gone = (
        _with_photo(app, one),
        _with_photo(app, one),
        _with_photo(app, two, lost=True),
    )
    form = _file_page(above, case).form_of("Lập và tải hồ sơ")
    assert set(form.values["photo"]) == {here, left, gone}
    sent = {"to_name": "Cơ quan điều tra", "checked": "1", "photo": [here, gone]}
    packed = ZipFile(io.BytesIO(above.send(form, sent, status=200).get_data()))
    (name,) = [name for name in packed.namelist() if name.startswith("Ảnh/")]
    assert packed.read(name)[:3] == b"\xff\xd8\xff"
    assert name.removeprefix("Ảnh/") in _words(packed.read("Hồ sơ.docx"))


def _lose_key(app, tip_id):
    with app.app_context():
        tip = flask_db.session.get_one(Tip, tip_id)
        tip.wrapped_key = bytes(len(tip.wrapped_key))
        flask_db.session.commit()


def test_a_tip_whose_key_was_lost_says_so_and_the_rest_of_the_case_works(app, above):
    one, two = _two(app)
    _speak(app, one)
    photo_id = _with_photo(app, two)
    _lose_key(app, two)
    group = _group(above, one)
    assert group.text.count(LOST) == 1, "on its own line"
    sent = {"tip": [str(one), str(two)], "reason": "cùng tài khoản"}
    case = above.send_for_page(group.form_of("Gộp tin đã chọn"), sent)
    assert case.text.count(LOST) == 1 and len(case.all("input", name="tip")) == 2
    page = _file_page(above, case)
    form = page.form_of("Lập và tải hồ sơ")
    assert LOST in page.text and f"story-{two}" not in form.values
    sent = {"to_name": "Cơ quan điều tra", "checked": "1", "photo": [photo_id]}
    contacts = {"contacts": "1", "contacts_reason": "cần hỏi lại"}
    answer = above.send(form, {**sent, **contacts}, status=200)
    packed = ZipFile(io.BytesIO(answer.get_data()))
    assert not [name for name in packed.namelist() if name.startswith("Ảnh/")]
    assert LOST in _words(packed.read("Hồ sơ.docx")) and STORY in _words(packed.read("Hồ sơ.docx"))
    sheet = load_workbook(io.BytesIO(packed.read("Bảng tin.xlsx")))["Các tin"]
    assert LOST in {cell.value for row in sheet.iter_rows() for cell in row}
    sent = {"tip": [str(two)], "reason": "không đọc được"}
    assert LOST not in above.send_for_page(case.form_of("Tách tin đã chọn"), sent).text


def _words(data):
    paper = Document(io.BytesIO(data))
    cells = [c.text for table in paper.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])
