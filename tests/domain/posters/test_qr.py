"""The bare QR code: what it holds, and that it can be read back from SVG and PNG."""

from io import BytesIO
from random import Random
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from domain.posters import qr
from domain.posters.codes import new_code
from tests.support.camera import painted, read_codes

URL = "HTTPS://LANGNGHE.EXAMPLE/Q/7R3MQ6"
TITLE = "Mã QR của Ấp 3, xã Phương Trà"


@pytest.mark.parametrize(
    ("public_url", "address"),
    [
        ("https://langnghe.example", "HTTPS://LANGNGHE.EXAMPLE/Q/7R3MQ6"),
        ("https://langnghe.example/", "HTTPS://LANGNGHE.EXAMPLE/Q/7R3MQ6"),
        ("http://127.0.0.1:8000", "HTTP://127.0.0.1:8000/Q/7R3MQ6"),
        ("https://tinh.example/Lang-Nghe", "https://tinh.example/Lang-Nghe/q/7R3MQ6"),
    ],
)
def test_the_address_is_in_capitals_unless_a_path_could_tell_case_apart(
    public_url: str, address: str
) -> None:
    assert qr.scan_address(public_url, "7R3MQ6") == address


def test_capitals_make_larger_modules() -> None:
    assert len(qr.matrix(URL)) < len(qr.matrix(URL.lower()))


def test_every_code_reads_back_from_png_at_level_q() -> None:
    chance = Random(20240512)
    for _ in range(50):
        url = qr.scan_address("https://langnghe.example", new_code(chance))
        picture = Image.open(BytesIO(qr.png(url, 4)))
        assert read_codes(picture) == [(url, "Q")]


def test_a_png_has_the_scale_asked_for_and_a_quiet_zone_of_four_modules() -> None:
    picture = Image.open(BytesIO(qr.png(URL, 7)))
    side = (len(qr.matrix(URL)) + 8) * 7
    assert picture.size == (side, side)
    dark = picture.convert("L").point(lambda light: 255 - light).getbbox()
    assert dark == (28, 28, side - 28, side - 28)


def test_an_svg_says_its_title_and_reads_back() -> None:
    image = ET.fromstring(qr.svg(URL, TITLE))
    assert image.tag == "{http://www.w3.org/2000/svg}svg"
    assert image.get("role") == "img"
    assert image[0].tag.endswith("title")
    assert image[0].text == TITLE
    assert read_codes(painted(qr.svg(URL, TITLE))) == [(URL, "Q")]


def test_an_svg_title_may_hold_any_letter() -> None:
    image = ET.fromstring(qr.svg(URL, 'Ấp <3> & "Phương Trà"'))
    assert image[0].text == 'Ấp <3> & "Phương Trà"'


def test_an_svg_draws_runs_of_modules_and_stays_small() -> None:
    assert len(qr.svg(URL, TITLE)) < 4096
    modules = qr.matrix(URL)
    dark = sum(map(sum, modules))
    assert sum(length for _, _, length in qr.runs(modules)) == dark
    assert len(list(qr.runs(modules))) < dark / 1.5
