"""Vietnamese text: one normal form, search without diacritics, a shared sort key."""

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The marks of every Latin letter; other scripts have theirs elsewhere."""
_NO_CHARACTERS = "\ufffe\uffff"
"""Never letters of anything, and not allowed in XML, of which Word files are made. Their category
is that of letters newer than this Python, which are kept."""
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_RANK = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET)}


def clean(text: str) -> str:
    """NFC, no control or bidirectional marks, single spaces inside lines, trimmed."""
    if not text:
        return ""
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    # What is printable as a whole needs no look at each letter.
    if not kept.replace("\n", "").isprintable():
        kept = "".join(filter(_is_visible, kept))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n")).strip()


def one_line(text: str) -> str:
    """`clean`, with line breaks turned into spaces."""
    kept = unicodedata.normalize("NFC", text)
    # The only space that is printable is the plain one, and no mark is.
    return " ".join((kept if kept.isprintable() else clean(kept)).split())


def _is_visible(char: str) -> bool:
    if char in _NO_CHARACTERS:
        return False
    return char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}


def fold(text: str) -> str:
    """Lower case without marks, đ as d: "Trộm gà ở Ấp Đông" becomes "trom ga o ap dong"."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))
    return bare if bare.isascii() else "".join(c for c in bare if not unicodedata.combining(c))


def terms(text: str) -> list[str]:
    """The words of a search box, folded, at most eight; punctuation never reaches an engine."""
    return re.findall(r"[0-9a-z]+", fold(text))[:8]


def holds(text: str, wanted: list[str]) -> bool:
    """Whether each of these `terms` begins a word of the text, with or without accents."""
    folded = " " + " ".join(re.findall(r"[0-9a-z]+", fold(text)))
    return all(f" {term}" in folded for term in wanted)


def sort_key(name: str) -> str:
    """A key that sorts names the Vietnamese way (letter first, then tone) byte by byte.

    Neither engine can be relied on for the order of Vietnamese letters, so it is stored.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", name.lower()):
        base, tone = _split_tone(char)
        letters.append(_RANK.get(base, base))
        tones.append(tone)
    return " ".join(letters) + "|" + "".join(tones)


def _split_tone(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[p] for p in parts if p in _TONES), "0")
    base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
    return base, tone
