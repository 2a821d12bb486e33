"""Objects of rows that come from the driver are what the session would have made of them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, inspect, select
from sqlalchemy.exc import IntegrityError

from domain import rows
from domain.base import table_of
from domain.media.models import Photo
from domain.places.models import Place
from domain.rows import ByKey, Found
from tests.factories import place

ON = datetime(2026, 11, 22, tzinfo=UTC).date()
OF_RECORD = Found(
    Photo,
    table_of(Photo).c.record_id == bindparam("of_record"),
    order=(table_of(Photo).c.position,),
)


def _told(record_id, position=0, **more):
    return {
        "id": uuid4(),
        "record_id": record_id,
        "position": position,
        "created_on": ON,
        **more,
    }


def test_new_rows_are_stored_with_their_defaults_and_wait_for_nothing(db):
    record_id = uuid4()
    made = rows.insert(db, Photo, [_told(record_id, 1), _told(record_id, 0, file_name="a.jpg")])
    assert not db.new
    assert not db.dirty
    assert [(one.file_name, one.is_sealed, one.claim) for one in made] == [
        ("", False, None),
        ("a.jpg", False, None),
    ]
    assert rows.insert(db, Photo, []) == []
    db.expire_all()
    stored = db.scalars(select(Photo).order_by(Photo.position)).all()
    assert list(stored) == made[::-1]


def test_what_is_changed_afterwards_is_written(db):
    [made] = rows.insert(db, Photo, [_told(uuid4())])
    made.file_name = "b.jpg"
    db.commit()
    assert db.scalar(select(Photo.file_name)) == "b.jpg"


def test_a_row_that_stands_already_is_refused(db):
    told = _told(uuid4())
    rows.insert(db, Photo, [told])
    with pytest.raises(IntegrityError):
        rows.insert(db, Photo, [told])


def test_found_rows_are_the_objects_of_the_session(db):
    record_id = uuid4()
    db.add(Photo(**_told(record_id, 0)))
    db.flush()
    db.expunge_all()
    [first] = OF_RECORD.all(db, {"of_record": record_id})
    first.file_name = "c.jpg"
    db.add(Photo(**_told(record_id, 1)))
    again = OF_RECORD.all(db, {"of_record": record_id})
    assert again[0] is first
    assert [one.file_name for one in again] == ["c.jpg", ""]
    db.delete(again[1])
    assert OF_RECORD.all(db, {"of_record": record_id}) == [first]


def test_a_row_found_by_its_key_is_whole_and_read_anew_when_it_has_to_be(db):
    by_id, wanted = ByKey(Place), place(db)
    known_id, name = wanted.id, wanted.full_name
    assert by_id.get(db, known_id) is wanted
    db.expunge_all()
    found = by_id.get(db, known_id)
    assert found is not None
    assert not inspect(found).unloaded
    assert found.full_name == name
    assert found.latitude is None or isinstance(found.latitude, float)
    db.expire_all()
    assert by_id.get(db, known_id) is found
    assert found.full_name == name
    assert by_id.get(db, uuid4()) is None
