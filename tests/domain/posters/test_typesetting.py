"""Words that fit: measured by the font, shrunk first, wrapped next, cut last."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont

from domain.posters import typesetting
from domain.posters.typesetting import BOLD, REGULAR, bold, fit, line_width, load_fonts, plain

load_fonts()

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)}
    | set("bcdđghklmnpqrstvxfjwz")
)
vietnamese = st.text([*LETTERS, *map(str.upper, LETTERS), *"0123456789 ,.-·“”"], min_size=1)


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_the_fonts_hold_every_vietnamese_letter(font: str) -> None:
    held = getFont(font).face.charToGlyph
    wanted = {*LETTERS, *map(str.upper, LETTERS), *"0123456789₫·“”…–/.,:?()"}
    assert [letter for letter in wanted if ord(letter) not in held] == []


def test_the_fonts_come_with_their_licence() -> None:
    folder = typesetting.FOLDER
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")
    assert "Be Vietnam Pro" in (folder / "OFL.txt").read_text("utf-8")


def test_what_fits_is_left_alone() -> None:
    block = fit([bold("Công an xã Phương Trà")], 125, 23, smallest=15, most_lines=2)
    assert block.size == 23
    assert block.lines == ((("Công an xã Phương Trà", BOLD),),)


def test_what_is_too_long_shrinks_before_it_wraps() -> None:
    name = "Công an phường Phan Rang - Tháp Chàm"
    block = fit([bold(name)], 125, 23, smallest=15, most_lines=2)
    assert 15 <= block.size < 23
    assert block.lines == (((name, BOLD),),)


def test_at_the_smallest_size_it_wraps_between_words() -> None:
    name = "Công an phường Nguyễn Trường Thạnh Phước Đông Hưng Thuận"
    block = fit([bold(name)], 125, 23, smallest=15, most_lines=2)
    assert block.size == 15
    assert " ".join(text for line in block.lines for text, _ in line) == name


def test_a_bold_word_keeps_its_comma_and_each_weight_its_words() -> None:
    block = fit([plain("Trang thật: "), bold("langnghe.example"), plain(", liền sau")], 200, 14)
    assert block.lines == (
        (("Trang thật:", REGULAR), (" langnghe.example", BOLD), (", liền sau", REGULAR)),
    )


def test_a_name_typed_on_a_mac_is_measured_and_set_in_whole_letters() -> None:
    block = fit([plain(unicodedata.normalize("NFD", "Ấp Đông Thạnh"))], 100, 14)
    assert block.lines == ((("Ấp Đông Thạnh", REGULAR),),)


@given(vietnamese, st.integers(20, 180), st.integers(1, 3))
def test_no_line_is_ever_wider_than_its_room(text: str, width: int, most: int) -> None:
    block = fit([plain(text)], width, 20, smallest=9, most_lines=most)
    assert len(block.lines) <= most
    assert block.width <= width + 1e-6
    assert all(line_width(line, block.size) <= width * mm + 1e-6 for line in block.lines)


@given(vietnamese, st.integers(20, 180))
def test_nothing_is_lost_except_behind_an_ellipsis(text: str, width: int) -> None:
    block = fit([plain(text)], width, 20, smallest=9, most_lines=2)
    kept = "".join(letters for line in block.lines for letters, _ in line).replace(" ", "")
    whole = text.replace(" ", "")
    assert kept == whole or (kept.endswith("…") and whole.startswith(kept[:-1]))
