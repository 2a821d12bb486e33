"""Who wrote what comes with a pass: for weeks, and not a moment after somebody ended it."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.audit.services import NOBODY
from domain.people import enrolment, passes, services
from domain.people.passes import NoPass
from domain.vault.keys import KeyRing, new_data_key
from tests.factories import BINH_THANH, make_officer, place

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LASTS = timedelta(days=30)


@pytest.fixture
def officer(db):
    """Xa1."""
    return make_officer(db, "xa1")


def author(db, ring, text, *, now, present=None):
    """Whoever the server takes for the author."""
    return passes.author(db, ring, text=text, lasts=LASTS, present=present, now=now)


def test_a_pass_names_its_author_for_a_month_and_then_only_to_themselves(db, ring, officer):
    text, other = (
        passes.issue(ring, officer=officer, opens_tips=True, now=NOW),
        make_officer(db, "xa2"),
    )
    assert author(db, ring, text, now=NOW + LASTS).id == officer.id
    late = NOW + LASTS + timedelta(seconds=1)
    for present in (None, other):
        with pytest.raises(NoPass):
            author(db, ring, text, now=late, present=present)
    assert author(db, ring, text, now=late, present=officer).id == officer.id


def test_a_pass_ends_with_the_sign_ins_and_phones_that_somebody_ends(db, ring, officer):
    text = passes.issue(ring, officer=officer, opens_tips=True, now=NOW)
    services.end_sign_ins(db, officer_id=officer.id, now=NOW + timedelta(hours=1))
    with pytest.raises(NoPass):
        author(db, ring, text, now=NOW + timedelta(hours=2))
    assert author(db, ring, text, now=NOW + timedelta(hours=2), present=officer)
    again = passes.issue(ring, officer=officer, opens_tips=True, now=NOW + timedelta(hours=2))
    assert author(db, ring, again, now=NOW + timedelta(hours=3))
    _, phone = enrolment.enrol(db, ring, officer=officer, label="", who=NOBODY, now=NOW)
    lost = NOW + timedelta(hours=4)
    enrolment.revoke_enrolment(
        db, ring, officer=officer, enrolment_id=phone.id, who=NOBODY, now=lost
    )
    with pytest.raises(NoPass):
        author(db, ring, again, now=lost)


def test_nobody_whose_account_is_shut_or_who_moved_writes_by_an_old_pass(db, ring, officer):
    text = passes.issue(ring, officer=officer, opens_tips=True, now=NOW)
    officer.place_id = place(db, BINH_THANH).id
    with pytest.raises(NoPass):
        author(db, ring, text, now=NOW, present=officer)
    services.deactivate(db, ring, officer=officer, who=NOBODY, now=NOW)
    with pytest.raises(NoPass):
        author(db, ring, text, now=NOW, present=officer)


def test_a_pass_that_was_changed_or_made_elsewhere_is_none(db, ring, officer):
    text = passes.issue(ring, officer=officer, opens_tips=True, now=NOW)
    elsewhere = passes.issue(KeyRing((new_data_key(),)), officer=officer, opens_tips=True, now=NOW)
    changed = ("B" if text[0] == "A" else "A") + text[1:]
    for wrong in ("", "không", elsewhere, changed, text[:-2], text + "AAAA"):
        with pytest.raises(NoPass):
            author(db, ring, wrong, now=NOW, present=officer)
