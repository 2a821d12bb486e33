"""When and where a photo was taken: read when it is asked for, and in no file afterwards."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pytest

from domain.media.process import PhotoProcess
from domain.media.safe import make_safe
from domain.media.segments import is_bare
from domain.media.taken import Reads, Taken, packed, unpacked
from tests.support.exif import taken_photo
from tests.support.image_marks import jpeg_with
from tests.support.images import photo

HERE = (10.4512, 105.6328)
MORNING = datetime(2024, 6, 5, 7, 30)  # noqa: DTZ001 - a camera's clock has no zone.
BOTH = Reads.TIME | Reads.PLACE


@pytest.fixture
def process() -> Iterator[PhotoProcess]:
    """A photo process of this test's own."""
    with closing(PhotoProcess(seconds=60)) as started:
        yield started


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_clock_and_place_come_through_the_pipe_only_when_asked_for(process, kind):
    data = taken_photo("2024:06:05 07:30:00", place=HERE, kind=kind)
    assert process.make_safe(data).taken is None
    assert process.make_safe(data, Reads.TIME).taken == Taken(at=MORNING)
    assert process.make_safe(data, Reads.PLACE).taken == Taken(place=HERE)
    safe = process.make_safe(data, BOTH)
    assert safe.taken == Taken(at=MORNING, place=HERE)
    assert is_bare(safe.picture) and is_bare(safe.thumb)
    assert b"2024" not in safe.picture


@pytest.mark.parametrize(
    ("offset", "hour"), [("+07:00", 7), ("+00:00", 14), ("-02:30", 17), ("", 7), ("?", 7)]
)
def test_a_clock_of_another_zone_is_told_as_the_clock_here(offset, hour):
    safe = make_safe(taken_photo("2024:06:05 07:30:00", offset=offset), Reads.TIME)
    assert safe.taken is not None and safe.taken.at is not None
    assert safe.taken.at.hour == hour


@pytest.mark.parametrize(
    "clock", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:13:05 07:30:00", "hôm qua", ""]
)
def test_a_clock_that_is_none_costs_nobody_the_photo(process, clock):
    assert process.make_safe(taken_photo(clock), BOTH).taken is None


def test_a_place_south_and_west_and_one_that_is_nowhere():
    assert make_safe(taken_photo(place=(-33.4, -70.65)), BOTH).taken == Taken(place=(-33.4, -70.65))
    assert make_safe(taken_photo(place=(0.0, 0.0)), BOTH).taken == Taken()


@pytest.mark.parametrize(
    "bad", [b"", b"MM", b"II*\0\xff\xff\xff\xff", b"MM\0*" + b"\xff" * 40, b"II*\0" + bytes(60)]
)
def test_a_damaged_block_counts_as_none(process, bad):
    safe = process.make_safe(jpeg_with(0xE1, b"Exif\0\0" + bad), BOTH)
    assert safe.width == 640
    assert safe.taken is None


def test_a_photo_without_metadata_tells_nothing(process):
    assert process.make_safe(photo(), BOTH).taken is None


def test_what_travels_comes_back():
    for taken in (Taken(at=MORNING), Taken(place=(-1.5, 2.25)), Taken(at=MORNING, place=HERE)):
        assert unpacked(packed(taken)) == taken
    assert unpacked(packed(None)) is None
    assert packed(Taken()) == b""
