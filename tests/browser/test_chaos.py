"""On the worst line: acknowledged is stored once, refused never, unknown at most once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import mishaps
from tests.support.bad_line import Fault, bad_line
from tests.support.bad_line_log import book_of
from tests.support.bad_line_plans import EVERYTHING, by_chance
from tests.support.chaos_count import a_day, count
from tests.support.cut_line import ring_of
from tests.support.demo import demo_district
from tests.support.forgetful import forgetful
from tests.support.phone import owner_of, picture, reports, send, stored_in
from tests.support.server import LiveServer

SEED = 11
REPORTS = 16
FASTER = 20.0
AT_ONCE = 3
DAY = (
    mishaps.tab_dies,
    mishaps.killed_while_saving,
    mishaps.two_tabs,
    mishaps.signed_out,
    mishaps.emptied,
)


def test_reports_arrive_once_each_whatever_the_line_does(live_server: LiveServer, tmp_path: Path):
    owner = owner_of(live_server.instance)
    waiting = reports(owner, REPORTS, [picture(tmp_path, 320, 240)])
    with bad_line(live_server.url, by_chance(SEED, EVERYTHING)) as line:
        sent = send(line.url, owner, waiting, speed=FASTER, seconds=60)
        book = book_of(line.exchanges)
        faults = {one.fault for one in line.exchanges if one.fault}
    stored = stored_in(live_server.instance)
    mine = {report.id: stored.ids[report.id] for report in waiting}
    assert sent.states == {"sent": REPORTS}
    assert book.wrongs(mine) == []
    assert mine == dict.fromkeys(mine, 1)
    assert {id_: stored.photos[id_] for id_ in mine} == dict.fromkeys(mine, 1)
    assert len(faults) > len(Fault) // 2, "hardly anything went wrong"


def test_the_count_finds_what_a_server_that_knows_no_form_again_stores_twice(
    live_server: LiveServer,
):
    owner, before = owner_of(live_server.instance), stored_in(live_server.instance)
    with (
        forgetful(live_server.url, ring_of(live_server)) as forgets,
        bad_line(forgets, by_chance(SEED, {Fault.LOST_ANSWER: 0.5})) as line,
    ):
        sent = send(line.url, owner, reports(owner, 8, []), speed=FASTER, seconds=60)
        book = book_of(line.exchanges)
    fresh = stored_in(live_server.instance).since(before)
    assert sent.states == {"sent": 8}
    assert max(fresh.copies.values()) > 1
    assert len(book.wrongs(fresh.ids)) > 8, "lost under its own id, and there under others"


def test_a_phone_through_a_bad_day_loses_nothing_and_sends_nothing_twice(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
):
    instance = demo_district(tmp_path_factory)
    before = stored_in(instance)
    with a_day(browser.browser_type, instance, seed=SEED, at_once=AT_ONCE) as place:
        for number, mishap in enumerate(DAY):
            place.save(mishaps.kind_of(number))
            mishap(place)
            place.close()
        place.save("tip")
        counted = count(place, instance, before, place.send_until(0, 60))
    assert (counted.lost, counted.strange, counted.doubled) == ([], [], [])
    assert (counted.wrongs, counted.without_photo, counted.stuck) == ([], [], 0)
    assert place.day.asked_to_persist
