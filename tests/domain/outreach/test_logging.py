"""Logging, correcting and withdrawing an activity, with what goes along in feed and history."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.audit import queries as audit
from domain.audit.models import Action, AuditEntry, Chain
from domain.errors import BadInput, NotAllowed, NotFound, StaleVersion
from domain.feed.models import DailyCount, FeedRow
from domain.history import queries as history
from domain.media.models import Photo
from domain.outreach import queries as outreach
from domain.outreach import rules, services
from domain.outreach.content import Content, Count, content_of
from domain.outreach.models import Outreach
from domain.records import queries, rights
from domain.records import services as records
from tests.factories import BINH_THANH, DISTRICT, make_people, place
from tests.factories_outreach import DAY, NOON, acting, content, later, log, make_hamlet


@pytest.fixture
def people(db):
    return make_people(db)


def _rows(db, record):
    return db.scalars(select(FeedRow).where(FeedRow.record_id == record.id)).all()


def _measure(db, where, measure):
    return db.scalar(
        select(func.sum(DailyCount.value)).where(
            DailyCount.place_id == where.id, DailyCount.measure == measure
        )
    )


def test_an_activity_stands_in_the_feed_of_hamlet_commune_district_and_province(db, ring, people):
    hamlet = make_hamlet(db)
    record = log(
        db,
        ring,
        people.officer,
        said=content(hamlet, started_at=time(7, 30), venue="Chợ Phương Trà", scam_types=("S03",)),
    )
    rows = _rows(db, record)
    assert len(rows) == 4
    told = rows[0].summary
    assert told["place"] == "Ấp 3"
    assert told["commune"] == "Xã Phương Trà"
    assert told["author"] == people.officer.name
    assert told["main"] == ["broadcasts", 3, False]
    assert told["scams"] == ["S03"]
    assert "late_days" not in told
    assert rows[0].happened_at == NOON - timedelta(hours=4, minutes=30)


def test_what_was_counted_adds_up_at_every_level(db, ring, people):
    for value in (3, 5):
        log(db, ring, people.officer, counts=(Count(unit="broadcasts", value=value),))
    assert _measure(db, place(db, DISTRICT), "broadcasts") == 8
    assert _measure(db, place(db, DISTRICT), "records") == 2


def test_money_held_at_a_bank_may_be_as_large_as_banks_hold(db, ring, people):
    held = Count(unit="amount_held", value=10**12)
    log(db, ring, people.officer, channel="bank_desk", counts=(held,))
    assert _measure(db, place(db), "amount_held") == 10**12


def test_empty_is_never_zero(db, ring, people):
    record = log(db, ring, people.officer, counts=(Count(unit="spots", value=0),))
    assert [(c.unit, c.value) for c in record.counts] == [("spots", 0)]


def test_an_activity_entered_nine_days_later_says_so_in_the_feed(db, ring, people):
    record = log(db, ring, people.officer, now=later(days=9))
    assert _rows(db, record)[0].summary["late_days"] == 9
    assert record.held_on == DAY
    assert record.entered_at == later(days=9)


def test_the_whole_story_is_in_the_audit_log(db, ring, people):
    record = log(db, ring, people.officer)
    records.withdraw(
        db, acting=acting(db, ring, people.officer), record=record, reason="Ghi trùng buổi"
    )
    of_record = select(AuditEntry).where(AuditEntry.object_id == str(record.id))
    entries = db.scalars(of_record.order_by(AuditEntry.seq)).all()
    assert [e.action for e in entries] == [Action.RECORD_CREATED, Action.RECORD_WITHDRAWN]
    assert audit.verify(db, ring, Chain.ACTS).first_bad is None


def test_a_neighbouring_commune_does_not_see_it_and_the_supervisor_does(db, ring, people):
    record = log(db, ring, people.officer)
    with pytest.raises(NotFound):
        queries.get_visible(db, Outreach, people.neighbour, record.id)
    with pytest.raises(NotFound):
        queries.get_visible(db, Outreach, people.supervisor, uuid4())
    assert queries.get_visible(db, Outreach, people.supervisor, record.id) is record


def test_an_officer_logs_only_for_places_of_the_unit(db, ring, people):
    with pytest.raises(BadInput) as refused:
        log(db, ring, people.officer, said=content(place(db, BINH_THANH)))
    assert refused.value.field == "place"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"held_on": DAY + timedelta(days=1)}, "held_on"),
        ({"held_on": DAY.replace(year=24)}, "held_on"),
        ({"channel": "pigeon"}, "channel"),
        ({"scam_types": ("S00",)}, "scam_types"),
        ({"partners": ("circus",)}, "partners"),
        ({"counts": (Count(unit="broadcasts", value=-1),)}, "count_broadcasts"),
        ({"counts": (Count(unit="broadcasts", value=10**9),)}, "count_broadcasts"),
        ({"counts": (Count(unit="leaflets", value=5),)}, "count_leaflets"),
        ({"venue": "x" * 201}, "venue"),
        ({"notes": "x" * 10_001}, "notes"),
        ({"location": (95.0, 105.0)}, "latitude"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(db, ring, people, told, field):
    with pytest.raises(BadInput) as refused:
        log(db, ring, people.officer, **told)
    assert refused.value.field == field
    assert str(refused.value)[0].isupper()


def test_everything_that_is_wrong_is_said_at_once(db, ring, people):
    wrong = content(place(db, BINH_THANH), held_on=DAY + timedelta(days=2), venue="x" * 300)
    choices = acting(db, ring, people.officer).choices
    found = rules.problems(wrong, choices, today=DAY)
    assert [problem.field for problem in found] == ["held_on", "place", "venue"]


def test_women_and_age_are_counted_only_while_a_supervisor_has_switched_that_on(db, ring, people):
    women = (Count(unit="people", value=60), Count(unit="women", value=40))
    with pytest.raises(BadInput):
        log(db, ring, people.officer, channel="direct_session", counts=women)
    from domain.reference import settings

    for key, text in (("demographics_from", "2024-06-01"), ("demographics_to", "2024-06-30")):
        settings.store(db, key=key, text=text, by=None, now=NOON)
    record = log(db, ring, people.officer, channel="direct_session", counts=women)
    assert [c.unit for c in record.counts] == ["people", "women"]
    with pytest.raises(BadInput):
        log(db, ring, people.officer, counts=(Count(unit="women", value=4),))


def test_the_same_form_again_is_known_and_other_words_are_not(db, ring, people):
    said = content(people.officer.place)
    record = log(db, ring, people.officer, said=said)
    again = queries.already_sent(db, Outreach, by=people.officer, record_id=record.id)
    assert again is record
    assert records.is_same(record, said, [])
    assert not records.is_same(record, content(people.officer.place, venue="Chợ"), [])
    assert not records.is_same(record, said, ["0123456789abcdef"])
    assert queries.already_sent(db, Outreach, by=people.officer, record_id=uuid4()) is None


def test_an_id_that_is_somebody_elses_is_as_good_as_unknown(db, ring, people):
    record = log(db, ring, people.officer)
    with pytest.raises(NotFound):
        queries.already_sent(db, Outreach, by=people.neighbour, record_id=record.id)


def test_a_correction_keeps_what_was_said_before(db, ring, people):
    record = log(db, ring, people.officer, venue="Chợ")
    said = content(people.officer.place, venue="Nhà văn hóa", counts=())
    services.correct(
        db, acting=acting(db, ring, people.chief), record=record, version=1, content=said
    )
    assert record.version == 2
    assert content_of(record) == said
    ((correction, who),) = history.of_record(db, "outreach", record.id)
    assert who is people.chief
    assert correction.changes == {
        "venue": ["Chợ", "Nhà văn hóa"],
        "count_broadcasts": [[3, False], None],
    }
    assert _measure(db, place(db), "broadcasts") == 0
    assert history.values_at(db, "outreach", record.id, 1)["venue"] == "Chợ"


def test_saving_what_is_there_already_changes_nothing(db, ring, people):
    record = log(db, ring, people.officer)
    services.correct(
        db,
        acting=acting(db, ring, people.officer),
        record=record,
        version=1,
        content=content_of(record),
    )
    assert record.version == 1
    assert not history.of_record(db, "outreach", record.id)


def test_an_old_version_never_writes_over_a_newer_one(db, ring, people):
    record = log(db, ring, people.officer)
    by = acting(db, ring, people.officer)

    def correct(version: int, said: Content) -> None:
        services.correct(db, acting=by, record=record, version=version, content=said)

    correct(1, content(people.officer.place, venue="Chợ"))
    with pytest.raises(StaleVersion):
        correct(1, content(people.officer.place, notes="Khác"))
    assert record.venue == "Chợ"


def test_only_officers_of_the_unit_correct_and_only_author_or_chief_withdraw(db, ring, people):
    record = log(db, ring, people.officer)
    from tests.factories import make_officer

    colleague = make_officer(db, "dongdoi")
    assert rights.may_correct(colleague, record)
    assert not rights.may_withdraw(colleague, record)
    assert rights.may_withdraw(people.chief, record)
    assert not rights.may_correct(people.supervisor, record)
    with pytest.raises(NotAllowed):
        records.withdraw(db, acting=acting(db, ring, colleague), record=record, reason="Ghi trùng")


def test_a_withdrawn_activity_leaves_feed_and_counts_but_not_the_shelf(db, ring, people):
    record = log(db, ring, people.officer)
    by = acting(db, ring, people.chief)
    with pytest.raises(BadInput):
        records.withdraw(db, acting=by, record=record, reason="  ")
    records.withdraw(db, acting=by, record=record, reason="Ghi trùng buổi sáng")
    assert _rows(db, record) == []
    assert _measure(db, place(db), "records") == 0
    assert queries.get_visible(db, Outreach, people.officer, record.id).withdrawn_reason
    with pytest.raises(rights.AlreadyWithdrawn):
        services.correct(
            db, acting=by, record=record, version=2, content=content(people.officer.place)
        )


def test_photos_added_and_taken_away_are_counted_in_the_history(db, ring, people):
    record = log(db, ring, people.officer)
    photos = [Photo(id=uuid4(), file_key=f"aa/{n}", claim=b"x" * 32, created_on=DAY) for n in "12"]
    by = acting(db, ring, people.officer)
    said = content_of(record)
    services.correct(db, acting=by, record=record, version=1, content=said, add=photos)
    assert _rows(db, record)[0].summary["photos"] == [str(photo.id) for photo in photos]
    gone = photos[0].id
    services.correct(db, acting=by, record=record, version=2, content=said, remove={gone})
    assert _rows(db, record)[0].summary["photos"] == [str(photos[1].id)]
    newest = history.of_record(db, "outreach", record.id)[0][0]
    assert newest.changes == {"photos": [2, 1]}


def test_the_usual_channels_are_the_officers_own_the_most_used_first(db, ring, people):
    for minutes, channel in enumerate(("leaflet", "mobile_speaker", "leaflet")):
        log(db, ring, people.officer, now=later(minutes=minutes), channel=channel, counts=())
    log(db, ring, people.chief, channel="zalo_oa", counts=())
    assert outreach.usual_channels(db, people.officer) == ["leaflet", "mobile_speaker"]
    last = outreach.last_of(db, people.officer)
    assert last is not None
    assert last.channel == "leaflet"
    assert outreach.last_of(db, people.officer, "training") is None
