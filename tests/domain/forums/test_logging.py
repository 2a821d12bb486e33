"""Logging and correcting a forum, with what goes along in feed, search, audit and history."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.audit.models import Action, AuditEntry
from domain.errors import BadInput, NotAllowed, NotFound, StaleVersion
from domain.feed.models import DailyCount, FeedRow, SearchEntry
from domain.forums import rules, services
from domain.forums.content import Content, content_of
from domain.forums.models import Forum, Outcome
from domain.history import queries as history
from domain.records import queries, rights
from domain.records import services as records
from tests.factories import BINH_THANH, DISTRICT, make_people, place
from tests.factories_forums import acting, content, log, opinion, promised
from tests.factories_outreach import DAY, later, make_hamlet


@pytest.fixture
def people(db):
    return make_people(db)


def _told(db, record):
    return db.scalars(select(FeedRow).where(FeedRow.record_id == record.id)).first().summary


def _measure(db, where, measure):
    return db.scalar(
        select(func.sum(DailyCount.value)).where(
            DailyCount.place_id == where.id, DailyCount.measure == measure
        )
    )


def _correct(db, ring, by, record, version=1, **changed):
    said = content_of(record)
    fields = {name: getattr(said, name) for name in Content.__slots__}
    return services.correct(
        db,
        acting=acting(db, ring, by, later(minutes=5)),
        record=record,
        version=version,
        content=Content(**{**fields, **changed}),
    )


def test_a_forum_stands_in_the_feed_of_hamlet_commune_district_and_province(db, ring, people):
    hamlet = make_hamlet(db)
    said = content(
        hamlet, started_at=time(19), venue="Nhà văn hóa", opinions=(opinion(1), promised(2))
    )
    record = log(db, ring, people.officer, said=said)
    rows = db.scalars(select(FeedRow).where(FeedRow.record_id == record.id)).all()
    assert len(rows) == 4
    told = rows[0].summary
    assert (told["place"], told["commune"]) == ("Ấp 3", "Xã Phương Trà")
    assert (told["attendance"], told["opinions"], told["open"]) == (48, 2, 1)


def test_people_and_opinions_add_up_at_every_level(db, ring, people):
    log(db, ring, people.officer, opinions=(opinion(1), promised(2)))
    log(db, ring, people.officer, attendance=52)
    district = place(db, DISTRICT)
    assert _measure(db, district, "records") == 2
    assert _measure(db, district, "people") == 100
    assert _measure(db, district, "opinions") == 2
    assert _measure(db, district, "open_opinions") == 1


def test_empty_attendance_is_never_zero(db, ring, people):
    assert log(db, ring, people.officer, attendance=None).attendance is None
    assert log(db, ring, people.officer, attendance=0).attendance == 0
    fields = content(people.officer.place, attendance=0).fields()
    assert fields["attendance"] == [0, False]
    assert "attendance" not in content(people.officer.place, attendance=None).fields()


def test_who_spoke_is_found_nowhere_but_on_the_record(db, ring, people):
    named = opinion(1, name="Ông Bảy Ví Dụ")
    record = log(db, ring, people.officer, opinions=(named,))
    assert "Bảy" not in str(_told(db, record))
    found = db.scalar(select(SearchEntry.folded).where(SearchEntry.record_id == record.id))
    assert "mat ga" in found
    assert "vi du" not in found
    _correct(db, ring, people.officer, record, opinions=(opinion(1, name="Ông Tám Ví Dụ"),))
    _correct(db, ring, people.officer, record, version=2, opinions=(opinion(1),))
    kept = [row.changes for row, _ in history.of_record(db, Forum.KIND, record.id)]
    assert kept == [
        {"opinion-1-name": [rules.NAMED, None]},
        {"opinion-1-name": [rules.NAMED, rules.RENAMED]},
    ]


def test_the_whole_story_is_in_the_audit_log(db, ring, people):
    record = log(db, ring, people.officer)
    _correct(db, ring, people.officer, record, venue="Đình")
    records.withdraw(
        db, acting=acting(db, ring, people.officer), record=record, reason="Ghi trùng buổi"
    )
    of_record = select(AuditEntry).where(AuditEntry.object_id == str(record.id))
    entries = db.scalars(of_record.order_by(AuditEntry.seq)).all()
    assert [e.action for e in entries] == [
        Action.RECORD_CREATED,
        Action.RECORD_CORRECTED,
        Action.RECORD_WITHDRAWN,
    ]


def test_a_neighbouring_commune_does_not_see_it_and_the_supervisor_does(db, ring, people):
    record = log(db, ring, people.officer)
    with pytest.raises(NotFound):
        queries.get_visible(db, Forum, people.neighbour, record.id)
    with pytest.raises(NotFound):
        queries.get_visible(db, Forum, people.supervisor, uuid4())
    assert queries.get_visible(db, Forum, people.supervisor, record.id) is record
    with pytest.raises(NotFound):
        queries.already_sent(db, Forum, by=people.neighbour, record_id=record.id)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"held_on": DAY + timedelta(days=1)}, "held_on"),
        ({"held_on": DAY.replace(year=24)}, "held_on"),
        ({"partners": ("circus",)}, "partners"),
        ({"attendance": -1}, "attendance"),
        ({"attendance": 100_001}, "attendance"),
        ({"venue": "x" * 201}, "venue"),
        ({"chair": "x" * 161}, "chair"),
        ({"minutes": "x" * 20_001}, "minutes"),
        ({"opinions": (opinion(2, "x" * 2_001),)}, "opinion-2-gist"),
        ({"opinions": (opinion(2, "", topic="Đường"),)}, "opinion-2-gist"),
        ({"opinions": (opinion(2, topic="x" * 121),)}, "opinion-2-topic"),
        ({"opinions": (promised(2, due_on=DAY - timedelta(days=1)),)}, "opinion-2-due_on"),
        ({"opinions": (promised(2, due_on=DAY.replace(year=2099)),)}, "opinion-2-due_on"),
        ({"opinions": (promised(2, answered_on=DAY + timedelta(days=1)),)}, "held_on"),
        ({"opinions": tuple(opinion(n) for n in range(1, 202))}, "opinions"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(db, ring, people, told, field):
    with pytest.raises(BadInput) as refused:
        log(db, ring, people.officer, **told)
    assert refused.value.field == field
    assert str(refused.value)[0].isupper()


def test_another_communes_place_is_refused(db, ring, people):
    with pytest.raises(BadInput) as refused:
        log(db, ring, people.officer, said=content(place(db, BINH_THANH)))
    assert refused.value.field == "place"


def test_two_hundred_opinions_are_kept(db, ring, people):
    record = log(db, ring, people.officer, opinions=tuple(opinion(n) for n in range(1, 201)))
    assert _told(db, record)["opinions"] == 200


def test_a_promise_without_a_name_or_a_day_is_kept_and_stays_open(db, ring, people):
    record = log(db, ring, people.officer, opinions=(promised(1),))
    assert record.opinions[0].outcome is Outcome.PROMISED
    assert _told(db, record)["open"] == 1


def test_an_opinion_keeps_its_number_and_its_row_when_another_is_removed(db, ring, people):
    record = log(db, ring, people.officer, opinions=(opinion(1), opinion(2, "Số lạ gọi hoài.")))
    second = record.opinions[1].id
    _correct(db, ring, people.officer, record, opinions=(opinion(2, "Số lạ gọi hoài."),))
    assert [(row.id, row.position) for row in record.opinions] == [(second, 2)]
    assert _told(db, record)["opinions"] == 1


def test_a_correction_says_what_it_changed_and_a_stale_one_is_refused(db, ring, people):
    record = log(db, ring, people.officer, venue="Đình")
    _correct(db, ring, people.chief, record, venue="Chùa", attendance=None)
    row, who = history.of_record(db, Forum.KIND, record.id)[0]
    assert (row.version, who.id) == (2, people.chief.id)
    assert row.changes == {"venue": ["Đình", "Chùa"], "attendance": [[48, False], None]}
    with pytest.raises(StaleVersion):
        _correct(db, ring, people.officer, record, version=1, venue="Đình")
    assert _correct(db, ring, people.officer, record, version=1).version == 2


def test_who_may_correct_and_withdraw(db, ring, people):
    record = log(db, ring, people.officer)
    assert rights.may_correct(people.chief, record)
    assert not rights.may_correct(people.supervisor, record)
    with pytest.raises(NotAllowed):
        _correct(db, ring, people.supervisor, record, venue="Chùa")


def test_a_withdrawn_forum_leaves_feed_and_counts(db, ring, people):
    record = log(db, ring, people.officer, opinions=(promised(1),))
    records.withdraw(
        db, acting=acting(db, ring, people.officer), record=record, reason="Ghi nhầm ấp"
    )
    assert db.scalars(select(FeedRow).where(FeedRow.record_id == record.id)).all() == []
    assert _measure(db, place(db), "open_opinions") == 0
    with pytest.raises(rights.AlreadyWithdrawn):
        _correct(db, ring, people.officer, record, venue="Chùa")
