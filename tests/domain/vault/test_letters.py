"""What a phone seals only the server opens, and only as what it was sealed."""

import pytest

from domain.vault.keys import KeyRing, new_data_key
from domain.vault.letters import open_letter, public_key
from domain.vault.sealing import CannotOpen
from tests.support.letters import letter, written_by_the_phone

WORDS = "Bị gạt 45.000.000 đồng, ấp Mỹ Đông Hai"


def test_what_the_phone_wrote_opens_on_the_server(ring):
    told = [("a/form", WORDS), ("a/photo/1", ""), ("a/pass", "0" * 70_000)]
    letters = written_by_the_phone(public_key(ring), told)
    opened = [
        open_letter(ring, one, bound).decode()
        for one, (bound, _) in zip(letters, told, strict=True)
    ]
    assert opened == [text for _, text in told]


def test_no_letter_shows_a_byte_of_its_words_and_no_two_are_alike(ring):
    one, other = (letter(public_key(ring), "a/form", WORDS.encode()) for _ in range(2))
    assert WORDS.encode()[:8] not in one
    assert one[11:] != other[11:]


def test_a_letter_is_good_only_for_what_it_was_written_for(ring):
    made = letter(public_key(ring), "a/form", b"x")
    for bound in ("b/form", "a/pass", ""):
        with pytest.raises(CannotOpen):
            open_letter(ring, made, bound)


def test_a_letter_to_an_older_key_opens_while_the_ring_has_it():
    old, new = new_data_key(), new_data_key()
    made = letter(public_key(KeyRing((old,))), "a/form", b"x")
    assert open_letter(KeyRing((new, old)), made, "a/form") == b"x"
    with pytest.raises(CannotOpen):
        open_letter(KeyRing((new,)), made, "a/form")


def test_the_same_key_ring_has_the_same_public_key_and_another_ring_another():
    key = new_data_key()
    assert public_key(KeyRing((key,))) == public_key(KeyRing((key,)))
    assert public_key(KeyRing((key,))) != public_key(KeyRing((new_data_key(),)))


@pytest.mark.parametrize("place", [0, 5, 20, 80, 90, -1])
def test_a_damaged_letter_does_not_open(ring, place):
    made = bytearray(letter(public_key(ring), "a/form", b"words"))
    made[place] ^= 1
    with pytest.raises(CannotOpen):
        open_letter(ring, bytes(made), "a/form")


@pytest.mark.parametrize("length", [0, 3, 11, 76, 88, 103])
def test_a_letter_cut_short_does_not_open(ring, length):
    made = letter(public_key(ring), "a/form", b"words")
    with pytest.raises(CannotOpen):
        open_letter(ring, made[:length], "a/form")
