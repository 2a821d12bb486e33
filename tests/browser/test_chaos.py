"""On the worst line: acknowledged is stored once, refused never, unknown at most once."""

from pathlib import Path

from tests.support.bad_line import Fault, bad_line
from tests.support.bad_line_log import book_of
from tests.support.bad_line_plans import EVERYTHING, by_chance
from tests.support.phone import owner_of, picture, reports, send, stored_in
from tests.support.server import LiveServer

SEED = 11
REPORTS = 16
FASTER = 20.0


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


def test_the_book_finds_what_is_stored_twice_where_each_try_goes_under_an_id_of_its_own(
    live_server: LiveServer, tmp_path: Path
):
    owner = owner_of(live_server.instance)
    waiting = reports(owner, 8, [])
    before = stored_in(live_server.instance).copies
    with bad_line(live_server.url, by_chance(SEED, {Fault.LOST_ANSWER: 0.5})) as line:
        send(line.url, owner, waiting, forgets=True, speed=FASTER, seconds=60)
    more = stored_in(live_server.instance).copies - before
    assert more and max(more.values()) > 1
