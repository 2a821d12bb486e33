"""A number of the roster that people are told no more: their pages fall back at once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.duty import queries, services
from domain.errors import NotAllowed, NotFound
from domain.tips.shared_numbers import shared_numbers
from tests.factories import TREE_DAY, make_people, place
from tests.factories_duty import PHONE, acting, know_number, make_shift

START = datetime(2024, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWN = "02773999999"


@pytest.fixture
def people(db):
    return make_people(db)


@pytest.fixture
def shift(db, ring, people):
    """A shift with a number that was dialled, in a unit that has one of its own."""
    unit = place(db)
    unit.duty_phone, unit.duty_phone_checked_on = OWN, TREE_DAY
    unit.duty_phone_checked_by = "Đại úy Mẫu"
    know_number(db, people.officer)
    return make_shift(db, ring, people.officer, start=START)


def _line(db, shift):
    return queries.duty_line(db, shift.unit_id, START + HOUR)


def _phone(db, shift):
    return _line(db, shift).phone


@pytest.mark.parametrize("who", ["chief", "supervisor"])
def test_people_are_told_the_units_own_number_until_it_is_dialled_again(
    db, ring, people, shift, who
):
    one = getattr(people, who)
    assert _phone(db, shift) == PHONE
    assert _line(db, shift).calls_from == [OWN, PHONE]
    (row,) = queries.numbers(db, one)
    for _ in range(2):
        services.withdraw_number(db, acting=acting(one, ring, START), row=row)
    assert _phone(db, shift) == OWN and _line(db, shift).calls_from == [OWN]
    assert queries.not_dialled(db, [shift]) == {shift.id} and not queries.numbers(db, one)
    told = select(AuditEntry.reason).where(AuditEntry.action == Action.DUTY_NUMBER_WITHDRAWN.value)
    assert db.scalars(told).all() == [PHONE]
    assert PHONE in shared_numbers(db), "who was told it still has it: it links no tips"
    services.dialled(db, acting=acting(people.chief, ring, START), shift=shift, number=PHONE)
    assert _phone(db, shift) == PHONE and queries.numbers(db, one)


def test_nobody_else_withdraws_it(db, ring, people, shift):
    row = queries.get_number(db, people.chief, shift.unit_id, PHONE)
    with pytest.raises(NotAllowed):
        services.withdraw_number(db, acting=acting(people.officer, ring, START), row=row)
    assert not queries.numbers(db, people.neighbour)
    for viewer, number in ((people.neighbour, PHONE), (people.chief, OWN)):
        with pytest.raises(NotFound):
            queries.get_number(db, viewer, shift.unit_id, number)
    assert _phone(db, shift) == PHONE
