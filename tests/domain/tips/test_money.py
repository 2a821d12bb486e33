"""Money as people write it is understood, or left alone; it is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tips import money
from domain.tips.models import LossBand


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("45tr", 45_000_000),
        ("45 triệu", 45_000_000),
        ("45 Triệu đồng", 45_000_000),
        ("1tr5", 1_500_000),
        ("1tr2", 1_200_000),
        ("2tr350", 2_350_000),
        ("1tr25", 1_250_000),
        ("45.000.000", 45_000_000),
        ("45,000,000đ", 45_000_000),
        ("45 000 000", 45_000_000),
        ("45000000", 45_000_000),
        ("hai chục triệu", 20_000_000),
        ("2 chục triệu", 20_000_000),
        ("500k", 500_000),
        ("500 ngàn", 500_000),
        ("500 nghìn", 500_000),
        ("1 tỷ 2", 1_200_000_000),
        ("1 tỉ 2", 1_200_000_000),
        ("1ty200", 1_200_000_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1,5 triệu", 1_500_000),
        ("1.5tr", 1_500_000),
        ("một triệu rưỡi", 1_500_000),
        ("hai triệu rưỡi", 2_500_000),
        ("một triệu hai", 1_200_000),
        ("một tỷ hai trăm", 1_200_000_000),
        ("bốn mươi lăm triệu", 45_000_000),
        ("mười lăm triệu", 15_000_000),
        ("hăm lăm triệu", 25_000_000),
        ("hai trăm ba chục triệu", 230_000_000),
        ("ba trăm ngàn", 300_000),
        ("3 trăm triệu", 300_000_000),
        ("12 triệu 500 ngàn", 12_500_000),
        ("khoảng 20tr", 20_000_000),
        ("tầm 20 triệu", 20_000_000),
        ("hơn 20 triệu", 20_000_000),
        ("mất 9tr9 tiền cọc", 9_900_000),
        ("5 củ", 5_000_000),
        ("5 xị", 500_000),
        ("800000", 800_000),
        ("bốn lăm triệu", 45_000_000),
        ("4 lam trieu", 45_000_000),
        ("một trăm lăm triệu", 150_000_000),
        ("một trăm lẻ năm triệu", 105_000_000),
        ("nửa tỷ", 500_000_000),
        ("45tr5", 45_500_000),
    ],
)
def test_an_amount_is_understood(typed, dong):
    assert money.parse(typed) == dong


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nhiều lắm",
        "45",
        "20-30 triệu",
        "triệu",
        "$500",
        "500 usd",
        "10 ngàn đô",
        "-5 triệu",
        "0",
        "0 đồng",
        "9" * 30,
        "5 triệu 7 tỷ",
        "không nhớ",
        "2 lần 5 triệu",
        "99999999 tỷ",
    ],
)
def test_what_is_not_clear_is_not_guessed(typed):
    assert money.parse(typed) is None


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_nothing(typed):
    amount = money.parse(typed)
    assert amount is None or 0 < amount <= money.MOST


@given(st.integers(min_value=1_000, max_value=money.MOST))
def test_a_plain_number_is_read_as_it_stands(amount):
    assert money.parse(f"{amount:,}") == amount
    assert money.parse(f"{amount:,}".replace(",", ".") + " đ") == amount


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (45_000_000, "bốn mươi lăm triệu"),
        (1_500_000, "một triệu năm trăm ngàn"),
        (15_000_000, "mười lăm triệu"),
        (21_000_000, "hai mươi mốt triệu"),
        (11_000_000, "mười một triệu"),
        (1_200_000_000, "một tỷ hai trăm triệu"),
        (500_000, "năm trăm ngàn"),
        (1_005_000, "một triệu không trăm lẻ năm ngàn"),
        (105_000_000, "một trăm lẻ năm triệu"),
        (230_000_000, "hai trăm ba mươi triệu"),
    ],
)
def test_an_amount_is_read_back_in_words(dong, words):
    assert money.in_words(dong) == words


@given(st.integers(min_value=1_000, max_value=999_999_999).map(lambda n: n * 1000))
def test_words_have_single_blanks(amount):
    said = money.in_words(amount)
    assert "  " not in said and said == said.strip()


@pytest.mark.parametrize(
    ("dong", "band"),
    [
        (None, LossBand.NOT_TOLD),
        (9_999_999, LossBand.UNDER_10M),
        (10_000_000, LossBand.FROM_10M),
        (50_000_000, LossBand.FROM_50M),
        (100_000_000, LossBand.OVER_100M),
    ],
)
def test_plain_columns_tell_only_a_step(dong, band):
    assert money.band(dong) is band


@pytest.mark.parametrize("typed", ["9" * 400, "9" * 300 + " tỷ 9", "1." + "0" * 400, "٣" * 400])
def test_digits_without_end_are_no_amount_and_break_nothing(typed):
    assert money.parse(typed) is None
