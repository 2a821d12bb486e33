"""What nobody could read waits for an admin: tried again with its key, or let go with a reason."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.letters.models import UnreadLetter
from domain.vault.keys import KeyRing, new_data_key
from tests.conftest import KEY
from tests.support.outbox import Phone

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")


def test_a_letter_to_a_key_that_was_lost_reaches_its_author_once_the_key_is_back(
    app, people, officer, talk, browser_of, database
):
    lost = new_data_key()
    sent = Phone(KeyRing((lost,)), people.officer, "outreach")
    sent.send(officer, sent.letter(talk), 400)
    admin = browser_of("quantri")
    assert "1 phiếu" in admin.get("/admin").text
    page = admin.get("/admin/letters")
    assert "Buổi tuyên truyền" in page.text and people.officer.name in page.text
    drop = admin.get(page.links()[next(text for text in page.links() if "tuyên truyền" in text)])
    assert sent.item_id in drop.text and "/outreach/new" in drop.text
    retry = page.form("/admin/letters")
    assert "Vẫn chưa mở được" in admin.send_for_page(retry).text
    app.extensions["ring"] = KeyRing((KEY, lost))
    try:
        assert "Đã mở được 1 phiếu" in admin.send_for_page(retry).text
        assert "1 phiếu chờ bạn coi lại" in officer.get("/home").text
        form = officer.get(f"/held/{sent.item_id}").form("count_leaflets")
        assert "120" in officer.send_for_page(form).text
    finally:
        app.extensions["ring"] = KeyRing((KEY,))
    assert "Phiếu chờ phân loại" not in admin.get("/admin").text


def test_a_form_that_the_server_has_no_more_is_kept_and_its_phone_asks_again(
    officer, phone, talk, browser_of, database
):
    sent = phone()
    sealed, sent.to = sent.letter(talk), "/forms-of-another-version/new"
    for _ in range(2):
        assert sent.post(officer, sealed).status_code == 503
    with database() as db:
        assert db.scalars(select(UnreadLetter)).one().item_id == sent.item_id
    admin = browser_of("quantri")
    retry = admin.get("/admin/letters").form("/admin/letters")
    assert "Đã mở được 1 phiếu" in admin.send_for_page(retry).text
    sent.to = "/outreach/new"
    sent.send(officer, sealed)


def test_a_letter_is_let_go_only_with_a_reason_that_is_noted(officer, phone, browser_of, database):
    sent = phone()
    sent.send(officer, b"LN1 damaged", 400)
    admin = browser_of("quantri")
    with database() as db:
        letter = db.scalars(select(UnreadLetter)).one()
    address = f"/admin/letters/{letter.id}/drop"
    assert letter.arrived_at <= datetime.now(UTC)
    form = admin.get(address).form("reason")
    assert "Ghi lý do" in admin.send_for_page(form, {"reason": " "}, status=422).text
    assert "Không có phiếu nào" in admin.send_for_page(form, {"reason": "Máy thử"}).text
    admin.get(address, status=404)
    with database() as db:
        entry = db.scalars(
            select(AuditEntry).where(AuditEntry.action == Action.LETTER_DROPPED)
        ).one()
        assert entry.reason == "Máy thử" and entry.object_id == str(letter.id)
    officer.get("/admin/letters", status=403)


def test_what_came_from_nobody_knows_where_is_let_go_at_once_and_an_officers_letter_stays(
    officer, phone, browser_of, database
):
    sent = phone()
    for number in range(3):
        sent.send(browser_of(), b"LN1 noise %d" % number, 400)
    sent.send(officer, b"LN1 damaged on its way", 400)
    admin = browser_of("quantri")
    listed = admin.get("/admin/letters")
    assert listed.text.count("không rõ máy của ai") == 4
    ask = admin.get(listed.links()["Bỏ hết phiếu không rõ máy của ai"])
    assert "Bỏ 3 phiếu" in ask.text
    form = ask.form("reason")
    assert "Ghi lý do" in admin.send_for_page(form, {"reason": ""}, status=422).text
    admin.send_for_page(form, {"reason": "Thứ rác"})
    with database() as db:
        assert [row.letter for row in db.scalars(select(UnreadLetter))] == [
            b"LN1 damaged on its way"
        ]
        dropped = select(AuditEntry).where(AuditEntry.action == Action.LETTER_DROPPED)
        assert len(db.scalars(dropped).all()) == 3
