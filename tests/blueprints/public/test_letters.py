"""A tip that a phone sealed: the same tip as by the form, once however often it comes."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tips.models import Tip
from domain.vault.letters import public_key
from tests.support.letters import letter
from tests.support.villager import picture, set_setting, stored_tips
from web.extensions import db
from web.form_tokens import form_token

one_engine = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")
SAVED = "2026-11-23T08:00:00.000Z"
"""When the form was saved, by the phone's clock."""
KIND = "application/vnd.lang-nghe.letter"


def _words(form, **values):
    return {**form.values, **values}


def _send(app, form, values, *, photos=(), item="", kept=SAVED, plain=b"", longer=0):
    said = {
        "v": 1,
        "form": "tip",
        "saved_at": SAVED,
        "fields": [[name, text] for name, text in values.items()],
        "photos": [{"name": "a.jpg", "type": "image/jpeg", "size": len(p)} for p in photos],
    }
    body = plain or json.dumps(said).encode() + (b"\0" + b"".join(photos) if photos else b"")
    bound = values["submission_id"]
    sealed = letter(public_key(app.extensions["ring"]), f"{bound}/form", body)
    heads = {"Outbox-Item": item or bound, "Outbox-Clock": kept}
    told = {"CONTENT_LENGTH": str(len(sealed) + longer)}
    return app.test_client().post(
        form.action, data=sealed, content_type=KIND, headers=heads, environ_overrides=told
    )


def test_a_letter_brings_the_receipt_and_sent_again_the_same(app, villager):
    form = villager.form()
    values = _words(form, story="Có người kêu chuyển tiền", category="online-trade")
    answers = [_send(app, form, values, photos=[picture()]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json["id"] for answer in answers} == {values["submission_id"]}
    assert len({villager.keep(answer.json["url"]).code for answer in answers}) == 1
    assert [one.body.story for one in stored_tips(app)] == ["Có người kêu chuyển tiền"]
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_the_same_words_by_the_form_are_the_same_tip(app, villager):
    form = villager.form()
    sealed = _send(app, form, _words(form, story="Một chuyện"))
    again = villager.send(form, story="Một chuyện")
    assert villager.keep(sealed.json["url"]).code == again.code
    assert len(stored_tips(app)) == 1


def test_today_is_the_day_of_writing_though_the_network_came_a_day_later(app, villager):
    form = villager.form()
    for kept in ("2026-11-23T08:00:00.000Z", "2026-11-24T07:59:00.000Z"):
        values = _words(form, story=f"Bữa nay {kept}", happened_on="today")
        assert _send(app, form, values, kept=kept).status_code == 201
    days = [one.body.happened_on for one in stored_tips(app)]
    assert len(set(days)) == 2


@pytest.mark.parametrize(
    ("values", "word"), [({}, "Chưa có gì"), ({"form_token": "x", "story": "a"}, "mở lâu")]
)
def test_what_the_form_would_ask_again_is_said_in_one_sentence(app, villager, values, word):
    form = villager.form()
    answer = _send(app, form, _words(form, **values))
    assert answer.status_code == 422
    assert word in answer.json["sentence"]
    assert stored_tips(app) == []


def test_what_is_no_letter_of_this_form_is_refused_by_its_name(app, villager):
    form = villager.form()
    values = _words(form, story="Một chuyện")
    for answer in (
        _send(app, form, values, item="another"),
        _send(app, form, values, plain=b"no words"),
        _send(
            app, form, values, plain=b'{"fields":[["a","b"]],"photos":[{"name":"","size":9}]}\0x'
        ),
        _send(app, form, values, plain=b'{"fields":[["submission_id","x"]],"photos":[]}'),
    ):
        assert answer.status_code == 400
        assert answer.json["sentence"] == "Máy chủ không mở được tin này."
    assert stored_tips(app) == []


@one_engine
@pytest.mark.parametrize(
    ("opened", "kept", "status"),
    [(1, "2026-11-24T07:59:00.000Z", 201), (2, "2026-11-24T09:00:00.000Z", 422)],
)
def test_a_day_in_the_phone_is_not_counted_against_the_form_and_more_than_a_day_is(
    app, villager, ring, opened, kept, status
):
    set_setting(app, "form_token_days", "1")
    form = villager.form()
    values = _words(form, story="Kêu chuyển tiền")
    made = datetime.now(UTC) - timedelta(hours=24 + opened, minutes=-2)
    values["form_token"] = form_token(ring, UUID(values["submission_id"]), made)
    answers = [_send(app, form, values, kept=kept) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [status, status]
    if status == 422:
        assert "Mở trang báo tin, ghi lại giúp" in answers[0].json["sentence"]
    assert len(stored_tips(app)) == (1 if status == 201 else 0)


@one_engine
def test_a_letter_that_was_cut_or_made_to_hurt_stores_nothing_and_names_nothing(app, villager):
    form = villager.form()
    values = _words(form, story="Kêu chuyển tiền")
    cut = _send(app, form, values, longer=9_000)
    assert cut.status_code == 400 and "id" not in (cut.json or {})
    heavy = b'{"photos":[],"fields":[' + b"[]," * 200_000 + b"[]]}"
    for text in (heavy, b"[" * 100_000, b"null", b"[]", b'{"fields": 5, "photos": []}', b"\xff"):
        assert _send(app, form, values, plain=text).status_code == 400
    assert stored_tips(app) == []
    many = {f"x{number}": "y" for number in range(10_000)}
    odd = _words(form, story="Kêu \0 chuyển \ud83d tiền") | many
    assert _send(app, form, odd).status_code == 201
    assert "chuyển" in stored_tips(app)[0].body.story


@one_engine
def test_a_flood_of_letters_waits_apart_as_a_flood_of_forms_does_and_hears_the_same(app, villager):
    set_setting(app, "tips_per_bucket_hour", "2")
    answers = []
    for number in range(4):
        form = villager.form()
        answers.append(_send(app, form, _words(form, story=f"Chuyện số {number}")))
    assert {answer.status_code for answer in answers} == {201}
    assert {tuple(sorted(answer.json)) for answer in answers} == {("id", "number", "url")}
    with app.app_context(), Session(db.engine) as session:
        apart = [tip.is_quarantined for tip in session.scalars(select(Tip))]
    assert sorted(apart) == [False, False, True, True]
