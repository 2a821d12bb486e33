"""When the form must be shown again, everything typed and every photo is still there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from domain.media.models import Photo
from domain.tips.models import Tip
from tests.support.page import text_of
from tests.support.villager import Villager, count, photo, picture, stored_tips

TOLD = {
    "category": "loan_debt",
    "story": "Bị đòi nợ <b>suốt</b> ngày & đêm",
    "happened_on": "week",
    "money_lost": "45tr",
    "money_sent_at": "older",
    "suspect_phone": "0900 000 113",
    "contact": "Bà Tư",
    "on_behalf": "1",
    "send_to": "parent",
}


def _now_later(days: float):
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True)


@pytest.mark.parametrize("token", ["", "forged", "A" * 22, None])
def test_a_bad_token_shows_the_form_again_one_tap_from_sending(villager, token):
    page = villager.refused(form_token=token, **TOLD)
    assert page.h1 == "Báo tin cho công an, không cần ghi tên"
    form = page.form("story")
    assert {name: form.values[name] for name in TOLD} == TOLD
    assert count(villager.app, Tip) == 0
    assert villager.send(form).code
    assert stored_tips(villager.app)[0].body.story == TOLD["story"]


def test_the_token_of_another_form_does_not_fit(villager):
    other = villager.form().values["form_token"]
    assert villager.refused(form_token=other, story="một").form("story").values["story"] == "một"


def test_a_form_left_open_for_eight_days_comes_back_with_everything(villager):
    form = villager.form()
    with _now_later(8):
        page = villager.refused(form, **TOLD)
        assert "Bấm gửi lần nữa là xong" in page.text
        assert page.text.startswith("Quay lại")
        assert villager.send(page.form("story")).code


def test_a_form_left_open_for_six_days_is_sent(villager):
    form = villager.form()
    with _now_later(6):
        assert villager.send(form, **TOLD).code


def test_photos_already_received_are_kept_and_go_with_the_tip(villager):
    page = villager.refused(
        form_token="", story="có hình", photos=[photo(picture()), photo(picture(2))]
    )
    assert "Đã giữ 2 hình gửi lúc nãy, không cần chọn lại." in page.text
    form = page.form("story")
    assert len(form.values["photo_ids"]) == 2
    kept = villager.send(form)
    again = villager.send(form)
    assert kept.code == again.code
    assert count(villager.app, Tip) == 1 and count(villager.app, Photo) == 2


def test_a_photo_sent_with_the_second_try_is_added_to_those_kept(villager):
    page = villager.refused(form_token="", photos=[photo(picture())])
    villager.send(page.form("story"), photos=[photo(picture(2))])
    assert count(villager.app, Photo) == 2


def test_nobody_else_can_claim_a_photo_that_waits(villager):
    page = villager.refused(form_token="", story="một", photos=[photo(picture())])
    stolen = page.form("story").values["photo_ids"]
    stranger = Villager(villager.app, villager.code)
    page = stranger.refused(stranger.form(), photo_ids=stolen)
    assert "Chưa có gì để gửi" in page.text


def test_an_empty_form_is_the_only_thing_that_says_nothing_was_given(villager):
    page = villager.refused()
    assert "Chưa có gì để gửi" in page.text
    assert text_of(page.all("title")[0]).startswith("Lỗi:")
    assert "Chưa có gì để gửi" in villager.refused(on_behalf="1", send_to="parent").text


def test_more_than_twenty_thousand_letters_come_back_whole(villager):
    long = "ơ" * 20_001
    page = villager.refused(story=long, suspect_phone="0900 000 113")
    assert "dài quá 20.000 chữ" in page.text
    assert page.form("story").values["story"] == long
    assert villager.send(page.form("story"), story=long[:-1]).code


def test_a_photo_that_cannot_be_kept_is_named_and_the_words_are_stored(villager):
    kept = villager.send(
        story="có chữ",
        photos=[
            photo(b"", "trong.jpg"),
            photo(b"hello", "chu.jpg"),
            photo(picture()[:-4000], "cut.jpg"),
            photo(picture(), "tot.jpg"),
        ],
    )
    for name in ("trong.jpg", "chu.jpg", "cut.jpg"):
        assert f"Hình “{name}”" in kept.page.text
    assert "tot.jpg" not in kept.page.text
    assert count(villager.app, Photo) == 1


def test_the_sixth_photo_is_named_and_left_out(villager):
    many = [photo(picture(n), f"hinh{n}.jpg") for n in range(6)]
    kept = villager.send(story="nhiều hình", photos=many)
    assert "hinh5.jpg" in kept.page.text and "hinh4.jpg" not in kept.page.text
    assert count(villager.app, Photo) == 5


def test_without_a_photo_folder_the_words_are_stored_and_the_person_is_told(villager):
    villager.app.extensions["config"].media_dir.rmdir()
    kept = villager.send(story="kho hình hỏng", photos=[photo(picture(), "a.jpg")])
    assert "Hình “a.jpg”" in kept.page.text and "trục trặc" in kept.page.text
    assert stored_tips(villager.app)[0].body.story == "kho hình hỏng"


def test_going_back_and_adding_words_makes_a_new_tip_with_the_same_photos(villager):
    form = villager.refused(form_token="", story="một", photos=[photo(picture())]).form("story")
    first = villager.send(form)
    second = villager.send(form, story="một, thêm chữ")
    assert first.code != second.code
    assert count(villager.app, Tip) == 2 and count(villager.app, Photo) == 2
