"""The limits of a tip: begun by its classification, kept when rules change, moved by days off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.audit.services import Who
from domain.clock import local_day
from domain.errors import BadInput, StaleVersion
from domain.people.models import Role
from domain.reference import overrides, services
from domain.reference import queries as reference
from domain.reference.models import ListKey
from domain.reference.services import Meaning
from domain.tips import access, classifying, deadlines
from domain.tips.acting import Acting
from domain.tips.lifecycle import NotPossible
from domain.tips.models import Classification, Tip, TipOutcome, TipState
from domain.working_days import services as working_days
from domain.working_days.services import NewDay
from tests.factories import DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, place
from tests.factories_tips import make_tip

RECEIVED = datetime(2025, 6, 2, 1, 40, tzinfo=UTC)
OPENED = datetime(2025, 6, 2, 3, 15, tzinfo=UTC)
"""A Monday, a quarter past ten in Vietnam."""


def acting_as(ring, officer, now=OPENED):
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=now, ring=ring, on=TREE_DAY)


@pytest.fixture
def acting(db, ring):
    return acting_as(ring, make_officer(db))


def opened_tip(db, ring, acting, unit=None):
    tip = db.get_one(Tip, make_tip(db, ring, unit, at=RECEIVED).tip_id)
    access.read(db, acting=acting, tip=tip)
    return tip


def classify(db, acting, tip, to=Classification.CRIME_REPORT):
    classifying.classify(
        db, acting=acting, tip=tip, version=tip.version, to=to, reason="có dấu hiệu lừa đảo"
    )


def ends(db, tip):
    return {
        row.rule: local_day(row.due_at).isoformat()
        for row in deadlines.of_tip(db, tip)
        if row.met_at is None
    }


def at(ring, acting, **later):
    return acting_as(ring, acting.by, acting.now + timedelta(**later))


def test_a_crime_report_is_counted_from_when_the_police_opened_it(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    assert tip.due_at is None
    classify(db, at(ring, acting, hours=5), tip)
    assert ends(db, tip) == {
        "D1_TRANSFER": "2025-06-03",
        "D2_NOTICE_RECEIPT": "2025-06-05",
        "D3_RESOLVE": "2025-06-23",
    }
    assert tip.due_at == OPENED + timedelta(hours=24)


def test_the_unit_that_resolves_has_nobody_to_hand_it_to(db, ring):
    above = acting_as(ring, make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT))
    tip = opened_tip(db, ring, above, place(db, DISTRICT))
    classify(db, above, tip)
    assert list(ends(db, tip)) == ["D2_NOTICE_RECEIPT", "D3_RESOLVE"]


def test_what_is_met_leaves_the_next_limit_in_front(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    deadlines.meet(db, acting=acting, tip=tip, rule="D1_TRANSFER")
    assert local_day(tip.due_at) == date(2025, 6, 5)
    deadlines.meet(db, acting=at(ring, acting, days=9), tip=tip, rule="D1_TRANSFER")
    met = next(row for row in deadlines.of_tip(db, tip) if row.rule == "D1_TRANSFER")
    assert (met.met_at, met.met_by_id) == (OPENED, acting.by.id)


def test_a_rule_changed_later_leaves_open_tips_alone_and_is_shown(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    rule = next(
        r for r in reference.items(db, ListKey.DEADLINES, TREE_DAY) if r.code == "D3_RESOLVE"
    )
    meaning = Meaning(
        name_vi=rule.name_vi,
        name_en=rule.name_en,
        source="Luật mới",
        details={**rule.details, "value": "30", "legal_basis": "Luật mới"},
    )
    since = date(2025, 6, 10)
    services.renew_item(
        db, ring, item=rule, meaning=meaning, since=since, who=acting.who, now=acting.now
    )
    assert ends(db, tip)["D3_RESOLVE"] == "2025-06-23"
    assert deadlines.changed_since(db, tip, acting.now) == {}
    changed = deadlines.changed_since(db, tip, datetime(2025, 6, 10, 5, tzinfo=UTC))
    assert [(said.code, said.limit.value) for said in changed.values()] == [("D3_RESOLVE", 30)]
    later = opened_tip(db, ring, at(ring, acting, days=9))
    classify(db, at(ring, acting, days=9), later)
    assert ends(db, later)["D3_RESOLVE"] == "2025-07-11"


def test_a_remote_place_and_all_below_it_have_their_own_limit(db, ring, acting):
    overrides.put(
        db,
        ring,
        place=place(db, DISTRICT),
        key=ListKey.DEADLINES,
        code="D1_TRANSFER",
        details={"value": "48", "unit": "hours"},
        source="TTLT 01/2017, xã vùng xa",
        who=acting.who,
        now=OPENED,
    )
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    first = deadlines.of_tip(db, tip)[0]
    assert (first.value, first.unit, first.legal_basis) == (48, "hours", "TTLT 01/2017, xã vùng xa")
    nearer = {"place": place(db, PHUONG_TRA), "key": ListKey.DEADLINES, "code": "D1_TRANSFER"}
    overrides.put(
        db,
        ring,
        details={"value": "7", "unit": "days"},
        source="",
        who=acting.who,
        now=OPENED,
        **nearer,
    )
    second = opened_tip(db, ring, acting)
    classify(db, acting, second)
    assert ends(db, second)["D1_TRANSFER"] == "2025-06-09"
    overrides.drop(db, ring, who=acting.who, now=OPENED, **nearer)
    assert overrides.of_place(db, place(db).id, ListKey.DEADLINES) == {}


def test_a_holiday_added_afterwards_moves_only_what_is_still_to_be_met(db, ring, acting):
    tip, done = opened_tip(db, ring, acting), opened_tip(db, ring, acting)
    for one in (tip, done):
        classify(db, acting, one)
    deadlines.meet(db, acting=acting, tip=done, rule="D2_NOTICE_RECEIPT")
    day = NewDay(day=date(2025, 6, 4), is_worked=False, name="Quốc tang")
    who = acting.who
    assert working_days.add(db, ring, new=day, who=who, now=OPENED)
    assert not working_days.add(db, ring, new=day, who=who, now=OPENED)
    moved = deadlines.recount(db, day=day.day)
    assert [(row.tip_id, row.rule) for row in moved] == [(tip.id, "D2_NOTICE_RECEIPT")]
    assert ends(db, tip)["D2_NOTICE_RECEIPT"] == "2025-06-06"
    assert working_days.remove(db, ring, day=day.day, who=who, now=OPENED)
    assert not working_days.remove(db, ring, day=day.day, who=who, now=OPENED)
    assert len(deadlines.recount(db, day=day.day)) == 1
    assert ends(db, tip)["D2_NOTICE_RECEIPT"] == "2025-06-05"


def test_a_day_that_is_off_anyway_is_not_added(db):
    sunday = NewDay(day=date(2025, 6, 8), is_worked=False, name="Chủ nhật")
    assert [p.field for p in working_days.problems(db, sunday)] == ["day"]
    nothing = NewDay(day=None, is_worked=True, name=" ")
    assert [p.field for p in working_days.problems(db, nothing)] == ["day", "name"]


def test_another_classification_drops_the_limits_and_the_first_one_brings_them_back(
    db, ring, acting
):
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    classify(db, acting, tip, Classification.OTHER)
    assert (ends(db, tip), tip.due_at) == ({}, None)
    classify(db, at(ring, acting, days=1), tip, Classification.DENUNCIATION)
    assert ends(db, tip)["D1_TRANSFER"] == "2025-06-03"


def test_two_officers_who_classify_at_once_do_not_overwrite_each_other(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    seen = tip.version
    classify(db, acting, tip, Classification.OTHER)
    with pytest.raises(StaleVersion):
        classifying.classify(
            db,
            acting=acting,
            tip=tip,
            version=seen,
            to=Classification.CRIME_REPORT,
            reason="có dấu hiệu",
        )
    assert tip.classification is Classification.OTHER


def test_a_classification_has_a_reason_and_an_ended_tip_has_none(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    with pytest.raises(BadInput):
        classifying.classify(
            db, acting=acting, tip=tip, version=tip.version, to=Classification.OTHER, reason=" "
        )
    end(db, acting, tip)
    with pytest.raises(NotPossible):
        classify(db, acting, tip)


def end(db, acting, tip):
    tip.state, tip.outcome = TipState.RESOLVED, TipOutcome.HANDLED
    deadlines.resolved(db, acting=acting, tip=tip)


def test_resolving_begins_the_notice_of_the_result_and_reopening_takes_it_back(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    end(db, at(ring, acting, days=3), tip)
    assert local_day(tip.due_at) == date(2025, 6, 5), "the notice of receipt is still to be sent"
    assert ends(db, tip)["D6_NOTICE_RESULT"] == "2025-06-09"
    tip.state = TipState.HELD
    deadlines.reopened(db, acting=at(ring, acting, days=4), tip=tip)
    assert ends(db, tip)["D3_RESOLVE"] == "2025-06-23"
    assert "D6_NOTICE_RESULT" not in ends(db, tip)
    end(db, at(ring, acting, days=7), tip)
    assert ends(db, tip)["D6_NOTICE_RESULT"] == "2025-06-12"


def test_spam_leaves_nothing_to_meet(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    tip.state = TipState.SPAM
    deadlines.resolved(db, acting=acting, tip=tip)
    assert tip.due_at is None


def test_a_complex_case_takes_two_months_and_is_extended_once(db, ring, acting):
    tip = opened_tip(db, ring, acting)
    classify(db, acting, tip)
    for rule, last in (("D4_RESOLVE_COMPLEX", "2025-08-04"), ("D5_EXTENSION", "2025-10-02")):
        assert deadlines.longer(db, tip) == rule
        with pytest.raises(BadInput):
            deadlines.extend(db, acting=acting, tip=tip, rule=rule, reason="")
        assert deadlines.extend(db, acting=acting, tip=tip, rule=rule, reason="nhiều nơi")
        assert not deadlines.extend(db, acting=acting, tip=tip, rule=rule, reason="nhiều nơi")
        assert ends(db, tip)[rule] == last
    assert deadlines.longer(db, tip) == ""
    assert "D3_RESOLVE" not in ends(db, tip)
    classify(db, acting, tip, Classification.DENUNCIATION)
    assert "D3_RESOLVE" not in ends(db, tip)
