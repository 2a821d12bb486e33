"""What an operator types before anybody signs in: settings, places, people."""

import json

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.people.models import Officer, OneTimeCode, Role
from domain.places.models import Place
from tests.factories import PHUONG_TRA, TREE_DAY
from tests.support.commands import flask
from web.cli_data import places_group, settings_group, user_group
from web.extensions import db

HEAD = "code,level,level_label,name,parent_code,valid_from,source\n"
PASSWORD = "một câu dài dễ nhớ\n"


@pytest.fixture
def run(app):
    """Types a command; `refused` words stand in the one sentence it ends with."""

    def typed(group, *words: str, stdin: str = "", refused: tuple[str, ...] = ()) -> str:
        done = app.test_cli_runner().invoke(group, list(words), input=stdin)
        if not refused:
            assert done.exit_code == 0, done.output
            return done.stdout
        last = done.stderr.strip().splitlines()[-1]
        assert done.exit_code != 0
        assert all(word in last for word in refused), last
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return last

    return typed


def test_places_are_imported_and_a_bad_line_changes_nothing(app, run, tmp_path):
    file = tmp_path / "places.csv"
    good = f"{PHUONG_TRA}-01,hamlet,ấp,Một,{PHUONG_TRA},2022-01-01,thử\n"
    file.write_text(HEAD + good, encoding="utf-8")
    told = json.loads(run(places_group, "import", str(file), "--json"))
    assert told == {"added": 1, "changed": 0, "unchanged": 0}
    assert run(places_group, "import", str(file)) == "Places: 0 added, 0 changed, 1 unchanged.\n"
    bad = good.replace("Một", "Hai") + "x,commune,xã,Y,0,2022-01-01,thử\n"
    file.write_text(HEAD + bad, encoding="utf-8")
    run(places_group, "import", str(file), refused=("Dòng 3", "parent_code"))
    run(places_group, "import", str(tmp_path / "none.csv"), refused=("none.csv",))
    with app.app_context():
        query = select(Place.name).where(Place.code == f"{PHUONG_TRA}-01")
        assert db.session.scalars(query).all() == ["Một"]


def test_settings_are_read_set_and_refused(run):
    assert run(settings_group, "get", "silent_unit_days") == "30\n"
    kept = run(settings_group, "set", "silent_unit_days", "45", "--json")
    assert json.loads(kept) == {"silent_unit_days": 45}
    assert json.loads(run(settings_group, "get", "--json"))["site_name"] == "Lắng Nghe"
    assert "silent_unit_days = 45" in run(settings_group, "get")
    run(settings_group, "set", "silent_unit_days", "soon", refused=("7 tới 180",))
    run(settings_group, "set", "no_such", "1", refused=("no_such",))
    run(settings_group, "get", "no_such", refused=("no_such",))
    assert run(settings_group, "get", "silent_unit_days") == "45\n"
    assert run(settings_group, "set", "photos_open", "0") == "photos_open = false\n"


def add(run, username="canbo1", *more, code=PHUONG_TRA, stdin=PASSWORD, role="chief", refused=()):
    words = ("add", username, "--role", role, "--place", code, "--name", "Đại úy Mẫu", *more)
    return run(user_group, *words, stdin=stdin, refused=refused)


def test_a_person_is_added_with_a_password_and_a_code_for_the_phone(app, run):
    told = json.loads(add(run, "ChiHuy", "--json", "--no-tips"))
    assert set(told) == {"id", "username", "enrol_code"}
    assert told["username"] == "chihuy"
    with app.app_context():
        officer = db.session.scalars(select(Officer)).unique().one()
        assert (str(officer.id), officer.role, officer.reads_tips) == (
            told["id"],
            Role.CHIEF,
            False,
        )
        assert officer.password_hash.startswith("$argon2id$")
        code = db.session.scalars(select(OneTimeCode)).one()
        assert code.purpose == "enrol_phone"
        assert told["enrol_code"].encode() not in code.code_hash
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
        log = [entry.action for entry in entries]
        assert log == ["officer_changed", "code_issued"]
    assert "once within 24 hours" in add(run, "canbo2", role="officer")
    add(run, "chihuy", refused=("đã có người dùng",))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"stdin": ""}, "No password"),
        ({"stdin": "ngắn\n"}, "Mật khẩu"),
        ({"code": "99999"}, f"No place has the code 99999 on {TREE_DAY}"),
        ({"code": "30127-01"}, "is a hamlet"),
        ({"username": "có dấu"}, "không dấu"),
        ({"role": "king"}, "king"),
    ],
)
def test_a_person_who_cannot_be_added_is_refused_in_one_sentence(app, run, given, words):
    add(run, **given, refused=(words,))
    with app.app_context():
        assert db.session.scalars(select(Officer)).unique().all() == []


def test_the_commands_work_as_typed_and_say_what_an_empty_database_lacks(tmp_path):
    refused = flask(tmp_path / "new", "settings", "get")
    assert refused.returncode != 0
    assert "flask db upgrade" in refused.stderr.strip().splitlines()[-1]
    assert "Traceback" not in refused.stderr
    assert flask(tmp_path / "new", "db", "upgrade").returncode == 0
    file = tmp_path / "places.csv"
    file.write_text(HEAD + "87,province,tỉnh,Đồng Tháp,,2022-01-01,thử\n", encoding="utf-8")
    done = flask(tmp_path / "new", "places", "import", str(file))
    assert done.returncode == 0, done.stderr
    assert "Importing places: 1/1" in done.stderr
    person = ("user", "add", "quantri", "--role", "admin", "--place", "87", "--name", "Quản trị")
    made = flask(tmp_path / "new", *person, "--json", stdin=PASSWORD)
    assert made.returncode == 0, made.stderr
    assert set(json.loads(made.stdout)) == {"id", "username", "enrol_code"}
