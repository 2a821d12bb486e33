"""Words set to a measured width: wrapped, made smaller, cut only as the last resort.

Widths are those of the font itself, so a long name is known to fit before it is drawn.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "BeVietnamPro-Regular"
BOLD = "BeVietnamPro-Bold"

FOLDER = Path(__file__).parent / "fonts"
_STEP = 0.5

Part = tuple[str, str]
"""Text and the name of its font."""
Word = tuple[Part, ...]
"""What is never broken while there is room; a bold word and its plain comma are one word."""


@cache
def load_fonts() -> None:
    """Make both weights known to reportlab, once in a process.

    Streams are then written as bytes, not as ASCII85 letters: a fifth smaller.
    """
    rl_config.useA85 = 0
    for name in (REGULAR, BOLD):
        registerFont(TTFont(name, FOLDER / f"{name}.ttf"))


def plain(text: str) -> Part:
    """Text in the regular weight."""
    return text, REGULAR


def bold(text: str) -> Part:
    """Text in the bold weight."""
    return text, BOLD


@dataclass(frozen=True)
class Block:
    """Lines that fit the width they were set for, at `size` points."""

    size: float
    lines: tuple[tuple[Part, ...], ...]

    @property
    def width(self) -> float:
        """Of the longest line, in millimetres."""
        return max((line_width(line, self.size) for line in self.lines), default=0) / mm

    def height(self, leading: float) -> float:
        """Of all lines, in millimetres; `leading` in sizes."""
        return len(self.lines) * self.size * leading / mm


def fit(
    parts: Sequence[Part],
    width: float,
    size: float,
    *,
    smallest: float | None = None,
    lines: int = 1,
    most_lines: int | None = None,
) -> Block:
    """The parts on at most `lines` lines within `width` millimetres, as near to `size` as they go.

    At `smallest` points (without it: `size`) they may take `most_lines`; there over-long words are
    broken, and what is still too much ends in an ellipsis.
    """
    words, room = _words(parts), width * mm
    floor, most = smallest or size, most_lines or lines
    for points in _sizes(size, floor):
        wrapped = _wrap(words, points, room)
        whole = all(line_width(word, points) <= room for word in words)
        if whole and len(wrapped) <= (most if points == floor else lines):
            return _block(points, wrapped)
    wrapped = _wrap([part for word in words for part in _broken(word, floor, room)], floor, room)
    if len(wrapped) > most:
        wrapped = [*wrapped[: most - 1], _cut(wrapped[most - 1], floor, room)]
    return _block(floor, wrapped)


def _sizes(largest: float, floor: float) -> Iterator[float]:
    points = largest
    while points > floor:
        yield points
        points -= _STEP
    yield floor


def _block(size: float, lines: Sequence[Sequence[Word]]) -> Block:
    return Block(size, tuple(_joined(line) for line in lines))


def line_width(line: Iterable[Part], size: float) -> float:
    """The width of a set line or word, in points."""
    return sum(stringWidth(text, font, size) for text, font in line)


def _words(parts: Sequence[Part]) -> list[Word]:
    words: list[Word] = []
    glued = False
    for text, font in parts:
        for index, chunk in enumerate(unicodedata.normalize("NFC", text).split(" ")):
            glued = glued and index == 0
            if not chunk:
                continue
            if glued:
                words[-1] = (*words[-1], (chunk, font))
            else:
                words.append(((chunk, font),))
            glued = True
    return words


def _wrap(words: Sequence[Word], size: float, width: float) -> list[list[Word]]:
    lines: list[list[Word]] = []
    used = 0.0
    for word in words:
        space = stringWidth(" ", word[0][1], size)
        need = line_width(word, size)
        if lines and used + space + need <= width:
            lines[-1].append(word)
            used += space + need
        else:
            lines.append([word])
            used = need
    return lines


def _broken(word: Word, size: float, width: float) -> list[Word]:
    """The word in pieces of at most `width`, for the rare name without a blank."""
    pieces: list[Word] = [()]
    for letter, font in ((letter, font) for text, font in word for letter in text):
        longer = (*pieces[-1], (letter, font))
        if pieces[-1] and line_width(longer, size) > width:
            pieces.append(((letter, font),))
        else:
            pieces[-1] = longer
    return pieces


def _cut(line: Sequence[Word], size: float, width: float) -> list[Word]:
    letters = [(letter, font) for text, font in _joined(line) for letter in text]
    dots = ("…", letters[-1][1])
    while letters and line_width([*letters, dots], size) > width:
        letters.pop()
    return [(*letters, dots)]


def _joined(line: Sequence[Word]) -> tuple[Part, ...]:
    """One part for each stretch of one font, blanks included."""
    spaced: list[Part] = list(line[0]) if line else []
    for _, word in pairwise(line):
        spaced += [(" ", word[0][1]), *word]
    merged: list[Part] = []
    for text, font in spaced:
        if merged and merged[-1][1] == font:
            merged[-1] = (merged[-1][0] + text, font)
        else:
            merged.append((text, font))
    return tuple(merged)
