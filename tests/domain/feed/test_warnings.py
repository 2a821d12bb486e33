"""A hamlet's page warns of what its officers have been warning people about."""

from datetime import date, timedelta

from sqlalchemy import select

from domain.feed import warnings
from domain.feed.models import Kind
from domain.reference.models import ListKey, ReferenceItem
from tests.factories import BINH_THANH, PHUONG_TRA, place
from tests.factories_feed import NOON, put

TODAY = date(2024, 6, 5)


def _shown(db, code=PHUONG_TRA):
    return [scam.code for scam in warnings.current(db, place(db, code).id, today=TODAY)]


def _warned(db, scam, *, times=1, code=PHUONG_TRA, at=NOON):
    for _ in range(times):
        put(db, place(db, code), at=at, counts={"records": 1, f"scam:{scam}": 1})


def test_what_was_warned_about_most_stands_first(db):
    _warned(db, "S29")
    _warned(db, "S32", times=2)
    assert _shown(db)[:2] == ["S32", "S29"]


def test_a_place_that_warned_of_nothing_still_shows_three_warnings(db):
    assert len(_shown(db)) == warnings.SHOWN


def test_neither_old_warnings_nor_those_of_other_communes_count(db):
    _warned(db, "S32", code=BINH_THANH)
    _warned(db, "S29", at=NOON - timedelta(days=warnings.DAYS + 1))
    assert not {"S32", "S29"} & set(_shown(db))


def test_tips_never_choose_a_warning(db):
    before = _shown(db)
    put(db, place(db, PHUONG_TRA), Kind.TIP, counts={"records": 5, "scam:S32": 5})
    assert _shown(db) == before


def test_a_scam_without_words_for_villagers_is_left_out(db):
    _warned(db, "S99", times=3)
    assert "S99" not in _shown(db)


def test_whoever_has_a_sign_has_advice_in_both_languages(db):
    scams = db.scalars(select(ReferenceItem).where(ReferenceItem.list_key == ListKey.SCAM_TYPES))
    told = [scam.details for scam in scams if scam.details["sign_vi"]]
    assert len(told) >= 20
    assert all(d["advice_vi"] and d["sign_en"] and d["advice_en"] for d in told)
