"""A tip that is handed on counts where it came first and where it is, and never twice above."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.audit.services import Who
from domain.feed import figures
from domain.feed.models import Kind
from domain.numbers import queries
from domain.numbers.held import Pair
from domain.numbers.periods import Period
from domain.people.models import Role
from domain.tips import access, appearing, handling, transferring
from domain.tips.acting import Acting
from domain.tips.models import Source, Tip
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, place
from tests.factories_tips import make_tip

NOW = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)
JUNE = Period(date(2024, 6, 1), date(2024, 6, 30))
HERE, THERE, ABOVE = PHUONG_TRA, BINH_THANH, DISTRICT


@pytest.fixture
def officers(db):
    return {
        HERE: make_officer(db, "xa1"),
        THERE: make_officer(db, "xa2", code=THERE),
        ABOVE: make_officer(db, "huyen", role=Role.SUPERVISOR, code=ABOVE),
    }


@pytest.fixture
def tip(db, ring):
    at = NOW - timedelta(hours=1)
    return db.get_one(Tip, make_tip(db, ring, at=at, source=Source.POSTER).tip_id)


def acting_as(ring, officer):
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=NOW, ring=ring, on=TREE_DAY)


def hand(db, ring, officers, tip, way, start, to):
    acting = acting_as(ring, officers[start])
    access.read(db, acting=acting, tip=tip)
    how = HandOver(way=way, to_unit_id=place(db, to).id, note="chuyển đúng nơi")
    transferring.transfer(db, acting=acting, tip=tip, version=tip.version, hand=how)


def counted(db, measure="records"):
    """What the figures of the two communes and of the district say."""
    return tuple(
        figures.sums(db, place(db, code).id, Kind.TIP, [measure], JUNE.since, JUNE.until)[measure]
        for code in (HERE, THERE, ABOVE)
    )


def test_handed_up_it_stays_received_where_it_came_and_is_one_above(db, ring, officers, tip):
    assert counted(db) == (1, 0, 1)
    hand(db, ring, officers, tip, TransferWay.UP, HERE, ABOVE)
    assert counted(db) == (1, 0, 1)
    assert counted(db, "via_poster") == (1, 0, 1)
    assert counted(db, appearing.HANDED_ON) == (1, 0, 0)
    category = {"category": "gambling", "known": ["gambling"]}
    above = acting_as(ring, officers[ABOVE])
    handling.correct_category(db, acting=above, tip=tip, version=tip.version, **category)
    assert counted(db) == (1, 0, 1)


def test_handed_sideways_both_received_it_and_the_district_has_one(db, ring, officers, tip):
    hand(db, ring, officers, tip, TransferWay.SIDEWAYS, HERE, THERE)
    assert counted(db) == (1, 1, 1)


def test_round_and_back_again_it_counts_once_everywhere(db, ring, officers, tip):
    hand(db, ring, officers, tip, TransferWay.UP, HERE, ABOVE)
    hand(db, ring, officers, tip, TransferWay.SIDEWAYS, ABOVE, THERE)
    assert counted(db) == (1, 1, 1)
    hand(db, ring, officers, tip, TransferWay.UP, THERE, ABOVE)
    hand(db, ring, officers, tip, TransferWay.BACK, ABOVE, HERE)
    assert counted(db) == (1, 1, 1)
    assert counted(db, appearing.HANDED_ON) == (1, 1, 2)


def test_the_page_of_figures_tells_what_was_received_and_handed_on(db, ring, officers, tip):
    tip.created_by = officers[HERE].id
    hand(db, ring, officers, tip, TransferWay.UP, HERE, ABOVE)
    found = queries.of(db, officers[HERE], JUNE, on=TREE_DAY, now=NOW)
    assert (found.tips, found.handed_on) == (Pair(1, 1), Pair(1, 1))
    above = queries.of(db, officers[ABOVE], JUNE, on=TREE_DAY, now=NOW)
    assert (above.tips, above.handed_on) == (Pair(0, 1), Pair(0, 0))
