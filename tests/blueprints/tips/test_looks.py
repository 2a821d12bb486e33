"""Who has opened which tip, as those above the reader see it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from domain.audit.models import AuditReason
from domain.people.models import Officer
from tests.factories import BINH_THANH, DISTRICT, place
from tests.factories_tips import entries, received
from web.extensions import db as flask_db


def _contact(browser, tip_id, reason="gọi lại hỏi số tài khoản"):
    browser.send(browser.get(f"/tips/{tip_id}").form("reason"), {"reason": reason}, status=200)


def test_a_chief_sees_which_tips_the_units_officers_opened_and_when(app, people, browser_of):
    tip_id = received(app).tip_id
    _contact(browser_of("xa1"), tip_id)
    page = browser_of("truong1").get("/tips/looks")
    for told in ("Thiếu úy Mẫu", "Đọc tin · TB-0001", "Mở liên lạc người báo · TB-0001"):
        assert told in page.text.replace("\xa0", " ")
    assert "Lý do: gọi lại hỏi số tài khoản" in page.text
    assert f"/tips/{tip_id}" in page.links().values()


def test_a_reason_whose_key_is_gone_is_told_as_such_and_the_page_stays_whole(
    app, people, browser_of
):
    _contact(browser_of("xa1"), received(app).tip_id)
    with app.app_context():
        flask_db.session.execute(update(AuditReason).values(wrapped_key=b"\x04gone"))
        flask_db.session.commit()
    page = browser_of("truong1").get("/tips/looks")
    assert "Lý do: không đọc được nữa, khóa niêm phong đã mất" in page.text
    assert len(page.all("a", class_="row")) == 2 and "gọi lại" not in page.text


def test_contact_openings_a_reader_a_number_and_a_period_can_be_asked_for(app, people, browser_of):
    first, second = received(app).tip_id, received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    _contact(xa1, first)
    xa1.get(f"/tips/{second}")

    def lines(**asked):
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return chief.get(f"/tips/looks?{query}").all("a", class_="row")

    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    assert len(lines()) == 3
    assert len(lines(contacts="y")) == 1
    assert len(lines(number="TB-0002")) == len(lines(tip=second)) == 1
    assert len(lines(number="99")) == len(lines(number="không")) == 0
    assert len(lines(reader=people.officer.id)) == 3
    assert len(lines(reader=people.neighbour.id)) == 0
    assert len(lines(first=today, last=today)) == 3
    assert len(lines(last=today - timedelta(days=1))) == 0


def test_a_register_is_one_line_among_all_looks_and_stands_with_every_tip_whose_words_it_took(
    app, people, browser_of
):
    read, unread = received(app).tip_id, received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    xa1.get(f"/tips/{read}")
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    xa1.raw(f"/papers/register.xlsx?first={today}&last={today}")
    page = chief.get("/tips/looks")
    day = f"{today:%d}/{today.month}/{today.year}"
    assert len(page.all("a", class_="row")) == 1 and "Xuất cùng sổ" not in page.text
    assert f"Xuất sổ tiếp nhận · sổ từ {day} tới {day} · 2 tin" in page.text.replace("\xa0", " ")
    page = chief.get(f"/tips/looks?tip={read}")
    assert "Xuất cùng sổ tiếp nhận · TB-0001" in page.text.replace("\xa0", " ")
    assert f"Lý do: sổ từ {day} tới {day}" in page.text
    assert "Xuất cùng sổ" not in chief.get(f"/tips/looks?tip={unread}").text, "no word of it"


def test_nonsense_in_the_period_stays_beside_its_box_and_a_wrong_page_is_not_found(
    people, browser_of
):
    chief = browser_of("truong1")
    assert "field-error" in chief.get("/tips/looks?first=hôm+qua", status=422).html
    assert "Không có lần mở nào như vậy." in chief.get("/tips/looks?number=7").text
    for query in ("below=x", "below=9999999999", "tip=x"):
        chief.get(f"/tips/looks?{query}", status=404)


def test_another_units_chief_sees_nothing_and_officers_may_not_look(app, people, browser_of):
    tip_id = received(app).tip_id
    browser_of("xa1").get(f"/tips/{tip_id}")
    with app.app_context():
        db = flask_db.session()
        db.get_one(Officer, people.chief.id).place_id = place(db, BINH_THANH).id
        db.commit()
    chief = browser_of("truong1")
    assert chief.get("/tips/looks").all("a", class_="row") == []
    chief.get(f"/tips/looks?tip={tip_id}", status=404)
    browser_of("xa1").get("/tips/looks", status=403)


def test_a_supervisor_sees_the_communes_looks_and_their_chiefs(app, people, browser_of):
    tip_id = received(app).tip_id
    for name in ("xa1", "truong1"):
        browser_of(name).get(f"/tips/{tip_id}")
    page = browser_of("huyen").get("/tips/looks")
    assert len(page.all("a", class_="row")) == 2
    assert browser_of("truong1").get("/tips/looks").text.count("Đọc tin") == 1


def test_what_was_sent_past_the_commune_is_in_no_look_that_its_chief_sees(app, people, browser_of):
    """Even when whoever read it up there serves in the commune now."""
    tip_id = received(app, DISTRICT).tip_id
    with app.app_context():
        db = flask_db.session()
        db.get_one(Officer, people.officer.id).place_id = place(db, DISTRICT).id
        db.commit()
    browser_of("xa1").get(f"/tips/{tip_id}")
    with app.app_context():
        db = flask_db.session()
        db.get_one(Officer, people.officer.id).place_id = place(db).id
        db.commit()
    chief, huyen = browser_of("truong1"), browser_of("huyen")
    assert chief.get("/tips/looks").all("a", class_="row") == []
    assert len(huyen.get("/tips/looks").all("a", class_="row")) == 1


def test_nobody_reads_of_their_own_looks_and_looking_them_up_is_noted(app, people, browser_of):
    tip_id = received(app).tip_id
    chief = browser_of("truong1")
    page = chief.get(f"/tips/{tip_id}")
    asked = chief.get(page.links()["Ai đã mở tin này"])
    assert asked.all("a", class_="row") == []
    assert ("tip_looks_read", "") in entries(app, tip_id)


def test_a_long_log_is_turned_page_by_page(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1, chief = browser_of("xa1"), browser_of("truong1")
    for _ in range(32):
        xa1.get(f"/tips/{tip_id}")
    page = chief.get("/tips/looks?contacts=")
    assert len(page.all("a", class_="row")) == 30
    rest = chief.get(page.links()["Xem thêm"], htmx=True)
    assert len(rest.all("a", class_="row")) == 2
    assert "Xem thêm" not in rest.text
