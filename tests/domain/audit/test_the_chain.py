"""The audit chains: written with the act, and no change to either goes unnoticed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update

from domain.audit import queries, services
from domain.audit.models import Action, AuditArrival, AuditEntry, AuditHead, AuditReason, Chain
from domain.audit.services import NOBODY, Act
from domain.vault.keys import KeyRing, new_data_key

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
HALF_DAY = datetime(2026, 11, 21, 17, tzinfo=UTC)
LENGTH = 12
TABLES = {Chain.ACTS: AuditEntry, Chain.ARRIVALS: AuditArrival}
both = pytest.mark.parametrize("chain", Chain)


def _write(db, ring, chain: Chain, number: int = 0) -> int:
    action = Action.TIP_RECEIVED if chain is Chain.ARRIVALS else Action.TIP_READ
    act = Act(action=action, object_kind="tip", object_id=str(number), reason="trực ban")
    return services.record(db, ring, at=NOW, who=NOBODY, act=act)


@pytest.fixture
def log(db, ring):
    """Twelve entries of each chain, written in turn."""
    for number in range(LENGTH):
        for chain in Chain:
            _write(db, ring, chain, number)
    return db


def _first_bad(db, ring) -> dict[Chain, int | None]:
    return {chain: queries.verify(db, ring, chain).first_bad for chain in Chain}


@both
def test_an_untouched_chain_is_whole(log, ring, chain):
    verdict = queries.verify(log, ring, chain)
    assert (verdict.walked, verdict.first_bad) == (LENGTH, None)
    assert queries.length(log, chain) == LENGTH


@both
def test_an_empty_log_is_whole(db, ring, chain):
    assert queries.verify(db, ring, chain).first_bad is None
    assert queries.length(db, chain) == 0


@both
@pytest.mark.parametrize(
    ("harm", "first_bad"),
    [
        (lambda e: update(e).where(e.seq == 5).values(reason="không"), 5),
        (lambda e: update(e).where(e.seq == 5).values(object_id="99"), 5),
        (lambda e: update(e).where(e.seq == 5).values(at=NOW - timedelta(hours=12)), 5),
        (lambda e: update(e).where(e.seq == 5).values(action="nothing"), 5),
        (lambda e: update(e).where(e.seq == 5).values(key_id="gone"), 5),
        (lambda e: delete(e).where(e.seq == 7), 7),
        (lambda e: delete(e).where(e.seq == 12), 12),
        (lambda e: text(f"UPDATE {e.__tablename__} SET seq = seq + 1 WHERE seq = 12"), 12),
    ],
)
def test_edits_deletions_gaps_and_cut_tails_are_named(log, ring, chain, harm, first_bad):
    log.execute(harm(TABLES[chain]))
    other = next(one for one in Chain if one is not chain)
    assert _first_bad(log, ring) == {chain: first_bad, other: None}


@both
def test_a_head_that_was_taken_away_is_named(log, ring, chain):
    log.execute(delete(AuditHead).where(AuditHead.chain == chain))
    assert queries.verify(log, ring, chain).first_bad == LENGTH + 1


@both
def test_a_chain_rewritten_without_the_key_does_not_fit(log, ring, chain):
    stranger = KeyRing((new_data_key(),))
    log.execute(delete(TABLES[chain]))
    log.execute(delete(AuditReason))
    log.execute(delete(AuditHead).where(AuditHead.chain == chain))
    _write(log, stranger, chain)
    assert queries.verify(log, ring, chain).first_bad == 1


def test_a_chain_does_not_fit_in_the_place_of_the_other(log, ring):
    columns = ", ".join(column.name for column in AuditEntry.__table__.columns)
    log.execute(delete(AuditEntry))
    log.execute(text(f"INSERT INTO audit_entries ({columns}) SELECT {columns} FROM audit_arrivals"))
    assert queries.verify(log, ring, Chain.ACTS).first_bad == 1


@both
def test_an_entry_that_is_rolled_back_with_its_act_leaves_no_gap(log, ring, chain):
    log.commit()
    _write(log, ring, chain)
    log.rollback()
    assert _write(log, ring, chain) == LENGTH + 1
    assert queries.verify(log, ring, chain).first_bad is None
    assert queries.length(log, chain) == LENGTH + 1


def test_nothing_between_an_arrival_and_the_acts_around_it_tells_the_minute(db, ring):
    """What happens at its minute before and after leaves no mark on the arrival's own entry."""

    def written_around(acts: int):
        for number in range(acts):
            _write(db, ring, Chain.ACTS, number)
        act = Act(action=Action.TIP_RECEIVED, object_kind="tip", object_id="1")
        services.record(db, ring, at=HALF_DAY, who=NOBODY, act=act)
        row = db.execute(select(AuditArrival.__table__)).one()
        db.rollback()
        return row

    quiet, busy = written_around(0), written_around(7)
    assert quiet == busy
    assert quiet.at == HALF_DAY and quiet.seq == 1
    assert AuditArrival.__table__.foreign_keys == set()
