"""What looks like a flood waits apart, answers as any other, and a cry for help passes."""

from random import Random

import pytest

from domain.feed.models import FeedRow
from domain.posters.models import PosterDay
from domain.tips.models import Tip
from tests.support.villager import count, set_setting, stored_tips


def _reasons(app):
    return [found.tip.quarantine_reason for found in stored_tips(app)]


def test_a_filled_trap_field_waits_apart_and_answers_as_any_other(villager):
    plain = villager.send(story="thiệt")
    trapped = villager.send(story="giả", confirm_note="http://spam.example")
    assert _reasons(villager.app) == ["", "honeypot"]
    assert trapped.page.h1 == plain.page.h1
    assert villager.look_up(trapped.code).h1 == villager.look_up(plain.code).h1


def test_a_form_sent_within_three_seconds_waits_apart(in_a_hurry):
    in_a_hurry.send(story="nhanh quá")
    assert _reasons(in_a_hurry.app) == ["too_fast"]


@pytest.mark.parametrize("story", ["Nó đang bị đánh", "muốn tự tử", "bị bắt cóc"])
def test_words_of_danger_pass(in_a_hurry, story):
    in_a_hurry.send(story=story, confirm_note="x")
    assert _reasons(in_a_hurry.app) == [""]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("tips_per_bucket_hour", "bucket_quota"),
        ("tips_per_poster_hour", "poster_quota"),
        ("tips_per_unit_hour", "unit_quota"),
        ("tips_per_hour", "total_quota"),
    ],
)
def test_above_each_quota_tips_wait_apart_and_are_never_refused(villager, setting, reason):
    for name in ("tips_per_bucket_hour", "tips_per_poster_hour", "tips_per_unit_hour"):
        set_setting(villager.app, name, "100")
    set_setting(villager.app, setting, "2")
    for number in range(3):
        assert villager.send(story=f"tin {number}").code
    assert _reasons(villager.app) == ["", "", reason]


def test_sending_the_same_tip_again_uses_up_no_quota(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "2")
    form = villager.form()
    for _ in range(5):
        villager.send(form, story="một tin")
    villager.send(story="tin khác")
    assert _reasons(villager.app) == ["", ""]


def test_what_waits_apart_is_in_no_feed_and_no_count(villager):
    villager.send(story="giả", confirm_note="x")
    assert count(villager.app, Tip) == 1
    assert count(villager.app, FeedRow) == 0 and count(villager.app, PosterDay) == 0


def test_networks_are_told_apart_without_being_kept(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "1")
    for number, address in enumerate(["10.1.1.7", "10.1.2.7", "10.1.1.9", "2001:db8::1"]):
        villager.browser.client.environ_base["REMOTE_ADDR"] = address
        villager.send(story=f"tin {number}")
    assert _reasons(villager.app) == ["", "", "bucket_quota", ""]


def test_what_went_past_the_commune_uses_up_nothing_of_its_posters_quota(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "100")
    set_setting(villager.app, "tips_per_poster_hour", "2")
    for number in range(2):
        villager.send(story=f"về cán bộ xã {number}", send_to="parent")
    villager.send(story="một")
    villager.send(story="hai")
    assert _reasons(villager.app) == [""] * 4


MIXED = "tiền bữa cho đường nó mẹ vàng lên xóm ai tháng bán của rồi nước cô ở đi hết"
COPY = "Có người ở chợ xưng là công an gọi điện đòi tiền, mất {} triệu rồi bà con ơi"


def test_copies_of_one_text_wait_apart_and_own_words_pass_however_many_came(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "100")
    set_setting(villager.app, "tips_alike_from", "3")
    for number in range(6):
        villager.send(story=COPY.format(number))
    villager.send(story="Má tôi bấm vô đường dẫn trúng thưởng rồi mất hết tiền trong thẻ")
    assert _reasons(villager.app) == ["", "", "", "alike", "alike", "alike", ""]


def test_a_cry_for_help_passes_in_a_flood_and_only_its_copy_waits(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "100")
    set_setting(villager.app, "tips_alike_from", "1")
    cry = "Chồng chị hàng xóm đang bị đánh ngoài chợ, lại liền giùm"
    for story in (COPY.format(1), cry, cry):
        villager.send(story=story)
    assert _reasons(villager.app) == ["", "", "alike"]


def test_one_form_does_not_send_tip_after_tip(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "100")
    form = villager.form()
    for story in ("quán nước", "cờ bạc", "trộm chó", "đá gà"):
        villager.send(form, story=story)
    assert _reasons(villager.app) == ["", "", "", "form_reused"]


def test_whoever_fills_the_quota_of_a_unit_shuts_out_nobody_else(villager):
    set_setting(villager.app, "tips_per_unit_hour", "2")
    here = villager.browser.client.environ_base
    for number, address in enumerate(["10.1.1.7"] * 3 + ["10.1.2.7", "10.1.2.7", "10.1.3.7"]):
        here["REMOTE_ADDR"] = address
        villager.send(story=f"tin {number}")
    assert _reasons(villager.app) == ["", "", "unit_quota", "", "unit_quota", ""]


def test_what_is_told_to_be_a_machines_uses_up_no_quota(villager):
    set_setting(villager.app, "tips_per_unit_hour", "1")
    for number in range(4):
        villager.send(story=f"giả {number}", confirm_note="x")
    villager.send(story="thiệt")
    assert _reasons(villager.app) == ["honeypot"] * 4 + [""]


def test_copies_sent_past_the_commune_are_compared_apart(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "100")
    set_setting(villager.app, "tips_alike_from", "1")
    for way in ("parent", "parent", "commune"):
        villager.send(story=COPY.format(1), send_to=way)
        villager.app.extensions["tip_window"].forget_all()
    assert sorted(_reasons(villager.app)) == ["", "", "alike"]
    assert [one.tip.quarantine_reason for one in stored_tips(villager.app)].count("alike") == 1


def test_words_in_no_order_wait_apart_once_several_came_and_what_is_told_passes(villager):
    set_setting(villager.app, "tips_per_bucket_hour", "100")
    set_setting(villager.app, "tips_alike_from", "1")
    words = MIXED.split()
    for turn in range(6):
        villager.send(story=" ".join(Random(turn).sample(words, len(words))))
    villager.send(story="Hồi tối có hai người lạ đi xe máy vô xóm, bẻ khóa nhà bà nội tôi lấy tiền")
    assert _reasons(villager.app) == ["", "", "", "not_told", "not_told", "not_told", ""]
