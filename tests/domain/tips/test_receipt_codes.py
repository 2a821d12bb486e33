"""Receipt codes: slips of the pen show, and no code is ever taken for a bank card."""

import re
from itertools import islice
from random import Random

import pytest

from domain.tips import codes
from domain.tips.codes import WrongDigit
from domain.vault.keys import KeyRing, new_data_key


def _codes(ring, count):
    return list(islice(codes.candidates(ring, ring.newest, b"seed"), count))


def test_the_check_digit_is_damms():
    assert codes.check_digit("572") == "4"
    assert codes.check_digit("5724") == "0"


def test_every_wrong_digit_and_every_swap_of_neighbours_shows(ring):
    for code in _codes(ring, 20):
        for at, digit in enumerate(code):
            for wrong in set("0123456789") - {digit}:
                with pytest.raises(WrongDigit):
                    codes.normalise(code[:at] + wrong + code[at + 1 :])
        for at in range(15):
            if code[at] != code[at + 1]:
                with pytest.raises(WrongDigit):
                    codes.normalise(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


def test_a_code_may_be_typed_with_blanks_dashes_and_full_width_digits(ring):
    code = _codes(ring, 1)[0]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    for typed in (codes.grouped(code), "-".join(code), f"  {code}\n", wide, codes.grouped(wide)):
        assert codes.normalise(typed) == code


@pytest.mark.parametrize("typed", ["", "1234", "abcdefghijklmnop", "12345678901234567", "١٢٣٤"])
def test_what_is_no_code_is_answered_as_a_wrong_digit(typed):
    with pytest.raises(WrongDigit):
        codes.normalise(typed)


def test_no_code_looks_like_a_bank_card(ring):
    for code in _codes(ring, 500):
        assert re.fullmatch(r"[0-9]{16}", code)
        assert not code.startswith("9704")
        assert not codes.looks_like_a_card(code)
    assert codes.looks_like_a_card("9704360000000000")
    assert codes.looks_like_a_card("4111111111111111")


def test_the_same_seed_gives_the_same_codes_and_another_key_gives_others(ring):
    other = KeyRing((new_data_key(),))
    assert _codes(ring, 3) == _codes(ring, 3)
    assert _codes(ring, 3) != _codes(other, 3)


def test_a_claim_number_has_the_form_of_a_code():
    numbers = {codes.new_number(Random(seed)) for seed in range(50)}
    assert len(numbers) == 50
    assert all(codes.normalise(number) == number for number in numbers)


def test_a_lookup_is_found_under_an_older_key_of_the_ring(ring):
    old, new = new_data_key(), new_data_key()
    kept = codes.lookup(KeyRing((old,)), "1" * 16, old.key_id)
    assert kept in codes.lookups(KeyRing((new, old)), "1" * 16)
    assert kept not in codes.lookups(KeyRing((new,)), "1" * 16)
