"""Statements that go past SQLAlchemy keep its types, its transactions and its exceptions."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.exc import IntegrityError

from domain.base import table_of
from domain.engines import MOST_ROWS, ReadyRows, adding, inserting, ready
from domain.feed.models import DailyCount, FeedRow, Kind

ROWS, COUNTS = table_of(FeedRow), table_of(DailyCount)
AT = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
COUNT = ReadyRows(COUNTS, adding(COUNTS, ["value"]))


def _row():
    return {
        "place_id": uuid4(),
        "happened_at": AT,
        "record_id": uuid4(),
        "kind": Kind.TIP,
        "summary": {"place": "Xã Bình Thạnh", "photos": [], "late_days": None},
    }


def _count(**other):
    row = {"place_id": uuid4(), "day": date(2026, 11, 22), "kind": Kind.TIP, "measure": "records"}
    return {**row, "value": 1, **other}


def test_what_is_written_so_reads_the_same_either_way(db):
    row = _row()
    inserting(ROWS).run(db, row)
    again = ready(select(ROWS).where(ROWS.c.record_id == bindparam("record_id")))
    columns = ROWS.columns.keys()
    assert dict(zip(columns, again.one(db, row), strict=True)) == row
    found = db.scalars(select(FeedRow)).one()
    assert {column: getattr(found, column) for column in columns} == row


def test_some_rows_or_very_many_are_written_alike(db):
    rows = [_row() for _ in range(2 * MOST_ROWS + 5)]
    ReadyRows(ROWS).run(db, rows)
    ReadyRows(ROWS).run(db, [])
    stored = db.execute(select(ROWS)).mappings().all()
    assert sorted(map(dict, stored), key=str) == sorted(rows, key=str)


def test_counts_are_added_to_what_stands_there(db):
    same = _count()
    COUNT.run(db, [same, _count(measure="via_poster")])
    COUNT.run(db, [same, _count(measure="via_poster")])
    value = select(DailyCount.value).where(DailyCount.place_id == same["place_id"])
    assert db.scalar(value) == 2


def test_it_belongs_to_the_transaction_of_the_session(db):
    COUNT.run(db, [_count()])
    db.rollback()
    assert db.scalar(select(func.count()).select_from(DailyCount)) == 0
    COUNT.run(db, [_count()])
    db.commit()
    db.execute(delete(DailyCount))
    db.rollback()
    assert db.scalar(select(func.count()).select_from(DailyCount)) == 1


def test_what_the_driver_refuses_arrives_as_everybody_expects(db):
    row = _row()
    inserting(ROWS).run(db, row)
    with pytest.raises(IntegrityError):
        inserting(ROWS).run(db, row)


def test_a_missing_value_or_row_is_named(db):
    row = _row()
    with pytest.raises(KeyError, match="summary"):
        inserting(ROWS).run(db, {name: row[name] for name in row if name != "summary"})
    with pytest.raises(LookupError):
        ready(select(ROWS.c.kind).where(ROWS.c.record_id == bindparam("record_id"))).one(db, row)
