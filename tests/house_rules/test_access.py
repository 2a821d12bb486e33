"""The authorisation matrix: every route, every principal, one's own thing, a neighbour's, the
parent unit's and a missing one, against the one reviewed table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from domain.letters.models import UnreadLetter
from domain.media.models import Photo
from domain.media.photo import SafePhoto
from domain.media.services import put_for_tip
from domain.media.store import Store
from domain.people.models import Enrolment, Officer, Role
from domain.records.models import LoggedRecord
from domain.reference.models import ListKey, ReferenceItem
from domain.tips.models import Tip
from domain.tips.sealing import tip_key
from tests.factories import BINH_THANH, DISTRICT, MY_HIEP, PHUONG_TRA, PROVINCE, make_officer, place
from tests.factories_banking import contact_of, logged_call
from tests.factories_cases import make_case
from tests.factories_duty import make_shift
from tests.factories_forums import log as log_forum
from tests.factories_forums import opinion
from tests.factories_mailboxes import add_line, hang
from tests.factories_mailboxes import log as log_opening
from tests.factories_outreach import log as log_outreach
from tests.factories_papers import make_paper, make_template
from tests.factories_plans import make as make_plan
from tests.factories_posters import issued
from tests.factories_tips import make_tip
from tests.house_rules.access_table import BY_PASS, TABLE
from tests.support.images import photo as drawn
from tests.support.page import Browser
from web.extensions import db as flask_db

SAFE = SafePhoto(picture=drawn(), thumb=drawn(width=32, height=24), width=640, height=480)
OWN, OTHER, ABOVE, MISSING = "own", "other", "above", "missing"
PRINCIPALS = {
    "nobody": (None, None),
    "officer": (Role.OFFICER, PHUONG_TRA),
    "plain": (Role.OFFICER, PHUONG_TRA),
    "chief": (Role.CHIEF, PHUONG_TRA),
    "union": (Role.OFFICER, PHUONG_TRA),
    "neighbour": (Role.OFFICER, BINH_THANH),
    "supervisor": (Role.SUPERVISOR, DISTRICT),
    "far": (Role.SUPERVISOR, MY_HIEP),
    "admin": (Role.ADMIN, PROVINCE),
    "gone": (Role.OFFICER, PHUONG_TRA),
}
ROLE_IN_TABLE = {"neighbour": "officer", "far": "supervisor"}
SEES = {
    "officer": {OWN},
    "plain": {OWN},
    "chief": {OWN},
    "union": {OWN},
    "neighbour": {OTHER},
    "supervisor": {OWN, OTHER, ABOVE},
    "far": set(),
    "admin": {OWN, OTHER, ABOVE},
}
IDS = (
    "record_id", "opinion_id", "box_id", "line_id", "shift_id", "photo_id", "plan_id",
    "officer_id", "enrolment_id", "place_id", "tip_id", "paper_id", "template_id", "contact_id",
    "case_id", "call_id", "letter_id",
)  # fmt: skip
KEPT_FOR_POLICE = (
    "duty.", "feed.show", "feed.live", "feed.record", "tips.", "banks.",
    "papers.", "posters.", "admin.",
)  # fmt: skip
UNIT_OF = {
    "officer": OWN,
    "plain": OWN,
    "chief": OWN,
    "union": OWN,
    "neighbour": OTHER,
    "supervisor": ABOVE,
}


@dataclass
class World:
    """Things by kind and whose they are; the values that fill an address."""

    things: dict[tuple[str, str], dict[str, object]]
    browsers: dict[str, Browser]


def _photo(db: Session, kind: str, record_id: UUID, **files: object) -> Photo:
    photo = Photo(
        id=uuid4(),
        record_kind=kind,
        record_id=record_id,
        created_on=datetime.now(UTC).date(),
        width=8,
        height=8,
        **files,
    )
    db.add(photo)
    return photo


def _unit_things(db: Session, app: Flask, code: str, whose: str) -> dict[tuple[str, str], dict]:
    ring, store = app.extensions["ring"], Store(app.extensions["config"].media_dir)
    by = make_officer(db, f"author-{whose}", code=code)
    outreach = log_outreach(db, ring, by)
    now = datetime.now(UTC)
    forum = log_forum(db, ring, by, opinions=(opinion(1),))
    keys = store.put_photo(SAFE)
    photo = _photo(db, "outreach", outreach.id, file_key=keys[0], thumb_key=keys[1])
    phone = Enrolment(
        id=uuid4(), officer_id=by.id, secret_hash=uuid4().bytes * 2, created_at=now, expires_at=now
    )
    db.add(phone)
    poster = issued(db, ring, code=code)
    box = hang(db, by.place, author=by)
    opening = log_opening(db, ring, by, box)
    line = add_line(db, by.place, author=by)
    plan = make_plan(db, ring, by)
    shift = make_shift(db, ring, by, start=now)
    return {
        ("plan", whose): {"plan_id": plan.id},
        ("outreach", whose): {"kind": "outreach", "record_id": outreach.id},
        ("forum", whose): {"record_id": forum.id, "opinion_id": forum.opinions[0].id},
        ("photo", whose): {"photo_id": photo.id},
        ("poster", whose): {"code": poster.code},
        ("box", whose): {"box_id": box.id},
        ("opening", whose): {"record_id": opening.id},
        ("line", whose): {"line_id": line.id},
        ("shift", whose): {"shift_id": shift.id},
        ("bank contact", whose): {"contact_id": contact_of(db, by).id},
        ("person", whose): {"officer_id": by.id},
        ("person and phone", whose): {"officer_id": by.id, "enrolment_id": phone.id},
        ("place", whose): {"place_id": by.place_id},
        **_tip_things(db, app, code, whose),
    }


def _tip_things(db: Session, app: Flask, code: str, whose: str) -> dict[tuple[str, str], dict]:
    ring, store = app.extensions["ring"], Store(app.extensions["config"].media_dir)
    receipt = make_tip(db, ring, place(db, code))
    tip = db.get_one(Tip, receipt.tip_id)
    photo_id = uuid4()
    keys = put_for_tip(store, tip_key(ring, tip), photo_id, SAFE)
    photo = _photo(db, "tip", tip.id, file_key=keys[0], thumb_key=keys[1], is_sealed=True)
    photo.id = photo_id
    paper, template = make_paper(db, ring, tip), make_template(db, place(db, code))
    beside = db.get_one(Tip, make_tip(db, ring, place(db, code)).tip_id)
    keeper = make_officer(db, f"keeper-{whose}", role=Role.CHIEF, code=code)
    case = make_case(db, ring, keeper, [tip, beside])
    return {
        ("paper", whose): {"paper_id": paper.id},
        ("template", whose): {"template_id": template.id},
        ("tip", whose): {"tip_id": tip.id},
        ("case", whose): {"case_id": case.id},
        ("tip photo", whose): {"tip_id": tip.id, "photo_id": photo_id},
        ("bank call", whose): {"tip_id": tip.id, "call_id": logged_call(db, ring, keeper, tip)},
    }


def _missing() -> dict[tuple[str, str], dict[str, object]]:
    ids = {name: uuid4() for name in IDS}
    kinds = (
        "outreach",
        "forum",
        "photo",
        "person",
        "place",
        "tip",
        "box",
        "opening",
        "line",
        "shift",
        "plan",
        "bank contact",
        "paper",
        "case",
        "template",
    )
    made: dict[tuple[str, str], dict[str, object]] = {
        (kind, MISSING): {**ids, "kind": "outreach"} for kind in kinds
    }
    made["poster", MISSING] = {"code": "222222"}
    for double in ("person and phone", "tip photo", "bank call"):
        made[double, MISSING] = ids
    return made


@pytest.fixture(scope="module")
def world(built_app: Flask, databases) -> Iterator[World]:
    """Two communes with one of everything, a tip sent to the parent, and everybody signed in."""
    with built_app.app_context():
        flask_db.engine.dispose()
        databases.renew_shared()
        built_app.extensions["config"].media_dir.mkdir(parents=True, exist_ok=True)
        built_app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        db = flask_db.session()
        things = _missing()
        for whose, code in ((OWN, PHUONG_TRA), (OTHER, BINH_THANH)):
            things |= _unit_things(db, built_app, code, whose)
        things |= _tip_things(db, built_app, DISTRICT, ABOVE)
        item = db.scalars(select(ReferenceItem).where(ReferenceItem.list_key == ListKey.PARTNERS))
        first = item.first()
        things["list", OWN] = {"name": "partners"}
        things["list row", OWN] = {"name": "partners", "item_id": first.id}
        at, nothing = datetime.now(UTC), {"item_id": "", "path": "", "size": 0}
        letter = UnreadLetter(
            id=uuid4(), sha256=b"", letter=b"", arrived_at=at, why="sealed", **nothing
        )
        db.add(letter)
        things["letter", OWN] = {"letter_id": letter.id}
        things["setting", OWN] = {"key": "site_name"}
        for name in ("held", "phone", "letter"):
            missing = {"held_id": uuid4(), "enrolment_id": uuid4(), "letter_id": uuid4()}
            things[name, MISSING] = missing
        for name, (role, code) in PRINCIPALS.items():
            if role is not None:
                make_officer(
                    db,
                    name,
                    role=role,
                    code=code,
                    reads_tips=name != "plain",
                    organisation="womens_union" if name == "union" else "",
                )
        db.commit()
    browsers = {n: Browser(built_app, n if role else "") for n, (role, _) in PRINCIPALS.items()}
    with built_app.app_context():
        gone = flask_db.session.scalars(select(Officer).where(Officer.username == "gone")).unique()
        gone.one().is_active = False
        flask_db.session.commit()
    yield World(things, browsers)
    built_app.config.update(WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=None)


def _seen(answer: TestResponse) -> str:
    leads = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    if answer.status_code == 401 or "/login" in leads:
        return "sign in"
    if answer.status_code < 300 and not answer.get_data():
        return "nothing"
    return {403: "refused", 404: "absent"}.get(answer.status_code, "in")


def _expected(endpoint: str, who: str, whose: str) -> set[str]:
    row = TABLE[endpoint]
    if row.public:
        return {"in", "nothing", "absent", "sign in"}
    if row is BY_PASS or who in {"nobody", "gone"}:
        return {"nothing"} if row.polled else {"sign in"}
    if who == "union":
        return _expected_of_a_union(endpoint, whose)
    if ROLE_IN_TABLE.get(who, who) not in row.roles:
        return {"refused"}
    if not row.thing or row.thing in {"list", "list row", "setting"}:
        return {"in", "nothing", *row.also}
    if whose == MISSING or whose not in SEES[who]:
        return {"absent"}
    if row.only == "unit" and UNIT_OF.get(who) != whose:
        return {"absent", "refused"}
    return {"in", "nothing", *row.also}


def _expected_of_a_union(endpoint: str, whose: str) -> set[str]:
    """What the police keep for themselves is refused; of the rest a union reads what an officer of
    the commune reads, and changes none of it."""
    if endpoint.startswith(KEPT_FOR_POLICE):
        return {"refused"}
    return _expected(endpoint, "plain", whose) | {"refused"}


def _cells(app: Flask, world: World) -> Iterator[tuple[Rule, str, str, dict[str, object]]]:
    for rule in app.url_map.iter_rules():
        row = TABLE.get(rule.endpoint)
        if row is None:
            continue  # Another test says so.
        variants = [(w, v) for (kind, w), v in world.things.items() if kind == row.thing]
        if not row.thing:
            variants = [(OWN, dict.fromkeys(rule.arguments, "x"))]
        for whose, values in variants:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method, whose, {k: values[k] for k in rule.arguments if k in values}


def test_every_route_stands_in_the_reviewed_table_and_no_row_is_left_over(built_app):
    routes = {rule.endpoint for rule in built_app.url_map.iter_rules()}
    assert routes - set(TABLE) == set(), "say in access_table.py who may call it"
    assert set(TABLE) - routes == set(), "the table speaks of routes that are gone"


def test_everybody_reaches_what_the_table_says_and_nothing_else(built_app, world):
    wrong, cells = [], 0
    signs_out = {"auth.sign_out", "me.end_other_sign_ins", "me.change_password"}
    for rule, method, whose, values in _cells(built_app, world):
        if rule.endpoint in signs_out:
            continue
        with built_app.test_request_context():
            address = built_app.url_for(rule.endpoint, **values)
        for who, browser in world.browsers.items():
            answer = browser.raw(address, method, data={})
            seen = _seen(answer)
            cells += 1
            if seen not in _expected(rule.endpoint, who, whose):
                expected = sorted(_expected(rule.endpoint, who, whose))
                wrong.append(f"{method} {rule.rule} {whose} by {who}: {seen}, not {expected}")
            if answer.status_code >= 500:
                wrong.append(f"{method} {rule.rule} {whose} by {who}: {answer.status_code}")
    assert wrong == [], "\n".join(["what people reach is not what the table says:", *wrong])
    assert cells > 1000


@pytest.mark.parametrize("endpoint", ["outreach.show", "tips.show", "posters.show", "media.photo"])
def test_another_units_thing_and_a_missing_one_answer_alike(built_app, world, endpoint):
    kind = TABLE[endpoint].thing
    answers = []
    for whose in (OTHER, MISSING):
        rule = next(r for r in built_app.url_map.iter_rules() if r.endpoint == endpoint)
        values = {k: world.things[kind, whose][k] for k in rule.arguments}
        with built_app.test_request_context():
            address = built_app.url_for(endpoint, **values)
        answer = world.browsers["officer"].raw(address)
        answers.append((answer.status_code, answer.get_data().replace(address.encode(), b"")))
    assert answers[0] == answers[1]


def test_the_matrix_notices_a_query_that_forgets_the_viewer(built_app, world, monkeypatch):
    def unscoped(db: Session, model: type[LoggedRecord], viewer: Officer, record_id: UUID):
        return db.get(model, record_id)

    monkeypatch.setattr("domain.records.queries.get_visible", unscoped)
    rule = next(r for r in built_app.url_map.iter_rules() if r.endpoint == "outreach.show")
    record = world.things["outreach", OTHER]["record_id"]
    answer = world.browsers["officer"].raw(f"/outreach/{record}")
    assert _seen(answer) not in _expected(rule.endpoint, "officer", OTHER)
