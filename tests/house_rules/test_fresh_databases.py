"""No test finds what another one left behind: a renewed database is the template again."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, create_engine, delete, select, text, update
from sqlalchemy.orm import Session

from domain.base import Base
from domain.places.models import Place
from domain.reference.models import ReferenceItem, Setting
from tests.factories import PHUONG_TRA, make_officer, make_people, place
from web.database import prepare


def _held(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {
            name: sorted(repr(row) for row in connection.execute(select(table)))
            for name, table in Base.metadata.tables.items()
        }


def _add_people(db: Session) -> None:
    make_people(db)


def _rename_a_place_and_post_somebody_there(db: Session) -> None:
    make_officer(db, code=PHUONG_TRA)
    place(db, PHUONG_TRA).name = "Tên khác"


def _end_everything(db: Session) -> None:
    db.execute(delete(Setting))
    db.execute(update(Place).values(duty_phone="113"))
    db.execute(update(ReferenceItem).values(position=7))


def _swap_what_is_unique(db: Session) -> None:
    one, other = db.scalars(select(Place).where(Place.level == "commune").limit(2)).unique()
    codes = one.code, other.code
    for row, code in ((one, "x"), (other, codes[0]), (one, codes[1])):
        row.code = code
        db.flush()


def _change_the_tables(db: Session) -> None:
    db.execute(text("CREATE TABLE left_behind (word text)"))
    db.execute(text("ALTER TABLE tips ADD COLUMN left_behind text"))


@pytest.mark.parametrize(
    "act",
    [
        _add_people,
        _rename_a_place_and_post_somebody_there,
        _end_everything,
        _swap_what_is_unique,
        _change_the_tables,
    ],
)
def test_whatever_was_done_is_undone(databases, act: Callable[[Session], None]) -> None:
    databases.renew_shared()
    engine = create_engine(databases.shared_url)
    prepare(engine)
    template = _held(engine)
    with Session(engine) as db:
        act(db)
        db.commit()
    changed = _held(engine)
    engine.dispose()
    databases.renew_shared()
    assert _held(engine) == template
    assert changed != template or act is _change_the_tables
    with engine.connect() as connection, pytest.raises(Exception, match="left_behind"):
        connection.execute(text("SELECT * FROM left_behind"))
    engine.dispose()


def test_somebody_who_never_finished_holds_nobody_up(databases) -> None:
    databases.renew_shared()
    engine = create_engine(databases.shared_url)
    with engine.connect() as forgotten:
        forgotten.execute(update(Place).values(duty_phone="113"))
        if engine.dialect.name == "sqlite":
            forgotten.rollback()
        databases.renew_shared()
        forgotten.invalidate()
    with Session(engine) as db:
        assert place(db, PHUONG_TRA).duty_phone != "113"
    engine.dispose()
