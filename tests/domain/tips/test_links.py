"""Links between tips: what each may know of the others, and what must never be hinted at."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import NOBODY, Who
from domain.tips import bank_names, links, lookups, near, queries, tracing
from domain.tips.acting import Acting
from domain.tips.identifiers import Identifier
from domain.tips.models import FoundIn, LossBand, Tip
from domain.tips.sealing import TipBody, read_body, tip_key
from domain.tips.tracing import NewTrace
from domain.tips.work_models import TipTransfer, TipWatcher, TransferWay
from domain.vault.keys import KeyRing, new_data_key
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_people, place
from tests.factories_tips import make_tip

ACCOUNT = Identifier("bank_account", "0123456789")
PHONE = Identifier("phone", "0900000417")
AT = datetime(2024, 6, 4, 3, tzinfo=UTC)


@pytest.fixture
def staff(db):
    return make_people(db)


def _tip(db, ring, code="", traces=(ACCOUNT,)):
    unit = place(db, code) if code else place(db)
    return db.get_one(Tip, make_tip(db, ring, unit, identifiers=traces).tip_id)


def _ties(db, ring, viewer, tip):
    traces = tracing.of_tip(db, tip_key(ring, tip), tip)
    return links.ties(db, viewer, tip, traces, TREE_DAY)


def test_a_commune_learns_only_that_there_is_one_elsewhere(db, ring, staff):
    tip, own, theirs = _tip(db, ring), _tip(db, ring), _tip(db, ring, BINH_THANH)
    found = _ties(db, ring, staff.officer, tip)
    assert [one.id for one in found.tips] == [own.id]
    assert len(found.elsewhere) == 1
    above = _ties(db, ring, staff.supervisor, tip)
    assert {one.id for one in above.tips} == {own.id, theirs.id}
    assert not above.elsewhere


def test_a_tip_sent_past_the_commune_leaves_no_hint_even_after_it_is_handed_on(db, ring, staff):
    tip, past = _tip(db, ring), _tip(db, ring, DISTRICT)
    assert not _ties(db, ring, staff.officer, tip).elsewhere
    neighbour = place(db, BINH_THANH)
    handed = TipTransfer(
        id=uuid4(),
        tip_id=past.id,
        way=TransferWay.SIDEWAYS,
        from_unit_id=past.unit_id,
        to_unit_id=neighbour.id,
        slip_number=1,
        slip_year=2024,
        at=AT,
        by_id=staff.supervisor.id,
        sealed_note=b"-",
    )
    db.add(handed)
    past.unit_id = neighbour.id
    db.flush()
    found = _ties(db, ring, staff.officer, tip)
    assert not found.tips
    assert not found.elsewhere


def test_a_number_tried_by_hand_gets_no_answer_from_elsewhere(db, ring, staff):
    _tip(db, ring, BINH_THANH, (PHONE,))
    tip = _tip(db, ring)
    acting = Acting(by=staff.officer, who=NOBODY, now=AT, ring=ring, on=TREE_DAY)
    trace = NewTrace(kind="phone", value="+84 900 000 417", found_in=FoundIn.OFFICER)
    assert tracing.add(db, acting=acting, tip=tip, trace=trace)
    assert not tracing.add(db, acting=acting, tip=tip, trace=trace)
    assert not _ties(db, ring, staff.officer, tip).elsewhere
    assert _ties(db, ring, staff.supervisor, tip).tips


def test_a_tip_that_an_officer_typed_in_never_tells_which_number_is_known_elsewhere(
    db, ring, staff
):
    _tip(db, ring, BINH_THANH, (PHONE,))
    tip = _tip(db, ring, traces=(ACCOUNT, PHONE))
    assert len(_ties(db, ring, staff.officer, tip).elsewhere) == 1
    tip.created_by = staff.officer.id
    assert not _ties(db, ring, staff.officer, tip).is_elsewhere, "nor anything while none counts"
    traces = tracing.of_tip(db, tip_key(ring, tip), tip)
    found = links.ties(db, staff.officer, tip, traces, TREE_DAY, is_counted=True)
    assert found.is_elsewhere and not found.elsewhere


def test_look_ups_of_typed_tips_are_few_an_hour_and_written_down(db, ring, staff, monkeypatch):
    monkeypatch.setattr(lookups, "MOST_AN_HOUR", 3)

    def may_ask(tip, minutes=0, by=staff.officer, only=None):
        now = AT + timedelta(minutes=minutes)
        acting = Acting(
            by=by, who=Who(actor_id=by.id, place_id=by.place_id), now=now, ring=ring, on=TREE_DAY
        )
        traces = tracing.of_tip(db, tip_key(ring, tip), tip)[:only]
        return lookups.count(db, acting=acting, tip=tip, traces=traces)

    sent, *typed = (_tip(db, ring, traces=(ACCOUNT, PHONE)) for _ in range(4))
    for tip in typed:
        tip.created_by = staff.officer.id
    assert all(may_ask(sent) for _ in range(5)), "what villagers sent is not counted"
    assert may_ask(typed[0]) and may_ask(typed[0]), "read again it is the same look-up"
    assert may_ask(typed[0], only=1), "with a number less it is another"
    assert may_ask(typed[1])
    assert not may_ask(typed[2], 59)
    assert may_ask(typed[0], 59), "what was told stays told"
    assert may_ask(typed[2], 59, by=staff.chief)
    assert may_ask(typed[2], 60)
    query = select(AuditEntry.object_id).where(AuditEntry.action == "tip_asked_elsewhere")
    asked = [typed[0], typed[0], typed[1], typed[2], typed[2]]
    assert sorted(db.scalars(query)) == sorted(str(tip.id) for tip in asked)


def test_a_tip_that_waits_apart_asks_nothing_of_other_places(db, ring, staff):
    _tip(db, ring, BINH_THANH)
    tip = _tip(db, ring)
    tip.is_quarantined = True
    db.flush()
    assert not _ties(db, ring, staff.officer, tip).elsewhere
    tip.is_quarantined = False
    assert _ties(db, ring, staff.officer, tip).elsewhere


def test_what_waits_apart_or_is_named_by_all_links_nothing(db, ring, staff):
    bank = (Identifier("bank", "VCB"), Identifier("phone", "113"))
    tip, other = _tip(db, ring, traces=(ACCOUNT, *bank)), _tip(db, ring, traces=bank)
    apart = _tip(db, ring)
    apart.is_quarantined = True
    db.flush()
    assert other.id != apart.id
    assert not _ties(db, ring, staff.officer, tip).tips


def test_a_group_goes_from_tip_to_tip_but_not_through_one_out_of_sight(db, ring, staff):
    first, last = _tip(db, ring), _tip(db, ring, traces=(PHONE,))
    between = _tip(db, ring, BINH_THANH, (ACCOUNT, PHONE))
    above = links.cluster(db, staff.supervisor, first, TREE_DAY, opened=())
    assert above.tips[0] is first
    assert {tip.id for tip in above.tips} == {first.id, between.id, last.id}
    assert sorted(len(holders) for _, holders in above.shared.values()) == [2, 2]
    assert len(above.units) == 2
    own = links.cluster(db, staff.officer, first, TREE_DAY, opened=())
    assert [tip.id for tip in own.tips] == [first.id]


def test_only_a_victim_who_was_spoken_to_or_a_named_report_takes_the_grey_away():
    def tip(**known):
        plain = {"victim_spoken_on": None, "is_named": False}
        return SimpleNamespace(**{**plain, **known})

    assert links.is_grey([tip(), tip(), tip()])
    assert not links.is_grey([tip(), tip(victim_spoken_on=date(2024, 6, 4))])
    assert not links.is_grey([tip(is_named=True), tip()])


def test_losses_add_up_from_the_lower_ends_of_their_bands():
    tips = [SimpleNamespace(loss_band=band) for band in LossBand]
    assert links.Cluster(tips, {}).lost_at_least == 160_000_000


def test_tags_of_older_rules_or_keys_are_made_anew(db, staff):
    old, new = new_data_key(), new_data_key()
    before, after = KeyRing((old,)), KeyRing((new, old))
    tip, other = _tip(db, before), _tip(db, after)
    assert not _ties(db, after, staff.officer, tip).tips
    turns = []
    while done := tracing.retag(db, after, limit=1):
        turns.append(done)
    assert turns == [1]
    assert [one.id for one in _ties(db, after, staff.officer, tip).tips] == [other.id]


def test_links_tell_of_exactly_the_tips_that_the_lists_show(db, ring, staff):
    tip, passed = _tip(db, ring), _tip(db, ring)
    for code in ("", BINH_THANH, DISTRICT):
        _tip(db, ring, code)
    passed.unit_id = place(db, DISTRICT).id
    passed.number = 99
    db.add(TipWatcher(tip_id=passed.id, unit_id=tip.unit_id, number=7))
    db.flush()
    for viewer in (staff.officer, staff.neighbour, staff.supervisor, staff.admin):
        seen = set(db.scalars(queries.visible(viewer, TREE_DAY).where(Tip.id != tip.id)))
        told = {one.id for one in _ties(db, ring, viewer, tip).tips}
        assert told == {one.id for one in seen}, viewer.username


def test_an_earlier_open_tip_of_the_same_kind_is_suggested_by_number_or_by_words(db, ring, staff):
    def said(story, **more):
        return make_tip(db, ring, body=TipBody(story=story), **{"identifiers": (), **more}).tip_id

    words = "Có người gọi xưng công an, kêu chuyển hết tiền trong sổ tiết kiệm để kiểm tra"
    by_words = said(words)
    by_number = said("Nó gọi.", identifiers=(ACCOUNT,))
    said(words, category="loan")
    said("Chuyện khác hẳn, không liên quan gì tới việc đang kể ở trên đây hết.")
    tip = db.get_one(Tip, said(f"{words} giùm.", identifiers=(ACCOUNT,)))
    key = tip_key(ring, tip)
    found = near.suggestions(
        db, ring, tip=tip, body=read_body(key, tip), traces=tracing.of_tip(db, key, tip)
    )
    assert {one.id for one in found} == {by_words, by_number}


def test_an_account_number_at_another_bank_links_and_is_said_to_weigh_little(db, ring, staff):
    def at(*banks, account="0123456789"):
        told = [Identifier("bank_account", account), *(Identifier("bank", one) for one in banks)]
        return _tip(db, ring, traces=tuple(told))

    tip, same, other = at("VCB"), at("Vietcombank"), at("MB Bank")
    silent, both = at(), at("MBB", "VCB")
    found = _ties(db, ring, staff.officer, tip)
    assert {one.id for one in found.tips} == {same.id, other.id, silent.id, both.id}
    assert found.other_bank == {other.id}
    group = links.cluster(db, staff.officer, tip, TREE_DAY, opened=())
    assert group.other_bank == {other.id}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("VCB", "vcb"), ("Vietcombank", "vcb"), ("ngân hàng Ngoại thương", "vcb"), ("MB", "mbb"),
     ("Ngân hàng làng tôi", "ngan hang lang toi")],
)  # fmt: skip
def test_banks_compare_by_code_in_whatever_name(typed, code):
    assert bank_names.code_of(typed) == code
