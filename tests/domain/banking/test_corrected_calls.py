"""A wrongly logged call to a bank: corrected or struck out, counted once, its words kept sealed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.audit.services import NOBODY
from domain.banking import call_history, calls, correcting, queries
from domain.banking.models import CallResult
from domain.banking.queries import Reached
from domain.errors import BadInput, NotFound, SameIdOtherContent, StaleVersion
from domain.tips import steps
from domain.tips.acting import Acting
from domain.tips.models import Tip, TipStep
from tests.factories import TREE_DAY, make_officer
from tests.factories_banking import call_of
from tests.factories_tips import make_tip

NOW = datetime(2026, 6, 5, 7, 30, tzinfo=UTC)
JUNE = (date(2026, 6, 1), date(2026, 6, 30), TREE_DAY)


@pytest.fixture
def acting(db, ring):
    return Acting(by=make_officer(db), who=NOBODY, now=NOW, ring=ring, on=TREE_DAY)


@pytest.fixture
def tip(db, ring):
    return db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)


def _log(db, acting, tip, **told):
    call = call_of(called_at=NOW, amount_text="200tr", note="Chị Mẫu nghe máy.", **told)
    calls.log(db, acting=acting, tip=tip, call=call)
    return call, correcting.get(db, tip, call.id)


def _correct(db, acting, tip, row, call, *, version=1, reason="Gõ dư một số 0."):
    correcting.correct(
        db, acting=acting, tip=tip, row=row, version=version, call=call, reason=reason
    )


def test_figures_count_the_corrected_call_once_and_the_first_words_stay_readable(
    db, ring, acting, tip
):
    call, row = _log(db, acting, tip)
    mended = replace(call, amount_text="20tr", note="Anh Mẫu nghe máy.")
    for _ in range(2):
        _correct(db, acting, tip, row, mended)
    assert queries.k18(db, acting.by, *JUNE) == Reached(calls=1, held=1, amount=20_000_000)
    (kept,) = call_history.by_call(steps.of_tip(db, ring, tip))[call.id]
    assert kept.reason == "Gõ dư một số 0." and kept.by == acting.by.name
    assert kept.changes == {
        "amount": [200_000_000, 20_000_000],
        "note": ["Chị Mẫu nghe máy.", "Anh Mẫu nghe máy."],
    }
    calls.log(db, acting=acting, tip=tip, call=call)
    with pytest.raises(SameIdOtherContent):
        calls.log(db, acting=acting, tip=tip, call=replace(call, amount_text="7tr"))


def test_words_of_a_correction_stand_in_no_plain_column(db, acting, tip):
    call, row = _log(db, acting, tip)
    _correct(db, acting, tip, row, replace(call, note="Anh Lén nghe máy."), reason="Nhầm tên Lén.")
    for sealed in db.scalars(select(TipStep.note_sealed)):
        assert "Lén".encode() not in (sealed or b"")
    wanted = select(AuditEntry.reason).where(AuditEntry.action == Action.BANK_CALL_CORRECTED.value)
    assert db.scalars(wanted).all() == ["held"]


def test_a_call_to_another_day_counts_in_that_month(db, acting, tip):
    call, row = _log(db, acting, tip)
    _correct(db, acting, tip, row, replace(call, called_at=NOW - timedelta(days=10)))
    assert queries.k18(db, acting.by, *JUNE) == Reached()


def test_a_struck_call_counts_nothing_and_stays_visible(db, ring, acting, tip):
    _, row = _log(db, acting, tip)
    for _ in range(2):
        correcting.strike(db, acting=acting, tip=tip, row=row, version=1, reason="Ghi hai lần.")
    assert queries.k18(db, acting.by, *JUNE) == Reached()
    assert calls.newest(db, [tip.id]) is None and calls.count(db, tip) == 0
    (read,) = calls.of_tip(db, ring, tip)
    assert read.is_struck and read.amount == 200_000_000
    (kept,) = call_history.by_call(steps.of_tip(db, ring, tip))[row.id]
    assert kept.is_strike and kept.reason == "Ghi hai lần."


def test_whoever_comes_second_is_told_and_changes_nothing(db, acting, tip):
    call, row = _log(db, acting, tip)
    _correct(db, acting, tip, row, replace(call, amount_text="20tr"))
    other = replace(call, amount_text="", result=CallResult.TOO_LATE)
    with pytest.raises(StaleVersion):
        _correct(db, acting, tip, row, other)
    with pytest.raises(StaleVersion):
        correcting.strike(db, acting=acting, tip=tip, row=row, version=1, reason="Ghi hai lần.")
    assert queries.k18(db, acting.by, *JUNE).amount == 20_000_000
    correcting.strike(db, acting=acting, tip=tip, row=row, version=2, reason="Ghi hai lần.")
    with pytest.raises(StaleVersion):
        _correct(db, acting, tip, row, other, version=3)


def test_no_reason_no_sense_or_another_tip_corrects_nothing(db, ring, acting, tip):
    call, row = _log(db, acting, tip)
    with pytest.raises(BadInput, match="Ghi lý do"):
        _correct(db, acting, tip, row, replace(call, note="khác"), reason=" ")
    with pytest.raises(BadInput, match="chưa tới"):
        _correct(db, acting, tip, row, replace(call, called_at=NOW + timedelta(hours=1)))
    with pytest.raises(BadInput, match="Ghi lý do"):
        correcting.strike(db, acting=acting, tip=tip, row=row, version=1, reason="")
    with pytest.raises(NotFound):
        correcting.get(db, db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id), call.id)
    assert row.version == 1
