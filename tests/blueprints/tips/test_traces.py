"""Identifiers on a tip's page: marked in the story, kept with one tap, read from pictures."""

import io

import qrcode
from PIL import Image
from sqlalchemy import select

from domain.tips.models import FoundIn, Tip, TipIdentifier
from domain.tips.sealing import TipBody
from tests.factories import BINH_THANH
from tests.factories_tips import entries, received, tip_of, villager_sends_photo
from web.extensions import db as flask_db

STORY = "Nó gọi 0900 000 417, kêu chuyển vào stk 0900000418 MB, mất 45.000.000. 😀"
ELSEWHERE = "Có tin khác liên quan – hỏi cấp trên"


def _kept(app, tip_id):
    with app.app_context():
        query = select(TipIdentifier).where(TipIdentifier.tip_id == tip_id)
        rows = flask_db.session.scalars(query.order_by(TipIdentifier.position))
        return [(row.kind, row.found_in) for row in rows]


def _picture(*texts):
    sheet = Image.new("RGB", (900 * len(texts), 900), "white")
    for at, text in enumerate(texts):
        sheet.paste(qrcode.make(text).convert("RGB").resize((700, 700)), (900 * at + 100, 100))
    out = io.BytesIO()
    sheet.save(out, "JPEG")
    return out.getvalue()


def test_what_the_story_names_is_marked_and_kept_with_one_tap(app, people, browser_of):
    tip_id = received(app, body=TipBody(story=STORY), identifiers=()).tip_id
    xa1, keep = browser_of("xa1"), f"/tips/{tip_id}/identifiers"
    page = xa1.get(f"/tips/{tip_id}")
    assert STORY in page.text
    assert [mark.text for mark in page.all("mark")] == ["0900 000 417", "0900000418"]
    page = xa1.send_for_page(page.form(keep), {"kind": "phone"})
    # The number after "stk" may be a phone all the same: the officer says which.
    assert "Số tài khoản Số điện thoại" in page.text.replace("Ví điện tử", "")
    page = xa1.send_for_page(page.form(keep), {"kind": "bank_account"})
    assert _kept(app, tip_id) == [
        ("phone", FoundIn.STORY),
        ("bank_account", FoundIn.STORY),
        ("bank", FoundIn.STORY),
    ]
    assert "Thấy trong lời kể" not in page.text
    assert "trong lời kể · chưa kiểm chứng" in page.text
    assert "ghi thêm: Số tài khoản nhận tiền 0900000418" in page.text
    assert ("tip_identifier_added", "bank_account") in entries(app, tip_id)


def test_one_is_added_by_hand_with_a_soft_note_and_taken_away_again(app, people, browser_of):
    tip_id = received(app, identifiers=()).tip_id
    xa1, keep = browser_of("xa1"), f"/tips/{tip_id}/identifiers"
    form = xa1.get(f"/tips/{tip_id}").form(keep)
    wrong = xa1.send_for_page(form, {"value": " ", "kind": "phone"}, status=422)
    assert "Ghi số, tài khoản hoặc đường link." in wrong.text
    wrong = xa1.send_for_page(form, {"value": "12", "kind": "nonsense"}, status=422)
    assert wrong.form(keep).values["value"] == "12"
    for _ in range(2):
        page = xa1.send_for_page(form, {"value": "12", "kind": "bank_account"})
    assert "Ngắn hoặc dài hơn số tài khoản thường gặp" in page.text
    assert _kept(app, tip_id) == [("bank_account", FoundIn.OFFICER)]
    gone = page.form_of("Bỏ")
    page = xa1.send_for_page(gone)
    xa1.send(gone)
    assert _kept(app, tip_id) == []
    assert page.text.count("bỏ: Số tài khoản nhận tiền 12") == 1
    assert ("tip_identifier_removed", "bank_account") in entries(app, tip_id)


def test_codes_in_a_picture_are_read_on_demand_and_a_password_is_not_shown(app, people, browser_of):
    tip_id = received(app, identifiers=()).tip_id
    pay = "00020101021138540010A00000072701240006970422011009000004170208QRIBFTTA5303704"
    wifi, link = "WIFI:T:WPA;S:Quan;P:matkhau123;;", "https://xacminh-vneid.com/a"
    villager_sends_photo(app, tip_id, _picture(f"{pay}5802VN63040000", wifi, link))
    xa1 = browser_of("xa1")
    page = xa1.get(xa1.get(f"/tips/{tip_id}").links()["Đọc mã QR trong ảnh"])
    assert "bị hỏng hoặc bị sửa" in page.text
    assert "0900000417" in page.text
    assert "mật khẩu không hiện ra đây" in page.text
    assert "matkhau123" not in page.html
    assert "Quan" not in page.html
    assert link in page.text
    assert link not in page.links().values()
    form = page.form("value")
    tip = xa1.send_for_page(form)
    assert {found for _, found in _kept(app, tip_id)} == {FoundIn.QR}
    assert "trong mã QR" in tip.text
    xa1.send(form, {"value": "0900000999"}, status=404)
    assert ("tip_photo_seen", "") in entries(app, tip_id)


def test_a_supervisor_sees_the_group_and_a_commune_that_there_is_one(app, people, browser_of):
    here, there = received(app).tip_id, received(app, BINH_THANH).tip_id
    xa1, huyen = browser_of("xa1"), browser_of("huyen")
    page = xa1.get(f"/tips/{here}")
    assert ELSEWHERE in page.text
    assert "tin liên quan" not in page.text
    group = xa1.get(f"/tips/{here}/links")
    assert ELSEWHERE in group.text
    assert "Bình Thạnh" not in group.text
    # A supervisor states a reason first: the numbers are words of the tip.
    assert "Lý do" in huyen.get(xa1.raw(f"/tips/{here}").request.path).text
    asked = huyen.get(f"/tips/{here}")
    page = huyen.send_for_page(asked.form("reason"), {"reason": "rà tài khoản chung"})
    assert "1 tin liên quan" in page.text
    group = huyen.get(f"/tips/{here}/links")
    for shown in ("Bình Thạnh", "0123 4567 890", "từ 20 triệu", "Chưa kiểm chứng, có thể cùng"):
        assert shown in group.text
    assert f"/tips/{there}" in group.links().values()
    assert group.all("svg", class_="graph")
    assert ("tip_links_read", "") in entries(app, here)


def test_an_earlier_tip_that_tells_the_same_is_suggested_and_leads_to_the_form(
    app, people, browser_of
):
    received(app, identifiers=())
    tip_id = received(app, identifiers=()).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    assert "Có thể trùng TB-0001" in page.text
    form = xa1.get(page.links()["Đánh dấu trùng"]).form("same_as")
    assert form.values["classification"] == "duplicate"
    assert form.values["same_as"] == "TB-0001"
    said = xa1.send_for_page(form, {"class_reason": "cùng một người gọi"})
    assert "Chờ người thứ hai" in said.text
    assert tip_of(app, tip_id).duplicate_of_id is not None


def test_of_a_tip_that_an_officer_typed_in_only_the_whole_is_told(app, people, browser_of):
    received(app, BINH_THANH)
    tip_id = received(app).tip_id
    with app.app_context():
        flask_db.session.get_one(Tip, tip_id).created_by = people.officer.id
        flask_db.session.commit()
    xa1 = browser_of("xa1")
    for _ in range(2):
        page = xa1.get(f"/tips/{tip_id}")
        assert page.text.count(ELSEWHERE) == 1
        assert "Không nói số nào" in page.text
    assert [act for act, _ in entries(app, tip_id)].count("tip_asked_elsewhere") == 1
