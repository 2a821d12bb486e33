"""The words in which officers say why: sealed, covered by the chain, opened by whoever may."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update

from domain.audit import queries, reasons, services
from domain.audit.models import Action, AuditEntry, AuditReason, Chain
from domain.audit.services import NOBODY, Act
from domain.vault.keys import KeyRing, new_data_key

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
WORDS = "anh Nguyễn Văn Mẫu hỏi lại số tài khoản"


def _write(db, ring, *acts):
    """An entry for each pair of action and reason."""
    told = [
        Act(action=action, object_kind="tip", object_id="1", reason=said) for action, said in acts
    ]
    services.record_all(db, ring, at=NOW, who=NOBODY, acts=told)


def _write_as_before(db, ring, said, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(reasons, "TYPED", frozenset())
        _write(db, ring, (Action.TIP_CONTACT_OPENED, said))


def _read(db, ring):
    entries = db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    return list(reasons.read(db, ring, entries).values())


def _first_bad(db, ring):
    db.expire_all()
    return queries.verify(db, ring, Chain.ACTS).first_bad


def _values(db):
    return [
        value
        for table in (AuditEntry, AuditReason)
        for row in db.execute(select(table.__table__))
        for value in row
    ]


@pytest.mark.parametrize("action", sorted(reasons.TYPED))
def test_what_an_officer_typed_stands_sealed_in_the_log(db, ring, action):
    _write(db, ring, (action, WORDS), (Action.TIP_STATE_SET, "verifying"))
    assert not [value for value in _values(db) if "Mẫu" in str(value)]
    assert not [v for v in _values(db) if isinstance(v, bytes) and "Mẫu".encode() in v]
    assert "verifying" in _values(db), "a code is no word of anybody's"
    assert _read(db, ring) == [WORDS, "verifying"]
    assert _first_bad(db, ring) is None


def test_nothing_said_keeps_nothing(db, ring):
    _write(db, ring, (Action.TIP_READ, ""))
    assert _read(db, ring) == [""]
    assert db.scalars(select(AuditReason)).all() == []


@pytest.mark.parametrize(
    "harm",
    [
        delete(AuditReason).where(AuditReason.seq == 2),
        update(AuditReason).where(AuditReason.seq == 2).values(sealed=b"\x01" + bytes(40)),
        update(AuditEntry).where(AuditEntry.seq == 2).values(reason="gọi lại"),
        update(AuditEntry).where(AuditEntry.seq == 2).values(reason=""),
    ],
)
def test_a_reason_that_is_taken_away_or_exchanged_is_named(db, ring, harm):
    _write(db, ring, *[(Action.TIP_CONTACT_OPENED, WORDS)] * 3)
    db.execute(harm)
    assert _first_bad(db, ring) == 2


def test_walking_the_chain_opens_no_words_and_a_lost_key_hides_them_only(db, ring):
    _write(db, ring, (Action.TIP_READ, WORDS), (Action.TIP_READ, "trực ban"))
    db.execute(update(AuditReason).where(AuditReason.seq == 1).values(wrapped_key=b"\x04goneX"))
    assert _first_bad(db, ring) is None
    assert _read(db, ring) == [None, "trực ban"]


def test_after_a_rotation_and_its_upkeep_the_older_key_opens_no_reason_any_more(db):
    old, new = new_data_key(), new_data_key()
    for _ in range(3):
        _write(db, KeyRing((old,)), (Action.TIP_READ, WORDS))
    both = KeyRing((new, old))
    assert _read(db, both) == [WORDS] * 3
    assert [reasons.rewrap(db, both, limit=2) for _ in range(3)] == [2, 1, 0]
    assert _read(db, KeyRing((new,))) == [WORDS] * 3
    assert _read(db, KeyRing((old,))) == [None] * 3
    assert _first_bad(db, both) is None


def test_a_reason_whose_key_is_gone_holds_up_no_rotation(db):
    lost, old, new = new_data_key(), new_data_key(), new_data_key()
    for key in (lost, old):
        _write(db, KeyRing((key,)), (Action.TIP_READ, WORDS))
    db.execute(update(AuditReason).where(AuditReason.seq == 1).values(key_id=old.key_id))
    assert [reasons.rewrap(db, KeyRing((new, old)), limit=5) for _ in range(2)] == [1, 0]


def test_what_an_older_version_wrote_plain_is_read_and_then_sealed(db, ring, monkeypatch):
    for number in range(3):
        _write_as_before(db, ring, f"{WORDS} {number}", monkeypatch)
    _write(db, ring, (Action.TIP_READ, WORDS), (Action.TIP_STATE_SET, "verifying"))
    said = [f"{WORDS} {number}" for number in range(3)] + [WORDS, "verifying"]
    assert _read(db, ring) == said and _first_bad(db, ring) is None
    assert [reasons.seal_older(db, ring, limit=2) for _ in range(3)] == [2, 1, 0]
    assert not [value for value in _values(db) if "Mẫu" in str(value)]
    db.expire_all()
    assert _read(db, ring) == said and _first_bad(db, ring) is None
    db.execute(delete(AuditReason).where(AuditReason.seq == 2))
    assert _first_bad(db, ring) == 2
