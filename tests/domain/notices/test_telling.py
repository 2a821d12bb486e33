"""Officers are told once that something waits, and again only when something new happened."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.notices import queries, recipients, services, waking
from domain.notices.models import Delivery, Notice, NoticeKind, PushSubscription
from domain.people.models import Role
from tests.factories import (
    BINH_THANH,
    TREE_DAY,
    make_heir_above,
    make_officer,
    make_people,
    place,
    successor,
)

NOW = datetime(2024, 6, 5, 2, 37, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUBJECT = uuid4()


@pytest.fixture
def people(db):
    return make_people(db)


def _tell(db, officer, kind=NoticeKind.ASSIGNED, at=NOW):
    services.tell(db, officer_ids=[officer.id], kind=kind, subject=SUBJECT, now=at)


def _waiting(db, officer):
    db.expire_all()
    return [notice.kind for notice in queries.unseen(db, officer)]


def test_something_told_twice_waits_once_and_comes_back_after_it_was_seen(db, people):
    _tell(db, people.officer)
    _tell(db, people.officer, at=NOW + HOUR)
    assert _waiting(db, people.officer) == [NoticeKind.ASSIGNED]
    assert queries.count_unseen(db, people.officer) == 1
    services.see(db, officer_id=people.officer.id, subject=SUBJECT, now=NOW)
    assert queries.count_unseen(db, people.officer) == 0
    _tell(db, people.officer, at=NOW + 2 * HOUR)
    assert _waiting(db, people.officer) == [NoticeKind.ASSIGNED]


def test_what_stays_so_is_told_once_and_anew_only_when_it_began_anew(db, people):
    def remind(since, at):
        reminder = services.Reminder(
            officer_ids=[people.officer.id], kind=NoticeKind.DUE, subject=SUBJECT, since=since
        )
        would = services.untold(db, reminder)
        services.remind(db, reminder, now=at)
        return would

    assert remind(NOW, NOW)
    services.see(db, officer_id=people.officer.id, subject=SUBJECT, now=NOW)
    assert not remind(NOW, NOW + HOUR)
    assert _waiting(db, people.officer) == []
    assert remind(NOW + HOUR, NOW + 2 * HOUR)
    assert _waiting(db, people.officer) == [NoticeKind.DUE]


@pytest.mark.parametrize("kind", [NoticeKind.URGENT, NoticeKind.WRITTEN, NoticeKind.APPEALED])
def test_no_notice_keeps_the_minute_in_which_somebody_wrote(db, people, kind):
    _tell(db, people.officer, kind)
    assert db.scalars(select(Notice.at)).one() == datetime(2024, 6, 4, 17, tzinfo=UTC)


def test_the_home_screen_counts_unopened_tips_by_itself(db, people):
    _tell(db, people.officer)
    _tell(db, people.officer, NoticeKind.URGENT)
    assert queries.count_unseen(db, people.officer) == 2
    assert queries.count_unseen(db, people.officer, but_unopened=True) == 1


def test_only_ones_own_notices_can_be_marked_as_read(db, people):
    _tell(db, people.officer)
    [notice] = queries.unseen(db, people.officer)
    services.see_some(db, officer_id=people.chief.id, ids=[notice.id], now=NOW)
    assert queries.count_unseen(db, people.officer) == 1
    services.see_some(db, officer_id=people.officer.id, ids=[notice.id], now=NOW)
    assert queries.count_unseen(db, people.officer) == 0


def test_what_is_settled_or_forgotten_waits_for_nobody(db, people):
    for officer in (people.officer, people.chief):
        _tell(db, officer, NoticeKind.URGENT)
        _tell(db, officer)
    services.settle(db, subject=SUBJECT, kinds=[NoticeKind.URGENT], now=NOW)
    assert _waiting(db, people.officer) == [NoticeKind.ASSIGNED]
    services.forget_subject(db, SUBJECT)
    assert db.scalars(select(Notice)).all() == []


def test_a_unit_is_told_where_tips_may_be_read_and_chiefs_apart(db, people):
    make_officer(db, "ban-viec", reads_tips=False)
    make_officer(db, "nghi", is_active=False)
    make_officer(db, "doan", organisation="youth_union")
    unit = place(db).id
    assert set(recipients.readers(db, unit, TREE_DAY)) == {people.officer.id, people.chief.id}
    assert list(recipients.chiefs(db, unit, TREE_DAY)) == [people.chief.id]
    assert list(recipients.above(db, unit, TREE_DAY)) == [people.supervisor.id]


def test_a_unit_without_a_chief_is_told_whole(db, people):
    assert list(recipients.chiefs(db, place(db, BINH_THANH).id, TREE_DAY)) == [people.neighbour.id]


def test_after_a_merger_the_unit_that_took_over_is_told(db, people):
    heir = make_officer(db, "moi", role=Role.CHIEF)
    heir.place_id = successor(db).id
    above = make_heir_above(db)
    today = datetime(2026, 1, 5, tzinfo=UTC).date()
    assert list(recipients.readers(db, place(db).id, today)) == [heir.id]
    assert list(recipients.above(db, place(db).id, today)) == [above.id]


def test_a_browser_is_woken_once_for_all_and_never_in_the_minute_somebody_wrote(db, people):
    browser = PushSubscription(id=uuid4(), officer_id=people.officer.id, endpoint="https://a")
    browser.created_at = NOW
    db.add(browser)
    db.flush()
    _tell(db, people.officer, NoticeKind.WRITTEN)
    _tell(db, people.chief, NoticeKind.WRITTEN)
    [queued] = db.scalars(select(Delivery)).all()
    assert (queued.officer_id, queued.next_try_at) == (
        people.officer.id,
        datetime(2024, 6, 5, 3, tzinfo=UTC),
    )
    waking.queue(db, [people.officer.id], at=NOW + HOUR)
    db.flush()
    assert len(db.scalars(select(Delivery)).all()) == 1
