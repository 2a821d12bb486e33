"""Openings of boxes: two people, a counted answer, sums that fall with a withdrawn one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.errors import BadInput, NotAllowed, StaleVersion
from domain.feed import figures
from domain.feed.models import DailyCount, FeedRow, Kind
from domain.history import queries as history
from domain.mailboxes import openings, queries
from domain.records import services as records
from tests.factories import DISTRICT, TREE_DAY, make_people, place
from tests.factories_mailboxes import HUNG, TWO, acting, hang, log, opening_told
from tests.factories_outreach import DAY, later, make_hamlet


@pytest.fixture
def people(db):
    return make_people(db)


@pytest.fixture
def box(db, people):
    return hang(db, make_hamlet(db), author=people.chief)


def _sum(db, where, measure) -> int:
    query = select(func.coalesce(func.sum(DailyCount.value), 0)).where(
        DailyCount.place_id == where.id,
        DailyCount.kind == Kind.MAILBOX,
        DailyCount.measure == measure,
    )
    return db.scalar(query)


def test_an_opening_appears_for_every_level_with_its_letters(db, ring, people, box):
    opening = log(db, ring, people.officer, box, letters=3)
    for where in (box.place, people.officer.place, place(db, DISTRICT)):
        assert (_sum(db, where, "records"), _sum(db, where, "letters")) == (1, 3)
        row = db.scalars(select(FeedRow).where(FeedRow.place_id == where.id)).one()
        assert row.record_id == opening.id
        assert (row.summary["spot"], row.summary["letters"]) == ("Chợ Phương Trà", 3)
        assert row.summary["commune"] == "Xã Phương Trà"


def test_no_letter_is_an_answer(db, ring, people, box):
    opening = log(db, ring, people.officer, box, letters=0)
    assert opening.letters == 0
    where = people.officer.place
    assert (_sum(db, where, "records"), _sum(db, where, "letters")) == (1, 0)


def test_a_withdrawn_opening_drops_from_feed_and_sums_and_the_box_is_due_as_before(
    db, ring, people, box
):
    log(db, ring, people.officer, box, held_on=DAY - timedelta(days=9), letters=1)
    opening = log(db, ring, people.officer, box)
    doing = acting(db, ring, people.officer)
    records.withdraw(db, acting=doing, record=opening, reason="Ghi nhầm hộp")
    assert _sum(db, people.officer.place, "letters") == 1
    state = queries.state_of(db, box)
    assert (state.last, state.waiting) == (DAY - timedelta(days=9), 1)
    assert state.days_over(DAY) == 2


@pytest.mark.parametrize(
    "openers",
    [("Thiếu úy Mẫu",), ("Thiếu úy Mẫu", "thiếu uý  mẫu"), ("Thiếu úy Mẫu", "Thiếu Úy Mẫu"), ()],
    ids=["one", "one with another accent", "one in capitals", "nobody"],
)
def test_nobody_opens_a_box_alone(db, ring, people, box, openers):
    with pytest.raises(BadInput, match="một mình") as refused:
        log(db, ring, people.officer, box, openers=openers)
    assert refused.value.field == "openers"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"held_on": DAY + timedelta(days=1)}, "held_on"),
        ({"held_on": HUNG - timedelta(days=1)}, "held_on"),
        ({"letters": -1}, "letters"),
        ({"letters": 1001}, "letters"),
        ({"openers": tuple("ABCDEFG")}, "openers"),
        ({"openers": ("A" * 121, "B")}, "openers"),
        ({"notes": "x" * 10_001}, "notes"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(db, ring, people, box, told, field):
    with pytest.raises(BadInput) as refused:
        log(db, ring, people.officer, box, **told)
    assert refused.value.field == field


def test_a_box_that_was_taken_down_takes_openings_of_the_days_before_alone(db, ring, people, box):
    box.retired_on = DAY - timedelta(days=3)
    with pytest.raises(BadInput, match="gỡ ngày 02/06/2024"):
        log(db, ring, people.officer, box)
    assert log(db, ring, people.officer, box, held_on=box.retired_on).letters == 3


def test_whoever_sits_above_and_a_union_open_no_box_of_the_police(db, ring, people, box):
    people.officer.organisation = "womens_union"
    for by in (people.supervisor, people.officer):
        with pytest.raises(NotAllowed):
            log(db, ring, by, box)


def test_a_correction_keeps_what_was_said_and_moves_the_sums(db, ring, people, box):
    opening = log(db, ring, people.officer, box)
    doing = acting(db, ring, people.chief, later(days=1))
    told = opening_told(letters=2, openers=(TWO[0], "Ông Bảy trưởng ấp"))
    openings.correct(db, acting=doing, opening=opening, version=1, content=told)
    assert _sum(db, people.officer.place, "letters") == 2
    changed = history.of_record(db, "mailbox", opening.id)[0][0].changes
    assert changed["letters"] == [3, 2]
    assert "Ông Bảy trưởng ấp" in changed["openers"][1]
    with pytest.raises(StaleVersion):
        openings.correct(
            db, acting=doing, opening=opening, version=1, content=opening_told(letters=9)
        )


def test_a_unit_that_opens_its_box_is_not_silent(db, ring, people, box):
    log(db, ring, people.officer, box, letters=0)
    silent = figures.silent_communes(db, people.supervisor, on=TREE_DAY, today=DAY, days=30)
    assert "Xã Phương Trà" not in {place.full_name for place in silent}


def test_an_opening_that_is_logged_late_says_so(db, ring, people, box):
    late = log(db, ring, people.officer, box, held_on=DAY - timedelta(days=9))
    rows = db.scalars(select(FeedRow).where(FeedRow.record_id == late.id)).all()
    assert {row.summary["late_days"] for row in rows} == {9}


def test_each_letter_is_counted_once_and_never_more_than_lay_there(db, ring, people, box):
    opening = log(db, ring, people.officer, box, letters=2)
    assert openings.letter_to_enter(db, people.officer, opening.id) is opening
    for done in (1, 2, 2):
        openings.count_letter(db, people.officer, opening.id)
        assert opening.letters_entered == done
    assert openings.letter_to_enter(db, people.officer, opening.id) is None
    assert opening.version == 1
    assert history.of_record(db, "mailbox", opening.id) == []


def test_letters_of_another_unit_of_a_withdrawn_opening_and_of_none_are_not_counted(
    db, ring, people, box
):
    opening = log(db, ring, people.officer, box)
    for by in (people.neighbour, people.supervisor):
        openings.count_letter(db, by, opening.id)
    openings.count_letter(db, people.officer, uuid4())
    doing = acting(db, ring, people.officer)
    records.withdraw(db, acting=doing, record=opening, reason="Ghi trùng")
    openings.count_letter(db, people.officer, opening.id)
    assert opening.letters_entered == 0


def test_fewer_letters_than_became_tips_cannot_be(db, ring, people, box):
    opening = log(db, ring, people.officer, box)
    openings.count_letter(db, people.officer, opening.id)
    openings.count_letter(db, people.officer, opening.id)
    doing = acting(db, ring, people.officer)
    with pytest.raises(BadInput, match="Đã ghi 2 lá thành tin"):
        openings.correct(
            db, acting=doing, opening=opening, version=1, content=opening_told(letters=1)
        )
    fewer = opening_told(letters=2)
    openings.correct(db, acting=doing, opening=opening, version=1, content=fewer)
    assert queries.state_of(db, box).waiting == 0
