"""Sealed values open only where they belong, and old keys still open what they sealed."""

from itertools import pairwise
from uuid import uuid4

import pytest

from domain.vault import sealing
from domain.vault.keys import BadKeys, KeyRing, format_ring, new_data_key, parse_ring
from domain.vault.sealing import CannotOpen, Where


def test_a_value_moved_to_another_row_column_or_table_does_not_open():
    ring = KeyRing((new_data_key(),))
    row = uuid4()
    sealed = sealing.seal(ring, "media", Where("tips", "body", row), b"chuyen 45 trieu")
    assert sealing.unseal(ring, "media", Where("tips", "body", row), sealed) == b"chuyen 45 trieu"
    for where in (
        Where("tips", "body", uuid4()),
        Where("tips", "other", row),
        Where("photos", "body", row),
    ):
        with pytest.raises(CannotOpen):
            sealing.unseal(ring, "media", where, sealed)
    with pytest.raises(CannotOpen):
        sealing.unseal(ring, "other-label", Where("tips", "body", row), sealed)


def test_no_swapped_wrapped_key_opens_in_another_unit_or_row():
    ring = KeyRing((new_data_key(),))
    wrapped = []
    for _ in range(60):
        unit, where = uuid4(), Where("tips", "wrapped_key", uuid4())
        key = sealing.new_record_key()
        wrapped.append((unit, where, sealing.wrap(ring, unit, where, key, ring.newest)))
    for (unit, where, _), (_, _, other) in pairwise(wrapped):
        with pytest.raises(CannotOpen):
            sealing.unwrap(ring, unit, where, other, ring.newest)


def test_after_a_rotation_the_new_key_writes_and_the_old_one_still_reads():
    old = new_data_key()
    where = Where("tips", "body", uuid4())
    sealed = sealing.seal(KeyRing((old,)), "media", where, b"cu")
    ring = KeyRing((new_data_key(), old))
    assert sealing.unseal(ring, "media", where, sealed) == b"cu"
    assert sealing.seal(ring, "media", where, b"moi")[1:9].decode() == ring.newest
    with pytest.raises(CannotOpen):
        sealing.unseal(KeyRing((new_data_key(),)), "media", where, sealed)


def test_every_flipped_byte_is_noticed():
    ring = KeyRing((new_data_key(),))
    where = Where("tips", "body", "x")
    sealed = sealing.seal(ring, "media", where, b"a")
    for position in range(9, len(sealed), 13):
        broken = bytearray(sealed)
        broken[position] ^= 1
        with pytest.raises(CannotOpen):
            sealing.unseal(ring, "media", where, bytes(broken))


@pytest.mark.parametrize("length", [0, 1, 507, 508, 509, 5000])
def test_the_length_of_a_text_is_hidden_in_steps(length):
    padded = sealing.pad(b"x" * length, sealing.TEXT_STEP)
    assert len(padded) % sealing.TEXT_STEP == 0
    assert sealing.unpad(padded) == b"x" * length


def test_a_key_ring_is_read_back_as_written_and_nonsense_is_refused():
    ring = (new_data_key(), new_data_key())
    assert parse_ring(format_ring(ring)) == ring
    for text in ("", "abc", "a:b", "a:" + "x" * 44, f"{'long' * 5}:{format_ring(ring)[9:]}"):
        with pytest.raises(BadKeys):
            parse_ring(text)
    with pytest.raises(BadKeys):
        KeyRing(())
