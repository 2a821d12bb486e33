"""Each letter out of a box becomes a tip, counted once; nothing leads from the tip to the box."""

from uuid import uuid4

from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.tips.models import Source, Tip
from tests.support.page import text_of

TOLD = {"story": "Trong thư: có nhóm đá gà sau chợ mỗi chiều chủ nhật.", "category": "gambling"}


def _letter_form(browser, opening_id):
    page = browser.get(f"/mailboxes/openings/{opening_id}")
    address = next(href for words, href in page.links().items() if words.startswith("Ghi lá"))
    return browser.get(address).form("source")


def _tips(stored):
    return stored(lambda db: list(db.scalars(select(Tip))))


def test_letters_become_tips_one_after_the_other(officer, opened, entered, stored):
    opening = opened(letters=2)
    page = officer.get(f"/mailboxes/openings/{opening}")
    assert "2 lá thư, chưa ghi lá nào thành tin." in page.text
    assert "2 lá thư chưa ghi thành tin" in officer.get("/home").text
    form = _letter_form(officer, opening)
    assert form.values["source"] == Source.MAILBOX
    assert form.values["slip"] == "none"
    after = officer.send_for_page(form, TOLD)
    assert after.address == f"/mailboxes/openings/{opening}"
    assert "Đã lưu." in after.text
    assert "2 lá thư, đã ghi 1 lá thành tin." in after.text
    last = officer.send_for_page(_letter_form(officer, opening), {**TOLD, "story": "Lá thứ hai."})
    assert "2 lá thư, đã ghi đủ thành tin." in last.text
    assert "Ghi lá" not in last.text
    assert "chưa ghi thành tin" not in officer.get("/home").text
    assert entered(opening) == 2
    assert [tip.source for tip in _tips(stored)] == [Source.MAILBOX, Source.MAILBOX]


def test_a_letter_that_is_sent_twice_counts_once(officer, opened, entered, stored):
    opening = opened(letters=3)
    form = _letter_form(officer, opening)
    first = officer.send(form, TOLD).headers["Location"]
    assert officer.send(form, TOLD).headers["Location"] == first
    assert entered(opening) == 1
    assert len(_tips(stored)) == 1


def test_nothing_of_the_tip_leads_to_the_opening(officer, opened, stored, browser_of):
    opening = opened(letters=1)
    officer.send(_letter_form(officer, opening), TOLD)
    (tip,) = _tips(stored)
    said = stored(
        lambda db: [
            (entry.object_id, entry.reason)
            for entry in db.scalars(select(AuditEntry).where(AuditEntry.object_kind == "tip"))
        ]
    )
    assert all(str(opening) not in f"{object_id} {reason}" for object_id, reason in said)
    shown = officer.get(f"/tips/{tip.id}")
    assert str(opening) not in shown.html
    assert "Chợ Phương Trà" not in shown.text
    page = browser_of("truong1").get(f"/mailboxes/openings/{opening}")
    assert str(tip.id) not in page.html
    assert "letters_entered" not in page.text


def test_a_refused_letter_keeps_its_opening(officer, opened, entered):
    opening = opened(letters=1)
    form = _letter_form(officer, opening)
    page = officer.send_for_page(form, {"story": "", "category": None}, status=422)
    assert "Lá 1 trong 1 lá, hộp thư ở Chợ Phương Trà." in page.text
    officer.send(page.form("source"), TOLD)
    assert entered(opening) == 1


def test_a_tip_that_came_by_another_way_is_no_letter(officer, opened, entered):
    opening = opened(letters=1)
    officer.send(_letter_form(officer, opening), {**TOLD, "source": "desk", "slip": "none"})
    assert entered(opening) == 0


def test_whoever_asks_for_a_slip_gets_it(officer, opened, entered):
    opening = opened(letters=1)
    answer = officer.send(_letter_form(officer, opening), {**TOLD, "slip": "number"})
    assert answer.headers["Location"].endswith("/slip")
    assert entered(opening) == 1


def test_an_opening_of_another_unit_is_no_ones_letter(officer, opened, entered, browser_of):
    opening = opened(letters=1)
    neighbour = browser_of("xa2")
    page = neighbour.get(f"/tips/new?source=mailbox&opening={opening}")
    assert "Chợ Phương Trà" not in page.text
    form = page.form("source")
    answer = neighbour.send(form, {**TOLD, "source": "mailbox", "letter_of": str(opening)})
    assert answer.headers["Location"].endswith("/slip")
    assert entered(opening) == 0
    for nonsense in ("x", str(uuid4())):
        assert officer.get(f"/tips/new?opening={nonsense}").h1 == "Ghi tin nhận trực tiếp"


def test_letters_wait_for_somebody_who_may_enter_tips(opened, browser_of):
    opening = opened(letters=1)
    plain = browser_of("xa1b")
    page = plain.get(f"/mailboxes/openings/{opening}")
    assert "Chờ người được giao tin báo ghi từng lá thành tin." in page.text
    assert "Ghi lá" not in page.text
    assert "1 lá thư chưa ghi thành tin" in plain.get("/home").text
    above = browser_of("huyen").get(f"/mailboxes/openings/{opening}").text
    assert "1 lá thư, chưa ghi lá nào thành tin." in above
    assert "Chờ người" not in above


def test_fewer_letters_than_are_tips_cannot_be_written_down(officer, opened):
    opening = opened(letters=2)
    officer.send(_letter_form(officer, opening), TOLD)
    form = officer.get(f"/mailboxes/openings/{opening}/edit").form("openers")
    page = officer.send_for_page(form, {"letters": "0"}, status=422)
    assert "Đã ghi 1 lá thành tin nên số lá không thể ít hơn." in page.text


def test_the_box_tells_which_opening_has_letters_left(officer, box_id, opened):
    opened(letters=0)
    opening = opened(letters=2)
    page = officer.get(f"/mailboxes/{box_id}")
    banner = page.all("a", class_="banner")[-1]
    assert text_of(banner) == "2 lá thư chưa ghi thành tin."
    assert banner.get("href") == f"/mailboxes/openings/{opening}"
