"""Vietnamese words in drawn pictures without a font file: Pillow's own letters, marks by hand.

Pillow carries one typeface and it has no Vietnamese letters, so each letter is taken apart (NFD)
and its marks are drawn as strokes. The demo then looks the same on every machine.
"""

import unicodedata
from functools import lru_cache

from PIL import ImageFont
from PIL.ImageDraw import ImageDraw

Colour = tuple[int, int, int]
Stroke = tuple[tuple[float, float], ...]

_BELOW = "\u0323"
_HORN = "\u031b"
_SHAPES = {"\u0302", "\u0306"}
"""Circumflex and breve change the vowel; a tone mark stands beside or above them."""
_STROKES: dict[str, Stroke] = {
    # In a box one letter wide and one mark high, y growing downwards.
    "\u0300": ((0.3, 0.0), (0.62, 0.8)),
    "\u0301": ((0.7, 0.0), (0.38, 0.8)),
    "\u0303": ((0.15, 0.75), (0.35, 0.2), (0.6, 0.7), (0.85, 0.15)),
    "\u0309": ((0.35, 0.1), (0.6, 0.0), (0.65, 0.35), (0.48, 0.5), (0.48, 0.85)),
    "\u0302": ((0.15, 0.95), (0.5, 0.25), (0.85, 0.95)),
    "\u0306": ((0.15, 0.3), (0.32, 0.85), (0.68, 0.85), (0.85, 0.3)),
    "\u031b": ((0.82, 0.55), (1.05, 0.35), (1.05, 0.0)),
}


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def text_width(text: str, size: int) -> int:
    """Width in pixels of a line of letters `size` pixels high."""
    return round(_font(size).getlength(_plain(text)))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def write(
    draw: ImageDraw, at: tuple[int, int], text: str, size: int, ink: Colour, *, bold: bool = False
) -> None:
    """Write one line; `at` is the top left of the letters, above which marks may reach."""
    font = _font(size)
    weight = max(1, size // 34) if bold else 0
    x, baseline = float(at[0]), at[1] + size * 0.72
    for char in unicodedata.normalize("NFC", text):
        base = _plain(char)
        draw.text((x, baseline), base, ink, font, "ls", stroke_width=weight, stroke_fill=ink)
        width = font.getlength(base)
        _marks(draw, (x, baseline, width), char, size, ink)
        x += width


def _marks(
    draw: ImageDraw, box: tuple[float, float, float], char: str, size: int, ink: Colour
) -> None:
    x, baseline, width = box
    thick = max(2, size // 13)
    tall = char.upper() == char
    top = baseline - size * (0.72 if tall else 0.53)
    if char in "đĐ":
        line = baseline - size * (0.36 if tall else 0.58)
        left, right = (x - width * 0.06, x + width * 0.5) if tall else (x + width * 0.4, x + width)
        draw.line((left, line, right, line), fill=ink, width=thick)
        return
    marks = unicodedata.normalize("NFD", char)[1:]
    shaped = any(mark in _SHAPES for mark in marks)
    height = size * 0.2
    for mark in marks:
        if mark == _BELOW:
            spot, dot = x + width / 2, thick * 0.75
            low = baseline + size * 0.13
            draw.ellipse((spot - dot, low - dot, spot + dot, low + dot), fill=ink)
            continue
        left, high = x, top - height * 1.25
        if mark == _HORN:
            high = top
        elif shaped and mark not in _SHAPES:
            left, high = x + width * 0.3, top - height * 2.0
        points = [(left + px * width, high + py * height) for px, py in _STROKES[mark]]
        draw.line(points, fill=ink, width=thick, joint="curve")


def wrapped(text: str, size: int, width: int) -> list[str]:
    """Break a text into lines no wider than `width` pixels, between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
