"""What comes out of the photo pipeline: size, colours, formats, limits."""

import io
import struct

import pytest
from PIL import Image

from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.safe import make_safe
from tests.support.images import (
    corner_colours,
    hollow_png,
    photo,
    quadrants,
    saved,
    scene,
    stacked_jpeg,
)


def _problem(data: bytes) -> PhotoProblem:
    with pytest.raises(BrokenPhoto) as refused:
        make_safe(data)
    return refused.value.problem


def _opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.load()
    return image


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ((4000, 3000), (2000, 1500)),
        ((4096, 3072), (2048, 1536)),
        ((4097, 3072), (1025, 768)),
        ((2048, 1536), (2048, 1536)),
        ((2049, 1537), (1025, 769)),
        ((640, 480), (640, 480)),
        ((12000, 9000), (1500, 1125)),
        ((1, 1), (1, 1)),
    ],
)
def test_a_jpeg_is_halved_by_its_decoder_until_it_fits(
    sent: tuple[int, int], kept: tuple[int, int]
) -> None:
    """The step nearest below 2048 px, and 1/1 for what fits already."""
    data = stacked_jpeg(*sent) if sent[0] > 5000 else saved(Image.new("RGB", sent, "teal"))
    safe = make_safe(data)
    assert _opened(safe.picture).size == kept == (safe.width, safe.height)
    assert max(_opened(safe.thumb).size) == min(320, max(kept))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_long_screenshot_of_a_chat_stays_readable(kind: str) -> None:
    """A strip is limited by its area: at 2048 px a side its words would be 250 px wide."""
    strip = saved(Image.new("RGB", (1080, 7000), "white"), kind)
    assert make_safe(strip).width == 540
    screen = saved(Image.new("RGB", (1080, 2400), "white"), kind)
    assert make_safe(screen).width == 1080


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_png_and_webp_are_shrunk_by_whole_boxes(kind: str) -> None:
    """5000 px: three pixels become one, no colour leaves its place."""
    safe = make_safe(saved(quadrants(5000, 3600), kind))
    assert (safe.width, safe.height) == (1667, 1200)
    assert corner_colours(_opened(safe.picture)) == [0, 1, 2, 3]


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_every_colour_mode_of_a_jpeg_becomes_a_plain_photo(mode: str) -> None:
    """Scanners and print programs send grey and CMYK."""
    made = _opened(make_safe(saved(quadrants().convert(mode))).picture)
    assert made.mode == ("L" if mode == "L" else "RGB")
    if mode != "L":
        assert corner_colours(made) == [0, 1, 2, 3]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_colour_mode_of_a_png_becomes_a_plain_photo(mode: str) -> None:
    """Palettes, transparency and 16-bit grey all end as what a person would see on white."""
    grey = quadrants().convert("L")
    drawn = (
        Image.frombytes(
            "I;16", grey.size, b"".join(struct.pack("<H", v * 257) for v in grey.tobytes())
        )
        if mode == "I;16"
        else quadrants().convert(mode)
    )
    made = _opened(make_safe(saved(drawn, "PNG")).picture)
    assert made.mode == "RGB"
    if mode in {"P", "RGB", "RGBA"}:
        assert corner_colours(made) == [0, 1, 2, 3]
    if mode in {"L", "LA", "I;16"}:
        seen, meant = made.convert("L"), quadrants().convert("L")
        for spot in ((100, 75), (300, 75), (100, 225), (300, 225)):
            assert abs(seen.getpixel(spot) - meant.getpixel(spot)) <= 6


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_is_seen_on_white(kind: str) -> None:
    """Not on the black that hides below transparency."""
    drawn = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    made = _opened(make_safe(saved(drawn, kind)).picture)
    assert made.getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_kept(kind: str) -> None:
    """APNG and animated WebP: one picture, the first."""
    frames = [Image.new("RGB", (400, 300), "black"), scene(400, 300)]
    moving = saved(quadrants(), kind, save_all=True, append_images=frames, duration=100)
    assert corner_colours(_opened(make_safe(moving).picture)) == [0, 1, 2, 3]


def test_the_same_photo_twice_gives_the_same_bytes() -> None:
    """Files are named by their content, so a repeat must not make a second one."""
    assert make_safe(photo()) == make_safe(photo())


def test_a_jpeg_of_120_megapixels_is_taken_and_one_of_more_is_named() -> None:
    """12000 x 10000 is the largest."""
    assert make_safe(stacked_jpeg(12000, 10000)).width == 1500
    assert _problem(stacked_jpeg(12000, 10016)) is PhotoProblem.TOO_MANY_PIXELS


def test_a_png_ends_at_40_megapixels_and_a_webp_at_24() -> None:
    """They are unpacked whole, a WebP several times over."""
    assert make_safe(hollow_png(8000, 5000)).width == 2000
    assert _problem(hollow_png(8000, 5001)) is PhotoProblem.TOO_MANY_PIXELS
    assert make_safe(_webp_that_says(6000, 4000)).width == 2000
    assert _problem(_webp_that_says(6000, 4001)) is PhotoProblem.TOO_MANY_PIXELS
    assert _problem(_webp_that_says(16000, 16000)) is PhotoProblem.TOO_MANY_PIXELS


def _webp_that_says(width: int, height: int) -> bytes:
    """A WebP animation whose canvas is far larger than its frames."""
    small = saved(scene(32, 32), "WEBP", save_all=True, append_images=[scene(32, 32, seed=9)])
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return small[:24] + canvas + small[30:]


def test_a_png_bomb_of_169_megapixels_is_refused_by_its_header() -> None:
    """Half a megabyte that would unpack to 717 MiB; the decoder alone would only warn."""
    bomb = hollow_png(13000, 13000, colour_type=2)
    assert len(bomb) < 1_000_000
    assert _problem(bomb) is PhotoProblem.TOO_MANY_PIXELS


@pytest.mark.parametrize("cut", [1, 2, 3, 10, 100, 1000, 5000, 20000])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("size", [(640, 480), (2600, 1950)])
def test_a_jpeg_cut_anywhere_is_refused_and_never_half_kept(
    cut: int, progressive: bool, size: tuple[int, int]
) -> None:
    """Even when only its last byte is missing, at full size and at half."""
    whole = saved(scene(*size), progressive=progressive)
    assert make_safe(whole).height
    assert _problem(whole[:-cut]) is PhotoProblem.TRUNCATED


@pytest.mark.parametrize("kept", [3, 4, 20, 300, 620, 700])
def test_a_jpeg_cut_in_its_header_is_refused(kept: int) -> None:
    """The first bytes say JPEG and nothing usable follows."""
    assert _problem(photo()[:kept]) is PhotoProblem.TRUNCATED


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.9])
def test_a_cut_png_or_webp_is_refused(kind: str, kept: float) -> None:
    """As for JPEG."""
    whole = photo(kind)
    assert _problem(whole[: int(len(whole) * kept)]) is PhotoProblem.TRUNCATED


def test_a_small_jpeg_whose_header_lies_is_judged_by_the_header() -> None:
    """Four gigapixels announced over 640 x 480 of data: refused before memory is asked for."""
    whole = photo()
    frame = whole.index(b"\xff\xc0") + 5
    lying = whole[:frame] + b"\xff\xdc\xff\xdc" + whole[frame + 4 :]
    assert _problem(lying) is PhotoProblem.TOO_MANY_PIXELS
