"""Every field of the tip form is stored as typed, understood where it can be, never refused."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.clock import LOCAL_TIME
from domain.tips.models import LossBand, Source
from tests.support.page import text_of
from tests.support.villager import Villager, photo, picture, stored_tips

FIELDS = {
    "submission_id", "form_token", "confirm_note", "category", "story", "happened_on", "photos",
    "money_lost", "money_sent_at", "victim_bank", "transaction_id", "suspect_account",
    "suspect_bank", "suspect_holder", "suspect_phone", "suspect_link", "suspect_handle",
    "contact", "on_behalf", "send_to",
}  # fmt: skip


def test_the_form_has_the_fields_others_rely_on(villager):
    assert villager.form().names() == FIELDS
    assert villager.form("gap=1").names() == FIELDS
    assert Villager(villager.app).form().names() == FIELDS | {"place"}


def test_the_twelve_pictures_come_from_the_list(villager):
    page = villager.browser.get(villager.address)
    slugs = [e.get("value") for e in page.all("input", name="category")]
    assert len(slugs) == 12
    assert {"picture_blackmail", "lured_held", "shopping", "account_lent"} <= set(slugs)


@pytest.mark.parametrize(
    "fields",
    [
        {"category": "shopping"},
        {"story": "Có người lạ"},
        {"suspect_phone": "0900 000 113"},
        {"suspect_account": "0000 1234"},
        {"suspect_link": "vi-du.example"},
        {"suspect_handle": "@mau"},
        {"money_lost": "45tr"},
        {"contact": "0900 000 999"},
        {"transaction_id": "FT123"},
        {"photos": "photo"},
    ],
)
def test_any_one_part_is_enough(villager, fields):
    if "photos" in fields:
        fields = {"photos": [photo(picture())]}
    assert villager.send(**fields).code
    assert len(stored_tips(villager.app)) == 1


def test_everything_told_is_kept_as_typed_and_understood(villager):
    villager.send(
        category="impersonation",
        story="Có người gọi xưng công an,\r\nkêu tôi  chuyển tiền.",
        happened_on="yesterday",
        money_lost="1tr5",
        money_sent_at="2h",
        victim_bank="Ngân hàng A",
        transaction_id="FT 001",
        suspect_phone="0900 000 113, 0900 000 214",
        suspect_account="O12 3456 7890",
        suspect_bank="Ngân hàng B",
        suspect_holder="NGUYEN VAN MAU",
        suspect_link="https://vi-du.example/a",
        suspect_handle="Mẫu Ví Dụ",
        on_behalf="1",
    )
    (found,) = stored_tips(villager.app)
    assert found.body.story == "Có người gọi xưng công an,\nkêu tôi chuyển tiền."
    assert found.body.money_text == "1tr5" and found.body.money_amount == 1_500_000
    yesterday = datetime.now(LOCAL_TIME).date() - timedelta(days=1)
    assert (found.body.happened_text, found.body.happened_on) == (
        "yesterday",
        yesterday.isoformat(),
    )
    assert found.body.victim_bank == "Ngân hàng A" and found.body.on_behalf
    assert found.identifiers == [
        ("phone", "0900 000 113"),
        ("phone", "0900 000 214"),
        ("bank_account", "O12 3456 7890"),
        ("bank", "Ngân hàng B"),
        ("account_holder", "NGUYEN VAN MAU"),
        ("url", "https://vi-du.example/a"),
        ("social_account", "Mẫu Ví Dụ"),
        ("transaction_id", "FT 001"),
    ]
    tip = found.tip
    assert (tip.category, tip.source, tip.loss_band) == (
        "impersonation",
        Source.POSTER,
        LossBand.UNDER_10M,
    )
    assert tip.is_urgent and not tip.has_contact and not tip.is_quarantined


@pytest.mark.parametrize("said", ["30m", "2h", "today"])
def test_money_sent_today_makes_a_tip_urgent(villager, said):
    villager.send(story="mất tiền", money_sent_at=said)
    assert stored_tips(villager.app)[0].tip.is_urgent


def test_an_exact_moment_is_that_of_vietnam(villager):
    an_hour_ago = datetime.now(LOCAL_TIME) - timedelta(hours=1)
    villager.send(story="mất tiền", money_sent_at=f"{an_hour_ago:%Y-%m-%dT%H:%M}")
    (found,) = stored_tips(villager.app)
    at = datetime.fromisoformat(found.body.money_sent_at)
    assert abs(at - (datetime.now(UTC) - timedelta(hours=1))) < timedelta(minutes=2)
    assert found.tip.is_urgent


@pytest.mark.parametrize(
    "odd",
    [
        {"category": "no_such_kind"},
        {"happened_on": "2999-01-01"},
        {"happened_on": "mùng ba"},
        {"money_lost": "nhiều lắm"},
        {"money_lost": "-5"},
        {"money_sent_at": "9999-99-99T99:99"},
        {"suspect_phone": "không nhớ"},
        {"suspect_account": "abc", "story": "x" * 20_000},
        {"suspect_link": "javascript:alert(1)"},
        {"send_to": "nobody"},
        {"story": "\x00\x01 chữ lạ \u202e"},
        {"submission_id": "not-a-uuid"},
    ],
)
def test_an_odd_value_never_stands_in_the_way_of_a_tip(villager, odd):
    form = villager.form()
    if "submission_id" in odd:
        page = villager.refused(form, story="vẫn gửi", **odd)
        assert villager.send(page.form("story")).code
    else:
        assert villager.send(form, **{"story": "vẫn gửi", **odd}).code


def test_what_was_understood_is_read_back_on_the_receipt(villager):
    text = villager.send(money_lost="45tr", suspect_account="O12 3456 7890").page.text
    assert "Hiểu là 45.000.000 đồng (bốn mươi lăm triệu)." in text
    assert "Nếu chữ O là số 0" in text


def test_an_unknown_category_counts_as_other_and_is_kept(villager):
    villager.send(category="new_kind")
    (found,) = stored_tips(villager.app)
    assert (found.tip.category, found.body.category_typed) == ("other", "new_kind")


def test_the_reader_is_chosen_before_sending_and_named_everywhere(villager):
    page = villager.browser.get(villager.address)
    button = page.by_id("gui")
    chosen, other = (text_of(part) for part in button.iter("span") if part.get("class"))
    assert text_of(button).startswith("Gửi cho")
    assert (chosen, other) == ("Công an xã Bình Thạnh", "Công an huyện Cao Lãnh")
    for choice, unit in (("sc", chosen), ("sp", other)):
        [label] = page.all("label", **{"for": choice})
        assert unit in text_of(label)
    assert "Gửi tới Công an xã Bình Thạnh" in villager.send(story="một").page.text
    kept = villager.send(story="hai", send_to="parent")
    assert "Gửi tới Công an huyện Cao Lãnh" in kept.page.text


def test_four_lines_under_the_button_say_who_why_how_long_and_other_ways(villager):
    page = villager.browser.get(villager.address)
    [lines] = page.all("dl", class_="why")
    assert page.html.index('class="why"') > page.html.index('id="gui"')
    asked = [text_of(term) for term in lines.iter("dt")]
    assert asked == ["Ai nhận:", "Để làm gì:", "Giữ bao lâu:", "Cách khác:"]
    told = [text_of(line) for line in lines.iter("dd")]
    assert all(told) and "113" in told[3] and "VNeID" in told[3]


def test_a_tip_of_a_place_not_known_goes_to_the_unit_above_all_communes(villager):
    somebody = Villager(villager.app)
    somebody.address = "/tip?place=khong-ro"
    somebody.send(story="trên mạng")
    (found,) = stored_tips(villager.app)
    assert found.tip.unit.unit_title == "Công an huyện Cao Lãnh"
    assert found.tip.place_id is None and found.tip.source is Source.WEB


@pytest.mark.parametrize("place", ["", "không rõ", "khong ro", "nowhere-01", "30127"])
def test_an_odd_place_never_stands_in_the_way(villager, place):
    somebody = Villager(villager.app)
    assert somebody.send(somebody.form(), story="ở đâu đó", place=place).code
