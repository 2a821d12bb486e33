"""Numbers and pages that everybody names: they make no two tips belong together."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.duty.models import DutyNumber
from domain.reference.models import ListKey, ReferenceItem
from domain.tips import links, tracing
from domain.tips.identifiers import Identifier, is_hotline, may_link
from domain.tips.models import Tip, TipIdentifier
from domain.tips.sealing import tip_key
from domain.tips.shared_numbers import (
    WELL_KNOWN,
    hush,
    let_speak,
    shared_numbers,
    silenced,
)
from tests.factories import TREE_DAY, make_officer, place
from tests.factories_tips import make_tip

HOTLINE = "1900545413"


@pytest.fixture
def listed(db, officer):
    """A bank with its number, a hotline that is no longer in force, and duty phones."""
    more = {"name_vi": "Mẫu", "valid_from": date(2020, 1, 1)}
    bank = {"hotline": HOTLINE}
    db.add(ReferenceItem(id=uuid4(), list_key=ListKey.BANKS, code="SHARED", details=bank, **more))
    ended = date(2020, 2, 1)
    db.add(
        ReferenceItem(
            id=uuid4(), list_key=ListKey.HOTLINES, code="0692348560", valid_to=ended, **more
        )
    )
    place(db).duty_phone = "02773821111"
    told = {"unit_id": place(db).id, "number": "0900 000 302", "by_id": officer.id}
    db.add(DutyNumber(**told, dialled_on=date(2024, 1, 2), at=datetime(2024, 1, 2, tzinfo=UTC)))
    db.flush()


@pytest.fixture
def officer(db):
    return make_officer(db)


def _tip(db, ring, *traces):
    return db.get_one(Tip, make_tip(db, ring, identifiers=traces).tip_id)


def _tied(db, ring, viewer, tip):
    traces = tracing.of_tip(db, tip_key(ring, tip), tip)
    return [one.id for one in links.ties(db, viewer, tip, traces, TREE_DAY).tips]


def test_the_numbers_of_our_own_lists_are_known(db, listed):
    assert {HOTLINE, "0692348560", "02773821111", "0900000302"} | WELL_KNOWN <= shared_numbers(db)


def test_who_called_the_true_bank_is_tied_to_nobody_else_who_did(db, ring, listed, officer):
    called = Identifier("phone", "1900 545 413")
    tip = _tip(db, ring, called, Identifier("phone", "+84 277 3821 111"))
    _tip(db, ring, called)
    _tip(db, ring, Identifier("social_account", "zalo 02773821111"))
    assert not _tied(db, ring, officer, tip)


def test_a_number_that_came_into_a_list_later_stops_linking(db, ring, officer):
    phone, account = Identifier("phone", "0277 3999 111"), Identifier("bank_account", "0123456789")
    tip, other, third = (
        _tip(db, ring, *named) for named in ((phone,), (phone, account), (account,))
    )
    assert hush(db, ring, ["(0277) 3999 111"]) == 2
    assert hush(db, ring, ["02773999111"]) == 0
    db.expire_all()
    assert not _tied(db, ring, officer, tip)
    assert _tied(db, ring, officer, third) == [other.id]


def test_a_number_that_left_the_lists_links_again_and_what_never_linked_stays_silent(
    db, ring, officer
):
    unit, kept = place(db), Identifier("phone", "0277 3999 222")
    unit.duty_phone = "0277 3999 222"
    db.flush()
    tip, other = _tip(db, ring, kept), _tip(db, ring, kept)
    zalo = [_tip(db, ring, Identifier("social_account", "zalo 02773999222")) for _ in range(2)]
    _tip(db, ring, Identifier("phone", "113"), Identifier("url", "https://bocongan.gov.vn"))
    assert not _tied(db, ring, officer, tip)
    assert silenced(db, ring) == {"02773999222", "113"}
    unit.duty_phone = "0277 3999 333"
    db.flush()
    gone = silenced(db, ring) - shared_numbers(db)
    assert let_speak(db, ring, gone) == 4
    assert let_speak(db, ring, gone) == 0
    db.expire_all()
    assert _tied(db, ring, officer, tip) == [other.id]
    assert _tied(db, ring, officer, zalo[0]) == [zalo[1].id]
    assert silenced(db, ring) == {"113"}
    assert hush(db, ring, ["02773999222"]) == 4
    db.expire_all()
    assert not _tied(db, ring, officer, tip)


def test_a_tip_whose_key_is_lost_keeps_no_number_silent(db, ring, officer):
    unit, kept = place(db), Identifier("phone", "0277 3999 222")
    unit.duty_phone = "0277 3999 222"
    db.flush()
    for _ in range(2):
        _tip(db, ring, kept)
    lost = db.scalars(select(TipIdentifier).order_by(TipIdentifier.id)).first()
    db.get_one(Tip, lost.tip_id).wrapped_key = b"\x01gone"
    db.flush()
    assert silenced(db, ring) == {"02773999222"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "1900 0041"),
        ("phone", "1900.000.417"),
        ("phone", "+84 1800 0041"),
        ("phone", "1900 0041 nhánh 2"),
        ("e_wallet", "19000041"),
        ("social_account", "zalo 19000041"),
    ],
)
def test_a_hotline_links_nothing_also_when_it_stands_in_no_list(kind, value):
    assert is_hotline(kind, value) and not may_link(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bank_account", "1900000417"),
        ("bank_account", "19001827364555"),
        ("phone", "0919000041"),
        ("social_account", "zalo 0919000041"),
    ],
)
def test_what_only_begins_like_a_hotline_is_somebodys(kind, value):
    assert not is_hotline(kind, value) and may_link(kind, value)


def test_what_only_fills_a_box_links_nothing_and_what_only_looks_so_does():
    for kind, value in (
        ("bank_account", "000000"),
        ("bank_account", "8888 8888 88"),
        ("bank_account", "123456"),
        ("bank_account", "0123 4567"),
        ("e_wallet", "654321"),
        ("phone", "0000000000"),
        ("transaction_id", "12345678"),
    ):
        assert not may_link(kind, value), value
    for kind, value in (
        ("bank_account", "0123456789"),
        ("bank_account", "1234567890123"),
        ("bank_account", "88886666"),
        ("phone", "0999999999"),
    ):
        assert may_link(kind, value), value


def test_doors_that_everybody_goes_through_link_nothing_and_pages_behind_them_do():
    for link in (
        "https://www.google.com/search?q=tra+cuu+lua+dao",
        "https://www.google.com/url?q=https://vay.top",
        "https://docs.google.com/",
        "https://www.bing.com/search?q=a",
        "https://coccoc.com/search?query=a",
        "https://portal.vietcombank.com.vn/tin-tuc/canh-bao",
        "https://dichvucong.gov.vn/p/home/dvc-trang-chu.html",
        "https://tuoitre.vn/canh-bao-lua-dao.htm",
        "https://weebly.com",
    ):
        assert not may_link("url", link), link
    for link in (
        "https://docs.google.com/forms/d/e/1FAIpQ/viewform",
        "https://sites.google.com/view/nhan-qua",
        "https://qr.momo.vn/abcDEF",
        "vay-nhanh.weebly.com",
        "https://img.vietqr.io/image/970436-0071000123456-compact.png",
    ):
        assert may_link("url", link), link
