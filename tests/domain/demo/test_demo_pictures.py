"""The demo's photos open, differ, come out the same each time, and one is broken on purpose."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageStat

from domain.demo.lettering import text_width, wrapped
from domain.demo.pictures import MASTERS, Scene, broken_photo, masters, photo
from domain.media.code_reading import read_codes
from domain.tips import emv


@pytest.mark.parametrize("scene", list(Scene))
def test_a_photo_is_a_jpeg_of_about_two_megapixels(scene: Scene) -> None:
    jpeg = photo(scene, 3)
    opened = Image.open(io.BytesIO(jpeg))
    opened.load()
    assert opened.format == "JPEG"
    assert 1.5e6 <= opened.width * opened.height <= 2.1e6
    assert len(jpeg) < 600_000
    assert not opened.getexif()
    assert max(ImageStat.Stat(opened).stddev) > 15


@pytest.mark.parametrize("scene", [Scene.MARKET, Scene.CHAT])
def test_the_same_seed_gives_the_same_bytes_and_another_another(scene: Scene) -> None:
    assert photo(scene, 1) == photo(scene, 1)
    assert photo(scene, 1) != photo(scene, 2)


def test_a_dozen_masters_show_every_scene_and_are_drawn_once() -> None:
    drawn = masters(5)
    assert len(drawn) == MASTERS == len({each.jpeg for each in drawn})
    assert {each.scene for each in drawn} == set(Scene)
    assert masters(5) is drawn


def test_the_chats_of_the_demo_show_a_payment_code_that_can_be_read() -> None:
    shown = [read_codes(each.jpeg) for each in masters(5) if each.scene is Scene.CHAT]
    payment = emv.read(next(code for codes in shown for code in codes))
    assert (payment.account, payment.purpose, payment.is_whole) == ("000012345678", "VI DU", True)


def test_the_broken_photo_starts_like_a_jpeg_and_cannot_be_read() -> None:
    jpeg = broken_photo()
    assert jpeg.startswith(b"\xff\xd8\xff")
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(jpeg)).load()


def test_pillow_is_not_loaded_until_a_photo_is_drawn() -> None:
    code = "import sys, domain.demo.pictures; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_vietnamese_letters_are_as_wide_as_their_base_and_lines_fit() -> None:
    assert text_width("Ấp Đỗ", 40) == text_width("Ap Do", 40)
    lines = wrapped("Gọi lại cho người thân trước khi chuyển tiền", 40, 400)
    assert len(lines) > 1
    assert all(text_width(line, 40) <= 400 for line in lines)
    assert " ".join(lines) == "Gọi lại cho người thân trước khi chuyển tiền"
