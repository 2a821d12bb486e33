"""Issuing posters: serials without gaps, opaque codes, a form that is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action, AuditEntry
from domain.errors import BadInput, NotFound, SameIdOtherContent
from domain.feed.models import DailyCount, FeedRow, Kind
from domain.people.models import Role
from domain.places.queries import hamlets, serving_commune
from domain.posters import services
from domain.posters.codes import normalise
from domain.posters.models import Poster, PosterState
from domain.posters.services import NewPoster
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_officer, place
from tests.factories_posters import NOW, TODAY, acting, chief, issued

NEW_TREE = date(2026, 1, 1)


def test_a_poster_gets_a_code_that_checks_and_the_next_serial_of_its_commune(db, ring):
    first, second = issued(db, ring), issued(db, ring, spot="Chợ Phương Trà")
    assert normalise(first.code) == first.code != second.code
    assert (first.printed_serial, second.printed_serial) == ("0001", "0002")
    assert first.state is PosterState.LIVE and first.issued_at == NOW


def test_each_commune_counts_for_itself(db, ring):
    issued(db, ring)
    assert issued(db, ring, code=BINH_THANH).printed_serial == "0001"


def test_a_hamlet_and_its_commune_share_one_series(db, ring):
    by = chief(db, BINH_THANH)
    hamlet = hamlets(db, by.place_id, TREE_DAY)[0]
    issued(db, ring, code=BINH_THANH)
    assert issued(db, ring, by=by, at=hamlet).printed_serial == "0002"


def test_the_spot_is_kept_on_one_clean_line(db, ring):
    assert issued(db, ring, spot="  Nhà văn\nhóa\u202e  Ấp 3 ").spot == "Nhà văn hóa Ấp 3"


@pytest.mark.parametrize("spot", ["", "   \n", "x" * 121])
def test_a_spot_that_cannot_be_printed_is_refused_beside_its_field(db, ring, spot):
    with pytest.raises(BadInput) as refused:
        issued(db, ring, spot=spot)
    assert refused.value.field == "spot"
    assert db.scalars(select(Poster)).all() == []


def test_a_spot_of_120_letters_fits(db, ring):
    assert issued(db, ring, spot="Ộ" * 120).spot == "Ộ" * 120


def test_no_poster_speaks_for_a_whole_district(db, ring):
    by = make_officer(db, "tren", role=Role.CHIEF, code=DISTRICT)
    with pytest.raises(BadInput):
        issued(db, ring, by=by, at=place(db, DISTRICT))


def test_nobody_issues_for_another_commune(db, ring):
    with pytest.raises(NotFound):
        issued(db, ring, by=chief(db), at=place(db, BINH_THANH))


def test_the_same_form_sent_twice_issues_one_poster(db, ring):
    by, new = chief(db), NewPoster(id=uuid4(), place=place(db), spot="Trạm y tế")
    first = services.issue(db, ring, acting=acting(by), new=new)
    again = services.issue(db, ring, acting=acting(by), new=new)
    assert again is first
    assert len(db.scalars(select(FeedRow.place_id)).all()) == 3  # Commune, district, province.
    assert len(db.scalars(select(AuditEntry)).all()) == 1


def test_a_late_repeat_still_matches_after_the_spot_was_corrected(db, ring):
    by, new = chief(db), NewPoster(id=uuid4(), place=place(db), spot="Trạm y tế")
    first = services.issue(db, ring, acting=acting(by), new=new)
    services.correct_spot(db, ring, acting=acting(by), poster=first, spot="Trạm y tế xã", version=1)
    assert services.issue(db, ring, acting=acting(by), new=new).spot == "Trạm y tế xã"


def test_the_same_id_with_other_content_is_refused(db, ring):
    by, id_ = chief(db), uuid4()
    issued(db, ring, by=by, id_=id_)
    with pytest.raises(SameIdOtherContent):
        issued(db, ring, by=by, id_=id_, spot="Nơi khác")


def test_a_code_that_is_taken_is_drawn_again(db, ring):
    by = chief(db)
    new = [NewPoster(id=uuid4(), place=place(db), spot=f"Điểm {n}") for n in range(2)]
    made = [
        services.issue(db, ring, acting=acting(by), new=one, chance=Random(7)).code for one in new
    ]
    assert len(set(made)) == 2


def test_the_feed_and_the_audit_log_tell_who_issued_what(db, ring):
    poster = issued(db, ring)
    row = db.scalars(select(FeedRow).where(FeedRow.place_id == place(db, DISTRICT).id)).one()
    assert (row.record_id, row.kind) == (poster.id, Kind.POSTER)
    told = {key: row.summary[key] for key in ("event", "serial", "code", "spot", "commune")}
    assert told == {
        "event": "issued",
        "serial": "0001",
        "code": poster.code,
        "spot": "Nhà văn hóa",
        "commune": "Xã Phương Trà",
    }
    assert row.summary["author"] == "Đại úy Mẫu"
    counted = db.scalars(
        select(DailyCount).where(DailyCount.place_id == place(db, DISTRICT).id)
    ).one()
    assert (counted.day, counted.measure, counted.value) == (TODAY, "records", 1)
    entry = db.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.object_id) == (Action.POSTER_ISSUED, str(poster.id))


def test_a_command_issues_without_an_officer(db, ring):
    new = NewPoster(id=uuid4(), place=place(db), spot="Trụ sở")
    poster = services.issue(db, ring, acting=acting(None), new=new)
    assert poster.issued_by is None
    assert db.scalars(select(FeedRow)).first().summary["author"] == ""


def test_since_2025_a_hamlets_new_posters_count_in_the_series_of_the_successor(db, ring):
    hamlet = hamlets(db, place(db, BINH_THANH).id, NEW_TREE)[0]
    successor = serving_commune(db, hamlet, NEW_TREE)
    assert successor is not None and successor.id != place(db, BINH_THANH).id
    by = chief(db)
    by.place_id = successor.id
    db.flush()
    poster = services.issue(
        db,
        ring,
        acting=acting(by, on=NEW_TREE),
        new=NewPoster(id=uuid4(), place=hamlet, spot="Nhà văn hóa"),
    )
    assert poster.series_place_id == successor.id


def test_two_chiefs_issuing_at_once_get_two_serials(engine, ring):
    with Session(engine) as db:
        chiefs = [chief(db, username=f"truong{n}").id for n in range(4)]
        db.commit()
    together = Barrier(len(chiefs), timeout=20)

    def issue(officer_id):
        with Session(engine) as db:
            together.wait()
            by = db.get(services.Officer, officer_id)
            made = issued(db, ring, by=by, at=by.place)
            serial = made.serial
            db.commit()
            return serial

    with ThreadPoolExecutor(len(chiefs)) as pool:
        assert sorted(pool.map(issue, chiefs)) == [1, 2, 3, 4]


def test_one_form_sent_twice_in_the_same_instant_issues_one_poster(engine, ring):
    with Session(engine) as db:
        by_id, form_id = chief(db).id, uuid4()
        db.commit()
    together = Barrier(2, timeout=20)

    def send(_):
        with Session(engine) as db:
            together.wait()
            by = db.get(services.Officer, by_id)
            code = issued(db, ring, by=by, at=by.place, id_=form_id).code
            db.commit()
            return code

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, range(2)))) == 1
    with Session(engine) as db:
        assert len(db.scalars(select(Poster)).all()) == 1
