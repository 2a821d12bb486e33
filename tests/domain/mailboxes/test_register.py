"""The register of boxes and lines: who keeps it, when a box is due, what is tried and retired."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.audit.models import Action, AuditEntry
from domain.errors import BadInput, NotAllowed, NotFound, SameIdOtherContent, StaleVersion
from domain.history import queries as history
from domain.mailboxes import queries, register, rules
from domain.mailboxes.content import LineContent, dialable
from domain.mailboxes.models import Mailbox
from domain.people.models import Role
from tests.factories import BINH_THANH, DISTRICT, make_officer, make_people, place
from tests.factories_mailboxes import HUNG, acting, add_line, box_told, hang, log
from tests.factories_outreach import DAY, make_hamlet

LINE = LineContent(label="Đường dây nóng", phone="0900000201", hours="Cả ngày đêm")


@pytest.fixture
def people(db):
    return make_people(db)


def _audited(db, object_id) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.object_id == str(object_id))
    return list(db.scalars(query.order_by(AuditEntry.seq)))


def test_a_chief_hangs_a_box_once_and_the_unit_and_those_above_see_it(db, ring, people):
    hamlet, box_id = make_hamlet(db), uuid4()
    doing = acting(db, ring, people.chief)
    for _ in range(2):
        register.hang(db, acting=doing, box_id=box_id, content=box_told(hamlet))
    assert db.scalar(select(func.count()).select_from(Mailbox)) == 1
    for viewer in (people.officer, people.supervisor):
        assert queries.get_box(db, viewer, box_id).spot == "Chợ Phương Trà"
    with pytest.raises(NotFound):
        queries.get_box(db, people.neighbour, box_id)
    with pytest.raises(SameIdOtherContent):
        register.hang(db, acting=doing, box_id=box_id, content=box_told(hamlet, spot="Bến đò"))
    assert _audited(db, box_id) == [Action.RECORD_CREATED]


def test_the_form_of_a_box_that_was_corrected_since_is_still_the_same_form(db, ring, people):
    hamlet, box_id, first = make_hamlet(db), uuid4(), box_told(make_hamlet(db, 4))
    doing = acting(db, ring, people.chief)
    box = register.hang(db, acting=doing, box_id=box_id, content=first)
    moved = box_told(hamlet, spot="Bến đò")
    register.correct_box(db, acting=doing, box=box, version=1, content=moved)
    register.hang(db, acting=doing, box_id=box_id, content=first)
    assert (box.spot, box.version) == ("Bến đò", 2)


def test_officers_open_boxes_but_do_not_keep_the_register(db, ring, people):
    box = hang(db, people.officer.place, author=people.chief)
    doing = acting(db, ring, people.officer)
    for act in (
        lambda: register.hang(db, acting=doing, box_id=uuid4(), content=box_told(box.place)),
        lambda: register.correct_box(
            db, acting=doing, box=box, version=1, content=box_told(box.place, spot="Chợ")
        ),
        lambda: register.retire_box(db, acting=doing, box=box, reason="Hỏng khóa"),
        lambda: register.add_line(db, acting=doing, line_id=uuid4(), content=LINE),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_chief_above_keeps_the_own_boxes_and_not_the_communes(db, ring, people):
    above = make_officer(db, "truongtren", role=Role.CHIEF, code=DISTRICT)
    theirs = hang(db, people.officer.place, author=people.chief)
    own = hang(db, place(db, DISTRICT), author=above)
    assert rules.may_keep(above, own)
    assert not rules.may_keep(above, theirs)
    assert [state.box.id for state in queries.asking(db, above, today=DAY)] == [own.id]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"spot": ""}, "spot"),
        ({"spot": "x" * 201}, "spot"),
        ({"key_holders": ()}, "key_holders"),
        ({"opened_every": 0}, "opened_every"),
        ({"opened_every": 367}, "opened_every"),
        ({"hung_on": DAY + timedelta(days=1)}, "hung_on"),
        ({"hung_on": HUNG.replace(year=1924)}, "hung_on"),
    ],
)
def test_what_a_box_cannot_be_is_refused_beside_its_field(db, ring, people, told, field):
    doing = acting(db, ring, people.chief)
    content = box_told(people.chief.place, **told)
    with pytest.raises(BadInput) as refused:
        register.hang(db, acting=doing, box_id=uuid4(), content=content)
    assert refused.value.field == field


def test_a_box_hangs_in_the_units_own_places_alone(db, ring, people):
    doing = acting(db, ring, people.chief)
    with pytest.raises(BadInput) as refused:
        register.hang(db, acting=doing, box_id=uuid4(), content=box_told(place(db, BINH_THANH)))
    assert refused.value.field == "place"


def test_a_box_is_due_by_its_own_days_from_the_last_opening_or_from_the_day_it_was_hung(
    db, ring, people
):
    new = hang(db, people.chief.place, author=people.chief, hung_on=DAY, spot="Mới")
    monthly = hang(db, people.chief.place, author=people.chief, opened_every=30, spot="Tháng")
    log(db, ring, people.officer, monthly, held_on=DAY - timedelta(days=29))
    weekly = hang(db, people.chief.place, author=people.chief, spot="Tuần")
    log(db, ring, people.officer, weekly, held_on=DAY - timedelta(days=7), letters=0)
    late = hang(db, people.chief.place, author=people.chief, spot="Trễ")
    log(db, ring, people.officer, late, held_on=DAY - timedelta(days=10), letters=0)
    over = {s.box.spot: s.days_over(DAY) for s in queries.states(db, people.officer)}
    assert over == {"Trễ": 3, "Tuần": 0, "Tháng": 0, "Mới": 0}
    for viewer in (people.officer, people.supervisor):
        assert [s.box for s in queries.overdue(db, viewer, today=DAY)] == [late]
    assert queries.overdue(db, people.neighbour, today=DAY) == []
    asking = queries.asking(db, people.officer, today=DAY)
    assert [s.box.id for s in asking] == [late.id, weekly.id, monthly.id]
    assert [s.waiting for s in asking] == [0, 0, 3]
    assert queries.asking(db, people.supervisor, today=DAY) == []
    assert queries.state_of(db, new).due_on == DAY + timedelta(days=7)


def test_a_box_that_was_taken_down_is_never_overdue_but_its_letters_still_wait(db, ring, people):
    box = hang(db, people.chief.place, author=people.chief)
    opening = log(db, ring, people.officer, box, held_on=DAY - timedelta(days=30))
    doing = acting(db, ring, people.chief)
    with pytest.raises(BadInput):
        register.retire_box(db, acting=doing, box=box, reason="")
    for _ in range(2):
        register.retire_box(db, acting=doing, box=box, reason="Nhà văn hóa sửa chữa")
    assert queries.overdue(db, people.officer, today=DAY) == []
    (state,) = queries.asking(db, people.officer, today=DAY)
    assert (state.waiting, state.waiting_in, state.is_due(DAY)) == (3, opening.id, False)
    with pytest.raises(rules.BoxRetired):
        register.correct_box(
            db, acting=doing, box=box, version=box.version, content=box_told(box.place)
        )
    assert _audited(db, box.id) == [Action.REGISTER_RETIRED]


def test_a_box_that_somebody_else_corrected_shows_both_versions(db, ring, people):
    box = hang(db, people.chief.place, author=people.chief)
    doing = acting(db, ring, people.chief)
    moved = box_told(box.place, spot="Bến đò")
    register.correct_box(db, acting=doing, box=box, version=1, content=moved)
    with pytest.raises(StaleVersion):
        register.correct_box(
            db, acting=doing, box=box, version=1, content=box_told(box.place, spot="Trạm y tế")
        )
    register.correct_box(db, acting=doing, box=box, version=1, content=moved)
    assert box.version == 2


def test_a_line_is_tried_once_a_day_and_another_number_has_not_been_tried(db, ring, people):
    line = add_line(db, people.chief.place, author=people.chief)
    officer = acting(db, ring, people.officer)
    for _ in range(2):
        register.say_tried(db, acting=officer, line=line, phone=line.phone)
    assert (line.checked_on, line.version) == (DAY, 2)
    chief = acting(db, ring, people.chief)
    told = LineContent(label=line.label, phone="0900000202", hours=line.hours)
    register.correct_line(db, acting=chief, line=line, version=2, content=told)
    assert line.checked_on is None
    with pytest.raises(StaleVersion):
        register.say_tried(db, acting=officer, line=line, phone="0900000201")
    kept = [row.changes for row, _ in history.of_record(db, register.LINE, line.id)]
    assert kept[1] == {"checked_on": [None, DAY.isoformat()]}
    assert _audited(db, line.id) == [Action.LINE_TRIED, Action.RECORD_CORRECTED]


def test_a_line_that_ended_is_listed_tried_and_corrected_no_more(db, ring, people):
    line = add_line(db, people.chief.place, author=people.chief)
    other = add_line(db, place(db, BINH_THANH), author=people.neighbour, label="Của Bình Thạnh")
    doing = acting(db, ring, people.chief)
    for _ in range(2):
        register.retire_line(db, acting=doing, line=line)
    assert list(queries.lines(db, people.officer)) == []
    assert list(queries.lines(db, people.supervisor)) == [other]
    with pytest.raises(rules.LineRetired):
        register.say_tried(db, acting=doing, line=line, phone=line.phone)
    with pytest.raises(rules.LineRetired):
        register.correct_line(db, acting=doing, line=line, version=2, content=LINE)


@pytest.mark.parametrize(
    ("label", "phone", "field"),
    [("", "0900000201", "label"), ("Nóng", "", "phone"), ("Nóng", "gọi anh Ba", "phone")],
)
def test_a_line_needs_a_name_and_a_number_that_can_be_called(db, ring, people, label, phone, field):
    doing, content = acting(db, ring, people.chief), LineContent(label=label, phone=phone)
    with pytest.raises(BadInput) as refused:
        register.add_line(db, acting=doing, line_id=uuid4(), content=content)
    assert refused.value.field == field


def test_a_number_is_kept_as_its_digits_however_it_was_grouped():
    assert dialable("+84 900 000.201") == "0900000201"
    assert dialable("gọi anh Ba") == "gọi anh Ba"


def test_the_same_line_sent_twice_is_one_line(db, ring, people):
    doing, line_id = acting(db, ring, people.chief), uuid4()
    for _ in range(2):
        register.add_line(db, acting=doing, line_id=line_id, content=LINE)
    assert len(queries.lines(db, people.officer)) == 1
    other = LineContent(label="Khác", phone="113")
    with pytest.raises(SameIdOtherContent):
        register.add_line(db, acting=doing, line_id=line_id, content=other)
