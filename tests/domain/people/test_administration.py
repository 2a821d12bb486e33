"""Who keeps whose account, and what a change does to open sign-ins."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import Who
from domain.errors import BadInput, NotAllowed, NotFound, SameIdOtherContent
from domain.people import administration, codes, queries
from domain.people.administration import Newcomer, Posting, posting_of
from domain.people.models import CodePurpose, DeviceKind, Officer, OneTimeCode, Role
from domain.people.passwords import is_right
from domain.people.rules import Permission, may, may_manage
from domain.people.services import start_sign_in
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, make_people
from tests.factories import place as place_of

NOW = datetime(2025, 6, 1, 3, tzinfo=UTC)


@pytest.fixture
def people(db):
    return make_people(db)


def who(officer: Officer) -> Who:
    return Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)


def newcomer(db, *, username="moi1", code=PHUONG_TRA, **more) -> Newcomer:
    posting = Posting(
        **{
            "name": "Thượng úy Mới",
            "role": Role.OFFICER,
            "place_id": place_of(db, code).id,
            "reads_tips": True,
            **more,
        }
    )
    return Newcomer(id=uuid4(), username=username, posting=posting)


def invite(db, ring, by, new):
    return administration.invite(db, ring, by=by, newcomer=new, who=who(by), on=TREE_DAY, now=NOW)


def change(db, ring, by, officer, **more):
    return administration.change(
        db,
        ring,
        by=by,
        officer=officer,
        posting=replace(posting_of(officer), **more),
        who=who(by),
        on=TREE_DAY,
        now=NOW,
    )


def sign_in(db, officer) -> str:
    secret, _ = start_sign_in(
        db,
        officer=officer,
        device_kind=DeviceKind.OWN_PHONE,
        label="test",
        second_factor=True,
        now=NOW,
    )
    db.flush()
    return secret


def test_a_chief_looks_after_the_own_officers_and_nobody_else(db, people):
    chief = people.chief
    assert may_manage(chief, people.officer)
    other_chief = make_officer(db, "truong2", role=Role.CHIEF)
    for somebody in (chief, other_chief, people.supervisor, people.admin):
        assert not may_manage(chief, somebody)
    listed = [o.username for _, found in queries.managed_by(db, chief) for o in found]
    assert listed == ["xa1"]
    for hidden in (people.neighbour, other_chief, people.supervisor, chief):
        with pytest.raises(NotFound):
            queries.get_managed(db, chief, hidden.id)


def test_a_supervisor_looks_after_chiefs_and_officers_below_not_equals(db, people):
    make_officer(db, "huyen2", role=Role.SUPERVISOR, code=DISTRICT)
    listed = [o.username for _, found in queries.managed_by(db, people.supervisor) for o in found]
    assert sorted(listed) == ["truong1", "xa1", "xa2"]
    assert may_manage(people.supervisor, people.chief)
    with pytest.raises(NotFound):
        queries.get_managed(db, people.supervisor, people.admin.id)


def test_an_admin_sees_everybody_but_cannot_touch_the_own_account(db, ring, people):
    assert sum(len(found) for _, found in queries.managed_by(db, people.admin)) == 5
    assert queries.get_managed(db, people.admin, people.admin.id) is people.admin
    with pytest.raises(NotAllowed):
        change(db, ring, people.admin, people.admin, role=Role.SUPERVISOR)
    assert people.admin.role is Role.ADMIN
    for officer in (people.officer, people.chief, people.supervisor):
        assert may_manage(people.admin, officer)
    assert not may_manage(people.officer, people.neighbour)


def test_search_finds_names_places_and_user_names_without_accents(db, people):
    def found(words):
        return [o.username for _, some in queries.managed_by(db, people.admin, words) for o in some]

    assert found("thieu uy") == ["xa1"]
    assert found("binh thanh") == ["xa2"]
    assert found("quantri") == ["quantri"]
    assert found("không có ai") == []
    by_place = [place.name for place, _ in queries.managed_by(db, people.admin)]
    assert by_place == ["Đồng Tháp", "Cao Lãnh", "Bình Thạnh", "Phương Trà"]


def test_an_invitation_makes_an_account_that_only_its_code_opens(db, ring, people):
    new = newcomer(db, name="  Thượng u\u0301y   Mới ")
    officer, code = invite(db, ring, people.chief, new)
    db.flush()
    assert officer.name == "Thượng úy Mới"
    assert officer.password_hash == ""
    row = db.scalars(select(OneTimeCode)).one()
    assert code.replace("-", "").encode() not in row.code_hash
    assert (row.expires_at - row.created_at).total_seconds() == 24 * 3600
    assert row.issued_by == people.chief.id
    live = codes.live(db, ring, officer=officer, typed=code, purposes=codes.FIRST, now=NOW)
    assert live is row
    entries = db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [(e.action, e.reason) for e in entries] == [
        ("officer_changed", "invited as officer"),
        ("code_issued", "first_sign_in"),
    ]
    assert all(code[:5] not in e.reason and "Mới" not in e.reason for e in entries)


def test_an_invitation_sent_twice_gives_one_account_and_the_newest_code_counts(db, ring, people):
    new = newcomer(db)
    officer, first = invite(db, ring, people.chief, new)
    again, second = invite(db, ring, people.chief, new)
    assert again is officer
    args = {"officer": officer, "purposes": codes.FIRST, "now": NOW}
    assert codes.live(db, ring, typed=first, **args) is None
    assert codes.live(db, ring, typed=second, **args) is not None
    with pytest.raises(SameIdOtherContent):
        invite(db, ring, people.chief, replace(new, username="khac1"))


@pytest.mark.parametrize(
    ("more", "box"),
    [
        ({"username": "XA9"}, "username"),
        ({"username": "có dấu"}, "username"),
        ({"username": "a"}, "username"),
        ({"username": "xa1"}, "username"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"role": Role.CHIEF}, "role"),
        ({"role": Role.SUPERVISOR}, "role"),
        ({"role": Role.ADMIN}, "role"),
        ({"code": BINH_THANH}, "place"),
        ({"code": DISTRICT}, "place"),
    ],
)
def test_a_chief_invites_officers_of_the_own_unit_only(db, ring, people, more, box):
    with pytest.raises(BadInput) as refused:
        invite(db, ring, people.chief, newcomer(db, **more))
    assert refused.value.field == box


def test_a_supervisor_makes_a_chief_and_no_supervisor(db, ring, people):
    chief, _ = invite(db, ring, people.supervisor, newcomer(db, code=BINH_THANH, role=Role.CHIEF))
    assert chief.role is Role.CHIEF
    with pytest.raises(BadInput):
        change(db, ring, people.supervisor, people.officer, role=Role.SUPERVISOR)


def test_a_change_of_role_ends_every_sign_in_and_is_in_the_log(db, ring, people):
    secret = sign_in(db, people.officer)
    changed = change(db, ring, people.admin, people.officer, role=Role.CHIEF)
    assert changed == ["role"]
    assert queries.live_sign_in(db, secret=secret, now=NOW) is None
    entry = db.scalars(select(AuditEntry)).one()
    assert entry.reason == "changed role officer to chief"


def test_a_move_and_a_withdrawn_tip_right_end_sign_ins_a_new_name_does_not(db, ring, people):
    secret = sign_in(db, people.officer)
    assert change(db, ring, people.chief, people.officer, name="Trung úy Mẫu") == ["name"]
    assert queries.live_sign_in(db, secret=secret, now=NOW) is not None
    assert change(db, ring, people.chief, people.officer, reads_tips=False) == ["reads_tips"]
    assert not may(people.officer, Permission.READ_TIPS)
    assert queries.live_sign_in(db, secret=secret, now=NOW) is None
    secret = sign_in(db, people.officer)
    there = place_of(db, BINH_THANH)
    change(db, ring, people.supervisor, people.officer, place_id=there.id)
    assert people.officer.place is there
    assert queries.live_sign_in(db, secret=secret, now=NOW) is None
    with pytest.raises(NotFound):
        queries.get_managed(db, people.chief, people.officer.id)


def test_nothing_changed_writes_nothing(db, ring, people):
    assert change(db, ring, people.chief, people.officer) == []
    assert db.scalars(select(AuditEntry)).all() == []


def test_an_admin_account_never_gets_the_tip_right(db, ring, people):
    made, _ = invite(db, ring, people.admin, newcomer(db, role=Role.ADMIN))
    assert not made.reads_tips
    assert not may(made, Permission.READ_TIPS)


def test_a_deactivated_person_is_out_and_comes_back_only_with_a_new_code(db, ring, people):
    officer, by = people.officer, people.chief
    secret = sign_in(db, officer)
    administration.shut(db, ring, by=by, officer=officer, who=who(by), now=NOW)
    assert queries.active_officer(db, officer.id) is None
    assert queries.live_sign_in(db, secret=secret, now=NOW) is None
    with pytest.raises(BadInput):
        give(db, ring, by, officer, CodePurpose.RESET)
    code = administration.open_again(db, ring, by=by, officer=officer, who=who(by), now=NOW)
    assert officer.is_active
    assert officer.password_hash == ""
    live = codes.live(db, ring, officer=officer, typed=code, purposes=codes.FIRST, now=NOW)
    assert live is not None


def give(db, ring, by, officer, purpose):
    return administration.give_code(
        db, ring, by=by, officer=officer, purpose=purpose, who=who(by), now=NOW
    )


def test_a_reset_ends_sign_ins_and_only_those_above_may_give_it(db, ring, people):
    secret = sign_in(db, people.chief)
    for equal in (people.chief, make_officer(db, "truong2", role=Role.CHIEF), people.officer):
        with pytest.raises(NotAllowed):
            give(db, ring, equal, people.chief, CodePurpose.RESET)
    assert queries.live_sign_in(db, secret=secret, now=NOW) is not None
    give(db, ring, people.supervisor, people.chief, CodePurpose.RESET)
    assert queries.live_sign_in(db, secret=secret, now=NOW) is None
    assert people.chief.password_hash == ""


def test_a_code_for_a_phone_leaves_the_password_alone(db, ring, people):
    code = give(db, ring, people.chief, people.officer, CodePurpose.ENROL_PHONE)
    assert people.officer.password_hash
    live = codes.live(db, ring, officer=people.officer, typed=code, purposes=codes.ENROL, now=NOW)
    assert live is not None


def with_password(db, ring, new, password):
    return administration.add_with_password(
        db,
        ring,
        newcomer=new,
        password=password,
        second_factor_required=True,
        who=Who(),
        now=NOW,
    )


def test_the_command_line_makes_an_account_with_a_good_password(db, ring):
    officer, code = with_password(db, ring, newcomer(db), "một câu dài dễ nhớ")
    assert is_right(officer.password_hash, "một câu dài dễ nhớ")
    assert len(code) == 11
    with pytest.raises(BadInput) as refused:
        with_password(db, ring, newcomer(db, username="moi2"), "ngắn")
    assert refused.value.field == "password"


def test_last_seen_is_the_newest_of_all_machines(db, people):
    sign_in(db, people.officer)
    seen = queries.last_seen(db, [people.officer.id, people.chief.id])
    assert seen == {people.officer.id: NOW}
