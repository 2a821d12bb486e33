"""Photos that cannot be kept, with a tip and with an answer: each is named, no word is lost."""

import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from domain.media.models import Photo
from domain.tips.models import Tip
from domain.tips.talk_models import TipMessage
from tests.support.bad_photos import BAD_PHOTOS, fill_the_disk
from tests.support.page import Page
from tests.support.villager import count, photo, picture, stored_tips
from web.uploads import MOST_BODY, HeldFile

MANY = [f"hinh-{number}.jpg" for number in range(30)]


def _answer(villager, **fields):
    """The page after writing to the police about a tip of one's own."""
    form = villager.look_up(villager.send(story="tin trước").code).form("ticket")
    return Page(villager.browser.send(form, fields, status=200), "/receipt")


@pytest.mark.parametrize(("name", "make", "sentence"), BAD_PHOTOS)
def test_a_bad_photo_is_named_and_the_tip_is_stored(villager, name, make, sentence):
    kept = villager.send(story="có chữ", photos=[photo(make(), name), photo(picture(), "tot.jpg")])
    assert f"“{name}”" in kept.page.text and sentence in kept.page.text
    assert "tot.jpg" not in kept.page.text
    assert stored_tips(villager.app)[0].body.story == "có chữ"
    assert count(villager.app, Photo) == 1


@pytest.mark.parametrize(("name", "make", "sentence"), BAD_PHOTOS)
def test_a_bad_photo_is_named_and_the_answer_is_stored(villager, name, make, sentence):
    page = _answer(villager, message="kèm hình", photos=[photo(make(), name)])
    assert f"“{name}”" in page.text and sentence in page.text
    assert "kèm hình" in page.text
    assert count(villager.app, TipMessage) == 1


def test_of_thirty_photos_at_once_five_are_kept_and_the_others_named(villager):
    many = [photo(picture(n), name) for n, name in enumerate(MANY)]
    kept = villager.send(story="nhiều hình", photos=many)
    assert [name for name in MANY if f"“{name}”" in kept.page.text] == MANY[5:]
    assert count(villager.app, Photo) == 5


def test_thirty_camera_photos_sent_whole_cost_no_word_and_no_room(villager):
    """A browser without our script sends what the phone has: more than is kept on the way in."""
    heavy = picture() + bytes(5_000_000)
    many = [photo(picture(n) if n < 4 else heavy, name) for n, name in enumerate(MANY)]
    kept = villager.send(story="nặng quá", photos=many)
    assert stored_tips(villager.app)[0].body.story == "nặng quá"
    assert [name for name in MANY if f"“{name}”" in kept.page.text] == MANY[5:]
    assert count(villager.app, Photo) == 5


def test_of_a_file_no_more_is_kept_on_its_way_than_tells_that_it_is_too_large():
    held = HeldFile(10)
    assert held.write(b"12345678") == 8
    assert held.write(b"9abcdef") == 7
    held.seek(0)
    assert held.read() == b"123456789a"
    held.close()


def test_a_body_larger_than_any_form_is_refused_with_a_sentence(villager):
    answer = villager.browser.raw(
        "/tip",
        "POST",
        data={"story": "x"},
        environ_overrides={"CONTENT_LENGTH": str(MOST_BODY + 1)},
    )
    assert answer.status_code == 413
    assert "Bớt hình rồi gửi lại" in answer.get_data(as_text=True)


def test_a_full_disk_costs_the_photo_and_not_the_words(villager, monkeypatch):
    fill_the_disk(monkeypatch)
    kept = villager.send(story="hết chỗ", photos=[photo(picture(), "a.jpg")])
    assert "“a.jpg” chưa giữ được vì máy chủ hết chỗ" in kept.page.text
    assert stored_tips(villager.app)[0].body.story == "hết chỗ"
    page = _answer(villager, message="vẫn còn chữ", photos=[photo(picture(), "b.jpg")])
    assert "“b.jpg” chưa giữ được" in page.text and "vẫn còn chữ" in page.text


def test_a_bad_photo_alone_is_not_called_an_empty_message(villager):
    form = villager.look_up(villager.send(story="tin trước").code).form("ticket")
    page = villager.browser.send_for_page(form, {"photos": [photo(b"x", "a.jpg")]}, status=422)
    assert "Chưa gửi được vì hình chưa giữ được." in page.text and "“a.jpg”" in page.text
    assert "Chưa ghi gì" not in page.text and count(villager.app, TipMessage) == 0


@pytest.mark.parametrize("tells_its_length", [True, False])
def test_an_upload_cut_on_its_way_is_never_taken_for_a_whole_one(villager, tells_its_length):
    form = villager.form()
    told = {
        **form.values,
        "story": "đang gửi thì rớt mạng",
        "photos": FileStorage(*photo(picture())),
    }
    boundary, body = encode_multipart(told)
    cut = body[: len(body) // 2]
    length = {"CONTENT_LENGTH": str(len(body))} if tells_its_length else {}
    answer = villager.browser.raw(
        form.action,
        "POST",
        input_stream=io.BytesIO(cut),
        content_type=f"multipart/form-data; boundary={boundary}",
        environ_overrides={"CONTENT_LENGTH": str(len(cut)), **length},
    )
    assert answer.status_code in {400, 422}
    assert count(villager.app, Tip) == 0 and count(villager.app, Photo) == 0
    kept = villager.send(form, story="gửi lại", photos=[photo(picture())])
    assert kept.code and count(villager.app, Photo) == 1
