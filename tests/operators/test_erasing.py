"""Erasing what its time is over for, while people use the deployment, and when it is cut short."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action, AuditEntry
from domain.media.models import Photo
from domain.media.problems import StorageUnavailable
from domain.retention.models import TipStub
from domain.tips.models import EndCheck, Tip, TipState
from tests.factories_tips import make_tip
from tests.support.villager import set_setting
from web import purge, upkeep
from web.database import files_of
from web.extensions import db

LONG_AGO = date(2020, 1, 6)


def _ended(app, count: int) -> list[UUID]:
    """Tips that ended long ago, each with a photo on the disk."""
    set_setting(app, "retention_signed", "Số 1, ngày 6/1/2020")
    store, made = app.extensions["photo_store"], []
    with app.app_context(), Session(db.engine) as session:
        for _ in range(count):
            tip_id = make_tip(session, app.extensions["ring"], at=datetime.now(UTC)).tip_id
            tip = session.get_one(Tip, tip_id)
            tip.state, tip.closed_on = TipState.SPAM, LONG_AGO
            key = store.put_sealed(tip_id.bytes * 8)
            photo = Photo(id=uuid4(), record_kind="tip", record_id=tip_id, created_on=LONG_AGO)
            photo.width = photo.height = 8
            photo.file_key = photo.thumb_key = key
            session.add(photo)
            made.append(tip_id)
        session.commit()
    return made


def _left(app) -> dict[str, int]:
    """What is there: tips, photo files, stubs, entries that a tip was erased."""
    erased = select(AuditEntry).where(AuditEntry.action == Action.TIP_ERASED)
    with app.app_context(), Session(db.engine) as session:
        counted = {
            "tips": len(session.scalars(select(Tip)).unique().all()),
            "stubs": len(session.scalars(select(TipStub)).all()),
            "entries": len(session.scalars(erased).all()),
        }
    return counted | {"files": len(_files(app))}


def _files(app) -> list[Path]:
    return list(app.extensions["config"].media_dir.rglob("*.bin"))


def test_erasing_leaves_stubs_and_nothing_in_the_log(app):
    _ended(app, 3)
    with app.app_context():
        told = list(upkeep.run())
    assert told[0].endswith("3 erased (3 spam).")
    assert _left(app) == {"tips": 0, "stubs": 3, "entries": 3, "files": 0}
    with app.app_context():
        told = list(purge.run(dry=False))
        if db.engine.dialect.name == "sqlite":
            log = files_of(Path(str(db.engine.url.database)))[1]
            assert log.name.endswith("-wal") and log.stat().st_size == 0
    assert told[0].endswith("0 erased (none due).")


def test_what_one_person_alone_ended_is_counted_and_not_erased(app):
    kept, _ = _ended(app, 2)
    with app.app_context(), Session(db.engine) as session:
        session.get_one(Tip, kept).end_check = EndCheck.PENDING
        session.commit()
    with app.app_context():
        dry, told = list(purge.run(dry=True)), list(purge.run(dry=False))
    waiting = "Ended by one person only, kept until somebody else has looked: 1."
    assert dry == ["Tips whose time is over: 1 spam.", waiting]
    assert told[0].endswith("1 erased (1 spam).") and told[1] == waiting
    assert _left(app)["tips"] == 1


def test_a_purge_that_is_cut_short_leaves_whole_tips_and_goes_on_the_next_night(app):
    _ended(app, 3)
    media = app.extensions["config"].media_dir
    away = media.with_name("away")
    with app.app_context():
        media.rename(away)  # The disk with the photos goes away after the first tip.
        with pytest.raises(StorageUnavailable):
            list(purge.run(dry=False))
        db.session.remove()
        away.rename(media)
    assert _left(app) == {"tips": 2, "stubs": 1, "entries": 1, "files": 3}
    with app.app_context():
        told, *_ = purge.run(dry=False)
        assert told.endswith("2 erased (2 spam).")
    assert _left(app) == {"tips": 0, "stubs": 3, "entries": 3, "files": 1}
    # The first tip's file is sealed under a key that is gone; the sweep takes it within days.
    with app.app_context(), Session(db.engine) as session:
        assert session.scalars(select(Photo)).all() == []
