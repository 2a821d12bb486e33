"""Which tips jump the queue: read in the words, the category, the slip and the time told."""

from datetime import UTC, datetime

import pytest

from domain.tips import urgency
from domain.tips.quarantine import is_emergency
from domain.tips.urgency import Urgency

NOW = datetime(2026, 6, 5, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "story",
    [
        "Con tôi bị bắt cóc, họ đòi 500 triệu",
        "no bat coc con tui doi tien chuoc",
        "Em trai bị nhốt bên Campuchia, đòi tiền mới thả",
        "họ đang giữ người, không cho về",
        "chồng tôi đang bị giữ ở sòng bài",
    ],
)
def test_words_of_somebody_held_are_understood_and_never_wait_apart(story):
    assert urgency.someone_held(story) and is_emergency(story)


@pytest.mark.parametrize(
    "story",
    ["Công an giả kêu tôi chuyển tiền", "tài khoản tôi bị giữ lại tiền", "giữ xe, giữ hàng", ""],
)
def test_other_words_are_not(story):
    assert not urgency.someone_held(story)


@pytest.mark.parametrize(
    ("values", "slip", "expected"),
    [
        ({"money_sent_at": "30m"}, False, Urgency(is_urgent=True)),
        ({"money_sent_at": "older"}, True, Urgency()),
        ({}, True, Urgency(is_urgent=True)),
        ({}, False, Urgency()),
        ({"category": "lured_held"}, False, Urgency(is_urgent=True, in_danger=True)),
        ({"story": "bị bắt cóc"}, True, Urgency(is_urgent=True, in_danger=True)),
    ],
)
def test_money_that_may_be_stopped_and_people_who_may_be_held_are_urgent(values, slip, expected):
    found = urgency.of(values, now=NOW, held={"lured_held"}, is_fresh_slip=slip)
    assert found == expected
