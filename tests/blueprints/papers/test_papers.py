"""Papers on the page of a tip: issued, listed, taken along as Word or PDF."""

from io import BytesIO

import pytest

from tests.factories_papers import word, words_of
from tests.factories_tips import STORY, entries, received
from tests.support.office import WORKS, standing_in
from web import pdf


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Puts an office program on the path that does what it is told; there is none before."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "not for office programs")

    return standing_in(tmp_path)


def test_an_officer_issues_a_notice_and_takes_it_along(app, people, browser_of, office):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.get(f"/tips/{tip_id}")
    form = xa1.get(page.links()["Thông báo tiếp nhận"]).form("nguoi_bao")
    assert form.values["nguoi_bao"] == ""
    assert form.values["nguoi_ky"] == "Đại úy Mẫu"
    page = xa1.send_for_page(form, {"nguoi_bao": "Nguyễn Văn Mẫu"})
    assert "Thông báo tiếp nhận 01/TB-CAX" in page.text
    assert "Thiếu úy Mẫu ra Thông báo tiếp nhận 01/TB-CAX" in page.text
    assert "chỉ có tệp Word" in page.text
    answer = xa1.raw(page.links()["Word"])
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="thong bao tiep nhan 01-tb-cax'
    )
    words = words_of(answer.get_data())
    assert "- Ông (bà) Nguyễn Văn Mẫu." in words
    assert STORY not in words
    assert ("paper_read", "notice_of_receipt:01/TB-CAX") in entries(app, tip_id)


def test_what_is_too_long_keeps_everything_typed(app, people, browser_of, office):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    form = xa1.get(f"/papers/tips/{tip_id}/new").form("tom_tat")
    typed = {"tom_tat": "dài " * 600, "nguoi_bao": "Nguyễn Văn Mẫu"}
    again = xa1.send_for_page(form, typed, status=422)
    assert "Dài quá 2.000 chữ. Bớt lại giúp." in again.text
    form = again.form("tom_tat")
    assert form.values["nguoi_bao"] == "Nguyễn Văn Mẫu"
    page = xa1.send_for_page(form, {"tom_tat": "Ngắn"})
    assert "01/TB-CAX" in page.text


def test_where_an_office_program_is_the_paper_comes_as_pdf_too(app, people, browser_of, office):
    office(WORKS)
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.send_for_page(xa1.get(f"/papers/tips/{tip_id}/new").form("nguoi_bao"))
    answer = xa1.raw(page.links()["PDF"])
    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF-1.")


@pytest.mark.parametrize("does", ["sys.exit(1)", "sys.exit(0)", "time.sleep(30)"])
def test_an_office_program_that_fails_leaves_the_word_file(
    app, people, browser_of, office, monkeypatch, does
):
    monkeypatch.setattr(pdf, "PATIENCE", 0.3)
    office(does)
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    page = xa1.send_for_page(xa1.get(f"/papers/tips/{tip_id}/new").form("nguoi_bao"))
    said = xa1.get(page.links()["PDF"], status=503)
    assert "Máy chủ chưa chuyển được sang PDF. Tải tệp Word giúp." in said.text
    assert xa1.raw(page.links()["Word"]).status_code == 200


def test_a_commune_s_tip_is_no_paper_of_a_supervisor(app, people, browser_of, office):
    tip_id = received(app).tip_id
    xa1, above = browser_of("xa1"), browser_of("huyen")
    page = xa1.send_for_page(xa1.get(f"/papers/tips/{tip_id}/new").form("nguoi_bao"))
    above.get(f"/papers/tips/{tip_id}/new", status=404)
    assert "Ghi lý do mở" in above.get(page.links()["Word"], status=400).text


def test_a_unit_that_handed_a_tip_on_prints_the_slip_of_it(app, people, browser_of, office):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    xa1.send(xa1.get(f"/papers/tips/{tip_id}/new").form("nguoi_bao"))
    form = xa1.get(f"/tips/{tip_id}/transfer").form("to_unit")
    up = next(v for v in _choices(form) if v.startswith("up:"))
    page = xa1.send_for_page(form, {"to_unit": up, "note": "Vượt thẩm quyền"})
    assert "Thông báo tiếp nhận 01/TB-CAX" in page.text
    page = xa1.send_for_page(xa1.get(page.links()["Phiếu chuyển"]).form("tai_lieu_kem"))
    assert "Phiếu chuyển 01/PC-CAX" in page.text
    assert "Phiếu chuyển" not in page.links()
    words = words_of(xa1.raw(_word_of(page, "Phiếu chuyển 01/PC-CAX")).get_data())
    assert "BẢN TÓM TẮT ĐỂ GHI PHIẾU CHUYỂN" in words
    assert "Lý do chuyển: Vượt thẩm quyền" in words
    assert STORY not in words


def _choices(form):
    return [one.get("value") for one in form.element.iter("input") if one.get("name") == "to_unit"]


def _word_of(page, name):
    return page.all("a", aria_label=f"Word: {name}")[0].get("href")


def test_a_chief_s_form_takes_the_place_of_the_summary_and_a_broken_one_does_not(
    app, people, browser_of, office
):
    tip_id = received(app).tip_id
    chief, new = browser_of("truong1"), f"/papers/tips/{tip_id}/new?kind=intake_record"
    assert "Đơn vị chưa gửi mẫu." in chief.get(new).text
    page = chief.send_for_page(chief.get(new).form("nam_sinh"), {"nam_sinh": "1970"})
    answer = chief.raw(page.links()["Word"])
    assert "BẢN TÓM TẮT ĐỂ GHI BIÊN BẢN" in words_of(answer.get_data())
    named = answer.headers["Content-Disposition"]
    assert 'filename="ban tom tat de ghi bien ban 01-bb-cax' in named
    forms = "/papers/templates"
    file = (word_stream("Biên bản số {{ so }}, sinh năm {{ nam_sinh }}"), "mau-01.docx")
    page = chief.send_for_page(chief.get(forms).form("file"), {"file": file})
    assert "Đã nhận mẫu." in page.text
    assert "mau-01.docx" in page.text
    for broken in ("Số {{ so", "{{ so.__class__ }}"):
        sent = {"file": (word_stream(broken), "hong.docx")}
        refused = chief.send_for_page(chief.get(forms).form("file"), sent, status=422)
        assert "mau-01.docx" in refused.text
        assert "hong.docx" not in refused.text
    page = chief.send_for_page(chief.get(new).form("nam_sinh"), {"nam_sinh": "1970"})
    answer = chief.raw(_word_of(page, "Biên bản tiếp nhận 02/BB-CAX"))
    assert 'filename="bien ban tiep nhan 02-bb-cax' in answer.headers["Content-Disposition"]
    words = words_of(answer.get_data())
    assert words == "Biên bản số 02, sinh năm 1970"
    page = chief.send_for_page(chief.get(forms).form_of("Bỏ mẫu: Biên bản tiếp nhận"))
    assert "mau-01.docx" not in page.text


def word_stream(text):
    return BytesIO(word(text))


def test_no_file_and_an_officer_without_the_right_change_no_form(app, people, browser_of, office):
    chief, xa1 = browser_of("truong1"), browser_of("xa1")
    refused = chief.send_for_page(chief.get("/papers/templates").form("file"), status=422)
    assert "Chọn tệp Word của đơn vị." in refused.text
    xa1.get("/papers/templates", status=403)


def test_the_register_of_a_period_is_counted_first_and_then_taken(app, people, browser_of, office):
    xa1 = browser_of("xa1")
    assert "Đơn vị không nhận tin nào trong kỳ này." in xa1.get("/papers/register").text
    received(app)
    page = xa1.get("/papers/register")
    assert "1 tin từ" in page.text
    answer = xa1.raw(page.links()["Tải sổ (Excel)"])
    assert answer.get_data().startswith(b"PK")
    wrong = "/papers/register?first=2026-02-03&last=2026-02-01"
    assert "Ngày cuối đứng trước ngày đầu." in xa1.get(wrong, status=422).text
    assert "Ngày này không có." in xa1.get("/papers/register?first=hôm", status=422).text
