"""Calls to banks as the indicator K18 counts them, and the notes that nobody else reads."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.audit.services import NOBODY
from domain.banking import calls, queries
from domain.banking.models import BankCall, CallResult
from domain.banking.queries import Reached
from domain.errors import SameIdOtherContent
from domain.numbers import queries as numbers
from domain.numbers.held import Pair
from domain.numbers.periods import Period
from domain.numbers.queries import Banks
from domain.people.models import Role
from domain.tips.acting import Acting
from domain.tips.models import Tip
from tests.factories import DISTRICT, TREE_DAY, make_officer, place
from tests.factories_banking import call_of
from tests.factories_tips import make_tip

NOW = datetime(2026, 6, 5, 7, 30, tzinfo=UTC)


def _log(db, ring, by, tip, **told):
    acting = Acting(by=by, who=NOBODY, now=NOW, ring=ring, on=TREE_DAY)
    call = call_of(**{"called_at": NOW, **told})
    return call, calls.log(db, acting=acting, tip=tip, call=call)


def test_calls_cases_and_money_are_counted_once_and_only_where_they_may_be_known(db, ring):
    me, other = make_officer(db), make_officer(db, "nguoikhac")
    above = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    tip = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
    past_us = db.get_one(Tip, make_tip(db, ring, place(db, DISTRICT), at=NOW).tip_id)
    call, is_new = _log(db, ring, me, tip)
    assert is_new
    _log(db, ring, other, tip, amount_text="5 triệu")
    _log(db, ring, me, tip, result=CallResult.NO_ANSWER, amount_text="", note="")
    _log(db, ring, me, tip, called_at=NOW - timedelta(days=40))
    _log(db, ring, above, past_us, amount_text="1tr")
    june = (date(2026, 6, 1), date(2026, 6, 30), TREE_DAY)
    assert queries.k18(db, me, *june) == Reached(calls=3, held=1, amount=25_000_000)
    assert queries.k18(db, me, *june, of=other) == Reached(calls=1, held=1, amount=5_000_000)
    assert queries.k18(db, above, *june) == Reached(calls=4, held=2, amount=26_000_000)
    beside = numbers.of(db, me, Period(*june[:2]), on=TREE_DAY, now=NOW).banks
    assert beside == Banks(calls=Pair(2, 3), held=Pair(1, 1), amount=Pair(20_000_000, 25_000_000))
    with pytest.raises(SameIdOtherContent):
        _log(db, ring, me, tip, id=call.id, note="khác")
    assert b"nghe" not in db.get_one(BankCall, call.id).sealed_note
