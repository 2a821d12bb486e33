"""Poster codes that people read off a wall: every common slip of the finger is caught."""

from itertools import product
from random import Random
from secrets import SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.posters.codes import ALPHABET, BadCode, check_character, new_code, normalise, step

LETTERS = range(len(ALPHABET))
bodies = st.text(ALPHABET, min_size=5, max_size=5)


def test_the_running_check_catches_every_single_wrong_letter() -> None:
    """Each letter leads to its own state and no later letter can merge two states again."""
    for state in LETTERS:
        assert len({step(state, letter) for letter in LETTERS}) == len(ALPHABET)
    for letter in LETTERS:
        assert len({step(state, letter) for state in LETTERS}) == len(ALPHABET)


def test_the_running_check_catches_every_swap_of_neighbours() -> None:
    """From any state two different letters lead elsewhere when swapped, at any place of a code."""
    swaps = [(s, a, b) for s, a, b in product(LETTERS, repeat=3) if a != b]
    assert len(swaps) == 20 * 20 * 19
    assert all(step(step(s, a), b) != step(step(s, b), a) for s, a, b in swaps)


def test_a_swap_around_a_middle_letter_is_caught_too() -> None:
    for s, a, b, middle in product(LETTERS, repeat=4):
        if a != b:
            there = step(step(step(s, a), middle), b)
            assert there != step(step(step(s, b), middle), a)


@given(bodies)
def test_every_body_has_exactly_one_check_character(body: str) -> None:
    accepted = [last for last in ALPHABET if _is_good(body + last)]
    assert accepted == [check_character(body)]


@given(bodies)
def test_every_slip_in_a_whole_code_is_refused(body: str) -> None:
    code = body + check_character(body)
    for at, wrong in product(range(6), ALPHABET):
        if wrong != code[at]:
            assert not _is_good(code[:at] + wrong + code[at + 1 :])
    for at in range(5):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        assert swapped == code or not _is_good(swapped)


@pytest.mark.parametrize("shape", ["{}", " {} ", "{0:.3}-{1}", "{0:.3} {1}", "{0:.3} – {1}"])
def test_case_spaces_and_dashes_do_not_matter(shape: str) -> None:
    code = new_code(Random(7))
    typed = shape.format(code, code[3:])
    assert normalise(typed) == code
    assert normalise(typed.lower()) == code


@pytest.mark.parametrize("typed", ["", "7R3MQ", "7R3MQ44", "O00000", "7R3M Q", "ấp 3", "７R3MQ4"])
def test_what_cannot_be_a_code_is_refused_with_a_sentence_that_helps(typed: str) -> None:
    with pytest.raises(BadCode, match="có chữ sai"):
        normalise(typed)


def test_new_codes_are_good_and_spread_over_the_whole_alphabet() -> None:
    codes = [new_code(SystemRandom()) for _ in range(2000)]
    assert all(normalise(code) == code for code in codes)
    for place in range(6):
        assert {code[place] for code in codes} == set(ALPHABET)


def test_the_same_seed_gives_the_same_codes() -> None:
    """The demo district keeps its poster addresses from one day to the next."""
    assert new_code(Random(147)) == new_code(Random(147))


def _is_good(code: str) -> bool:
    try:
        normalise(code)
    except BadCode:
        return False
    return True
