"""What is erased when, what is left of it, and what holds it back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.services import Who
from domain.banking.models import BankCall, CallResult
from domain.banking.queries import k18
from domain.base import Base
from domain.errors import BadInput
from domain.feed.models import DailyCount, FeedRow
from domain.media import uploads
from domain.media.models import Photo
from domain.media.uploads import Expected
from domain.people.models import Role
from domain.reference.settings import Settings
from domain.retention import rules, services
from domain.retention.models import TipStub
from domain.tips import access, checking, handling, messages, sorting, transferring
from domain.tips.acting import Acting
from domain.tips.inbox import Section, Tray, shelf
from domain.tips.lifecycle import Move
from domain.tips.lifted import Lifted
from domain.tips.messages import NewMessage
from domain.tips.models import Tip, TipState
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import DISTRICT, TREE_DAY, make_officer
from tests.factories_tips import make_tip

NOW = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)
TODAY = date(2024, 6, 5)
PLAIN = Settings({})


@pytest.fixture
def acting(db, ring):
    officer = make_officer(db, "xa1")
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=NOW, ring=ring, on=TREE_DAY)


@pytest.fixture
def ended_by_one(db, ring, acting):
    """A tip with a photo, a message and everything that handling leaves, ended as too little by
    one officer."""
    tip = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
    access.read(db, acting=acting, tip=tip)
    said = NewMessage(text="Thêm hình nè", fingerprint=uuid4().bytes, from_police=False)
    messages.add(db, ring, tip=tip, message=said, now=NOW)
    for kind, record_id in (("tip", tip.id), (messages.KIND, said.id)):
        db.add(
            Photo(
                id=uuid4(),
                record_kind=kind,
                record_id=record_id,
                created_on=TODAY,
                width=8,
                height=8,
                file_key=f"{kind}-file",
                thumb_key=f"{kind}-thumb",
            )
        )
    move = Move(state=TipState.NOT_ENOUGH, note="không có số")
    handling.set_state(db, acting=acting, tip=tip, version=tip.version, move=move)
    db.flush()
    return tip


@pytest.fixture
def second(db, acting):
    """A colleague of the same unit."""
    officer = make_officer(db, "truong1", role=Role.CHIEF)
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return replace(acting, by=officer, who=who)


@pytest.fixture
def ended(db, second, ended_by_one):
    """The same, confirmed by the second person."""
    tip = ended_by_one
    checking.confirm(db, acting=second, tip=tip, version=tip.version)
    db.flush()
    return tip


def _erase(db, ring, tip_id, today, settings=PLAIN):
    return services.erase(db, ring, tip_id=tip_id, settings=settings, now=NOW, today=today)


def _tables_that_name(db, tip_id):
    """Every table in which the tip's id still stands in any column."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in db.execute(select(table)).all():
            if any(tip_id.hex in str(value).replace("-", "") for value in row):
                found.add(table.name)
    return found


def test_a_tip_with_too_little_is_kept_thirty_days_and_then_a_stub(db, ring, ended):
    last = TODAY + timedelta(days=30)
    assert rules.kept_until(ended, PLAIN) == last
    assert services.due(db, settings=PLAIN, today=last) == []
    assert services.due(db, settings=PLAIN, today=last + timedelta(1)) == [
        (ended.id, TipState.NOT_ENOUGH)
    ]


def test_one_officer_alone_gets_no_tip_erased(db, ring, second, ended_by_one):
    tip, far = ended_by_one, TODAY + timedelta(days=4000)
    assert rules.one_person_only(tip)
    assert services.due(db, settings=PLAIN, today=far) == []
    assert _erase(db, ring, tip.id, far) is None
    assert services.waiting(db, settings=PLAIN, today=far) == 1
    assert services.waiting(db, settings=PLAIN, today=TODAY + timedelta(days=30)) == 0
    checking.confirm(db, acting=second, tip=tip, version=tip.version)
    assert services.waiting(db, settings=PLAIN, today=far) == 0
    assert _erase(db, ring, tip.id, far) is not None


def test_an_end_that_nobody_confirms_stands_with_the_unit_above_from_the_first_day(
    db, acting, ended_by_one
):
    above = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    lifted = {"tray": Tray.LIFTED, "section": Section.LIFTED}
    held = shelf(db, above, TREE_DAY, **lifted).tips
    assert [tip.id for tip in held] == [ended_by_one.id]
    who = Who(actor_id=above.id, role=above.role.value, place_id=above.place_id)
    upper = replace(acting, by=above, who=who, now=NOW + timedelta(days=4))
    tip = ended_by_one
    assert access.require_open(db, acting=upper, tip=tip) == Lifted.ONE_PERSON_ONLY
    checking.confirm(db, acting=upper, tip=tip, version=tip.version)
    assert not rules.one_person_only(tip)
    assert shelf(db, above, TREE_DAY, **lifted).tips == []


def test_cleared_spam_goes_after_a_week_but_for_what_was_drawn_for_the_unit_above(
    db, ring, acting, second
):
    tips = [
        db.get_one(Tip, make_tip(db, ring, at=NOW, quarantine="alike").tip_id) for _ in range(2)
    ]
    sorting.clear(db, acting=acting, tips=tips)
    plain, drawn = tips
    plain.is_sampled, drawn.is_sampled = False, True
    db.flush()
    later = TODAY + timedelta(days=8)
    assert services.due(db, settings=PLAIN, today=later) == [(plain.id, TipState.SPAM)]
    assert services.waiting(db, settings=PLAIN, today=later) == 1
    sorting.confirm(db, acting=second, tips=[drawn])
    assert len(services.due(db, settings=PLAIN, today=later)) == 2


def test_nothing_but_the_audit_log_names_an_erased_tip(db, ring, ended):
    tip_id, unit_id = ended.id, ended.unit_id
    photos = [Expected(id=uuid4())]
    uploads.expect(db, form="tip", item_id=tip_id, owner_id=None, photos=photos, today=TODAY)
    assert "uploads" in _tables_that_name(db, tip_id)
    counted = db.scalar(select(DailyCount.value).where(DailyCount.measure == "records"))
    files = _erase(db, ring, tip_id, TODAY + timedelta(days=31))
    assert sorted(files) == [
        "tip-file", "tip-thumb", "tip_message-file", "tip_message-thumb",
    ]  # fmt: skip
    db.expire_all()
    assert _tables_that_name(db, tip_id) == {"audit_arrivals", "audit_entries"}
    stub = db.scalars(select(TipStub)).one()
    assert (stub.month, stub.unit_id, stub.state) == (
        date(2024, 6, 1), unit_id, TipState.NOT_ENOUGH,
    )  # fmt: skip
    assert db.scalars(select(FeedRow)).all() == []
    assert db.scalar(select(DailyCount.value).where(DailyCount.measure == "records")) == counted


def test_erasing_again_finds_nothing_and_makes_no_second_stub(db, ring, ended):
    tip_id, later = ended.id, TODAY + timedelta(days=31)
    _erase(db, ring, tip_id, later)
    assert _erase(db, ring, tip_id, later) is None
    assert len(db.scalars(select(TipStub)).all()) == 1


def test_a_hold_set_while_a_purge_runs_is_kept(db, ring, acting, ended):
    later = TODAY + timedelta(days=31)
    found = services.due(db, settings=PLAIN, today=later)
    until = later + timedelta(days=10)
    services.hold(db, acting=acting, tip=ended, until=until, reason="đang điều tra", today=TODAY)
    assert [_erase(db, ring, tip_id, later) for tip_id, _ in found] == [None]
    assert services.reason_of_hold(ring, ended) == "đang điều tra"
    assert _erase(db, ring, ended.id, until + timedelta(1)) is not None


def test_a_hold_that_is_let_go_holds_nothing(db, ring, acting, ended):
    until = TODAY + timedelta(days=400)
    services.hold(db, acting=acting, tip=ended, until=until, reason="chờ xử", today=TODAY)
    services.let_go(db, acting=acting, tip=ended)
    assert services.reason_of_hold(ring, ended) == ""
    assert _erase(db, ring, ended.id, TODAY + timedelta(days=31)) is not None


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (None, "đang điều tra"),
        (TODAY - timedelta(1), "đang điều tra"),
        (TODAY + timedelta(days=4000), "đang điều tra"),
        (TODAY, "x"),
    ],
)
def test_a_hold_needs_a_day_within_reach_and_a_reason(db, acting, ended, until, reason):
    assert services.problems_of_hold(until, reason, TODAY) != []
    with pytest.raises(BadInput):
        services.hold(db, acting=acting, tip=ended, until=until, reason=reason, today=TODAY)


def test_an_open_tip_is_never_erased_nor_one_that_waits_to_be_looked_at_again(db, ring, ended):
    ended.appealed_on = TODAY
    far = TODAY + timedelta(days=4000)
    assert services.due(db, settings=PLAIN, today=far) == []
    ended.appealed_on = None
    ended.state = TipState.HELD
    assert services.due(db, settings=PLAIN, today=far) == []
    assert _erase(db, ring, ended.id, far) is None


def test_what_was_handed_outside_leaves_the_number_of_its_slip(db, ring, acting):
    tip = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
    access.read(db, acting=acting, tip=tip)
    out = HandOver(way=TransferWay.OUTSIDE, to_name="Cơ quan điều tra", note="có dấu hiệu")
    transferring.transfer(db, acting=acting, tip=tip, version=tip.version, hand=out)
    assert _erase(db, ring, tip.id, TODAY + timedelta(days=180)) is None
    assert _erase(db, ring, tip.id, TODAY + timedelta(days=181)) is not None
    assert db.scalars(select(TipStub)).one().slip == "1/2024"


def test_a_tip_that_others_repeat_goes_and_they_stay(db, ring, acting, ended):
    other = db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)
    other.duplicate_of_id = ended.id
    db.flush()
    assert _erase(db, ring, ended.id, TODAY + timedelta(days=31)) is not None
    db.refresh(other)
    assert other.duplicate_of_id is None


def test_a_call_to_a_bank_still_counts_after_its_tip_is_erased(db, ring, acting, ended):
    call = BankCall(
        id=uuid4(),
        tip_id=ended.id,
        unit_id=ended.unit_id,
        bank="VCB",
        called_at=NOW,
        result=CallResult.HELD,
        amount_held=45_000_000,
        sealed_note=b"sealed",
        by_id=acting.by.id,
    )
    db.add(call)
    db.flush()
    counted = k18(db, acting.by, TODAY, TODAY, TREE_DAY)
    assert (counted.calls, counted.held, counted.amount) == (1, 1, 45_000_000)
    _erase(db, ring, ended.id, TODAY + timedelta(days=31))
    assert k18(db, acting.by, TODAY, TODAY, TREE_DAY) == counted
    db.refresh(call)
    assert (call.tip_id, call.sealed_note) == (None, b"")


def test_nothing_is_erased_before_a_paper_is_signed():
    assert not rules.is_signed(PLAIN)
    assert rules.is_signed(Settings({"retention_signed": "QĐ 12/2024"}))
