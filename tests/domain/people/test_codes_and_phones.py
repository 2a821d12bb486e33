"""One-time codes, enrolled phones, recovery codes: hashed, once, and dead when they should be."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Chain
from domain.audit.queries import verify
from domain.audit.services import NOBODY
from domain.errors import NotFound
from domain.people import codes, enrolment, recovery, services, sign_in, totp
from domain.people.models import CodePurpose, DeviceKind, OneTimeCode, RecoveryCode, SignIn
from domain.people.queries import lapsed_sign_in, live_sign_in
from domain.vault.keys import KeyRing, new_data_key
from tests.factories import make_officer

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def officer(db):
    """Xa1."""
    return make_officer(db, "xa1")


def issue(db, ring, officer, purpose=CodePurpose.ENROL_PHONE, now=NOW):
    """A code as the chief gets it."""
    return codes.issue_code(db, ring, for_officer=officer, by=NOBODY, purpose=purpose, now=now)


def live(db, ring, officer, text, purposes=codes.ENROL, now=NOW):
    """The code behind what was typed."""
    return codes.live(db, ring, officer=officer, typed=text, purposes=purposes, now=now)


def test_a_code_can_be_read_out_and_is_not_in_the_database(db, ring, officer):
    text = issue(db, ring, officer)
    assert len(text) == 11 and not set(text) & set("01ILO")
    db.flush()
    row = db.scalars(select(OneTimeCode)).one()
    assert text.replace("-", "").encode() not in row.code_hash
    assert live(db, ring, officer, text.lower().replace("-", " "))


def test_a_code_opens_once_in_its_day_for_its_owner_and_purpose(db, ring, officer):
    other = make_officer(db, "xa2")
    text = issue(db, ring, officer)
    assert live(db, ring, other, text) is None
    assert live(db, ring, None, text) is None
    assert live(db, ring, officer, text, purposes=codes.FIRST) is None
    assert live(db, ring, officer, text, now=NOW + timedelta(hours=24)) is None
    code = live(db, ring, officer, text, now=NOW + timedelta(hours=23))
    assert codes.use(db, code=code, now=NOW)
    assert not codes.use(db, code=code, now=NOW)
    db.expire_all()
    assert live(db, ring, officer, text) is None


def test_a_code_outlives_a_key_rotation(db, officer):
    old = new_data_key()
    text = issue(db, KeyRing((old,)), officer)
    assert live(db, KeyRing((new_data_key(), old)), officer, text)


def test_a_reset_takes_everything_away(db, ring, officer):
    officer.pin_hash, officer.totp_sealed = "x", b"x"
    recovery.renew(db, ring, officer=officer)
    secret, phone = enrolment.enrol(db, ring, officer=officer, label="", who=NOBODY, now=NOW)
    cookie, _ = services.start_sign_in(
        db,
        officer=officer,
        device_kind=DeviceKind.OWN_PHONE,
        label="",
        second_factor=True,
        now=NOW,
    )
    older = issue(db, ring, officer)
    issue(db, ring, officer, CodePurpose.RESET)
    db.flush()
    db.expire_all()
    assert not officer.password_hash and not officer.pin_hash and officer.totp_sealed is None
    assert recovery.left(db, officer=officer) == 0
    assert enrolment.live_enrolment(db, secret=secret, now=NOW) is None
    assert live_sign_in(db, secret=cookie, now=NOW) is None
    assert live(db, ring, officer, older) is None
    assert phone.revoked_at == NOW


def test_only_the_owners_phone_can_be_revoked(db, ring, officer):
    other = make_officer(db, "xa2")
    secret, phone = enrolment.enrol(db, ring, officer=other, label="", who=NOBODY, now=NOW)
    with pytest.raises(NotFound):
        enrolment.revoke_enrolment(
            db, ring, officer=officer, enrolment_id=phone.id, who=NOBODY, now=NOW
        )
    assert enrolment.live_enrolment(db, secret=secret, now=NOW) is phone


def test_revoking_a_phone_ends_its_sign_ins_and_no_others(db, ring, officer):
    _, phone = enrolment.enrol(db, ring, officer=officer, label="", who=NOBODY, now=NOW)
    secrets = [
        services.start_sign_in(
            db,
            officer=officer,
            device_kind=DeviceKind.OWN_PHONE,
            label="",
            second_factor=True,
            enrolment_id=enrolment_id,
            now=NOW,
        )[0]
        for enrolment_id in (phone.id, None)
    ]
    db.flush()
    enrolment.revoke_enrolment(
        db, ring, officer=officer, enrolment_id=phone.id, who=NOBODY, now=NOW
    )
    db.expire_all()
    assert [bool(live_sign_in(db, secret=s, now=NOW)) for s in secrets] == [False, True]


def test_a_sign_in_that_ran_out_is_told_from_one_that_was_ended(db, officer):
    made = [
        services.start_sign_in(
            db,
            officer=officer,
            device_kind=DeviceKind.STATION_PC,
            label="",
            second_factor=False,
            now=NOW,
        )
        for _ in range(2)
    ]
    made[1][1].ended_at = NOW
    db.flush()
    later = NOW + timedelta(minutes=30)
    assert [bool(lapsed_sign_in(db, secret=s, now=later)) for s, _ in made] == [True, False]
    assert not any(lapsed_sign_in(db, secret=s, now=NOW) for s, _ in made)
    officer.is_active = False
    assert lapsed_sign_in(db, secret=made[0][0], now=later) is None


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(db, ring, officer):
    printed = recovery.renew(db, ring, officer=officer)
    db.flush()
    kept = b"".join(row.code_hash for row in db.scalars(select(RecoveryCode)))
    assert not any(text.replace("-", "").encode() in kept for text in printed)
    assert recovery.accept(db, ring, officer=officer, typed=printed[0].lower(), now=NOW)
    assert not recovery.accept(db, ring, officer=officer, typed=printed[0], now=NOW)
    assert recovery.left(db, officer=officer) == 9


def test_the_seed_of_an_app_is_sealed_anew_after_a_rotation(db, officer):
    old, new = new_data_key(), new_data_key()
    seed = totp.new_seed()
    officer.totp_sealed = totp.seal_seed(KeyRing((old,)), officer=officer, seed=seed)
    db.flush()
    assert totp.reseal(db, KeyRing((new, old))) == 1
    assert totp.reseal(db, KeyRing((new, old))) == 0
    assert totp.open_seed(KeyRing((new,)), officer=officer, sealed=officer.totp_sealed) == seed


def test_what_is_long_dead_is_swept_and_what_lives_stays(db, ring, officer):
    for age in (0, 29, 32):
        at = NOW - timedelta(days=age)
        services.start_sign_in(
            db,
            officer=officer,
            device_kind=DeviceKind.OWN_PHONE,
            label="",
            second_factor=False,
            now=at,
        )
        issue(db, ring, officer, now=at)
    db.flush()
    assert sign_in.sweep(db, NOW) == 2
    assert len(db.scalars(select(SignIn)).all()) == 2
    assert len(db.scalars(select(OneTimeCode)).all()) == 2
    assert verify(db, ring, Chain.ACTS).first_bad is None
