"""Asking the unit above to look again: by when it answers, and who is asked once the tip moves."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit.services import NOBODY
from domain.clock import local_day
from domain.notices import queries
from domain.notices.models import NoticeKind
from domain.people.models import Role
from domain.reference.models import ListKey, PlaceOverride
from domain.tips import appeals, transferring
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from domain.vault.keys import KeyRing
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, place
from tests.factories_tips import make_tip

NOW = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)


def test_the_unit_above_promises_its_answer_by_a_pace_of_its_own_and_the_day_stands(
    db: Session, ring: KeyRing
) -> None:
    tip = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
    above = appeals.goes_to(db, tip)
    assert above is not None
    db.add(_pace(tip.unit_id, appeals.PACE, "30"))
    pace = _pace(above.id, appeals.PACE, "3")
    db.add(pace)
    db.flush()
    appeals.appeal(db, ring, tip=tip, now=NOW, on=TREE_DAY)
    last = date(2024, 6, 8)
    assert tip.appeal_answer_on == last, "by the pace of whoever looks again, not of the handler"
    pace.details = {"news_days": "60"}
    db.flush()
    appeals.appeal(db, ring, tip=tip, now=NOW + timedelta(days=2), on=TREE_DAY)
    assert tip.appeal_answer_on == last
    assert not appeals.is_late(tip, last) and appeals.is_late(tip, last + timedelta(days=1))


def test_an_appeal_is_heard_by_whoever_has_the_tip_then_and_its_day_stands(
    db: Session, ring: KeyRing
) -> None:
    tip = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
    desk = _Desk(db, ring)

    appeals.appeal(db, ring, tip=tip, now=NOW, on=TREE_DAY)
    promised = tip.appeal_answer_on
    beside = HandOver(way=TransferWay.SIDEWAYS, to_unit_id=place(db, BINH_THANH).id, note="ở đó")
    xa1, xa2 = desk.of("xa1", PHUONG_TRA, NOW), desk.of("xa2", BINH_THANH, NOW)
    transferring.transfer(db, acting=xa1, tip=tip, version=tip.version, hand=beside)
    assert tip.appeal_answer_on == promised, "the same unit stands above"
    up = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="cần tra")
    transferring.transfer(db, acting=xa2, tip=tip, version=tip.version, hand=up)
    assert (tip.appealed_on, tip.appeal_answer_on) == (None, None), "in the hands that were asked"

    later = NOW + timedelta(days=3)
    appeals.appeal(db, ring, tip=tip, now=later, on=TREE_DAY)
    far, at = appeals.goes_to(db, tip), later + timedelta(days=2)
    back = HandOver(way=TransferWay.BACK, to_unit_id=place(db, BINH_THANH).id, note="xã làm được")
    huyen = desk.of("huyen", DISTRICT, at)
    transferring.transfer(db, acting=huyen, tip=tip, version=tip.version, hand=back)
    assert appeals.goes_to(db, tip) != far
    assert tip.appeal_answer_on == local_day(later) + timedelta(days=7), "a day once told stands"
    assert NoticeKind.APPEALED in {one.kind for one in queries.unseen(db, huyen.by)}


class _Desk:
    """Officers who act on tips."""

    def __init__(self, db: Session, ring: KeyRing) -> None:
        self.db, self.ring = db, ring

    def of(self, name: str, code: str, at: datetime) -> Acting:
        """An officer of a unit, at an instant."""
        role = Role.SUPERVISOR if code == DISTRICT else Role.OFFICER
        by = make_officer(self.db, name, role=role, code=code)
        return Acting(by=by, who=NOBODY, now=at, ring=self.ring, on=TREE_DAY)


def _pace(place_id: UUID, code: str, days: str) -> PlaceOverride:
    return PlaceOverride(
        place_id=place_id,
        list_key=ListKey.STATE_SENTENCES,
        code=code,
        details={"news_days": days},
        changed_at=NOW,
        changed_by=None,
    )
