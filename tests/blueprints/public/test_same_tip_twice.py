"""A tip sent twice is one tip; many tips at the same instant are all stored."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import queries as audit
from domain.audit.models import Chain
from domain.media.models import Photo
from domain.posters.models import PosterDay
from domain.tips.models import Tip
from domain.vault.keys import KeyRing, new_data_key
from tests.support.villager import Villager, count, photo, picture, set_setting, stored_tips
from web.extensions import db


def test_the_same_id_and_content_gives_the_same_receipt_and_stores_nothing_new(villager):
    form = villager.form()
    first = villager.send(form, story="một lần", photos=[photo(picture())])
    second = villager.send(form, story="một lần", photos=[photo(picture())])
    assert first.code == second.code and first.address != second.address
    assert count(villager.app, Tip) == 1 and count(villager.app, Photo) == 1


def test_only_what_was_told_counts_not_how_it_was_sent(villager):
    form = villager.form()
    first = villager.send(form, story="một  lần ")
    token = villager.form().values["form_token"]
    assert token != form.values["form_token"]
    fresh = villager.refused(form, story="một lần", form_token="").form("story")
    assert villager.send(fresh, confirm_note="x").code == first.code
    assert count(villager.app, Tip) == 1


def test_other_content_under_the_same_id_is_a_new_tip_with_its_own_receipt(villager):
    form = villager.form()
    codes = {
        villager.send(form, story="một").code,
        villager.send(form, story="hai").code,
        villager.send(form, story="một", send_to="parent").code,
        villager.send(form, story="một", photos=[photo(picture())]).code,
    }
    assert len(codes) == 4 and count(villager.app, Tip) == 4


def _all_at_once(app, number, send):
    barrier = Barrier(number)

    def one(index):
        barrier.wait()
        return send(index)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_forty_sendings_of_one_tip_at_once_are_one_tip(villager):
    values = {**villager.form().values, "story": "gửi hoài", "category": "other"}
    address = villager.address

    def send(_):
        return villager.app.test_client().post(address, data=values)

    answers = _all_at_once(villager.app, 40, send)
    assert {answer.status_code for answer in answers} == {303}
    codes = {villager.keep(answer.headers["Location"]).code for answer in answers}
    assert len(codes) == 1
    assert [found.tip.number for found in stored_tips(villager.app)] == [1]


def test_sixty_four_tips_in_the_same_instant_are_all_stored(villager):
    kinds = ("tips_per_bucket_hour", "tips_per_poster_hour", "tips_per_unit_hour")
    for quota in (*kinds, "tips_alike_from"):
        set_setting(villager.app, quota, "1000")
    forms = [{**villager.form().values, "story": f"tin {n}"} for n in range(64)]

    def send(index):
        return villager.app.test_client().post(villager.address, data=forms[index])

    answers = _all_at_once(villager.app, 64, send)
    assert {answer.status_code for answer in answers} == {303}
    found = stored_tips(villager.app)
    assert sorted(one.tip.number for one in found) == list(range(1, 65))
    assert {one.body.story for one in found} == {f"tin {n}" for n in range(64)}
    with villager.app.app_context(), Session(db.engine) as session:
        assert sum(day.tips for day in session.scalars(select(PosterDay))) == 64
        verdict = audit.verify(session, villager.app.extensions["ring"], Chain.ARRIVALS)
        assert (verdict.walked, verdict.first_bad) == (64, None)


def test_a_receipt_outlives_a_change_of_keys(villager):
    form = villager.form()
    first = villager.send(form, story="trước khi đổi khóa")
    app = villager.app
    held = app.extensions["ring"]
    app.extensions["ring"] = KeyRing((new_data_key(), *app.extensions["config"].data_keys))
    try:
        assert villager.send(form, story="trước khi đổi khóa").code == first.code
        assert "chưa có người mở" in villager.look_up(first.code).text
        assert count(app, Tip) == 1
    finally:
        app.extensions["ring"] = held


def test_a_tip_sent_from_two_places_is_two_tips(villager):
    form = villager.form()
    villager.send(form, story="một")
    elsewhere = Villager(villager.app)
    other = elsewhere.form()
    other.values.update(
        submission_id=form.values["submission_id"], form_token=form.values["form_token"]
    )
    elsewhere.send(other, story="một", place="30094")
    assert count(villager.app, Tip) == 2
