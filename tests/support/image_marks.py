"""Metadata that phones and programs hide in photos, each with a mark that must not survive."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

from tests.support.images import boxed_file, photo, png_chunk, saved, scene

MARK = b"DAU-VET-9f3a"
"""Stands in every hidden part: found in the output, the part survived."""


def exif(tag: int, *, folder: int | None = None, orientation: int = 1) -> bytes:
    """An EXIF block with the mark under one tag, at the top or in the EXIF (0x8769) or GPS part."""
    block = Image.Exif()
    block[0x0112] = orientation
    target = block if folder is None else block.get_ifd(folder)
    target[tag] = MARK.decode() if tag not in {0x927C, 0x9286} else MARK
    return block.tobytes()


def exif_with_thumbnail() -> bytes:
    """An EXIF block whose second directory holds a whole JPEG with the mark in its comment."""
    thumb = saved(scene(64, 48), comment=MARK)
    first = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 1, 0, 26)
    at = 8 + len(first) + 2 + 24 + 4
    second = struct.pack(">HHHIIHHIII", 2, 0x0201, 4, 1, at, 0x0202, 4, 1, len(thumb), 0)
    return b"Exif\0\0MM\0*\0\0\0\x08" + first + second + thumb


def _xmp() -> bytes:
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>' + MARK + b"</dc:creator></x:xmpmeta>"


def _icc() -> bytes:
    return bytes(36) + b"acsp" + bytes(88) + b"desc" + MARK


def _motion_photo() -> bytes:
    return boxed_file(b"mp42") + MARK


def jpeg_with(marker: int, payload: bytes) -> bytes:
    """A photo with one more segment right behind its start."""
    plain = photo()
    return (
        plain[:2]
        + bytes((0xFF, marker))
        + struct.pack(">H", len(payload) + 2)
        + payload
        + plain[2:]
    )


def png_with(name: bytes, data: bytes) -> bytes:
    """A photo with one more chunk behind its header."""
    plain = photo("PNG")
    return plain[:33] + png_chunk(name, data) + plain[33:]


def webp_with(name: bytes, data: bytes, *, flag: int) -> bytes:
    """A photo in the extended form, with one more chunk behind its picture."""
    plain = saved(scene(160, 120), "WEBP", exif=exif(0x010F))
    padded = data + b"\0" * (len(data) % 2)
    body = plain[12:20] + bytes((plain[20] | flag,)) + plain[21:]
    body += name + struct.pack("<I", len(data)) + padded
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def mpo() -> bytes:
    """A photo with a second picture behind it, as two-lens phones write it."""
    out = io.BytesIO()
    scene(640, 480).save(
        out, "MPO", save_all=True, append_images=[scene(320, 240, seed=9)], comment=MARK
    )
    return out.getvalue() + MARK


def animated(kind: str) -> bytes:
    """Three frames, the second and third of another picture; PNG or WEBP."""
    frames = [scene(320, 240, seed=9), scene(320, 240, seed=11)]
    return saved(scene(320, 240), kind, save_all=True, append_images=frames, duration=100)


_EXIF_FIELDS = {
    "phone maker": exif(0x010F),
    "phone model": exif(0x0110),
    "program": exif(0x0131),
    "artist": exif(0x013B),
    "copyright": exif(0x8298),
    "date": exif(0x0132),
    "serial number": exif(0xA431, folder=0x8769),
    "lens": exif(0xA434, folder=0x8769),
    "maker's note": exif(0x927C, folder=0x8769),
    "user comment": exif(0x9286, folder=0x8769),
    "place": exif(0x001B, folder=0x8825),
    "thumbnail": exif_with_thumbnail(),
}


@cache
def _jpeg_marks() -> dict[str, bytes]:
    marks = {name: jpeg_with(0xE1, block) for name, block in _EXIF_FIELDS.items()}
    return marks | {
        "comment": jpeg_with(0xFE, MARK),
        "XMP": jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _xmp()),
        "long XMP": jpeg_with(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + _xmp()),
        "colour profile": jpeg_with(0xE2, b"ICC_PROFILE\0\x01\x01" + _icc()),
        "FlashPix": jpeg_with(0xE2, b"FPXR\0" + MARK),
        "JFIF thumbnail": jpeg_with(0xE0, b"JFXX\0\x10" + MARK),
        "content credentials": jpeg_with(0xEB, b"JP" + MARK),
        "Ducky": jpeg_with(0xEC, b"Ducky" + MARK),
        "IPTC": jpeg_with(
            0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(MARK)) + MARK
        ),
        "phone's own segment": jpeg_with(0xE4, MARK),
        "second picture": mpo(),
        "motion photo": photo() + _motion_photo(),
        "gain map": photo() + saved(scene(64, 48), comment=MARK),
    }


@cache
def _png_marks() -> dict[str, bytes]:
    marks = {name: png_with(b"eXIf", block[6:]) for name, block in _EXIF_FIELDS.items()}
    return marks | {
        "text": png_with(b"tEXt", b"Comment\0" + MARK),
        "packed text": png_with(b"zTXt", b"Comment\0\0" + zlib.compress(MARK)),
        "text in any language": png_with(b"iTXt", b"Title\0\0\0vi\0\0" + MARK),
        "XMP": png_with(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _xmp()),
        "old EXIF": png_with(
            b"tEXt", b"Raw profile type exif\0\nexif\n 12\n" + MARK.hex().encode()
        ),
        "colour profile": png_with(b"iCCP", b"p\0\0" + zlib.compress(_icc())),
        "content credentials": png_with(b"caBX", MARK),
        "private chunk": png_with(b"prVt", MARK),
        "file behind the file": photo("PNG") + _motion_photo(),
        "frames": animated("PNG") + MARK,
    }


@cache
def _webp_marks() -> dict[str, bytes]:
    marks = {
        name: saved(scene(160, 120), "WEBP", exif=block) for name, block in _EXIF_FIELDS.items()
    }
    return marks | {
        "XMP": saved(scene(160, 120), "WEBP", xmp=_xmp()),
        "colour profile": saved(scene(160, 120), "WEBP", icc_profile=_icc()),
        "private chunk": webp_with(b"prVt", MARK, flag=0),
        "file behind the file": photo("WEBP") + _motion_photo(),
        "frames": animated("WEBP"),
    }


MARKS: dict[str, Callable[[], dict[str, bytes]]] = {
    "JPEG": _jpeg_marks,
    "PNG": _png_marks,
    "WEBP": _webp_marks,
}


def marked_photos() -> list[tuple[str, bytes]]:
    """Every hidden part in every format that is taken, by name."""
    return [
        (f"{kind}: {name}", data) for kind, marks in MARKS.items() for name, data in marks().items()
    ]
