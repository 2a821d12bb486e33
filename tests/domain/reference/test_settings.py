"""Settings: each takes what it says, refuses the rest with that sentence, and is in the log."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import Who
from domain.errors import BadInput
from domain.reference import services
from domain.reference.models import Setting
from domain.reference.settings import SPECS, load

NOW = datetime(2025, 6, 1, 3, tzinfo=UTC)
ADMIN = Who(actor_id=uuid4(), role="admin")


def keep(db, ring, key, text):
    return services.set_setting(db, ring, key=key, text=text, who=ADMIN, now=NOW)


def test_every_setting_takes_its_own_default(db, ring):
    for key, spec in SPECS.items():
        default = spec.default
        text = str(int(default)) if isinstance(default, bool) else str(default)
        assert keep(db, ring, key, text) == default


def test_a_kept_setting_is_in_force_says_who_and_is_in_the_log(db, ring):
    keep(db, ring, "silent_unit_days", " 45 ")
    db.flush()
    assert load(db)["silent_unit_days"] == 45
    row = db.get(Setting, "silent_unit_days")
    assert (row.changed_by, row.changed_at) == (ADMIN.actor_id, NOW)
    entry = db.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.object_id) == ("setting_changed", "silent_unit_days")
    assert "45" not in entry.reason


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("silent_unit_days", "6"),
        ("silent_unit_days", "mười"),
        ("tree_day", "30/6/2025"),
        ("photos_open", "có"),
        ("site_name", "x" * 61),
        ("notice_symbol", "TB-{xã}"),
        ("notice_symbol", "THÔNG BÁO TIẾP NHẬN-{đơn vị}"),
        ("no_such_setting", "1"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_is_kept(db, ring, key, text):
    with pytest.raises(BadInput):
        keep(db, ring, key, text)
    assert db.scalars(select(AuditEntry)).all() == []


def test_a_period_has_two_ends_in_order_and_can_be_taken_back(db, ring):
    first, last = date(2025, 7, 1), date(2025, 7, 31)
    assert [p.field for p in services.period_problems(first, None)] == ["end"]
    assert [p.field for p in services.period_problems(None, last)] == ["start"]
    assert [p.field for p in services.period_problems(last, first)] == ["end"]
    assert services.period_problems(first, last) == services.period_problems(None, None) == []
    services.set_period(db, ring, start=first, end=last, who=ADMIN, now=NOW)
    db.flush()
    assert load(db).demographics_on(date(2025, 7, 15))
    services.set_period(db, ring, start=None, end=None, who=ADMIN, now=NOW)
    db.flush()
    assert not load(db).demographics_on(date(2025, 7, 15))
