"""Nothing hidden in a photo survives: proved on the bytes, for every part and format."""

import io

import pytest
from PIL import Image

from domain.media.safe import make_safe
from domain.media.segments import bare_orientation, segments
from tests.support.image_marks import MARK, MARKS, exif, jpeg_with, marked_photos
from tests.support.images import boxed_file, corner_colours, held, photo, quadrants, saved

MARKED = marked_photos()
ENCODER_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
ORIENTATION = {orientation: bare_orientation(orientation) for orientation in range(2, 9)}


def test_at_least_twelve_hidden_parts_are_tried_in_each_format() -> None:
    """The list is the test's worth: it may grow and never shrink."""
    assert all(len(marks()) >= 12 for marks in MARKS.values())


@pytest.mark.parametrize(("name", "data"), MARKED, ids=[name for name, _ in MARKED])
def test_a_hidden_part_never_reaches_picture_or_thumb(name: str, data: bytes) -> None:
    """The mark was there, the photo was taken, and the mark is in neither file."""
    packed = "packed" in name or name == "PNG: colour profile"
    stored_as_hex = name == "PNG: old EXIF"
    assert packed or stored_as_hex or name == "WEBP: frames" or MARK in data
    safe = make_safe(data)
    for made in (safe.picture, safe.thumb):
        assert MARK not in made and MARK.hex().encode() not in made
        assert {marker for marker, _ in segments(made)} <= ENCODER_SEGMENTS
        assert made.count(b"\xff\xd8\xff") == 1 and made.endswith(b"\xff\xd9")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_only_a_bare_orientation_tag_stays_in_a_turned_photo(orientation: int) -> None:
    """The photo's own EXIF is gone; a segment of 32 bytes of our making stands in its place."""
    data = jpeg_with(0xE1, exif(0x010F, orientation=orientation))
    safe = make_safe(data)
    kept = [payload for marker, payload in segments(safe.picture) if marker == 0xE1]
    assert kept == ([] if orientation == 1 else [ORIENTATION[orientation]])
    assert MARK not in safe.picture
    assert 0xE1 not in dict(segments(safe.thumb))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_seen_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    """Red, green, blue and yellow stand where they stood in front of the camera."""
    block = Image.Exif()
    block[0x0112] = orientation
    safe = make_safe(saved(held(quadrants(), orientation), kind, exif=block))
    with Image.open(io.BytesIO(safe.picture)) as stored:
        tag = stored.getexif().get(0x0112, 1)
        assert tag == (orientation if kind == "JPEG" else 1)
        assert (safe.width, safe.height) == (400, 300)
        assert stored.size == held(quadrants(), tag).size
        assert corner_colours(_as_shown(stored, tag)) == [0, 1, 2, 3]
    with Image.open(io.BytesIO(safe.thumb)) as thumb:
        assert thumb.size == (320, 240)
        assert corner_colours(thumb) == [0, 1, 2, 3]


def _as_shown(stored: Image.Image, tag: int) -> Image.Image:
    """What a browser shows: the only tag that undoes `held` is the one the camera wrote."""
    undo = {6: 8, 8: 6}.get(tag, tag)
    return held(stored, undo)


@pytest.mark.parametrize("bad", [b"", b"MM", b"II*\0\xff\xff\xff\xff", b"MM\0*" + b"\xff" * 40])
def test_a_damaged_exif_block_costs_nobody_the_photo(bad: bytes) -> None:
    """Unreadable orientation counts as upright."""
    safe = make_safe(jpeg_with(0xE1, b"Exif\0\0" + bad))
    assert (safe.width, safe.height) == (640, 480)


@pytest.mark.parametrize("orientation", [0, 9, 200])
def test_an_orientation_that_does_not_exist_counts_as_upright(orientation: int) -> None:
    """No stray number is written into our own file."""
    safe = make_safe(jpeg_with(0xE1, exif(0x010F, orientation=orientation)))
    assert 0xE1 not in dict(segments(safe.picture))


@pytest.mark.parametrize(
    "behind",
    [
        b"PK\x03\x04" + b"evil.zip" * 20 + b"PK\x05\x06" + bytes(18),
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7\n%%EOF",
        b"<?php system($_GET[0]); __HALT_COMPILER(); ?>",
        boxed_file(b"mp42"),
    ],
    ids=["ZIP", "HTML", "PDF", "PHAR", "video"],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_second_file_behind_a_photo_is_cut_off(kind: str, behind: bytes) -> None:
    """A polyglot goes in, a plain photo comes out."""
    safe = make_safe(photo(kind) + behind)
    assert behind[:12] not in safe.picture and behind[:12] not in safe.thumb


def test_script_in_a_comment_is_not_carried_into_the_new_file() -> None:
    """The usual re-save keeps a JPEG comment; ours must not."""
    dirty = jpeg_with(0xFE, b"<script>alert(document.domain)</script>")
    with Image.open(io.BytesIO(dirty)) as opened:
        assert b"<script>" in saved(opened)  # What would happen with the decoder's own save.
    assert b"<script>" not in make_safe(dirty).picture
