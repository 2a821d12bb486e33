"""Many happenings written at once leave exactly what the same ones written singly would."""

from datetime import timedelta

from sqlalchemy import delete, select

from domain.feed import services
from domain.feed.bulk import Pile
from domain.feed.models import DailyCount, FeedRow, FeedTotal, Kind, SearchEntry
from domain.feed.search import Sought, find
from tests.factories import BINH_THANH, TREE_DAY, place
from tests.factories_feed import NOON, happening

TABLES = (FeedRow, DailyCount, FeedTotal, SearchEntry)


def _happenings(db):
    where = [place(db), place(db, BINH_THANH)]
    return [
        happening(
            where[i % 2],
            list(Kind)[i % 4],
            at=NOON - timedelta(hours=i // 3),
            counts={"people": i, "leaflets": 0},
            words="trộm gà" if i % 4 == 0 else "",
        )
        for i in range(40)
    ]


def _standing(db):
    return {
        table.__tablename__: sorted(
            (row._mapping for row in db.execute(select(table.__table__))), key=str
        )
        for table in TABLES
    }


def test_a_pile_leaves_what_single_writes_would(db):
    made = _happenings(db)
    for one in made:
        services.put(db, happening=one, on=TREE_DAY)
    singly = _standing(db)
    for one in made:
        services.remove(db, record_id=one.record_id)
    for table in TABLES:
        db.execute(delete(table))
    pile = Pile(db, TREE_DAY)
    for one in made:
        pile.add(one)
    pile.close()
    assert _standing(db) == singly
    assert len(find(db, Sought(place_id=place(db).id, text="trom ga"), limit=50)) == 10
