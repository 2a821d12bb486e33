"""Of fifty people who report, nothing is left on the machine but what they wrote, sealed."""

import base64
import gzip
import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.support.canaries import Canaries, planted, search, search_files, search_values
from tests.support.commands import flask
from tests.support.demo import demo_district
from tests.support.marked_senders import OF_THE_DESK, WRITES_WITH_PHOTO, Drill, Sender, doors
from tests.support.outside import PushServer, push_server
from tests.support.server import LiveServer, running_server
from tests.support.stranger import Answer, Stranger, form_in

SENDERS, AT_ONCE = 50, 4
ON_DUTY, CHIEF, COMMUNE = "xa1", "truong1", "Xã Phương Trà"
LEAST_FILES = 2 * (SENDERS + SENDERS // WRITES_WITH_PHOTO)
"""A picture and a thumb of each photo."""
REGISTER = "/papers/register.xlsx"
PHOTO = re.compile(rb"/tips/[0-9a-f-]{36}/photos/[0-9a-f-]{36}\.jpg")
CONTACT = re.compile(rb'action="/tips/[0-9a-f-]{36}/contact"')
SETTINGS = {
    "form_min_seconds": "0",
    "tips_per_unit_hour": "1000",
    "web_push_on": "1",
}
"""None of these tips may wait apart: what is sorted out reaches fewer places."""
BEHIND_A_PROXY = {"TRUSTED_PROXIES": "1"}
MARK = "zqdauvet77"

Rows = Counter[tuple[object, ...]]


@pytest.mark.parametrize("way", planted(MARK))
def test_what_a_careless_program_might_write_is_found(way):
    assert search(planted(MARK)[way], Canaries({"mark": MARK})) == {"mark"}


def test_a_number_is_found_however_it_is_grouped():
    code = Canaries(numbers={"code": "4821733950621847"})
    for written in (b"4821 7339 5062 1847", b"4821-7339-5062-1847", b"x4821733950621847y"):
        assert search(written, code) == {"code"}
    assert search(b"4821 7339 5062 1848", code) == set()


def test_nothing_of_fifty_senders_is_anywhere_on_the_machine(tmp_path_factory, tmp_path):
    instance = demo_district(tmp_path_factory)
    for key, value in SETTINGS.items():
        assert flask(instance, "settings", "set", key, value, DEMO="1").returncode == 0
    before, old_media = _rows(instance), _media(instance)
    temporary, backups = tmp_path / "tmp", tmp_path / "backups"
    temporary.mkdir()
    settings = BEHIND_A_PROXY | {"TMPDIR": str(temporary)}
    log = instance.with_name(f"{instance.name}.log")
    with push_server() as outside, running_server(instance, settings) as server:
        desk = _desk(server, outside)
        drill = Drill([Sender(n, door) for n, door in enumerate(doors(instance, COMMUNE, SENDERS))])
        with ThreadPoolExecutor(AT_ONCE) as phones:
            list(phones.map(lambda sender: sender.report(server.url), drill.senders))
        assert flask(instance, "notices", "run", DEMO="1").returncode == 0
        screens = _screens(desk, _new_tips(instance, before))
        screens["/tips/looks"] = _told_why(server)
        calls = [repr(call).encode() for call in outside.calls]
        _nothing_in([*instance.glob("*.sqlite3-*"), log], drill)
        made = flask(instance, "backup", "create", str(backups), DEMO="1")
        assert made.returncode == 0, made.stderr
    for media in (instance / "media", *backups.glob("*/media")):
        for name in old_media:
            (media / name).unlink()
        assert sum(path.is_file() for path in media.rglob("*")) >= LEAST_FILES
    _nothing_in([instance, backups, temporary, log], drill)
    assert search_values(_values(instance), drill.of_the_person) == set()
    assert calls, "somebody was called"
    told = {path for path, body in screens.items() if search(body, drill.of_the_tip)}
    assert len(told) > 3, "the desk could read what it was told"
    for path, body in [*screens.items(), *enumerate(calls)]:
        assert (path, search(body, drill.of_the_person)) == (path, set())
    _no_row_names_a_poster(instance, before)
    _what_is_left_behind_is_found(instance, log, drill)


def _desk(server: LiveServer, outside: PushServer) -> Stranger:
    """Whoever is on duty in one commune, in a browser that may be called."""
    desk = _signed_in(server, ON_DUTY)
    asked = desk.send(desk.form("/me/push", "endpoint"), endpoint=f"{outside.address}/on-duty")
    assert asked.status == 200
    desk.close()  # It looks again much later, on a line of its own.
    return desk


def _signed_in(server: LiveServer, name: str) -> Stranger:
    person = next(one for one in server.demo["sign_ins"] if one["username"] == name)
    browser = Stranger(server.url, headers={"User-Agent": "desk"})
    given = {"username": name, "password": person["password"]}
    assert browser.send(browser.form("/login", "username"), **given).status == 200
    return browser


def _told_why(server: LiveServer) -> bytes:
    """What the chief reads of the openings below."""
    chief = _signed_in(server, CHIEF)
    page = chief.get("/tips/looks?contacts=y").body
    chief.close()
    assert OF_THE_DESK["reason"].encode() in page
    return page


def _screens(desk: Stranger, tips: list[str]) -> dict[str, bytes]:
    """What the desk sees, by address: lists, tips with a photo of each, the register as a file."""
    paths = ["/home", "/feed", "/tips", "/tips/board", "/tips/pick", "/me/notices", REGISTER]
    paths += [f"/tips/{tip}{page}" for tip in tips for page in ("", "/transfer", "/bank")]
    seen = {path: desk.get(path) for path in paths}
    _open_a_contact(desk, seen)
    photos = {path for answer in seen.values() for path in PHOTO.findall(answer.body)}
    seen |= {path: desk.get(path) for path in map(bytes.decode, photos)}
    desk.close()
    assert {path: one.status for path, one in seen.items() if one.status != 200} == {}
    assert len(photos) >= len(tips)
    return {path: answer.body for path, answer in seen.items()}


def _open_a_contact(desk: Stranger, seen: dict[str, Answer]) -> None:
    """For a reason that names somebody, as officers are asked not to."""
    path = next(path for path, page in seen.items() if CONTACT.search(page.body))
    asked = form_in(seen[path], path, "reason")
    opened = desk.send(asked, reason=f"gọi lại {OF_THE_DESK['reason']}")
    assert opened.status == 200 and OF_THE_DESK["reason"] in opened.text


def _nothing_in(places: list[Path], drill: Drill) -> None:
    assert search_files(places, drill.of_the_person | drill.of_the_tip) == {}


def _open(instance: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(instance / "lang-nghe.sqlite3"))


def _rows(instance: Path) -> Rows:
    """Every row of every table, its table in front."""
    with _open(instance) as connection:
        listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = [name for (name,) in connection.execute(listed)]
        return Counter(
            (name, *row) for name in names for row in connection.execute(f'SELECT * FROM "{name}"')
        )


def _values(instance: Path) -> Iterator[object]:
    return (value for row in _rows(instance) for value in row)


def _media(instance: Path) -> list[Path]:
    media = instance / "media"
    return [path.relative_to(media) for path in media.rglob("*") if path.is_file()]


def _new_tips(instance: Path, before: Rows) -> list[str]:
    """Some tips that came to the unit of whoever is on duty since then."""
    query = (
        "SELECT t.id FROM tips t JOIN officers o ON o.place_id = t.unit_id"
        " WHERE o.username = ? ORDER BY t.number DESC LIMIT 5"
    )
    with _open(instance) as connection:
        found = [id_ for (id_,) in connection.execute(query, (ON_DUTY,))]
    old = {row[1] for row in before if row[0] == "tips"}
    assert not old & set(found)
    return [str(UUID(id_)) for id_ in found]


def _no_row_names_a_poster(instance: Path, before: Rows) -> None:
    """Only the daily count of each poster grew, which bears no tip and no time."""
    posters = [row[1:3] for row in before if row[0] == "posters"]
    signs = re.compile("|".join(sign for pair in posters for sign in pair))
    added = [row for row in _rows(instance) - before if row[0] != "poster_days"]
    assert len(added) > 10 * SENDERS
    assert [row for row in added if signs.search(repr(row))] == []


def _what_is_left_behind_is_found(instance: Path, log: Path, drill: Drill) -> None:
    """What was looked for in vain can be found: one slip of each kind, where it would happen."""
    one, database = drill.senders[0], instance / "lang-nghe.sqlite3"
    with log.open("a") as file:
        file.write(f"GET /receipt from {one.address}\n")
    agent = one.headers["User-Agent"].encode()
    (instance / "assets" / "seen.js").write_bytes(base64.b64encode(agent))
    (instance / "media" / "kept.bin").write_bytes(gzip.compress(one.picture(0)))
    with _open(instance) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE slips (told TEXT)")
        digest = hashlib.sha256(one.address.encode()).hexdigest()
        connection.execute("INSERT INTO slips VALUES (?)", (digest,))
        connection.execute("INSERT INTO slips VALUES (?)", (f"code {one.code}",))
        connection.commit()
        connection.execute("DELETE FROM slips WHERE told LIKE 'code%'")
        connection.commit()
    slips = [log, *instance.glob("assets/*.js"), *instance.glob("media/*.bin"), database]
    found = search_files(slips, drill.of_the_person)
    assert {Path(path).name: names for path, names in found.items()} == {
        log.name: {"address told by the proxy"},
        "seen.js": {"user agent"},
        "kept.bin": {"metadata"},
        database.name: {"code 0"},
    }
    assert search_values(_values(instance), drill.of_the_person) == {"sha256 of address 0"}
