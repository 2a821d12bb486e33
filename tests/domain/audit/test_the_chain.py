"""The audit chain: written with the act, and no change to it goes unnoticed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, text, update

from domain.audit import queries, services
from domain.audit.models import Action, AuditEntry, AuditHead
from domain.audit.services import NOBODY, Act
from domain.vault.keys import KeyRing, new_data_key

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def chain(db, ring):
    for number in range(12):
        act = Act(
            action=Action.TIP_READ, object_kind="tip", object_id=str(number), reason="trực ban"
        )
        services.record(db, ring, at=NOW, who=NOBODY, act=act)
    db.flush()
    return db


def test_an_untouched_chain_is_whole(chain, ring):
    verdict = queries.verify(chain, ring)
    assert (verdict.walked, verdict.first_bad) == (12, None)


def test_an_empty_log_is_whole(db, ring):
    assert queries.verify(db, ring).first_bad is None


@pytest.mark.parametrize(
    ("harm", "first_bad"),
    [
        (update(AuditEntry).where(AuditEntry.seq == 5).values(reason="không"), 5),
        (update(AuditEntry).where(AuditEntry.seq == 5).values(object_id="99"), 5),
        (update(AuditEntry).where(AuditEntry.seq == 5).values(action="nothing"), 5),
        (update(AuditEntry).where(AuditEntry.seq == 5).values(key_id="gone"), 5),
        (delete(AuditEntry).where(AuditEntry.seq == 7), 7),
        (delete(AuditEntry).where(AuditEntry.seq == 12), 12),
        (delete(AuditHead), 13),
        (text("UPDATE audit_entries SET seq = seq + 1 WHERE seq = 12"), 12),
    ],
)
def test_edits_deletions_gaps_and_cut_tails_are_named(chain, ring, harm, first_bad):
    chain.execute(harm)
    assert queries.verify(chain, ring).first_bad == first_bad


def test_a_chain_rewritten_without_the_key_does_not_fit(chain, ring):
    stranger = KeyRing((new_data_key(),))
    chain.execute(delete(AuditEntry))
    chain.execute(delete(AuditHead))
    services.record(chain, stranger, at=NOW, who=NOBODY, act=Act(action=Action.SIGNED_IN))
    assert queries.verify(chain, ring).first_bad == 1


def test_an_entry_that_is_rolled_back_with_its_act_leaves_no_gap(chain, ring):
    chain.commit()
    services.record(chain, ring, at=NOW, who=NOBODY, act=Act(action=Action.SIGNED_IN))
    chain.rollback()
    seq = services.record(chain, ring, at=NOW, who=NOBODY, act=Act(action=Action.SIGNED_OUT))
    assert seq == 13
    assert queries.verify(chain, ring).first_bad is None
    assert chain.scalar(select(AuditHead.seq)) == 13
