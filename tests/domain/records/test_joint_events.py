"""One event that several units logged counts once everywhere, and stays each partner's own."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.errors import NotAllowed, NotFound
from domain.feed.models import DailyCount, FeedRow, Kind
from domain.forums import due
from domain.forums import services as forums
from domain.forums.models import Forum
from domain.outreach import services as outreach
from domain.outreach.content import Count, content_of
from domain.outreach.models import Outreach
from domain.people.models import Role
from domain.records import joint
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, place
from tests.factories_forums import acting as forum_acting
from tests.factories_forums import log as log_forum
from tests.factories_forums import promised
from tests.factories_outreach import DAY, acting, content, later, log, make_hamlet

SEVEN_THIRTY = time(7, 30)


@pytest.fixture
def police(db):
    return make_officer(db, "congan", name="Thiếu úy Mẫu")


@pytest.fixture
def union(db):
    return make_officer(db, "phunu", name="Chị Mẫu", organisation="womens_union")


@pytest.fixture
def hamlet(db):
    return make_hamlet(db)


def _session(db, ring, by, hamlet, *, people=62, leaflets=None, started_at=SEVEN_THIRTY, **told):
    counts = [Count(unit="people", value=people)]
    if leaflets is not None:
        counts.append(Count(unit="sessions", value=leaflets))
    said = content(
        hamlet,
        channel="direct_session",
        counts=tuple(counts),
        started_at=started_at,
        **{"venue": "Chợ", **told},
    )
    return log(db, ring, by, said=said)


def _sum(db, measure, code=DISTRICT, kind=Kind.OUTREACH):
    query = select(DailyCount.value).where(
        DailyCount.place_id == place(db, code).id,
        DailyCount.kind == kind,
        DailyCount.measure == measure,
    )
    return sum(db.scalars(query))


def _join(db, ring, by, record, other, now=None):
    doing = acting(db, ring, by, now or later(minutes=5))
    joint.join(
        db, acting=doing, record=record, other_id=other.id, telling=outreach.telling(doing.choices)
    )


def _part(db, ring, by, record):
    doing = acting(db, ring, by, later(minutes=9))
    joint.part(db, acting=doing, record=record, telling=outreach.telling(doing.choices))


def _recounted(db, code=DISTRICT):
    """What the rows of a place's feed say together, read one by one."""
    found = db.scalars(select(FeedRow).where(FeedRow.place_id == place(db, code).id))
    told = [row.summary["counts"] for row in found]
    return {m: sum(one.get(m, 0) for one in told) for m in ("records", "people", "sessions")}


def test_the_union_is_offered_what_the_police_wrote_of_the_same_hours(
    db, ring, police, union, hamlet
):
    theirs = _session(db, ring, union, hamlet, started_at=time(9, 30))
    mine = _session(db, ring, police, hamlet)
    assert joint.offered(db, mine) == [theirs]
    assert joint.offered(db, theirs) == [mine]
    assert joint.told_name(mine, theirs) == "womens_union"


@pytest.mark.parametrize(
    "other",
    [
        {"started_at": time(9, 31)},
        {"held_on": date(2024, 6, 4)},
        {"held_on": date(2024, 6, 4), "started_at": None},
    ],
    ids=["later than two hours", "another day", "another day without a time"],
)
def test_nothing_is_offered_of_other_hours(db, ring, police, union, hamlet, other):
    _session(db, ring, union, hamlet, **other)
    assert joint.offered(db, _session(db, ring, police, hamlet)) == []


def test_midnight_does_not_part_one_night(db, ring, police, union, hamlet):
    late = {"held_on": date(2024, 6, 4), "started_at": time(23, 30)}
    theirs = _session(db, ring, union, hamlet, **late)
    mine = _session(db, ring, police, hamlet, started_at=time(0, 30))
    assert joint.offered(db, mine) == [theirs]


def test_a_record_without_a_time_may_be_of_any_event_of_its_day(db, ring, police, union, hamlet):
    theirs = _session(db, ring, union, hamlet, started_at=None)
    assert joint.offered(db, _session(db, ring, police, hamlet)) == [theirs]


def test_another_hamlet_or_ones_own_second_round_is_not_offered(db, ring, police, union, hamlet):
    _session(db, ring, union, make_hamlet(db, 4))
    _session(db, ring, police, hamlet)
    assert joint.offered(db, _session(db, ring, police, hamlet)) == []


def test_joined_they_count_once_in_every_sum_with_the_largest_numbers(
    db, ring, police, union, hamlet
):
    theirs = _session(db, ring, union, hamlet, people=60, leaflets=2)
    mine = _session(db, ring, police, hamlet, people=62)
    assert (_sum(db, "records"), _sum(db, "people")) == (2, 122)
    _join(db, ring, police, mine, theirs)
    for code in (DISTRICT, PHUONG_TRA, f"{PHUONG_TRA}-03"):
        counted = [_sum(db, measure, code) for measure in ("records", "people", "sessions")]
        assert counted == [1, 62, 2]
        assert _recounted(db, code) == {"records": 1, "people": 62, "sessions": 2}
    rows = db.scalars(select(FeedRow).where(FeedRow.place_id == place(db, DISTRICT).id)).all()
    assert {row.record_id: row.summary["shared"] for row in rows} == {
        mine.id: ["womens_union"],
        theirs.id: [police.place.unit_title],
    }


def test_joining_twice_or_from_the_other_side_changes_nothing(db, ring, police, union, hamlet):
    theirs, mine = _session(db, ring, union, hamlet), _session(db, ring, police, hamlet)
    _join(db, ring, police, mine, theirs)
    _join(db, ring, police, mine, theirs)
    _join(db, ring, union, theirs, mine)
    assert (_sum(db, "records"), mine.version, theirs.version) == (1, 2, 1)
    assert joint.offered(db, mine) == []


def test_a_third_unit_joins_the_event_that_two_share(db, ring, police, union, hamlet):
    youth = make_officer(db, "doan", name="Anh Mẫu", organisation="youth_union")
    one, two, three = (_session(db, ring, by, hamlet) for by in (police, union, youth))
    _join(db, ring, police, one, two)
    _join(db, ring, youth, three, one)
    assert {r.id for r in joint.members(db, two)} == {one.id, two.id, three.id}
    assert (_sum(db, "records"), _sum(db, "people")) == (1, 62)


def test_two_events_that_turn_out_to_be_one_become_one(db, ring, police, union, hamlet):
    names = ("doan", "mattran", "nongdan")
    codes = ("youth_union", "front", "farmers_union")
    more = [make_officer(db, n, organisation=c) for n, c in zip(names, codes, strict=True)]
    one, two, three, four = (_session(db, ring, by, hamlet) for by in (police, union, *more[:2]))
    _join(db, ring, police, one, two)
    _join(db, ring, more[0], three, four)
    _join(db, ring, police, one, three)
    assert len(joint.members(db, four)) == 4
    assert _sum(db, "people") == 62


def test_correcting_a_partner_corrects_the_sum(db, ring, police, union, hamlet):
    theirs, mine = _session(db, ring, union, hamlet, people=50), _session(db, ring, police, hamlet)
    _join(db, ring, police, mine, theirs)
    said = content_of(theirs)
    more = type(said)(
        **{f: getattr(said, f) for f in said.__slots__}
        | {"counts": (Count(unit="people", value=90),)}
    )
    outreach.correct(
        db, acting=acting(db, ring, union), record=theirs, version=theirs.version, content=more
    )
    assert (_sum(db, "records"), _sum(db, "people")) == (1, 90)


@pytest.mark.parametrize("moved", [{"held_on": date(2024, 6, 3)}, {"started_at": time(19)}])
def test_a_partner_corrected_to_other_hours_leaves_the_event_and_counts_for_itself(
    db, ring, police, union, hamlet, moved
):
    mine = _session(db, ring, police, hamlet)
    theirs = _session(db, ring, union, hamlet, people=58)
    _join(db, ring, union, theirs, mine)
    outreach.correct(
        db,
        acting=acting(db, ring, union, later(minutes=7)),
        record=theirs,
        version=theirs.version,
        content=replace(content_of(theirs), **moved),
    )
    assert (mine.event_id, theirs.event_id) == (None, None)
    assert (_sum(db, "records"), _sum(db, "people")) == (2, 62 + 58)
    on_its_day = select(DailyCount.value).where(
        DailyCount.place_id == hamlet.id,
        DailyCount.day == theirs.held_on,
        DailyCount.measure == "people",
    )
    assert db.scalar(on_its_day) == (58 if theirs.held_on != mine.held_on else 120)
    acts = select(AuditEntry.action).where(AuditEntry.object_id == str(theirs.id))
    assert db.scalars(acts.order_by(AuditEntry.seq)).all()[-2:] == [
        Action.RECORD_CORRECTED,
        Action.RECORD_PARTED,
    ]


def test_parting_makes_each_count_for_itself_and_nobody_is_asked_again(
    db, ring, police, union, hamlet
):
    theirs, mine = _session(db, ring, union, hamlet, people=60), _session(db, ring, police, hamlet)
    _join(db, ring, police, mine, theirs)
    _part(db, ring, union, theirs)
    assert (_sum(db, "records"), _sum(db, "people")) == (2, 122)
    assert (mine.event_id, theirs.event_id) == (None, None)
    assert (joint.offered(db, mine), joint.near(db, mine)) == ([], [theirs])
    _join(db, ring, police, mine, theirs, later(minutes=20))
    assert (_sum(db, "records"), _sum(db, "people")) == (1, 62)


def test_saying_that_they_are_two_events_ends_the_question_for_both(
    db, ring, police, union, hamlet
):
    theirs, mine = _session(db, ring, union, hamlet), _session(db, ring, police, hamlet)
    for _ in range(2):
        joint.keep_apart(db, acting=acting(db, ring, police), record=mine, other_id=theirs.id)
    assert (joint.offered(db, mine), joint.offered(db, theirs)) == ([], [])
    assert _sum(db, "records") == 2


def test_the_event_stands_when_whoever_entered_it_first_withdraws(db, ring, police, union, hamlet):
    theirs = _session(db, ring, union, hamlet, people=60)
    mine = _session(db, ring, police, hamlet, people=55)
    _join(db, ring, police, mine, theirs)
    outreach.withdraw(db, acting=acting(db, ring, union), record=theirs, reason="Ghi nhầm.")
    assert (_sum(db, "records"), _sum(db, "people")) == (1, 55)
    assert "shared" not in db.scalars(select(FeedRow)).first().summary
    outreach.withdraw(db, acting=acting(db, ring, police), record=mine, reason="Ghi nhầm.")
    assert (_sum(db, "records"), _sum(db, "people")) == (0, 0)


def test_a_withdrawn_record_cannot_be_joined_nor_one_of_another_hamlet(
    db, ring, police, union, hamlet
):
    theirs, mine = _session(db, ring, union, hamlet), _session(db, ring, police, hamlet)
    far = _session(db, ring, union, make_hamlet(db, 4))
    outreach.withdraw(db, acting=acting(db, ring, union), record=theirs, reason="Ghi nhầm.")
    for other in (theirs, far, mine):
        with pytest.raises(joint.NotOneEvent):
            _join(db, ring, police, mine, other)


def test_nobody_joins_what_they_cannot_see_or_change(db, ring, police, union, hamlet):
    theirs, mine = _session(db, ring, union, hamlet), _session(db, ring, police, hamlet)
    stranger = make_officer(db, "laxa", code=BINH_THANH)
    with pytest.raises(NotFound):
        _join(db, ring, stranger, mine, theirs)
    with pytest.raises(NotAllowed):
        _join(db, ring, union, mine, theirs)


def test_joining_and_parting_are_in_history_and_audit_log(db, ring, police, union, hamlet):
    theirs, mine = _session(db, ring, union, hamlet), _session(db, ring, police, hamlet)
    _join(db, ring, police, mine, theirs)
    _part(db, ring, police, mine)
    done = db.execute(
        select(AuditEntry.action, AuditEntry.object_id).order_by(AuditEntry.seq)
    ).all()
    assert (Action.RECORD_JOINED, str(mine.id)) in [tuple(row) for row in done]
    assert (Action.RECORD_PARTED, str(mine.id)) in [tuple(row) for row in done]


def test_a_shared_forum_counts_its_people_opinions_and_promises_once(
    db, ring, police, union, hamlet
):
    one, two = (
        log_forum(
            db,
            ring,
            by,
            place_id=hamlet.id,
            started_at=time(19),
            attendance=people,
            opinions=tuple(promised(n, due_on=DAY) for n in range(1, opinions + 1)),
        )
        for by, people, opinions in ((police, 48, 3), (union, 50, 1))
    )
    doing = forum_acting(db, ring, police, later(minutes=5))
    joint.join(db, acting=doing, record=one, other_id=two.id, telling=forums.telling)
    counted = [
        _sum(db, m, kind=Kind.FORUM) for m in ("records", "people", "opinions", "open_opinions")
    ]
    assert counted == [1, 50, 3, 3]
    supervisor = make_officer(db, "huyen", code=DISTRICT, role=Role.SUPERVISOR)
    late = one.held_on + timedelta(days=400)
    assert due.overdue(db, supervisor, today=late) == 3
    (worst,) = due.worst_communes(db, supervisor, on=TREE_DAY, today=late)
    assert worst[:2] == (place(db, PHUONG_TRA), 3)
    assert db.get(Forum, two.id).event_id == one.event_id
    assert db.get(Outreach, one.id) is None
