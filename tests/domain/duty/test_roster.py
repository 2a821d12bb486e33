"""A unit's roster says who is on duty, and people are told truthfully whether anybody is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.duty import queries, services
from domain.duty.content import content_of
from domain.errors import BadInput, NotAllowed, NotFound, SameIdOtherContent, StaleVersion
from tests.factories import BINH_THANH, TREE_DAY, make_officer, make_people, place
from tests.factories_duty import PHONE, acting, know_number, make_shift

START = datetime(2024, 6, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MONDAY = date(2024, 6, 3)


@pytest.fixture
def people(db):
    return make_people(db)


def test_the_one_on_duty_is_named_from_the_first_minute_to_the_last(db, ring, people):
    unit = people.officer.place_id
    make_shift(db, ring, people.officer, start=START)
    assert queries.on_duty(db, unit, START - HOUR) is None
    assert queries.on_duty(db, unit, START).officer is people.officer
    assert queries.on_duty(db, unit, START + 24 * HOUR) is None
    assert queries.on_duty(db, people.neighbour.place_id, START) is None


def test_of_two_on_duty_both_are_known_and_the_later_one_is_named(db, ring, people):
    make_shift(db, ring, people.officer, start=START)
    make_shift(db, ring, people.chief, start=START + HOUR)
    found = queries.all_on_duty(db, people.officer.place_id, START + 2 * HOUR)
    assert [shift.officer for shift in found] == [people.chief, people.officer]


def test_people_hear_the_phone_of_the_shift_and_outside_it_only_a_number_that_was_dialled(
    db, ring, people
):
    unit = place(db)
    unit.duty_phone = "02773999999"
    unit.duty_phone_checked_on = None
    make_shift(db, ring, people.officer, start=START)
    know_number(db, people.chief)
    now = queries.duty_line(db, unit.id, START + HOUR)
    assert (now.phone, now.is_staffed) == (PHONE, True)
    later = queries.duty_line(db, unit.id, START + 30 * HOUR)
    assert (later.phone, later.is_staffed) == ("", False)
    unit.duty_phone_checked_on, unit.duty_phone_checked_by = TREE_DAY, "Đại úy Mẫu"
    assert queries.duty_line(db, unit.id, START + 30 * HOUR).phone == "02773999999"


def test_the_same_form_sent_twice_enters_one_shift_and_other_content_is_refused(db, ring, people):
    shift = make_shift(db, ring, people.officer, start=START)
    again = make_shift(db, ring, people.officer, start=START, shift_id=shift.id)
    assert again is shift
    with pytest.raises(SameIdOtherContent):
        make_shift(db, ring, people.officer, start=START, hours=12, shift_id=shift.id)
    with pytest.raises(SameIdOtherContent):
        make_shift(db, ring, people.neighbour, start=START, shift_id=shift.id)


def test_nobody_of_another_unit_is_put_on_duty(db, ring, people):
    with pytest.raises(BadInput):
        make_shift(db, ring, people.officer, start=START, whom=people.neighbour)
    gone = make_officer(db, "nghi", is_active=False)
    with pytest.raises(BadInput):
        make_shift(db, ring, people.officer, start=START, whom=gone)


def test_a_union_that_logs_beside_the_police_keeps_no_roster(db, ring, people):
    union = make_officer(db, "doan", organisation="youth_union")
    with pytest.raises(NotAllowed):
        make_shift(db, ring, union, start=START)


def test_of_two_who_change_a_shift_at_once_the_second_is_told(db, ring, people):
    shift = make_shift(db, ring, people.officer, start=START)
    act = acting(people.chief, ring, START)
    longer = content_of(make_shift(db, ring, people.officer, start=START, hours=30))
    services.change(db, acting=act, shift=shift, version=1, content=longer)
    assert shift.version == 2
    services.change(db, acting=act, shift=shift, version=1, content=longer)
    shorter = content_of(make_shift(db, ring, people.officer, start=START, hours=5))
    with pytest.raises(StaleVersion):
        services.change(db, acting=act, shift=shift, version=1, content=shorter)


def test_a_cancelled_shift_is_nobodys_and_cannot_be_opened(db, ring, people):
    shift = make_shift(db, ring, people.officer, start=START)
    act = acting(people.chief, ring, START)
    services.cancel(db, acting=act, shift=shift)
    services.cancel(db, acting=act, shift=shift)
    assert queries.on_duty(db, shift.unit_id, START) is None
    with pytest.raises(NotFound):
        queries.get(db, people.chief, shift.id)


def test_a_week_is_copied_once_without_those_who_left(db, ring, people):
    gone = make_officer(db, "sap-di")
    for day, officer in enumerate((people.officer, people.chief, gone)):
        start = START + timedelta(days=day - 7)
        make_shift(db, ring, people.officer, start=start, whom=officer)
    gone.is_active = False
    act = acting(people.chief, ring, START - timedelta(days=3))
    assert services.copy_week(db, acting=act, monday=MONDAY) == 2
    assert services.copy_week(db, acting=act, monday=MONDAY) == 0
    copied = queries.week(db, people.chief.place_id, MONDAY)
    assert [(s.officer, s.starts_at) for s in copied] == [
        (people.officer, START),
        (people.chief, START + timedelta(days=1)),
    ]


def test_the_unit_above_sees_who_is_on_duty_below(db, ring, people):
    make_shift(db, ring, people.officer, start=START)
    found = queries.below(db, people.supervisor, TREE_DAY, at=START + HOUR)
    by_code = {unit.code: shift for unit, shift in found}
    assert by_code[people.officer.place.code].officer is people.officer
    assert by_code[BINH_THANH] is None
    assert people.supervisor.place_id not in {unit.id for unit, _ in found}


def test_a_shift_of_another_unit_cannot_be_opened(db, ring, people):
    shift = make_shift(db, ring, people.officer, start=START)
    for stranger in (people.neighbour, people.supervisor):
        with pytest.raises(NotFound):
            queries.get(db, stranger, shift.id)
    with pytest.raises(NotFound):
        queries.get(db, people.officer, uuid4())


def test_the_audit_log_keeps_every_number_that_villagers_were_told(db, ring, people):
    shift = make_shift(db, ring, people.officer, start=START)
    other = replace(content_of(shift), phone="0900 000 999")
    services.change(
        db, acting=acting(people.officer, ring, START), shift=shift, version=1, content=other
    )
    query = select(AuditEntry.reason).where(
        AuditEntry.action.in_([Action.DUTY_ADDED.value, Action.DUTY_CHANGED.value])
    )
    first, second = db.scalars(query.order_by(AuditEntry.seq))
    assert first.startswith(f"{PHONE} 2024-06-05 07:00..")
    assert second.startswith("0900 000 999 2024-06-05 07:00..")


def test_a_number_that_nobody_dialled_is_told_to_nobody(db, ring, people):
    unit = place(db)
    unit.duty_phone, unit.duty_phone_checked_on = "02773999999", TREE_DAY
    unit.duty_phone_checked_by = "Đại úy Mẫu"
    shift = make_shift(db, ring, people.officer, start=START, phone="0900000666")
    line = queries.duty_line(db, unit.id, START + HOUR)
    assert (line.phone, line.is_staffed) == ("02773999999", True)
    assert queries.not_dialled(db, [shift]) == {shift.id}
    by_officer, by_chief = (acting(one, ring, START) for one in (people.officer, people.chief))
    with pytest.raises(NotAllowed):
        services.dialled(db, acting=by_officer, shift=shift, number=shift.phone)
    with pytest.raises(StaleVersion):
        services.dialled(db, acting=by_chief, shift=shift, number=PHONE)
    for _ in range(2):
        services.dialled(db, acting=by_chief, shift=shift, number=shift.phone)
    assert queries.duty_line(db, unit.id, START + HOUR).phone == "0900000666"
    told = select(AuditEntry.reason).where(AuditEntry.action == Action.DUTY_NUMBER_DIALLED.value)
    assert [one[:10] for one in db.scalars(told)] == ["0900000666"]
    theirs = make_shift(db, ring, people.neighbour, start=START, phone="0900000666")
    assert queries.not_dialled(db, [theirs]), "known in one unit says nothing of another"


def test_the_units_own_dialled_number_needs_no_word_in_the_roster(db, ring, people):
    unit = place(db)
    shift = make_shift(db, ring, people.officer, start=START)
    unit.duty_phone, unit.duty_phone_checked_on, unit.duty_phone_checked_by = PHONE, None, ""
    assert queries.not_dialled(db, [shift])
    unit.duty_phone_checked_on, unit.duty_phone_checked_by = TREE_DAY, "Đại úy Mẫu"
    assert not queries.not_dialled(db, [shift])
    assert queries.duty_line(db, unit.id, START + HOUR).phone == PHONE


def test_only_the_unit_and_those_above_it_speak_for_its_numbers(db, ring, people):
    shift = make_shift(db, ring, people.officer, start=START)
    for one in (people.chief, people.supervisor):
        assert queries.get_to_confirm(db, one, shift.id) is shift
    with pytest.raises(NotFound):
        queries.get_to_confirm(db, people.neighbour, shift.id)
    services.dialled(
        db, acting=acting(people.supervisor, ring, START), shift=shift, number=shift.phone
    )
    assert not queries.not_dialled(db, [shift])


def test_whoever_may_not_read_tips_keeps_no_roster(db, ring, people):
    plain = make_officer(db, "khong-doc-tin", reads_tips=False)
    with pytest.raises(NotAllowed):
        make_shift(db, ring, plain, start=START)
