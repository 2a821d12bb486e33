"""After a rotation and its upkeep, the older key opens nothing of a tip any more."""

from sqlalchemy import select

from domain.tips import sealing
from domain.tips.models import Tip
from domain.tips.rotation import rewrap
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing, new_data_key
from tests.domain.tips.test_receiving import receive


def test_a_tip_and_the_contact_left_with_it_open_under_the_newest_key_alone(db):
    old, new = new_data_key(), new_data_key()
    for number in range(3):
        receive(db, KeyRing((old,)), story=f"tin {number}", contact="Sáu, 0900 000 111")
    both = KeyRing((new, old))
    turns = []
    while done := rewrap(db, both, limit=2):
        turns.append(done)
    assert turns == [4, 2]
    alone = KeyRing((new,))
    for tip in db.scalars(select(Tip)):
        body = sealing.read_body(sealing.tip_key(alone, tip), tip)
        assert body.story.startswith("tin ")
        contact = sealing.read_contact(alone, db.get_one(TipContact, tip.id))
        assert contact == "Sáu, 0900 000 111"


def test_what_opens_no_more_stops_no_rotation(db):
    lost, old, new = new_data_key(), new_data_key(), new_data_key()
    receive(db, KeyRing((lost,)), story="mất khóa", contact="Bảy, 0900 000 112")
    broken, _ = receive(db, KeyRing((old,)), story="hư khóa", contact="Tám, 0900 000 113")
    broken.wrapped_key = b"\x01" + bytes(80)
    db.get_one(TipContact, broken.id).sealed = b"\x01" + bytes(80)
    receive(db, KeyRing((old,)), story="còn khóa", contact="Chín, 0900 000 114")
    assert rewrap(db, KeyRing((new, old)), limit=9) == 2
    assert rewrap(db, KeyRing((new, old)), limit=9) == 0
    rest = db.scalars(select(Tip).where(Tip.key_id == new.key_id)).all()
    assert [sealing.read_body(sealing.tip_key(KeyRing((new,)), t), t).story for t in rest] == [
        "còn khóa"
    ]
