"""Looks for what must not be anywhere: in files as they lie on the disk, however it was written.

A text is found in UTF-8 and UTF-16, in capitals or not, with blanks between its signs, as hex,
base64 or percent-encoded, and inside gzip, zlib and zip; an id and a number also as bytes.
"""

import base64
import binascii
import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

DEEPEST = 3
_FILLING = b" -:."
"""What may stand between the signs of a number or an id."""
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){2}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZIP = b"PK\x03\x04"
_AT_ONCE = 4_096
_MOST_UNPACKED = 4_000_000


@dataclass(frozen=True)
class Canaries:
    """What is looked for, by the name it is told under."""

    texts: dict[str, str] = field(default_factory=dict)
    """A beginning that several have in common finds them all."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Also found with blanks, dashes, points or colons between their signs."""
    octets: dict[str, bytes] = field(default_factory=dict)
    guesses: dict[str, str] = field(default_factory=dict)
    """What has so few possible values that a digest without a key gives it away."""

    def __or__(self, other: "Canaries") -> "Canaries":
        """Both together."""
        return Canaries(
            self.texts | other.texts,
            self.numbers | other.numbers,
            self.octets | other.octets,
            self.guesses | other.guesses,
        )


def search(data: bytes, canaries: Canaries) -> set[str]:
    """Names of what stands in the data."""
    texts = {text.lower().encode(): name for name, text in canaries.texts.items()}
    numbers = {_bare(text.encode()): name for name, text in canaries.numbers.items()}
    found: set[str] = set()
    for haystack in _forms(data):
        # Without its zeros, what was written in UTF-16 reads like anything else.
        low = haystack.lower().translate(None, b"\0")
        bare = _bare(low)
        found |= {name for text, name in texts.items() if text in low}
        found |= {name for text, name in numbers.items() if text in bare}
        found |= {name for name, octets in canaries.octets.items() if octets in haystack}
    return found


def search_files(folders: Iterable[Path], canaries: Canaries) -> dict[str, set[str]]:
    """The same for every file below the folders, its name included: by file what stands in it."""
    found, known = {}, dict[bytes, set[str]]()
    for path in _files(folders):
        data = path.read_bytes()
        digest = hashlib.sha256(data).digest()
        if digest not in known:
            known[digest] = search(data, canaries)
        if hit := known[digest] | search(path.name.encode(), canaries):
            found[str(path)] = hit
    return found


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_file():
            yield folder
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def search_values(values: Iterable[object], canaries: Canaries) -> set[str]:
    """Names of guesses whose digest is a value of a database."""
    known = {
        form: f"{kind} of {name}"
        for name, text in canaries.guesses.items()
        for kind in ("md5", "sha1", "sha256")
        for form in _written(hashlib.new(kind, text.encode()).digest())
    }
    return {known[value] for value in values if isinstance(value, bytes | str) and value in known}


def _written(octets: bytes) -> Iterator[bytes | str]:
    yield octets
    yield octets.hex()
    yield base64.b64encode(octets).decode()
    yield base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _bare(data: bytes) -> bytes:
    return data.lower().translate(None, _FILLING)


def _forms(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The data, and whatever it holds that is packed or written in another way."""
    yield data
    if depth < DEEPEST:
        for inner in _unpacked(data):
            yield from _forms(inner, depth + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    runs = [octets for run in set(_BASE64.findall(data)) for octets in _from_base64(run)]
    runs += [octets for run in set(_HEX.findall(data)) for octets in _from_hex(run)]
    if runs:
        yield b"\n\n".join(runs)
    if _PERCENT.search(data):
        yield unquote_to_bytes(data)
    whole = memoryview(data)
    for match in _ZLIB.finditer(data):
        yield from _inflated(whole[match.start() :], zlib.MAX_WBITS)
    for match in _GZIP.finditer(data):
        yield from _inflated(whole[match.start() :], zlib.MAX_WBITS | 16)
    if data.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def _from_base64(run: bytes) -> Iterator[bytes]:
    """A run that begins anywhere within a longer text lies in one of four ways."""
    plain = run.translate(bytes.maketrans(b"-_", b"+/"))
    for shift in range(4):
        part = plain[shift:] if (len(plain) - shift) % 4 != 1 else plain[shift:-1]
        yield base64.b64decode(part + b"A" * (-len(part) % 4))


def _from_hex(run: bytes) -> Iterator[bytes]:
    for shift in range(2):
        part = run[shift : shift + (len(run) - shift) // 2 * 2]
        yield binascii.unhexlify(part)


def _inflated(data: memoryview, bits: int) -> Iterator[bytes]:
    """What a stream holds as far as it can be read; what only looks like one gives nothing."""
    opened, read = zlib.decompressobj(bits), []
    try:
        for start in range(0, len(data), _AT_ONCE):
            read.append(opened.decompress(data[start : start + _AT_ONCE], _MOST_UNPACKED))
            if opened.eof:
                break
    except zlib.error:
        pass
    if whole := b"".join(read):
        yield whole


def planted(text: str) -> dict[str, bytes]:
    """The text as a careless program might have written it: what `search` must find."""
    plain = text.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("story.txt", text)
    return {
        "as it is": b"\xff\x00" + plain + b"\x07",
        "in capitals": text.upper().encode(),
        "utf-16": text.encode("utf-16-le"),
        "utf-16, the other way round": text.encode("utf-16-be"),
        "hex": b"x" + plain.hex().encode(),
        "base64": b'{"v":"' + base64.b64encode(b"==" + plain) + b'"}',
        "base64 for addresses": base64.urlsafe_b64encode(plain + b"?>").rstrip(b"="),
        "percent-encoded": "".join(f"%{octet:02X}" for octet in plain).encode(),
        "zlib": b"head" + zlib.compress(b"some words and " + plain),
        "gzip": b"\0\0" + gzip.compress(plain) + b"\0tail",
        "zip": packed.getvalue(),
        "base64 of gzip": base64.b64encode(gzip.compress(plain)),
    }
