"""What a person is told of when news comes, and that a day once told stands."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from domain.reference.models import ListKey, PlaceOverride
from domain.tips import news
from domain.tips.models import Tip, TipState
from domain.vault.keys import KeyRing
from tests.factories import make_officer
from tests.factories_tips import make_tip

CAME = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def test_news_comes_at_the_pace_of_the_state_or_of_the_unit(db: Session, ring: KeyRing) -> None:
    tip = db.get_one(Tip, make_tip(db, ring, at=CAME).tip_id)
    assert news.promised_on(db, tip) == date(2026, 3, 3), "a new tip: a day from its coming"
    tip.opened_at = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
    assert news.promised_on(db, tip) == date(2026, 3, 6), "two days from its opening"

    tip.state = TipState.VERIFYING
    assert news.promised_on(db, tip) is None, "of any other state somebody has to promise"
    news.promise(db, tip, date(2026, 3, 5))
    assert news.promised_on(db, tip) == date(2026, 3, 12)

    db.add(_slow(db, tip))
    db.flush()
    assert news.promised_on(db, tip) == date(2026, 3, 12), "what was told stands"
    news.promise(db, tip, date(2026, 3, 5))
    assert news.promised_on(db, tip) == date(2026, 3, 19), "the unit's own pace"

    tip.state = TipState.RESOLVED
    news.promise(db, tip, date(2026, 3, 6))
    assert news.promised_on(db, tip) is None, "nothing more is to come"


def _slow(db: Session, tip: Tip) -> PlaceOverride:
    return PlaceOverride(
        place_id=tip.unit_id,
        list_key=ListKey.STATE_SENTENCES,
        code="verifying",
        details={"news_days": "14"},
        changed_at=CAME,
        changed_by=make_officer(db).id,
    )
