"""Pages in English hold no Vietnamese sentence of ours: only names, and what people typed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from domain.errors import NotFound
from domain.media.problems import PhotoProblem, problem_sentence
from domain.people.models import Officer
from domain.reference.models import ListKey, ReferenceItem
from domain.sentence import Sentence
from tests.factories_forums import log as log_forum
from tests.factories_forums import opinion
from tests.factories_mailboxes import add_line, hang
from tests.factories_mailboxes import log as log_opening
from tests.factories_outreach import log as log_outreach
from tests.factories_plans import make as make_plan
from tests.factories_posters import issued
from tests.factories_tips import make_tip
from tests.house_rules.access_table import TABLE
from tests.support.catalogue import CATALOGUES, read
from tests.support.page import Browser, Page
from web.context import today
from web.extensions import db as flask_db
from web.language import say

VIETNAMESE = re.compile("[à-ỹÀ-ỸđĐ]")
HOLES = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")
LONG = 14
"""A piece of a sentence this long never stands in a page by chance."""
BY_ROLE = {"officer": "xa1", "chief": "truong1", "supervisor": "huyen", "admin": "quantri"}
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
NOT_READ = {"script", "style", "textarea"}
PUBLIC = (
    "/", "/first-aid", "/first-aid/pictures", "/privacy", "/kept", "/q", "/q/222222", "/receipt",
    "/tip", "/tip?commune=30094", "/q/{code}", "/q/{code}/tip", "/q/{code}/tip?gap=1", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def sentences() -> dict[str, str]:
    """Vietnamese sentences, and long pieces of them, that English says otherwise."""
    found = {}
    for message in read(CATALOGUES / "en" / "LC_MESSAGES" / "messages.po", "en"):
        source = message.id if isinstance(message.id, str) else message.id[0]
        pieces = [" ".join(piece.split()) for piece in HOLES.split(source)]
        for piece in pieces if len(pieces) > 1 else [" ".join(source.split())]:
            whole = piece == source
            if VIETNAMESE.search(piece) and (whole or len(piece) >= LONG):
                found[piece] = source
    return found


def _words(element: Element) -> Iterator[str]:
    """What is read on a page, but for the parts that say of themselves that they are Vietnamese."""
    if element.get("lang") == "vi" and element.tag != "html":
        return
    if element.tag not in NOT_READ:
        yield from (element.get(name) or "" for name in SPOKEN)
        yield element.text or ""
    for part in element:
        yield from _words(part)
        yield part.tail or ""


def _untranslated(page: Page, sentences: dict[str, str]) -> list[str]:
    words = {" ".join(text.split()) for text in _words(page.root)} - {""}
    blob = "\n".join(words)
    return [s for s in sentences if s in words or (len(s) >= LONG and s in blob)]


def _opened(browser: Browser, address: str) -> Page | None:
    answer = browser.raw(address, headers={"HX-Request": "false"})
    is_page = answer.mimetype == "text/html" and answer.status_code not in {204, 303}
    return (
        Page(answer, address, fragment="<html" not in answer.get_data(as_text=True))
        if is_page
        else None
    )


@pytest.fixture
def things(app: Flask, people) -> dict[str, object]:
    """One of everything in the officers' commune, and everybody reading English."""
    with app.app_context():
        db, ring = flask_db.session(), app.extensions["ring"]
        for officer in vars(people).values():
            db.get_one(Officer, officer.id).language = "en"
        # Somebody whose name is no word of ours.
        db.get_one(Officer, people.admin.id).name = "Trung tá Mẫu"
        by = db.get_one(Officer, people.officer.id)
        outreach = log_outreach(db, ring, by)
        forum = log_forum(db, ring, by, opinions=(opinion(1),))
        box = hang(db, by.place, author=by)
        row = db.scalars(select(ReferenceItem).where(ReferenceItem.list_key == ListKey.BANKS))
        made = {
            "outreach": {"kind": "outreach", "record_id": outreach.id},
            "forum": {"record_id": forum.id, "opinion_id": forum.opinions[0].id},
            "plan": {
                "plan_id": make_plan(db, ring, by, now=datetime.now(UTC), planned_on=today()).id
            },
            "box": {"box_id": box.id},
            "opening": {"record_id": log_opening(db, ring, by, box).id},
            "line": {"line_id": add_line(db, by.place, author=by).id},
            "poster": {"code": issued(db, ring).code},
            "tip": {"tip_id": make_tip(db, ring).tip_id},
            "person": {"officer_id": by.id},
            "place": {"place_id": by.place_id},
            "list": {"name": "banks"},
            "list row": {"name": "banks", "item_id": row.first().id},
            "setting": {"key": "tip_retention_text"},
        }
        db.commit()
    return made


def test_people_read_the_public_pages_in_english(app, things, browser_of, sentences):
    browser, left = browser_of(), []
    in_vietnamese = _opened(browser, "/privacy")
    assert len(_untranslated(in_vietnamese, sentences)) > 10, "Vietnamese would be noticed"
    for path in PUBLIC:
        address = path.format(**things["poster"])
        page = _opened(browser, address + ("&" if "?" in address else "?") + "lang=en")
        assert page is not None, address
        left += [f"{address}: {sentence}" for sentence in _untranslated(page, sentences)]
    assert left == []


def test_an_officer_who_chose_english_reads_staff_pages_in_english(
    app, things, browser_of, sentences
):
    browsers = {role: browser_of(name) for role, name in BY_ROLE.items()}
    left, seen = [], 0
    for rule in app.url_map.iter_rules():
        row = TABLE[rule.endpoint]
        values = things.get(row.thing, {}) if row.thing else {}
        if row.public or "GET" not in rule.methods or not set(rule.arguments) <= set(values):
            continue
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{k: values[k] for k in rule.arguments})
        # A list may differ from one to the other; a thing's own page is read by one of them.
        roles = [role for role in BY_ROLE if role in row.roles]
        for role in roles[:1] if row.thing else roles:
            page = _opened(browsers[role], address)
            if page is None:
                continue
            seen += 1
            left += [f"{address} ({role}): {s}" for s in _untranslated(page, sentences)]
    assert left == []
    assert seen > 60


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (NotFound.sentence, "The address may be mistyped, or what was here is gone."),
        (Sentence("Ghi tối đa %(most)s chữ.", most=40), "At most 40 characters."),
        (
            problem_sentence(PhotoProblem.GIF, "hình.gif"),
            "Photo “hình.gif” is a moving GIF, so it was not kept."
            " Take a screenshot of it and send that.",
        ),
        ("Chú Bảy, 100% thật", "Chú Bảy, 100% thật"),
        ("", ""),
    ],
)
def test_a_refusal_is_said_in_english_with_its_values(app, sentence, said):
    with app.test_request_context("/?lang=en"):
        assert say(sentence) == said
    with app.test_request_context("/"):
        assert say(sentence) == str(sentence)


def test_what_the_domain_refuses_is_refused_in_english(things, browser_of):
    chief = browser_of("truong1")
    form = chief.get("/posters/new").form("spot")
    page = chief.send_for_page(form, {"spot": "x" * 130}, status=422)
    assert "Longer than 120 characters, it would not fit in print." in page.text
    missing = browser_of("xa1").get("/forums/00000000-0000-7000-8000-000000000000", status=404)
    assert "This page was not found" in missing.text
