"""Times as people say them, and identifiers that are compared without being known."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest

from domain.tips import identifiers, times
from domain.tips.identifiers import IdentifierKind, Oddity
from domain.tips.models import HalfDay
from domain.tips.quarantine import is_emergency

NOW = datetime(2024, 6, 4, 3, 0, tzinfo=UTC)  # 10 in the morning in Vietnam.


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", date(2024, 6, 4)),
        ("yesterday", date(2024, 6, 3)),
        ("2024-05-30", date(2024, 5, 30)),
        ("week", None),
        ("older", None),
        ("2024-06-05", None),
        ("2024-13-40", None),
        ("hôm kia", None),
    ],
)
def test_a_day_is_understood_or_kept_as_typed(said, day):
    told = times.read_day(said, NOW)
    assert (told.text, told.day) == (said, day)


def test_only_what_is_not_understood_deserves_a_note():
    assert not times.read_day("older", NOW).is_odd
    assert not times.read_day("", NOW).is_odd
    assert times.read_day("2024-06-05", NOW).is_odd
    assert times.read_moment("hồi nãy", NOW).is_odd


@pytest.mark.parametrize(
    ("said", "urgent"),
    [
        ("30m", True),
        ("2h", True),
        ("today", True),
        ("yesterday", True),  # Noon of the day before is 22 hours ago at 10 in the morning.
        ("older", False),
        ("2024-06-03T10:30", True),
        ("2024-06-03T09:59", False),
        ("2024-06-04T12:00", True),  # A clock two hours ahead.
        ("2024-06-09T12:00", False),
        ("", False),
        ("9999-12-31T23:59", False),
        ("0001-01-01T00:00", False),
    ],
)
def test_money_sent_less_than_a_day_ago_is_urgent(said, urgent):
    assert times.is_urgent(times.read_moment(said, NOW), NOW) is urgent


def test_yesterday_is_no_longer_urgent_in_the_afternoon():
    afternoon = NOW + timedelta(hours=4)
    assert not times.is_urgent(times.read_moment("yesterday", afternoon), afternoon)


def test_the_half_day_is_that_of_vietnam():
    assert times.half_of(NOW) is HalfDay.MORNING
    assert times.half_of(NOW + timedelta(hours=2)) is HalfDay.AFTERNOON
    start = times.start_of_half(date(2024, 6, 4), HalfDay.AFTERNOON)
    assert start == datetime(2024, 6, 4, 5, 0, tzinfo=UTC)


def test_several_values_are_separated_by_commas_and_repeats_fall_away():
    found = identifiers.split(IdentifierKind.PHONE, "0900 000 113, 0900 000 214;0900 000 113\n ,")
    assert [one.value for one in found] == ["0900 000 113", "0900 000 214"]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "0900 000 113", "+84 900-000-113"),
        ("phone", "0900000113", "0084900000113"),
        ("bank_account", "O12 3456 7890", "0123-4567-890"),
        ("bank_account", "abc.dong", "ABCDONG"),
        ("url", "https://www.Vi-Du.example/a/", "vi-du.example/a"),
        ("social_account", "@Mẫu Đầu Tư", "mau dau tu"),
        ("account_holder", "NGUYEN VAN MAU", "Nguyễn Văn Mẫu"),
    ],
)
def test_two_ways_of_writing_the_same_thing_have_one_tag(ring, kind, one, other):
    assert identifiers.tag(ring, kind, one) == identifiers.tag(ring, kind, other)


def test_a_tag_tells_kinds_and_values_apart(ring):
    tags = {
        identifiers.tag(ring, kind, value)
        for kind in ("phone", "bank_account")
        for value in ("0900000113", "0900000114")
    }
    assert len(tags) == 4


@pytest.mark.parametrize(
    ("kind", "typed", "odd"),
    [
        (IdentifierKind.PHONE, "0900 000 113", None),
        (IdentifierKind.PHONE, "+1 202 555 0100", None),
        (IdentifierKind.PHONE, "không nhớ", Oddity.PHONE),
        (IdentifierKind.PHONE, "123", Oddity.PHONE),
        (IdentifierKind.BANK_ACCOUNT, "O12 3456 7890", Oddity.LETTER_O),
        (IdentifierKind.BANK_ACCOUNT, "0123456789", None),
        (IdentifierKind.BANK_ACCOUNT, "12", Oddity.ACCOUNT),
        (IdentifierKind.URL, "vi-du.example", None),
        (IdentifierKind.URL, "cái link đó", Oddity.URL),
        (IdentifierKind.SOCIAL_ACCOUNT, "!!!", None),
    ],
)
def test_an_odd_value_is_noticed_and_never_refused(kind, typed, odd):
    assert identifiers.oddity(kind, typed) is odd


@pytest.mark.parametrize("story", ["Nó đang bị giữ", "bị đánh", "gọi 113 không được", "TỰ TỬ"])
def test_words_of_danger_are_heard(story):
    assert is_emergency(story)


@pytest.mark.parametrize(
    "story", ["", "bị lừa đảo mất tiền", "danh sách", "đánh giá 5 sao", "lua dao"]
)
def test_ordinary_words_are_no_emergency(story):
    assert not is_emergency(story)


def test_a_mail_address_made_to_take_long_is_looked_at_in_no_time():
    began = perf_counter()
    assert identifiers.oddity(IdentifierKind.EMAIL, "@." * 5_000 + " x") is Oddity.EMAIL
    assert perf_counter() - began < 0.5
    assert identifiers.oddity(IdentifierKind.EMAIL, "ho.tro@vi-du.com.vn") is None
