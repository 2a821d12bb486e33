"""Files that people choose by mistake or with intent, and what they are told of each."""

import shutil
from collections import namedtuple

import pytest

from tests.support.images import boxed_file, hollow_png, photo

_MB = 1024 * 1024

BAD_PHOTOS = [
    pytest.param("trong.jpg", lambda: b"", "không có gì bên trong", id="0 bytes"),
    pytest.param("chu.jpg", lambda: b"Day la bai van. " * 40, "không phải là hình", id="a text"),
    pytest.param("IMG_1.heic", lambda: boxed_file(b"heic"), "kiểu HEIC", id="HEIC"),
    pytest.param("cut.jpg", lambda: photo(width=900, height=700)[:9000], "bị hỏng", id="cut"),
    pytest.param(
        "nang.jpg", lambda: b"\xff\xd8\xff" + bytes(40 * _MB), "nặng quá 20 MB", id="40 MB"
    ),
    pytest.param(
        "bom.png", lambda: hollow_png(13000, 13000), "lớn quá nên chưa giữ được", id="169 MP"
    ),
]
"""Name, a function that makes the file, and the sentence."""

_Usage = namedtuple("_Usage", "total used free")


def fill_the_disk(monkeypatch) -> None:
    """Let the disk of the photo store have nearly no room left, as its operating system tells."""
    full = _Usage(total=10**12, used=10**12 - 5, free=5)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
