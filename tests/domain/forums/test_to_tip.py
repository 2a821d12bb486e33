"""An opinion that becomes a tip: what the tip holds, and that nothing else holds it any more."""

from uuid import uuid4

import pytest
from sqlalchemy import inspect, select, text

from domain.audit.models import AuditArrival, AuditEntry
from domain.errors import NotAllowed
from domain.feed.models import DailyCount, FeedRow, Kind
from domain.forums import live, services, to_tip
from domain.forums.content import content_of
from domain.history.models import Correction
from domain.tips.acting import Acting
from domain.tips.models import Source, Tip
from domain.tips.sealing import read_body, tip_key
from tests.factories import TREE_DAY, make_officer
from tests.factories_forums import acting, log, opinion
from tests.factories_outreach import NOON, later

WORDS = "Zulmira nuôi bạch tuộc trái phép"
NAME = "Quetzal Ví Dụ"


def _turn(db, ring, by, record, row, tip_id=None):
    at = acting(db, ring, by, later(minutes=9))
    tips = Acting(by=by, who=at.who, now=at.now, ring=ring, on=TREE_DAY)
    return to_tip.turn(
        db,
        acting=at,
        tips_acting=tips,
        record=record,
        opinion=row,
        tip_id=tip_id or uuid4(),
        claim_days=7,
    )


def _everywhere(db, words):
    """The columns of all tables in which the words stand, read as bytes and as text."""
    db.flush()
    found = []
    connection = db.connection()
    inspector = inspect(connection)
    for table in inspector.get_table_names():
        for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
            found += [
                f"{table}.{name}"
                for name, value in row.items()
                if words.lower() in str(value).lower()
                or (isinstance(value, bytes | memoryview) and words.encode() in bytes(value))
            ]
    return found


@pytest.fixture
def officer(db):
    return make_officer(db, "xa1")


@pytest.fixture
def record(db, ring, officer):
    """A forum whose second opinion was corrected, answered and changed again."""
    said = (opinion(1), opinion(2, WORDS, name=NAME, topic="bạch tuộc"), opinion(3, "Hẻm ngập"))
    record = log(db, ring, officer, opinions=said)
    for minutes, gist in ((1, f"{WORDS} ở cầu"), (2, WORDS)):
        row = record.opinions[1]
        live.change(
            db,
            acting=acting(db, ring, officer, later(minutes=minutes)),
            record=record,
            opinion=row,
            version=row.version,
            gist=gist,
        )
    return record


def test_words_of_somebody_held_make_an_urgent_tip_as_they_do_on_any_other_way(db, ring, officer):
    said = (opinion(1, "Cháu tôi bị giữ bên Campuchia, họ đòi tiền chuộc"), opinion(2, "Hẻm ngập"))
    record = log(db, ring, officer, opinions=said)
    held, plain = record.opinions
    tip = _turn(db, ring, officer, record, held)
    assert (tip.is_urgent, tip.in_danger) == (True, True)
    assert tip.due_at is not None
    tip = _turn(db, ring, officer, record, plain)
    assert (tip.is_urgent, tip.in_danger) == (False, False)


def test_the_tip_says_what_was_said_and_who_said_it(db, ring, officer, record):
    tip = _turn(db, ring, officer, record, record.opinions[1])
    assert (tip.source, tip.category, tip.unit_id) == (Source.FORUM, "other", officer.place_id)
    body = read_body(tip_key(ring, tip), tip)
    assert body.story.startswith(WORDS)
    assert "bạch tuộc" in body.story
    assert not tip.is_named


def test_no_column_of_any_table_holds_the_words_or_the_name(db, ring, officer, record):
    assert _everywhere(db, "Zulmira")
    assert _everywhere(db, "Quetzal")
    tip = _turn(db, ring, officer, record, record.opinions[1])
    for words in ("Zulmira", "Quetzal", "bạch tuộc", "bach tuoc"):
        assert _everywhere(db, words) == []
    assert [row.position for row in record.opinions] == [1, 3]
    ours = [found for found in _everywhere(db, str(tip.id)) if found.startswith(("forums", "opin"))]
    assert ours == []
    assert [
        f for f in _everywhere(db, tip.id.hex) if f.startswith(("forums", "opin", "corr"))
    ] == []


def test_history_keeps_what_it_says_of_the_others(db, ring, officer, record):
    row = record.opinions[2]
    at = acting(db, ring, officer, later(minutes=3))
    live.change(db, acting=at, record=record, opinion=row, version=row.version, gist="Hẻm khô")
    _turn(db, ring, officer, record, record.opinions[1])
    left = db.scalars(select(Correction.changes)).all()
    assert left == [{"opinion-3-gist": ["Hẻm ngập", "Hẻm khô"]}]


def test_feed_and_counts_know_one_opinion_less(db, ring, officer, record):
    _turn(db, ring, officer, record, record.opinions[1])
    (row,) = db.scalars(
        select(FeedRow).where(FeedRow.kind == Kind.FORUM, FeedRow.place_id == officer.place_id)
    )
    assert row.summary["opinions"] == 2
    counted = select(DailyCount.value).where(
        DailyCount.measure == "opinions", DailyCount.place_id == officer.place_id
    )
    assert db.scalars(counted).all() == [2]


def test_no_instant_leads_from_the_forum_to_the_tip(db, ring, officer, record):
    def told():
        entries = select(AuditEntry.action).where(AuditEntry.object_id == str(record.id))
        return db.scalars(entries.order_by(AuditEntry.seq)).all()

    before = told()
    tip = _turn(db, ring, officer, record, record.opinions[1])
    assert told() == before
    arrived = select(AuditArrival).where(AuditArrival.object_id == str(tip.id))
    assert db.scalars(arrived).one().actor_id == officer.id


def test_only_its_number_is_known_to_have_become_a_tip(db, ring, officer, record):
    _turn(db, ring, officer, record, record.opinions[1])
    at = acting(db, ring, officer, later(minutes=20))
    services.correct(
        db,
        acting=at,
        record=record,
        version=record.version,
        content=content_of(record).without(3),
    )
    assert to_tip.forgotten(db, record) == {2}
    assert live.last_number(record) == 3


def test_the_last_number_is_not_given_again(db, ring, officer, record):
    _turn(db, ring, officer, record, record.opinions[2])
    at = acting(db, ring, officer, later(minutes=20))
    live.add(db, acting=at, record=record, line_id=uuid4(), gist="Kế")
    assert record.opinions[-1].position == 4


def test_a_line_sent_once_more_brings_nothing_back(db, ring, officer, record):
    gone = record.opinions[1].id
    _turn(db, ring, officer, record, record.opinions[1])
    at = acting(db, ring, officer, later(minutes=20))
    live.add(db, acting=at, record=record, line_id=gone, gist=WORDS)
    assert [row.position for row in record.opinions] == [1, 3]


def test_free_texts_that_still_name_somebody_are_pointed_out(db, ring, officer):
    said = opinion(1, "Nhà kế bên đánh bạc", name="Ông Bảy Ví Dụ")
    record = log(db, ring, officer, minutes="ong bay vi du nói thêm.", opinions=(said,))
    assert to_tip.mentioned_in(record, record.opinions[0]) == ["minutes"]
    record.minutes = ""
    assert to_tip.mentioned_in(record, record.opinions[0]) == []


def test_a_withdrawn_forum_gives_none_away(db, ring, officer, record):
    record.withdrawn_at = NOON
    with pytest.raises(NotAllowed):
        _turn(db, ring, officer, record, record.opinions[1])
    assert db.scalars(select(Tip)).all() == []
