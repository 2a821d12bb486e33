"""An officer's own figures beside the unit's, recounted against the rows they are made of."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from domain.forums.models import Forum, Opinion, Outcome
from domain.numbers import held, queries
from domain.numbers.held import Pair
from domain.numbers.periods import Period
from domain.outreach import services as outreach
from domain.outreach.content import Count
from domain.outreach.models import Outreach, OutreachCount
from domain.people.models import Role
from domain.records import joint
from domain.records import services as records
from domain.review.models import ReviewKind
from domain.tips.models import Tip
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_officer, place
from tests.factories_forums import content as forum_content
from tests.factories_forums import log as log_forum
from tests.factories_forums import opinion, promised, put_promise
from tests.factories_outreach import DAY, NOON, acting, content, later, log, make_hamlet
from tests.factories_reviews import give
from tests.factories_tips import make_tip

JUNE = Period(date(2024, 6, 1), date(2024, 6, 30))


@pytest.fixture
def me(db):
    return make_officer(db)


@pytest.fixture
def colleague(db):
    return make_officer(db, "dongnghiep", name="Đại úy Mẫu")


@pytest.fixture
def hamlets(db):
    return [make_hamlet(db, number) for number in (1, 2, 3)]


def _session(db, ring, by, where, people, **told):
    counts = (Count(unit="people", value=people),)
    said = content(where, channel="direct_session", counts=counts, **told)
    return log(db, ring, by, said=said)


def _numbers(db, officer, period=JUNE):
    db.flush()
    return queries.of(db, officer, period, on=TREE_DAY, now=NOON)


def test_own_and_unit_stand_side_by_side_by_channel(db, ring, me, colleague, hamlets):
    _session(db, ring, me, hamlets[0], 40)
    _session(db, ring, me, hamlets[1], 22)
    _session(db, ring, colleague, hamlets[0], 100)
    log(db, ring, colleague)
    found = _numbers(db, me)
    assert found.channels == {"direct_session": Pair(2, 3), "mobile_speaker": Pair(0, 1)}
    assert found.outreach == Pair(2, 4)
    assert found.counted["direct_session", "people"] == Pair(62, 162)
    assert held.this_month(db, me, DAY) == held.Month(2, 0, 4)


def test_every_sum_is_what_the_rows_say(db, ring, me, colleague, hamlets):
    for number in range(12):
        by, where = (me, colleague)[number % 2], hamlets[number % 3]
        _session(db, ring, by, where, 10 + number, held_on=date(2024, 6, 1 + number % 5))
        opinions = (*(opinion(n) for n in range(1, 1 + number % 4)), promised(9))
        log_forum(db, ring, by, said=forum_content(where, opinions=opinions))
    db.flush()
    found = _numbers(db, me)
    people = select(func.sum(OutreachCount.value)).join(Outreach)
    assert found.counted["direct_session", "people"] == Pair(
        db.scalar(people.where(Outreach.author_id == me.id)), db.scalar(people)
    )
    opinions = select(func.count(Opinion.id)).join(Forum)
    answered = opinions.where(Opinion.outcome == Outcome.ANSWERED)
    mine = Forum.author_id == me.id
    assert found.forums.opinions == Pair(db.scalar(opinions.where(mine)), db.scalar(opinions))
    assert found.forums.answered == Pair(db.scalar(answered.where(mine)), db.scalar(answered))
    assert found.forums.people == Pair(6 * 48, 12 * 48)
    assert found.forums.records == Pair(6, 12)
    assert [area.held for area in found.areas] == [Pair(4, 8), Pair(4, 8), Pair(4, 8)]
    assert found.everywhere == Pair(0, 0)


def test_a_shared_event_counts_once_and_for_each_who_logged_it(db, ring, me, hamlets):
    union = make_officer(db, "phunu", name="Chị Mẫu", organisation="womens_union")
    stranger = make_officer(db, "khac", name="Trung úy Khác")
    theirs = _session(db, ring, union, hamlets[0], 50, started_at=time(7, 30))
    mine = _session(db, ring, me, hamlets[0], 62, started_at=time(7, 30))
    doing = acting(db, ring, me, later(minutes=5))
    telling = outreach.telling(doing.choices)
    joint.join(db, acting=doing, record=mine, other_id=theirs.id, telling=telling)
    for one, own in ((me, 1), (union, 1), (stranger, 0)):
        found = _numbers(db, one)
        assert found.outreach == Pair(own, 1)
        assert found.counted["direct_session", "people"] == Pair(62 * own, 62)
        assert found.areas[0].held == Pair(own, 1)
        assert held.this_month(db, one, DAY) == held.Month(own, 0, 1)
    records.withdraw(db, acting=doing, record=db.get(Outreach, mine.id), reason="Ghi trùng")
    joint.show(db, db.get(Outreach, theirs.id), acting=doing, telling=telling)
    assert _numbers(db, me).outreach == Pair(0, 1)


def test_hamlets_without_anything_are_told_with_the_last_day(db, ring, me, hamlets):
    _session(db, ring, me, hamlets[0], 40)
    _session(db, ring, me, hamlets[1], 40, held_on=date(2024, 4, 12))
    log(db, ring, me)
    areas = _numbers(db, me).areas
    assert [(area.held, area.last) for area in areas] == [
        (Pair(1, 1), DAY),
        (Pair(0, 0), date(2024, 4, 12)),
        (Pair(0, 0), None),
    ]
    assert _numbers(db, me).everywhere == Pair(1, 1)


def test_another_units_and_withdrawn_records_are_nowhere(db, ring, me, hamlets):
    other = make_officer(db, "xa2", code=BINH_THANH)
    log(db, ring, other)
    gone = log(db, ring, me)
    records.withdraw(db, acting=acting(db, ring, me), record=gone, reason="Ghi nhầm nơi")
    found = _numbers(db, me)
    assert found.is_empty
    assert found.everywhere == Pair(0, 0)
    assert held.this_month(db, me, DAY) == held.Month(0, 0, 0)


def test_what_an_officer_logged_elsewhere_before_is_not_this_units(db, ring, me, hamlets):
    log(db, ring, me)
    me.place_id = place(db, BINH_THANH).id
    db.flush()
    db.refresh(me, ["place"])
    assert held.this_month(db, me, DAY) == held.Month(0, 0, 0)
    assert _numbers(db, me).outreach == Pair(0, 0)


def test_tips_are_counted_for_those_who_read_them_and_never_the_parents(db, ring, me):
    for code, by in (("30094", me), ("30094", None), (DISTRICT, me)):
        receipt = make_tip(db, ring, place(db, code), at=NOON)
        db.get_one(Tip, receipt.tip_id).created_by = by.id if by else None
    assert _numbers(db, me).tips == Pair(1, 2)
    me.reads_tips = False
    assert _numbers(db, me).tips is None


def test_what_is_owed_stands_whatever_the_period(db, ring, me, colleague):
    put_promise(db, me, place(db), due=date(2024, 5, 1))
    log_forum(db, ring, colleague, opinions=(promised(1),))
    record = log(db, ring, me)
    supervisor = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    give(db, ring, supervisor, record.id, ReviewKind.SENT_BACK, "Thiếu ảnh.")
    owed = _numbers(db, me, Period(date(2020, 1, 1), date(2020, 1, 31))).owed
    assert owed.promises.own == 1
    assert owed.notes == Pair(1, 1)
    assert _numbers(db, colleague).owed.notes == Pair(0, 1)


def test_an_officer_above_has_the_communes_as_areas(db, ring, me, hamlets):
    above = make_officer(db, "doitruong", code=DISTRICT, name="Đội trưởng")
    _session(db, ring, me, hamlets[0], 40)
    found = _numbers(db, above)
    held_at = {area.place.full_name: area.held for area in found.areas}
    assert held_at["Xã Phương Trà"] == Pair(0, 1)
    assert held_at["Xã Bình Thạnh"] == Pair(0, 0)
