"""What leaves the app is tried again with growing patience, by one process, then given up."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.notices import deliveries, services
from domain.notices.models import Channel, Delivery, Notice, NoticeKind
from tests.factories import make_people

SEVEN = datetime(2024, 6, 5, 0, tzinfo=UTC)
"""Seven in the morning in Viet Nam."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def people(db):
    return make_people(db)


def test_the_waits_grow_from_a_minute_to_six_hours_and_end_within_a_day():
    waits = [deliveries.wait_after(tries) for tries in range(1, deliveries.MOST_TRIES + 1)]
    assert waits[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert waits[-1] is None
    assert max(waits[:-1]) == 6 * HOUR
    assert 20 * HOUR < sum(waits[:-1], timedelta()) <= DAY


def _push(db, officer):
    row = Delivery(id=uuid4(), channel=Channel.PUSH, officer_id=officer.id, next_try_at=SEVEN)
    db.add(row)
    db.flush()
    return row


def test_of_two_processes_one_gets_a_delivery(db, people):
    row = _push(db, people.officer)
    assert deliveries.waiting(db, now=SEVEN - MINUTE, most=9) == []
    assert deliveries.waiting(db, now=SEVEN, most=9) == [row.id]
    assert deliveries.claim(db, row.id, now=SEVEN).tries == 1
    assert deliveries.claim(db, row.id, now=SEVEN) is None
    assert deliveries.claim(db, row.id, now=SEVEN + deliveries.AT_WORK).tries == 2


def test_what_fails_waits_and_is_given_up_at_last(db, people):
    row = _push(db, people.officer)
    now = SEVEN
    for _ in range(deliveries.MOST_TRIES):
        assert deliveries.claim(db, row.id, now=now) is row
        deliveries.failed(row, now=now, trouble="HTTP 500")
        db.flush()
        now = row.next_try_at or now
    assert (row.next_try_at, row.sent_at, row.trouble) == (None, None, "HTTP 500")
    assert deliveries.waiting(db, now=now + 9 * DAY, most=9) == []


def test_mail_is_planned_once_a_morning_for_those_who_left_an_address(db, people):
    people.officer.email = "xa1@example.vn"
    people.neighbour.email, people.neighbour.is_active = "xa2@example.vn", False
    deliveries.plan_mail(db, now=SEVEN - MINUTE)
    assert db.scalars(select(Delivery)).all() == []
    for at in (SEVEN, SEVEN + HOUR):
        deliveries.plan_mail(db, now=at)
        db.flush()
    [planned] = db.scalars(select(Delivery))
    assert (planned.officer_id, planned.channel) == (people.officer.id, Channel.MAIL)
    deliveries.succeeded(db, planned, now=SEVEN + HOUR)
    deliveries.plan_mail(db, now=SEVEN + 2 * HOUR)
    db.flush()
    assert len(db.scalars(select(Delivery)).all()) == 1
    deliveries.plan_mail(db, now=SEVEN + DAY)
    db.flush()
    assert len(db.scalars(select(Delivery)).all()) == 2


def test_a_way_that_is_turned_off_leaves_nothing_waiting(db, people):
    _push(db, people.officer)
    deliveries.drop(db, Channel.MAIL)
    assert len(db.scalars(select(Delivery.id)).all()) == 1
    deliveries.drop(db, Channel.PUSH)
    assert db.scalars(select(Delivery.id)).all() == []


def test_maintenance_removes_what_was_seen_long_ago_and_keeps_what_waits(db, people):
    officer = people.officer
    for at in (SEVEN - 90 * DAY, SEVEN):
        subject = uuid4()
        told = {"officer_ids": [officer.id], "kind": NoticeKind.DUE, "subject": subject}
        services.tell(db, **told, now=at)
        services.see(db, officer_id=officer.id, subject=subject, now=at)
    told["kind"] = NoticeKind.ASSIGNED
    services.tell(db, **told, now=SEVEN - 90 * DAY)
    _push(db, officer)
    assert deliveries.sweep(db, SEVEN) == 1
    assert len(db.scalars(select(Notice.id)).all()) == 2
    assert len(db.scalars(select(Delivery.id)).all()) == 1
