"""A tip that a phone sealed: the same tip as by the form, once however often it comes."""

import json

import pytest

from domain.vault.letters import public_key
from tests.support.letters import letter
from tests.support.villager import picture, stored_tips

KIND = "application/vnd.lang-nghe.letter"


def _words(form, **values):
    return {**form.values, **values}


def _send(app, form, values, *, photos=(), item="", kept="2026-11-23T08:00:00.000Z", plain=b""):
    said = {
        "v": 1,
        "form": "tip",
        "saved_at": "2026-11-23T08:00:00.000Z",
        "fields": [[name, text] for name, text in values.items()],
        "photos": [{"name": "a.jpg", "type": "image/jpeg", "size": len(p)} for p in photos],
    }
    body = plain or json.dumps(said).encode() + (b"\0" + b"".join(photos) if photos else b"")
    bound = values["submission_id"]
    sealed = letter(public_key(app.extensions["ring"]), f"{bound}/form", body)
    headers = {"Outbox-Item": item or bound, "Outbox-Clock": kept}
    return app.test_client().post(form.action, data=sealed, content_type=KIND, headers=headers)


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
