"""What a person is told of when news comes, and that a day once told stands."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from domain.audit.services import NOBODY
from domain.reference.models import ListKey, PlaceOverride
from domain.tips import appeals, handling, lifecycle, news
from domain.tips.acting import Acting
from domain.tips.handling import Answer
from domain.tips.lifecycle import Move
from domain.tips.models import Tip, TipState
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY, make_officer
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

    db.add(_slow(tip))
    db.flush()
    assert news.promised_on(db, tip) == date(2026, 3, 12), "what was told stands"
    news.promise(db, tip, date(2026, 3, 5), is_told=True)
    assert news.promised_on(db, tip) == date(2026, 3, 19), "the unit's own pace"

    tip.state = TipState.RESOLVED
    news.promise(db, tip, date(2026, 3, 6))
    assert news.promised_on(db, tip) is None, "nothing more is to come"


def test_a_handler_who_moves_a_tip_to_and_fro_puts_no_promised_day_off(
    db: Session, ring: KeyRing
) -> None:
    tip, officer = db.get_one(Tip, make_tip(db, ring, at=CAME).tip_id), make_officer(db)

    def acting(days: int) -> Acting:
        now = CAME + timedelta(days=days)
        return Acting(by=officer, who=NOBODY, now=now, ring=ring, on=TREE_DAY)

    def move(days: int, state: TipState, sentence: str = "") -> date | None:
        step = Move(state=state, sentence=sentence)
        handling.set_state(db, acting=acting(days), tip=tip, version=tip.version, move=step)
        return tip.next_news_on

    held = move(0, TipState.HELD)
    first = move(1, TipState.VERIFYING)
    assert held and first == date(2026, 3, 10), "a state the tip never had: news"
    assert move(5, TipState.HELD) == min(first, held + timedelta(days=5))
    kept = tip.next_news_on
    assert [
        move(day, state) for day in (6, 7) for state in (TipState.VERIFYING, TipState.HELD)
    ] == [kept] * 4
    move(20, TipState.VERIFYING)
    assert news.next_news(db, tip, date(2026, 3, 22)).is_late
    assert move(20, TipState.HELD) == kept
    assert move(20, TipState.VERIFYING, "Đang chờ ngân hàng trả lời.") == date(2026, 3, 29)
    ask = Answer(text="Bà con chuyển tiền lúc mấy giờ?", waits=True)
    tip.receipt_lookup = b"1" * 32
    handling.answer(db, acting=acting(21), tip=tip, version=tip.version, message=ask)
    assert tip.next_news_on is not None and tip.next_news_on > date(2026, 3, 23)


def test_after_some_days_the_unit_above_may_be_asked_whatever_the_handler_did() -> None:
    tip = Tip(state=TipState.VERIFYING, received_on=date(2026, 3, 2), appealed_on=None)

    def may_ask(day: date, *, is_late: bool = False) -> bool:
        return appeals.may_ask(tip, today=day, is_late=is_late, after_days=10)

    assert not may_ask(date(2026, 3, 11))
    assert may_ask(date(2026, 3, 11), is_late=True)
    assert may_ask(date(2026, 3, 12))
    tip.state = TipState.TRANSFERRED
    assert may_ask(date(2026, 3, 3))
    tip.state = TipState.SPAM
    assert may_ask(date(2026, 3, 3))


def test_a_tip_that_waited_is_verified_again_once_every_question_is_answered() -> None:
    waiting, verifying = TipState.WAITING, TipState.VERIFYING
    assert lifecycle.after_words(waiting, is_asked=True) is waiting
    assert lifecycle.after_words(waiting, is_asked=False) is verifying
    for state in set(TipState) - {waiting}:
        assert lifecycle.after_words(state, is_asked=False) is state


def _slow(tip: Tip) -> PlaceOverride:
    return PlaceOverride(
        place_id=tip.unit_id,
        list_key=ListKey.STATE_SENTENCES,
        code="verifying",
        details={"news_days": "14"},
        changed_at=CAME,
        changed_by=None,
    )
