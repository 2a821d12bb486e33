"""The minutes as a file: whoever reads the forum takes them home under a readable name."""

from io import BytesIO
from urllib.parse import quote

from docx import Document

from tests.blueprints.forums.conftest import entry


def test_the_unit_and_the_supervisor_take_the_minutes_home(officer, logged, browser_of):
    address = officer.get(logged).links()["Tải biên bản (Word)"]
    for browser in (officer, browser_of("truong1"), browser_of("huyen")):
        answer = browser.raw(address)
        assert answer.status_code == 200
        assert answer.mimetype.endswith("wordprocessingml.document")
        name = answer.headers["Content-Disposition"]
        assert name.startswith('attachment; filename="bien ban dien dan ap 3 ')
        assert quote("Biên bản diễn đàn Ấp 3") in name
        texts = [p.text for p in Document(BytesIO(answer.data)).paragraphs]
        assert "1. Phản ánh: Karaoke hát quá 22 giờ" in texts


def test_others_do_not_find_them_nor_those_of_a_forum_taken_back(officer, logged, browser_of):
    assert browser_of("xa2").raw(f"{logged}/minutes.docx").status_code == 404
    officer.send(officer.get(f"{logged}/withdraw").form("reason"), {"reason": "ghi trùng"})
    assert officer.raw(f"{logged}/minutes.docx").status_code == 404
    assert "Tải biên bản" not in officer.get(logged).text


def test_a_letter_that_is_none_does_not_cost_the_minutes(officer, hamlet_id):
    form = entry(officer, hamlet_id)
    said = {"opinion-1-gist": "Đường\ufffe tối\uffff \U0001fae8", "minutes": "Bế mạc\uffff"}
    answer = officer.raw(f"{officer.send(form, said).headers['Location']}/minutes.docx")
    texts = [p.text for p in Document(BytesIO(answer.data)).paragraphs]
    assert "1. Phản ánh: Đường tối \U0001fae8" in texts
