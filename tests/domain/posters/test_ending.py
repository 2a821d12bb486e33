"""Posters that end: retired, revoked, replaced; and a spot that is corrected."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.errors import BadInput, StaleVersion
from domain.feed.models import DailyCount, FeedRow, Kind
from domain.history import queries as corrections
from domain.posters import queries, services
from domain.posters.models import PosterState
from domain.posters.rules import AlreadyReplaced, PosterEnded
from tests.factories import place
from tests.factories_posters import NOW, TODAY, acting, chief, issued

LATER = NOW + timedelta(days=9)


def end(db, ring, by, poster, state=PosterState.RETIRED, reason="Bảng rách"):
    services.end(db, ring, acting=acting(by, now=LATER), poster=poster, state=state, reason=reason)


def rows_of(db, code):
    query = select(FeedRow).where(FeedRow.place_id == place(db).id).order_by(FeedRow.happened_at)
    return [row for row in db.scalars(query) if row.summary["code"] == code]


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (PosterState.RETIRED, Action.POSTER_RETIRED),
        (PosterState.REVOKED, Action.POSTER_REVOKED),
    ],
)
def test_an_ended_poster_says_when_and_why_and_so_does_the_log(db, ring, state, action):
    by = chief(db)
    poster = issued(db, ring, by=by)
    end(db, ring, by, poster, state, " Bị dán đè mã khác ")
    assert (poster.state, poster.ended_at) == (state, LATER)
    assert poster.ended_reason == "Bị dán đè mã khác"
    entry = db.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.action, entry.reason) == (action, "Bị dán đè mã khác")


def test_its_end_is_news_of_that_day_and_the_day_of_issue_keeps_its_count(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    end(db, ring, by, poster)
    assert [(row.happened_at, row.summary["event"]) for row in rows_of(db, poster.code)] == [
        (NOW, "issued"),
        (LATER, "retired"),
    ]
    counted = db.scalars(select(DailyCount).where(DailyCount.place_id == place(db).id)).all()
    assert [(c.day, c.kind, c.value) for c in counted] == [(TODAY, Kind.POSTER, 1)]


def test_ending_it_twice_the_same_way_changes_nothing(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    end(db, ring, by, poster)
    end(db, ring, by, poster)
    assert len(rows_of(db, poster.code)) == 2


def test_a_retired_poster_cannot_be_revoked_afterwards(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    end(db, ring, by, poster)
    with pytest.raises(PosterEnded, match="0001"):
        end(db, ring, by, poster, PosterState.REVOKED, "Bị dán đè")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_no_poster_ends_without_a_reason(db, ring, reason):
    by = chief(db)
    poster = issued(db, ring, by=by)
    with pytest.raises(BadInput):
        end(db, ring, by, poster, reason=reason)
    assert poster.state is PosterState.LIVE


def test_a_replacement_hangs_at_the_same_spot_under_a_new_code(db, ring):
    by, fresh_id = chief(db), uuid4()
    old = issued(db, ring, by=by)
    fresh = services.replace(db, ring, acting=acting(by, now=LATER), poster=old, new_id=fresh_id)
    assert (fresh.place_id, fresh.spot, fresh.serial) == (old.place_id, old.spot, 2)
    assert fresh.code != old.code
    assert (old.state, old.replaced_by_id) == (PosterState.RETIRED, fresh.id)
    assert queries.replacement(db, old) is fresh
    assert queries.replaced(db, fresh) is old


def test_a_revoked_poster_stays_revoked_when_it_is_replaced(db, ring):
    by = chief(db)
    old = issued(db, ring, by=by)
    end(db, ring, by, old, PosterState.REVOKED, "Bị dán đè")
    services.replace(db, ring, acting=acting(by), poster=old, new_id=uuid4())
    assert (old.state, old.ended_reason) == (PosterState.REVOKED, "Bị dán đè")


def test_a_second_tap_on_replace_gives_the_same_poster(db, ring):
    by, fresh_id = chief(db), uuid4()
    old = issued(db, ring, by=by)
    first = services.replace(db, ring, acting=acting(by), poster=old, new_id=fresh_id)
    assert services.replace(db, ring, acting=acting(by), poster=old, new_id=fresh_id) is first
    with pytest.raises(AlreadyReplaced):
        services.replace(db, ring, acting=acting(by), poster=old, new_id=uuid4())


def test_a_corrected_spot_is_remembered_and_shown_in_the_feed(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    services.correct_spot(db, ring, acting=acting(by), poster=poster, spot="Chợ", version=1)
    assert (poster.spot, poster.version) == ("Chợ", 2)
    [(correction, who)] = corrections.of_record(db, "poster", poster.id)
    assert correction.changes == {"spot": ["Nhà văn hóa", "Chợ"]} and who is by
    assert [row.summary["spot"] for row in rows_of(db, poster.code)] == ["Chợ"]


def test_a_correction_from_an_old_page_is_refused_unless_it_says_the_same(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    services.correct_spot(db, ring, acting=acting(by), poster=poster, spot="Chợ", version=1)
    services.correct_spot(db, ring, acting=acting(by), poster=poster, spot="Chợ", version=1)
    with pytest.raises(StaleVersion):
        services.correct_spot(db, ring, acting=acting(by), poster=poster, spot="Bến đò", version=1)
    assert poster.spot == "Chợ"


def test_the_spot_of_an_ended_poster_stays_as_it_was(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    end(db, ring, by, poster)
    with pytest.raises(PosterEnded):
        services.correct_spot(db, ring, acting=acting(by), poster=poster, spot="Chợ", version=2)
