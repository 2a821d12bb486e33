"""Whether words follow one another as somebody's do who tells something."""

from pathlib import Path
from random import Random

import pytest

from domain.tips.wording import Wording, talk

PEOPLE = Path("tests/bench/flood_people.txt")


@pytest.fixture(scope="module")
def wording():
    return Wording(talk())


def test_what_people_write_reads_as_told(wording):
    """None of it stands among the texts by which the product knows how people talk."""
    stories = PEOPLE.read_text("utf-8").splitlines()
    assert not set(stories) & set(talk())
    assert sum(map(wording.is_told, stories)) >= len(stories) - 2


def test_the_same_words_in_no_order_do_not(wording):
    chance = Random(5)
    words = PEOPLE.read_text("utf-8").split()
    mixed = [" ".join(chance.choices(words, k=chance.randint(15, 40))) for _ in range(300)]
    assert sum(map(wording.is_told, mixed)) < 20
    letters = " ".join("".join(chance.choices("bcdghknpqtvx", k=4)) for _ in range(30))
    assert not wording.is_told(letters)


def test_what_is_short_or_nothing_but_numbers_is_not_judged(wording):
    for story in ("", "🙂", "mất xe tiền nhà cửa", "0900 000 417 stk 1018273645 45tr 12/11 " * 3):
        assert wording.is_told(story), story
    assert wording.order([]) == 0.0
